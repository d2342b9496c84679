/*
 * surveys.c - survey forms come in batches, a second time, and corrected.
 *
 * Knows what an act about forms answers. Touches the store through acts.
 */
#include <stdio.h>

#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "cgi/page/survey_batch.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"

#define RECORD_BODY ((size_t)64 * 1024)

struct asked {
	struct visit *v;
	struct period_id period;
	struct survey_id survey;
	const struct plan *plan;
	unsigned index;
};

/* Who may not is not told about faults of what they sent. */
static enum err
admit(struct asked *q, enum may may, struct fault *why)
{
	static const struct unit_id nobody;
	struct period period;
	enum err e;
	int index;

	if (!who_may_in(&q->v->who, may, q->period, nobody))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not enter survey forms.",
		    role_name(q->v->who.role));
	e = store_plan(q->v->door->store, q->period, &q->plan, &period);
	if (e != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    q->period.text);
	if ((index = plan_survey(q->plan, q->survey)) < 0)
		return fault_set(why, ERR_NOT_FOUND, "",
		    "Period %s has no survey \"%s\".", q->period.text,
		    q->survey.text);
	q->index = (unsigned)index;
	return OK;
}

/* The batch of a request by somebody who may; answers it otherwise. */
static bool
batch_of(struct asked *q, struct ask *a, struct reply *r,
    struct survey_batch *out)
{
	struct faults all = { 0 };
	struct fault why = { 0 };
	enum err e;

	if (!arg_period(a, r, &q->period) || !arg_survey(a, r, &q->survey))
		return false;
	if ((e = admit(q, MAY_ENTER_FORMS, &why)) != OK) {
		problem_reply(r, e, &why);
		return false;
	}
	e = survey_batch_read(a, q->plan, q->index, out, &all);
	if (e != OK)
		problem_reply_all(r, e, &all);
	faults_free(&all);
	return e == OK;
}

static void
answer_forms(struct reply *r, const struct forms_entered *done)
{
	struct jout j = jout_start(reply_json(r, 200));

	jout_object(&j);
	jout_kuint(&j, "taken", done->taken);
	jout_kuint(&j, "known", done->known);
	if (done->entry != 0)
		jout_kuint(&j, "entry", done->entry);
	jout_object_end(&j);
}

static void
answer_seconds(struct reply *r, const struct seconds_entered *done)
{
	struct jout j = jout_start(reply_json(r, 200));

	jout_object(&j);
	jout_kuint(&j, "compared", done->compared);
	jout_kuint(&j, "differ", done->differ);
	jout_object_end(&j);
}

void
survey_forms_post(void *self, struct ask *a, struct reply *r)
{
	struct asked q = { .v = self };
	struct forms_entered done;
	struct fault why = { 0 };
	struct survey_batch b = { 0 };
	enum err e;

	if (!batch_of(&q, a, r, &b))
		return;
	e = act_enter_forms(q.v->door->store, &q.v->who, q.period, q.survey,
	    b.forms, b.n, b.digest, &done, &why);
	if (e != OK)
		problem_reply(r, e, &why);
	else
		answer_forms(r, &done);
}

void
survey_seconds_post(void *self, struct ask *a, struct reply *r)
{
	struct asked q = { .v = self };
	struct seconds_entered done;
	struct fault why = { 0 };
	struct survey_batch b = { 0 };
	enum err e;

	if (!batch_of(&q, a, r, &b))
		return;
	e = act_enter_seconds(q.v->door->store, &q.v->who, q.period, q.survey,
	    b.forms, b.n, b.digest, &done, &why);
	if (e != OK)
		problem_reply(r, e, &why);
	else
		answer_seconds(r, &done);
}

/* ---- one form ---- */

static enum err
form_of_body(const struct asked *q, struct ask *a, const struct jv *root,
    struct form *form, uint32_t *seen, struct fault *why)
{
	static const char *const known[] = { "form", "reason", "version",
		NULL };
	struct jv one = jv_unknown(root, known), version;
	struct slice number = ask_arg(a, "number");
	int64_t n;
	enum err e;

	if (jv_kind(&one) != JSON_NONE)
		return fault_set(why, ERR_UNKNOWN_FIELD, "",
		    "A correction is {\"form\":{...},\"version\":1,"
		    "\"reason\":\"...\"}.");
	version = jv_get(root, "version");
	if (!jv_int(&version, &n) || n < 1 || n > INT32_MAX)
		return fault_set(why, ERR_MISSING_FIELD, "/version",
		    "\"version\" is the version of the form that was seen.");
	*seen = (uint32_t)n;
	one = jv_get(root, "form");
	e = form_read(q->plan, q->index, &one, &a->pool, form, why);
	if (e == OK && !slice_is(number, form->number))
		return fault_set(why, ERR_CONFLICT, "/form/number",
		    "The form is number \"%s\", the path names another.",
		    form->number);
	return e;
}

void
survey_correction_post(void *self, struct ask *a, struct reply *r)
{
	struct asked q = { .v = self };
	char reason[FORM_REASON_ROOM];
	struct fault why = { 0 };
	struct form form;
	uint32_t version = 0, seen = 0;
	struct jout j;
	struct jv root;
	enum err e;

	if (!arg_period(a, r, &q.period) || !arg_survey(a, r, &q.survey) ||
	    !body_json(a, r, RECORD_BODY, &root))
		return;
	if ((e = admit(&q, MAY_CORRECT_FORMS, &why)) == OK &&
	    (e = body_reason(&root, reason, sizeof reason, &why)) == OK &&
	    (e = form_of_body(&q, a, &root, &form, &seen, &why)) == OK)
		e = act_correct_form(q.v->door->store, &q.v->who, q.period,
		    q.survey, &form, reason, seen, &version, &why);
	if (!answer_json(r, 200, e, &why, &j))
		return;
	jout_object(&j);
	jout_ktext(&j, "number", ask_arg(a, "number"));
	jout_kuint(&j, "version", version);
	jout_object_end(&j);
}

/* The form that a path names, as an act takes it. */
static bool
number_of(const struct ask *a, struct reply *r, char out[FORM_NUMBER_ROOM])
{
	struct slice text = ask_arg(a, "number");
	struct fault why = { 0 };

	if (text.n < FORM_NUMBER_ROOM) {
		memcpy(out, text.p, text.n);
		out[text.n] = '\0';
		return true;
	}
	(void)fault_set(&why, ERR_NOT_FOUND, "", "There is no such form.");
	problem_reply(r, ERR_NOT_FOUND, &why);
	return false;
}

void
survey_explanation_post(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	char number[FORM_NUMBER_ROOM], reason[FORM_REASON_ROOM];
	struct period_id period;
	struct survey_id survey;
	struct fault why = { 0 };
	struct jv root;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_survey(a, r, &survey) ||
	    !number_of(a, r, number) || !body_json(a, r, RECORD_BODY, &root))
		return;
	if ((e = body_reason(&root, reason, sizeof reason, &why)) == OK)
		e = act_explain_difference(v->door->store, &v->who, period,
		    survey, number, reason, &why);
	if (e != OK)
		problem_reply(r, e, &why);
	else
		reply_empty(r, 204);
}
