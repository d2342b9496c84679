/*
 * why.c - a unit's numbers with their reasons, and what they would be.
 *
 * Knows that supposing writes nothing. Touches the store through looks.
 */
#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/base/json_out.h"
#include "store/look/looks.h"
#include "store/view/views.h"

#define BODY 262144

void
results_why_get(void *self, struct ask *a, struct reply *r)
{
	struct why *w = pool_take(&a->pool, sizeof *w);
	struct visit *v = self;
	struct period_id period;
	struct fault why = { 0 };
	struct unit_id unit;
	uint64_t which;
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_unit(a, r, &unit) ||
	    !arg_revision(a, r, REVISION_NEWEST, &which))
		return;
	e = w == NULL ? ERR_NO_MEMORY
		      : look_why(v->door->store, &v->who, period, unit, which,
			    w, &why);
	if (e == OK) {
		j = jout_start(reply_json(r, 200));
		view_why(&j, w);
		reply_header_text(r, "Cache-Control", "no-store");
	} else {
		problem_reply(r, e, &why);
	}
	if (w != NULL)
		look_why_free(w);
}

void
sheet_what_if_post(void *self, struct ask *a, struct reply *r)
{
	struct what_if *w = pool_take(&a->pool, sizeof *w);
	struct visit *v = self;
	struct period_id period;
	struct fault why = { 0 };
	struct unit_id unit;
	struct jout j;
	struct jv root;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_unit(a, r, &unit) ||
	    !body_json(a, r, BODY, &root))
		return;
	e = w == NULL ? ERR_NO_MEMORY
		      : look_what_if(v->door->store, &v->who, period, unit,
			    &root, w, &why);
	if (!answer_json(r, 200, e, &why, &j))
		return;
	view_what_if(&j, w);
	reply_header_text(r, "Cache-Control", "no-store");
}
