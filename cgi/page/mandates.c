/*
 * mandates.c - what is done about a submission under a decision: a late one is
 * let count, and when one came is ruled on.
 *
 * Knows the bodies that name the decision. Touches the store through acts.
 */
#include "cgi/door/door.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/arriving.h"
#include "cgi/page/decision_body.h"
#include "cgi/page/pages.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"
#include "store/view/views.h"

#define MANDATE_BODY 8192

static void
answer(const struct visit *v, struct reply *r, enum err e, struct fault *why,
    const struct submission *s)
{
	struct jout j;

	if (e == ERR_NOT_FOUND)
		(void)fault_set(why, e, "",
		    "There is no such submission, or it is not yours to see.");
	if (answer_json(r, 200, e, why, &j))
		view_submission(&j, s,
		    &(struct submission_beside){
			.within = arriving_within(v->door->store, s) });
}

void
submission_admission_post(void *self, struct ask *a, struct reply *r)
{
	static const char *const known[] = { "decision", NULL };
	struct visit *v = self;
	struct mandate mandate;
	struct submission_id id;
	struct fault why = { 0 };
	struct submission s;
	struct jv root;
	enum err e;

	if (!arg_submission(a, r, &id) || !body_json(a, r, MANDATE_BODY, &root))
		return;
	if ((e = body_known(&root, known, &why)) == OK &&
	    (e = body_decision(&root, &mandate, &why)) == OK)
		e = act_admit_late(v->door->store, &v->who, id, &mandate, &s,
		    &why);
	answer(v, r, e, &why, &s);
}

/* "on-time" or "late"; the act says what else is not. */
static enum verdict
verdict_on(const struct jv *root)
{
	struct jv v = jv_get(root, "verdict");
	struct slice text = slice_text("");

	(void)jv_text(&v, &text);
	for (enum verdict is = 0; is < VERDICTS; is++)
		if (slice_is(text, verdict_name(is)))
			return is;
	return VERDICT_NONE;
}

void
submission_ruling_post(void *self, struct ask *a, struct reply *r)
{
	static const char *const known[] = { "decision", "verdict", NULL };
	struct visit *v = self;
	struct mandate mandate;
	struct submission_id id;
	struct fault why = { 0 };
	struct submission s;
	struct jv root;
	enum err e;

	if (!arg_submission(a, r, &id) || !body_json(a, r, MANDATE_BODY, &root))
		return;
	if ((e = body_known(&root, known, &why)) == OK &&
	    (e = body_decision(&root, &mandate, &why)) == OK)
		e = act_rule_time(v->door->store, &v->who, id,
		    verdict_on(&root), &mandate, &s, &why);
	answer(v, r, e, &why, &s);
}
