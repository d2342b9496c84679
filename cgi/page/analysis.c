/*
 * analysis.c - all results together, asked for.
 *
 * Touches the store through a look.
 */
#include "cgi/door/door.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/base/json_out.h"
#include "store/look/looks.h"
#include "store/view/views.h"

void
analysis_get(void *self, struct ask *a, struct reply *r)
{
	struct analysis *all = pool_take(&a->pool, sizeof *all);
	struct visit *v = self;
	struct period_id period;
	struct fault why = { 0 };
	uint64_t which;
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &period) ||
	    !arg_revision(a, r, REVISION_NEWEST, &which))
		return;
	e = all == NULL ? ERR_NO_MEMORY
			: look_analysis(v->door->store, &v->who, period, which,
			      all, &why);
	if (!answer_json(r, 200, e, &why, &j))
		return;
	view_analysis(&j, all);
	reply_header_text(r, "Cache-Control", "no-store");
	look_analysis_free(all);
}
