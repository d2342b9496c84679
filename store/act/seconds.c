/*
 * seconds.c - forms entered a second time, and why they differ.
 *
 * Knows that a second entry is somebody else's and counts for nothing. Touches
 * forms (for reading), second entries and ledger.
 */
#include <stdio.h>
#include <string.h>

#include "store/act/acts.h"
#include "store/act/survey_part.h"

struct again {
	struct surveying v;
	const struct form *forms;
	unsigned n;
	struct digest batch;
	struct seconds_entered *out;
	/* an explanation */
	const char *number, *reason;
	uint8_t salt[32];
};

static enum err
refuse(const struct again *w, unsigned i, enum err e, const char *what)
{
	char pointer[32];

	(void)snprintf(pointer, sizeof pointer, "/forms/%u/number", i);
	return fault_set(w->v.why, e, pointer, "Form %s of survey %s %s",
	    w->forms[i].number, w->v.id.text, what);
}

static enum err
compare_one(struct again *w, struct txn *t, unsigned i, struct pool *pool,
    struct second *out)
{
	struct form_facts facts;
	struct form first;

	if (!forms_get(t, w->v.plan, w->v.index, w->forms[i].number, 0, pool,
		&first, &facts))
		return t->err != OK ? t->err
				    : refuse(w, i, ERR_NOT_FOUND,
					  "has not been entered a first time.");
	if (facts.by == w->v.who->token.n && facts.by != 0)
		return refuse(w, i, ERR_CONFLICT,
		    "was entered by the same token; the second entry is to be "
		    "somebody else's.");
	*out = (struct second){ .time = w->v.now.wall,
		.facts.by = w->v.who->token.n,
		.against = facts.version,
		.differs = form_differs(w->v.plan, w->v.index, &first,
		    &w->forms[i], NULL, NULL) };
	w->out->compared++;
	w->out->differ += out->differs > 0;
	return OK;
}

static enum err
compare_all(struct again *w, struct txn *t, struct pool *pool,
    struct second *list)
{
	struct buf body = { 0 };
	uint64_t entry;
	enum err e = OK;

	for (unsigned i = 0; i < w->n && e == OK; i++)
		e = compare_one(w, t, i, pool, &list[i]);
	if (e != OK)
		return e;
	survey_lines(&body, &w->v);
	entry_digest(&body, "batch", w->batch);
	entry_int(&body, "forms", w->out->compared);
	entry_int(&body, "differ", w->out->differ);
	e = survey_log(&w->v, t, ENTRY_SECOND, &body, &entry, NULL);
	for (unsigned i = 0; i < w->n && e == OK; i++) {
		list[i].facts.entry = entry;
		seconds_put(t, w->v.plan, w->v.index, &w->forms[i], &list[i]);
	}
	return e == OK ? t->err : e;
}

static enum err
run(struct txn *t, void *arg)
{
	struct again *w = arg;
	struct pool pool = { 0 };
	struct second *list = pool_array(&pool, w->n, sizeof *list);
	enum err e = list == NULL ? ERR_NO_MEMORY : OK;

	*w->out = (struct seconds_entered){ 0 };
	if (e == OK && (e = store_plan_holds(t, w->v.plan)) == OK)
		e = compare_all(w, t, &pool, list);
	pool_free(&pool);
	return e;
}

enum err
act_enter_seconds(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, const struct form *forms,
    unsigned n, struct digest batch, struct seconds_entered *out,
    struct fault *why)
{
	struct again w = { .v = survey_asked(s, who, period, survey, why),
		.forms = forms,
		.n = n,
		.batch = batch,
		.out = out };
	enum err e;

	if ((e = survey_begin_batch(&w.v, n)) != OK)
		return e;
	return env_change(s->env, run, &w, (size_t)n * 512);
}

/* ---- an explanation ---- */

static enum err
run_explanation(struct txn *t, void *arg)
{
	struct again *w = arg;
	struct pool pool = { 0 };
	struct buf body = { 0 };
	struct second kept;
	struct form form;
	enum err e = store_plan_holds(t, w->v.plan);

	if (e == OK && !seconds_get(t, w->v.plan, w->v.index, w->number, &pool,
			   &form, &kept))
		e = fault_set(w->v.why, ERR_NOT_FOUND, "/number",
		    "Form \"%s\" of survey %s has no second entry.", w->number,
		    w->v.id.text);
	else if (e == OK && kept.differs == 0)
		e = fault_set(w->v.why, ERR_CONFLICT, "/number",
		    "The two entries of form %s do not differ.", w->number);
	if (e == OK) {
		(void)snprintf(kept.reason, sizeof kept.reason, "%s",
		    w->reason);
		kept.explained = w->v.now.wall;
		kept.explained_by = w->v.who->token.n;
		seconds_put(t, w->v.plan, w->v.index, &form, &kept);
		survey_lines(&body, &w->v);
		entry_digest(&body, "form",
		    part_salted(w->salt, slice_text(w->number)));
		entry_digest(&body, "reason",
		    part_salted(w->salt, slice_text(w->reason)));
		e = survey_log(&w->v, t, ENTRY_DIFFERENCE, &body, NULL, NULL);
	}
	pool_free(&pool);
	return e == OK ? t->err : e;
}

enum err
act_explain_difference(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, const char *number,
    const char *reason, struct fault *why)
{
	struct again w = { .v = survey_asked(s, who, period, survey, why),
		.number = number,
		.reason = reason };
	enum err e;

	if ((e = survey_begin(&w.v, MAY_CORRECT_FORMS)) != OK ||
	    (e = survey_reason(reason, why)) != OK ||
	    (e = random_bytes(w.salt, sizeof w.salt)) != OK)
		return e;
	return env_change(s->env, run_explanation, &w, 2048);
}
