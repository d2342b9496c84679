/*
 * survey_state.c - how a survey stands, its differences, and what was answered.
 *
 * Knows how looks about surveys are shown. Touches the store through looks.
 */
#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/http/query.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"
#include "store/look/surveys.h"

/* ---- progress ---- */

static void
put_groups(struct jout *j, const struct survey_progress *p)
{
	const struct survey *s = &p->plan->surveys[p->survey];

	jout_key(j, "groups");
	jout_array(j);
	for (unsigned i = 0; i < s->n_respondents; i++) {
		jout_object(j);
		jout_kstr(j, "id", s->respondents[i].id);
		jout_kstr(j, "name", s->respondents[i].name_vi);
		jout_kstr(j, "eligible", s->respondents[i].eligible_vi);
		jout_kuint(j, "expected", s->respondents[i].expected);
		jout_kuint(j, "forms", p->group[i]);
		jout_object_end(j);
	}
	jout_array_end(j);
}

static void
put_channels(struct jout *j, const struct survey_progress *p)
{
	const struct survey *s = &p->plan->surveys[p->survey];

	if (s->n_channels == 0)
		return;
	jout_key(j, "channels");
	jout_array(j);
	for (unsigned i = 0; i < s->n_channels; i++) {
		jout_object(j);
		jout_kstr(j, "id", s->channels[i].id);
		jout_kstr(j, "name", s->channels[i].name_vi);
		jout_kuint(j, "forms", p->channel[i]);
		jout_object_end(j);
	}
	jout_array_end(j);
}

static void
put_units(struct jout *j, const struct survey_progress *p)
{
	const struct survey *s = &p->plan->surveys[p->survey];

	jout_key(j, "units");
	jout_array(j);
	for (unsigned i = 0; i < p->n_units; i++) {
		uint64_t forms = 0, planned = 0;

		for (unsigned g = 0; g < s->n_respondents; g++) {
			forms += p->unit[i].forms[g];
			planned += s->respondents[g].per_unit;
		}
		jout_object(j);
		jout_kstr(j, "unit", p->plan->units[p->unit[i].unit].id.text);
		jout_kbool(j, "eligible", p->unit[i].eligible);
		jout_kuint(j, "forms", forms);
		if (planned > 0)
			jout_kuint(j, "expected", planned);
		jout_object_end(j);
	}
	jout_array_end(j);
}

static void
put_rest(struct jout *j, const struct survey_progress *p)
{
	jout_kbool(j, "sealed", p->plan->surveys[p->survey].sealed);
	jout_key(j, "handovers");
	jout_object(j);
	jout_kuint(j, "all", p->handovers.all);
	jout_kuint(j, "opened", p->handovers.opened);
	jout_kuint(j, "valid", p->handovers.valid);
	jout_object_end(j);
	jout_key(j, "second_entries");
	jout_object(j);
	jout_kuint(j, "due", p->second_due);
	if (p->drawn_counted)
		jout_kuint(j, "missing", p->missing);
	jout_kuint(j, "entered", p->seconds);
	jout_kuint(j, "differ", p->differ);
	jout_kuint(j, "unexplained", p->unexplained);
	jout_object_end(j);
	jout_kbool(j, "importing", p->importing);
}

void
survey_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct survey_progress p;
	struct period_id period;
	struct survey_id survey;
	struct fault why = { 0 };
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_survey(a, r, &survey))
		return;
	e = look_survey(v->door->store, &v->who, period, survey, &p, &why);
	if (!answer_json(r, 200, e, &why, &j))
		return;
	jout_object(&j);
	jout_kstr(&j, "id", survey.text);
	jout_kstr(&j, "name", p.plan->surveys[p.survey].name_vi);
	jout_kuint(&j, "expected", p.plan->surveys[p.survey].expected);
	jout_kuint(&j, "forms", p.forms);
	put_groups(&j, &p);
	put_channels(&j, &p);
	put_units(&j, &p);
	put_rest(&j, &p);
	jout_object_end(&j);
	look_survey_free(&p);
}

