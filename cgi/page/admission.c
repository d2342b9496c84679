/*
 * admission.c - the council lets a late document count.
 *
 * Knows the body that names the decision. Touches the store through one act.
 */
#include "cgi/door/door.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/decision_body.h"
#include "cgi/page/pages.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"
#include "store/view/views.h"

#define MANDATE_BODY 8192

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
	struct jout j;
	enum err e;

	if (!arg_submission(a, r, &id) || !body_json(a, r, MANDATE_BODY, &root))
		return;
	if ((e = body_known(&root, known, &why)) == OK &&
	    (e = body_decision(&root, &mandate, &why)) == OK)
		e = act_admit_late(v->door->store, &v->who, id, &mandate, &s,
		    &why);
	if (e == ERR_NOT_FOUND)
		(void)fault_set(&why, e, "",
		    "There is no such submission, or it is not yours to see.");
	if (answer_json(r, 200, e, &why, &j))
		view_submission(&j, &s, SLICE_NONE, NULL, 0);
}
