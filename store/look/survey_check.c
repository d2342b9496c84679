/*
 * survey_check.c - whether the counts of surveys are those of their forms.
 *
 * Knows that counts are sums of forms, and tallies sums of counts. Touches
 * them, for reading: one snapshot a survey, some seconds for a million forms.
 */
#include <stdio.h>
#include <string.h>

#include "store/look/surveys.h"
#include "store/table/counts.h"
#include "store/table/disposals.h"
#include "store/table/forms.h"

struct summing {
	struct txn t;
	const struct plan *plan;
	unsigned survey;
	struct form_sums sums;
	uint64_t forms;
	enum err err;
	void (*bad)(void *self, const char *sentence);
	void *self;
};

static void
complain(struct summing *w, const char *what, unsigned unit)
{
	char text[256];

	(void)snprintf(text, sizeof text,
	    "Period %s, survey %s, unit %s: the kept %s are not the sum of "
	    "what they count.",
	    w->plan->period.text, w->plan->surveys[w->survey].id.text,
	    w->plan->units[unit].id.text, what);
	w->bad(w->self, text);
}

static bool
add_form(void *self, const char *number, const struct form_facts *facts)
{
	struct summing *w = self;
	struct form_facts same;
	struct pool pool = { 0 };
	struct form form;

	(void)facts;
	if (forms_get(&w->t, w->plan, w->survey, number, 0, &pool, &form,
		&same))
		w->err = form_sums_add(&w->sums, &form, 1);
	w->forms++;
	pool_free(&pool);
	return w->err == OK && w->t.err == OK;
}

static bool
same_counts(const struct counts *kept, const int64_t *sum, size_t width)
{
	if (kept->forms != (uint64_t)(sum == NULL ? 0 : sum[0]))
		return false;
	for (size_t i = 1; i < width; i++)
		if (kept->of[i - 1] != (uint64_t)(sum == NULL ? 0 : sum[i]))
			return false;
	return true;
}

static void
compare(struct summing *w)
{
	const struct survey *s = &w->plan->surveys[w->survey];
	struct counts kept;

	for (unsigned g = 0; g < s->n_respondents; g++) {
		for (unsigned unit = 0; unit < w->plan->n_units; unit++) {
			counts_get(&w->t, w->plan, unit, w->survey, g, &kept);
			if (!same_counts(&kept, form_sums_at(&w->sums, unit, g),
				form_sums_width(&w->sums)))
				complain(w, "counts", unit);
		}
		if (forms_count_of(&w->t, w->plan, w->survey, g) !=
		    (uint64_t)w->sums.forms[g])
			complain(w, "numbers of forms", 0);
	}
	for (unsigned c = 0; c < s->n_channels; c++)
		if (forms_count_by(&w->t, w->plan, w->survey, c) !=
		    (uint64_t)w->sums.channel[c])
			complain(w, "numbers of forms by channel", 0);
}

static enum err
check_tallies(struct store *s, struct summing *w)
{
	struct tally want[LEAVES_MOST], kept[LEAVES_MOST];
	const struct plan *p = w->plan;
	struct txn t;
	enum err e = OK;

	for (unsigned unit = 0; unit < p->n_units && e == OK; unit++) {
		txn_read(&t, s->env);
		counts_tally(&t, p, unit, want);
		tallies_get(&t, p, unit, kept);
		e = txn_end(&t);
		if (e == OK &&
		    memcmp(want, kept, p->n_leaves * sizeof *want) != 0)
			complain(w, "tallies", unit);
	}
	return e;
}

static enum err
check_survey(struct store *s, struct summing *w)
{
	struct disposal gone = { w->plan->period, RETAINED_FORMS, 0, 0, { 0 } };
	enum err e = form_sums_make(&w->sums, w->plan, w->survey);

	if (e != OK)
		return e;
	txn_read(&w->t, s->env);
	if (disposals_get(&w->t, &gone)) { /* only the counts are left */
		form_sums_free(&w->sums);
		return txn_end(&w->t);
	}
	forms_each(&w->t, w->plan, w->survey, "", add_form, w);
	if (w->err == OK)
		compare(w);
	e = txn_end(&w->t);
	form_sums_free(&w->sums);
	return e == OK ? w->err : e;
}

struct opened {
	struct period_id list[64];
	unsigned n;
};

static void
take_period(void *self, const struct period *p)
{
	struct opened *o = self;

	if (p->state != PERIOD_LOADED && o->n < 64)
		o->list[o->n++] = p->id;
}

enum err
look_check_surveys(struct store *s,
    void (*bad)(void *self, const char *sentence), void *self, uint64_t *forms)
{
	struct summing w = { .bad = bad, .self = self };
	struct opened opened = { .n = 0 };
	struct period row;
	struct txn t;
	enum err e;

	txn_read(&t, s->env);
	periods_each(&t, take_period, &opened);
	e = txn_end(&t);
	for (unsigned i = 0; i < opened.n && e == OK; i++) {
		e = store_plan(s, opened.list[i], &w.plan, &row);
		for (w.survey = 0; e == OK && w.survey < w.plan->n_surveys;
		     w.survey++)
			e = check_survey(s, &w);
		w.survey = 0;
		if (e == OK && w.plan->n_surveys > 0)
			e = check_tallies(s, &w);
	}
	*forms = w.forms;
	return e;
}
