/*
 * forms.c - a batch of survey forms is entered: all of it or nothing; and one
 * form is put right.
 *
 * Knows how forms add to counts. Touches forms, counts, tallies, ledger, feed
 * and outbox.
 */
#include <stdio.h>
#include <string.h>

#include "store/act/acts.h"
#include "store/act/survey_part.h"

struct entering {
	struct surveying v;
	const struct form *forms;
	unsigned n;
	struct digest batch;
	struct form_sums sums;
	struct forms_entered *out;
};

static enum err
log_batch(struct entering *w, struct txn *t, uint64_t *entry,
    struct moment *time)
{
	struct buf body = { 0 };

	survey_lines(&body, &w->v);
	entry_digest(&body, "batch", w->batch);
	entry_int(&body, "forms", w->n);
	return survey_log(&w->v, t, ENTRY_SURVEY, &body, entry, time);
}

static enum err
refuse_form(const struct entering *w, unsigned i, enum form_found found,
    uint64_t import)
{
	char pointer[32];

	(void)snprintf(pointer, sizeof pointer, "/forms/%u/number", i);
	if (found == FORM_STAGED)
		return fault_set(w->v.why, ERR_CONFLICT, pointer,
		    "Form %s of survey %s is in import %llu, which is not "
		    "finished; nothing of this batch was taken.",
		    w->forms[i].number, w->v.id.text,
		    (unsigned long long)import);
	return fault_set(w->v.why, ERR_CONFLICT, pointer,
	    "Form %s of survey %s was entered before with other answers; "
	    "nothing of this batch was taken.",
	    w->forms[i].number, w->v.id.text);
}

static enum err
take_forms(struct entering *w, struct txn *t, uint64_t entry)
{
	const struct form_facts facts = { .entry = entry,
		.version = 1,
		.by = w->v.who->token.n };
	enum form_found found;
	uint64_t import = 0;
	enum err e;

	for (unsigned i = 0; i < w->n; i++) {
		found = forms_add(t, w->v.plan, w->v.index, &w->forms[i],
		    &facts, &import);
		if (t->err != OK)
			return t->err;
		if (found == FORM_SAME) {
			w->out->known++;
			continue;
		}
		if (found != FORM_NEW)
			return refuse_form(w, i, found, import);
		w->out->taken++;
		if ((e = form_sums_add(&w->sums, &w->forms[i], 1)) != OK)
			return e;
	}
	return OK;
}

static enum err
run(struct txn *t, void *arg)
{
	struct entering *w = arg;
	struct moment time;
	uint64_t entry;
	enum err e;

	*w->out = (struct forms_entered){ 0 };
	form_sums_clear(&w->sums);
	if ((e = store_plan_holds(t, w->v.plan)) != OK ||
	    (e = survey_admits(&w->v, t, NULL)) != OK)
		return e;
	/* a batch that is wholly known writes nothing, not even an entry */
	if (forms_known(t, w->v.plan, w->v.index, w->forms, w->n)) {
		w->out->known = w->n;
		return t->err;
	}
	if ((e = log_batch(w, t, &entry, &time)) != OK ||
	    (e = take_forms(w, t, entry)) != OK ||
	    (e = survey_admits(&w->v, t, &w->sums)) != OK)
		return e;
	w->out->entry = entry;
	counts_apply(t, &w->sums);
	survey_counted(&w->v, t, &w->sums, time, entry);
	return t->err;
}

enum err
act_enter_forms(struct store *s, const struct who *who, struct period_id period,
    struct survey_id survey, const struct form *forms, unsigned n,
    struct digest batch, struct forms_entered *out, struct fault *why)
{
	struct entering w = { .v = survey_asked(s, who, period, survey, why),
		.forms = forms,
		.n = n,
		.batch = batch,
		.out = out };
	enum err e;

	if ((e = survey_begin_batch(&w.v, n)) != OK)
		return e;
	if ((e = form_sums_make(&w.sums, w.v.plan, w.v.index)) == OK)
		e = env_change(s->env, run, &w, (size_t)n * 512);
	form_sums_free(&w.sums);
	return e;
}

/* ---- a correction ---- */

struct correcting {
	struct surveying v;
	const struct form *form;
	const char *reason;
	uint32_t seen;
	uint8_t salt[32];
	struct digest answers; /* of the new ones, salted */
	struct form_sums sums;
	uint32_t *version;
};

