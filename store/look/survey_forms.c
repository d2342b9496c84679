/*
 * survey_forms.c - single forms of a survey: second entries, one
 * form, and answers by question.
 *
 * Knows that few answers are not shown alone.
 * Touches forms, counts and second entries, for reading.
 */
#include <stdlib.h>

#include "store/look/surveys.h"
#include "store/look/surveys_admit.h"
#include "store/table/counts.h"
#include "store/table/forms.h"

/* ---- second entries ---- */

struct comparing {
	struct txn *t;
	const struct survey_asked *a;
	const struct differences *each;
};

static void
tell_answer(void *self, const struct form_difference *d)
{
	const struct comparing *c = self;

	c->each->answer(c->each->self, c->a->plan, c->a->survey, d);
}

static bool
compare(void *self, const char *number, const struct second *s)
{
	struct comparing *c = self;
	const struct plan *p = c->a->plan;
	unsigned survey = c->a->survey;
	struct form first, again;
	struct form_facts facts;
	struct pool pool = { 0 };
	struct second same;

	if (s->differs == 0)
		return true;
	c->each->form(c->each->self, p, survey, number, s);
	if (seconds_get(c->t, p, survey, number, &pool, &again, &same) &&
	    forms_get(c->t, p, survey, number, s->against, &pool, &first,
		&facts))
		(void)form_differs(p, survey, &first, &again, tell_answer, c);
	pool_free(&pool);
	return c->t->err == OK;
}

enum err
look_differences(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey,
    const struct differences *each, struct fault *why)
{
	struct survey_asked a;
	struct txn t;
	struct comparing c = { &t, &a, each };
	enum err e =
	    survey_admit(s, who, MAY_READ_SURVEYS, period, survey, &a, why);

	if (e != OK)
		return e;
	txn_read(&t, s->env);
	seconds_each(&t, a.plan, a.survey, compare, &c);
	return txn_end(&t);
}

/* ---- one form ---- */

enum err
look_form(struct store *s, const struct who *who, struct period_id period,
    struct survey_id survey, const char *number, uint32_t version,
    struct pool *pool, struct form *out, struct form_facts *facts,
    struct fault *why)
{
	struct survey_asked a;
	struct txn t;
	bool found;
	enum err e =
	    survey_admit(s, who, MAY_CORRECT_FORMS, period, survey, &a, why);

	if (e != OK)
		return e;
	txn_read(&t, s->env);
	found =
	    forms_get(&t, a.plan, a.survey, number, version, pool, out, facts);
	if ((e = txn_end(&t)) == OK && !found)
		e = fault_set(why, ERR_NOT_FOUND, "",
		    "Survey %s has no form \"%s\" in that version.",
		    survey.text, number);
	return e;
}

/* ---- answers ---- */

static void
add_group(struct question_answers *to, const struct question *q, unsigned group,
    const uint64_t *count)
{
	int part = to->shown.part[group];

	for (unsigned i = 0; part >= 0 && i < q->scale; i++)
		to->count[part][i] += count[i];
}

static void
take_question(const struct survey *s, unsigned q, const struct counts *of,
    struct question_answers *to)
{
	uint64_t answers[RESPONDENTS_MOST] = { 0 };

	for (unsigned g = 0; g < s->n_respondents; g++)
		for (unsigned i = 0; i < ANSWERS_MOST; i++)
			answers[g] += of[g].of[q * ANSWERS_MOST + i];
	to->shown = disclose(answers, s->n_respondents);
	for (unsigned g = 0; g < s->n_respondents; g++)
		add_group(to, &s->questions[q], g,
		    of[g].of + (size_t)q * ANSWERS_MOST);
}

enum err
look_answers(struct store *s, const struct who *who, struct period_id period,
    struct survey_id survey, struct unit_id unit, struct survey_answers *out,
    struct fault *why)
{
	const struct survey *of;
	struct counts *counts;
	struct survey_asked a;
	struct txn t;
	int index;
	enum err e = survey_admit(s, who, MAY_READ_SURVEY_POINTS, period,
	    survey, &a, why);

	*out = (struct survey_answers){ 0 };
	if (e != OK)
		return e;
	of = &a.plan->surveys[a.survey];
	if ((index = plan_unit(a.plan, unit)) < 0 ||
	    a.plan->units[index].block != of->block)
		return fault_set(why, ERR_UNKNOWN_UNIT, "",
		    "Survey %s judges no unit \"%s\".", survey.text, unit.text);
	*out = (struct survey_answers){ a.plan, a.survey, (unsigned)index,
		calloc(of->n_questions, sizeof *out->question) };
	counts = calloc(of->n_respondents, sizeof *counts);
	if (counts == NULL || out->question == NULL) {
		free(counts);
		look_answers_free(out);
		return ERR_NO_MEMORY;
	}
	txn_read(&t, s->env);
	for (unsigned g = 0; g < of->n_respondents; g++)
		counts_get(&t, a.plan, out->unit, a.survey, g, &counts[g]);
	e = txn_end(&t);
	for (unsigned q = 0; q < of->n_questions; q++)
		take_question(of, q, counts, &out->question[q]);
	free(counts);
	return e;
}

void
look_answers_free(struct survey_answers *a)
{
	free(a->question);
	a->question = NULL;
}
