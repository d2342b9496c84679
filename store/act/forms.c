/*
 * forms.c - a batch of survey forms is entered: all of it or nothing.
 *
 * Knows how forms add to tallies. Touches forms, tallies, ledger, feed and
 * outbox.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/table/forms.h"
#include "store/table/outbox.h"

struct entering {
	struct store *store;
	const struct who *who;
	const struct plan *plan;
	unsigned survey;
	const struct form *forms;
	unsigned n;
	struct digest batch;
	struct reading now;
	/* n_units * n_leaves running tallies, and whose were read */
	struct tally *tallies;
	bool *touched;
	struct forms_entered *out;
	struct fault *why;
};

static enum err
log_it(struct entering *w, struct txn *t, uint64_t *entry, struct moment *time)
{
	struct buf body = { 0 };
	enum err e;

	entry_str(&body, "period", w->plan->period.text);
	entry_str(&body, "survey", w->plan->surveys[w->survey].id.text);
	entry_digest(&body, "batch", w->batch);
	entry_int(&body, "forms", w->n);
	entry_int(&body, "by", (int64_t)w->who->token.n);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_SURVEY, &w->now,
		    buf_all(&body), entry, time);
	buf_free(&body);
	return e;
}

static enum err
tally_form(struct entering *w, struct txn *t, const struct form *form)
{
	struct tally *mine;
	unsigned unit;
	enum err e;

	for (unsigned i = 0; i < form->n_rows; i++) {
		unit = form->rows[i].unit;
		mine = w->tallies + (size_t)unit * w->plan->n_leaves;
		if (!w->touched[unit])
			tallies_get(t, w->plan, unit, mine);
		w->touched[unit] = true;
		if ((e = form_tally(w->plan, w->survey, &form->rows[i],
			 mine)) != OK)
			return e;
	}
	return OK;
}

static enum err
take_forms(struct entering *w, struct txn *t, uint64_t entry)
{
	const struct survey *survey = &w->plan->surveys[w->survey];
	char pointer[32];
	enum err e;
	bool same;

	for (unsigned i = 0; i < w->n; i++) {
		same = false;
		if (forms_put_new(t, w->plan, w->survey, &w->forms[i], entry,
			&same)) {
			if ((e = tally_form(w, t, &w->forms[i])) != OK)
				return e;
			w->out->taken++;
		} else if (same) {
			w->out->known++;
		} else {
			(void)snprintf(pointer, sizeof pointer,
			    "/forms/%u/number", i);
			return t->err != OK
				   ? t->err
				   : fault_set(w->why, ERR_CONFLICT, pointer,
					 "Form %s of survey %s was "
					 "entered before with other answers; "
					 "nothing of "
					 "this batch was taken.",
					 w->forms[i].number, survey->id.text);
		}
	}
	return t->err;
}

static void
store_tallies(struct entering *w, struct txn *t, uint64_t entry)
{
	const struct plan *p = w->plan;

	for (unsigned unit = 0; unit < p->n_units; unit++) {
		if (!w->touched[unit])
			continue;
		tallies_put(t, p, unit,
		    w->tallies + (size_t)unit * p->n_leaves);
		outbox_raise(t, JOB_SCORE_UNIT, p->period, p->units[unit].id,
		    entry);
	}
}

static enum err
run(struct txn *t, void *arg)
{
	static const struct submission_id no_submission;
	static const struct leaf_id no_leaf;
	struct entering *w = arg;
	struct moment time;
	uint64_t entry;
	enum err e;

	*w->out = (struct forms_entered){ 0 };
	memset(w->touched, 0, w->plan->n_units * sizeof *w->touched);
	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	/* a batch that is wholly known writes nothing, not even an entry */
	if (forms_known(t, w->plan, w->survey, w->forms, w->n)) {
		w->out->known = w->n;
		return t->err;
	}
	if ((e = log_it(w, t, &entry, &time)) != OK ||
	    (e = take_forms(w, t, entry)) != OK)
		return e;
	store_tallies(w, t, entry);
	for (unsigned unit = 0; unit < w->plan->n_units; unit++)
		if (w->touched[unit])
			part_event(t, EVENT_FORMS_ENTERED, w->plan, unit,
			    no_submission, no_leaf, time, entry);
	return t->err;
}

/* A survey without a window is open as long as its period is. */
static enum err
survey_window(const struct entering *w)
{
	unsigned block = w->plan->surveys[w->survey].block;

	if (plan_window(w->plan, block, STAGE_SURVEY) == NULL)
		return OK;
	return part_window(w->plan, block, STAGE_SURVEY, &w->now, w->why);
}

static enum err
enter(struct entering *w)
{
	const struct plan *p = w->plan;
	enum err e = ERR_NO_MEMORY;

	w->tallies =
	    calloc((size_t)p->n_units * p->n_leaves, sizeof *w->tallies);
	w->touched = calloc(p->n_units, sizeof *w->touched);
	if (w->tallies != NULL && w->touched != NULL)
		e = env_change(w->store->env, run, w, (size_t)w->n * 512);
	free(w->tallies);
	free(w->touched);
	return e;
}

enum err
act_enter_forms(struct store *s, const struct who *who, struct period_id period,
    struct survey_id survey, const struct form *forms, unsigned n,
    struct digest batch, struct forms_entered *out, struct fault *why)
{
	static const struct unit_id nobody;
	struct entering w = { .store = s,
		.who = who,
		.forms = forms,
		.n = n,
		.batch = batch,
		.out = out,
		.why = why };
	enum err e;
	int index;

	if ((e = part_may(who, MAY_ENTER_FORMS, nobody, why)) != OK ||
	    (e = part_plan(s, period, &w.plan, why)) != OK ||
	    (e = store_now(s, &w.now)) != OK)
		return e;
	if ((index = plan_survey(w.plan, survey)) < 0)
		return fault_set(why, ERR_NOT_FOUND, "/survey",
		    "Period %s has no survey \"%s\".", period.text,
		    survey.text);
	if (n == 0)
		return fault_set(why, ERR_EMPTY, "/forms",
		    "The batch holds no form.");
	if (n > FORMS_MOST)
		return fault_set(why, ERR_TOO_BIG, "/forms",
		    "A batch holds at most %d forms.", FORMS_MOST);
	w.survey = (unsigned)index;
	if ((e = survey_window(&w)) != OK)
		return e;
	return enter(&w);
}