/* ---- second entries that differ ---- */

struct listing {
	struct jout *j;
	bool open; /* a form's object */
};

static void
end_form(struct listing *l)
{
	if (!l->open)
		return;
	jout_array_end(l->j);
	jout_object_end(l->j);
}

static void
put_second(void *self, const struct plan *plan, unsigned survey,
    const char *number, const struct second *s)
{
	struct listing *l = self;

	(void)plan;
	(void)survey;
	end_form(l);
	l->open = true;
	jout_object(l->j);
	jout_kstr(l->j, "number", number);
	jout_kuint(l->j, "version", s->against);
	jout_kmoment(l->j, "time", s->time);
	jout_kstr(l->j, "explanation", s->reason);
	jout_key(l->j, "differences");
	jout_array(l->j);
}

static void
put_difference(void *self, const struct plan *plan, unsigned survey,
    const struct form_difference *d)
{
	const struct listing *l = self;

	jout_object(l->j);
	if (d->question < 0) {
		jout_kbool(l->j, "group", true);
	} else {
		jout_kstr(l->j, "unit", plan->units[d->unit].id.text);
		jout_kstr(l->j, "question",
		    plan->surveys[survey].questions[d->question].id);
		jout_kuint(l->j, "first", d->first);
		jout_kuint(l->j, "second", d->second);
	}
	jout_object_end(l->j);
}

void
survey_differences_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct period_id period;
	struct survey_id survey;
	struct fault why = { 0 };
	struct jout j;
	struct listing l = { &j, false };
	const struct differences each = { put_second, put_difference, &l };
	enum err e;

	if (!arg_period(a, r, &period) || !arg_survey(a, r, &survey))
		return;
	j = jout_start(reply_json(r, 200));
	jout_object(&j);
	jout_key(&j, "forms");
	jout_array(&j);
	e = look_differences(v->door->store, &v->who, period, survey, &each,
	    &why);
	end_form(&l);
	jout_array_end(&j);
	jout_object_end(&j);
	if (e != OK)
		problem_reply(r, e, &why);
}

/* ---- answers ---- */

static void
put_part(struct jout *j, const struct survey *s, const struct question *q,
    const struct question_answers *a, unsigned part)
{
	jout_object(j);
	jout_key(j, "groups");
	jout_array(j);
	for (unsigned g = 0; g < s->n_respondents; g++)
		if (a->shown.part[g] == (int)part)
			jout_str(j, s->respondents[g].id);
	jout_array_end(j);
	jout_key(j, "answers");
	jout_array(j);
	for (unsigned i = 0; i < q->scale; i++)
		jout_uint(j, a->count[part][i]);
	jout_array_end(j);
	jout_object_end(j);
}

static void
put_answers(struct jout *j, const struct survey_answers *a)
{
	const struct survey *s = &a->plan->surveys[a->survey];

	jout_object(j);
	jout_kstr(j, "unit", a->plan->units[a->unit].id.text);
	jout_key(j, "questions");
	jout_array(j);
	for (unsigned q = 0; q < s->n_questions; q++) {
		jout_object(j);
		jout_kstr(j, "id", s->questions[q].id);
		jout_key(j, "parts");
		jout_array(j);
		for (unsigned i = 0; i < a->question[q].shown.parts; i++)
			put_part(j, s, &s->questions[q], &a->question[q], i);
		jout_array_end(j);
		jout_object_end(j);
	}
	jout_array_end(j);
	jout_object_end(j);
}

void
survey_answers_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct survey_answers answers;
	struct period_id period;
	struct survey_id survey;
	struct unit_id unit;
	struct fault why = { 0 };
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_survey(a, r, &survey) ||
	    !arg_unit(a, r, &unit))
		return;
	e = look_answers(v->door->store, &v->who, period, survey, unit,
	    &answers, &why);
	if (!answer_json(r, 200, e, &why, &j))
		return;
	put_answers(&j, &answers);
	look_answers_free(&answers);
}