static enum err
log_correction(struct correcting *w, struct txn *t, uint32_t version,
    uint64_t *entry, struct moment *time)
{
	struct buf body = { 0 };

	survey_lines(&body, &w->v);
	entry_digest(&body, "form",
	    part_salted(w->salt, slice_text(w->form->number)));
	entry_int(&body, "version", version);
	entry_digest(&body, "answers", w->answers);
	entry_digest(&body, "reason",
	    part_salted(w->salt, slice_text(w->reason)));
	return survey_log(&w->v, t, ENTRY_CORRECTION, &body, entry, time);
}

static enum err
check_correction(const struct correcting *w, const struct form *old,
    const struct form_facts *was)
{
	if (w->seen != was->version)
		return fault_set(w->v.why, ERR_STALE, "/version",
		    "Form %s stands at version %u, not %u.", old->number,
		    was->version, w->seen);
	if (strcmp(old->channel, w->form->channel) == 0 &&
	    form_differs(w->v.plan, w->v.index, old, w->form, NULL, NULL) == 0)
		return fault_set(w->v.why, ERR_CONFLICT, "/form",
		    "Form %s has these answers already.", old->number);
	return OK;
}

static enum err
replace(struct correcting *w, struct txn *t, const struct form *old,
    const struct form_facts *was)
{
	struct form_facts facts = { .version = was->version + 1,
		.by = w->v.who->token.n,
		.time = w->v.now.wall };
	struct moment time;
	enum err e;

	e = log_correction(w, t, facts.version, &facts.entry, &time);
	if (e != OK)
		return e;
	memcpy(facts.salt, w->salt, sizeof facts.salt);
	(void)snprintf(facts.reason, sizeof facts.reason, "%s", w->reason);
	if ((e = form_sums_add(&w->sums, old, -1)) != OK ||
	    (e = form_sums_add(&w->sums, w->form, 1)) != OK)
		return e;
	if (w->v.plan->surveys[w->v.index].over_refused &&
	    (e = survey_admits(&w->v, t, &w->sums)) != OK)
		return e;
	forms_replace(t, w->v.plan, w->v.index, w->form, &facts);
	counts_apply(t, &w->sums);
	survey_counted(&w->v, t, &w->sums, time, facts.entry);
	*w->version = facts.version;
	return t->err;
}

static enum err
run_correction(struct txn *t, void *arg)
{
	struct correcting *w = arg;
	struct form_facts was;
	struct pool pool = { 0 };
	struct form old;
	enum err e;

	form_sums_clear(&w->sums);
	if ((e = store_plan_holds(t, w->v.plan)) != OK)
		return e;
	if (!forms_get(t, w->v.plan, w->v.index, w->form->number, 0, &pool,
		&old, &was))
		e = t->err != OK
			? t->err
			: fault_set(w->v.why, ERR_NOT_FOUND, "/form/number",
			      "Survey %s has no form \"%s\".", w->v.id.text,
			      w->form->number);
	else if ((e = check_correction(w, &old, &was)) == OK)
		e = replace(w, t, &old, &was);
	pool_free(&pool);
	return e;
}

enum err
act_correct_form(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, const struct form *form,
    const char *reason, uint32_t seen, uint32_t *version, struct fault *why)
{
	struct correcting w = { .v = survey_asked(s, who, period, survey, why),
		.form = form,
		.reason = reason,
		.seen = seen,
		.version = version };
	struct buf text = { 0 };
	enum err e;

	if ((e = survey_begin(&w.v, MAY_CORRECT_FORMS)) != OK ||
	    (e = survey_reason(reason, why)) != OK ||
	    (e = survey_window(&w.v)) != OK ||
	    (e = random_bytes(w.salt, sizeof w.salt)) != OK)
		return e;
	form_put(&text, w.v.plan, w.v.index, form);
	w.answers = part_salted(w.salt, buf_all(&text));
	if ((e = text.err) == OK &&
	    (e = form_sums_make(&w.sums, w.v.plan, w.v.index)) == OK)
		e = env_change(s->env, run_correction, &w, 4096);
	form_sums_free(&w.sums);
	buf_free(&text);
	return e;
}
