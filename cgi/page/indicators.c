/*
 * indicators.c - figures of an indicator, supplied and read.
 *
 * Touches the store through an act and a look.
 */
#include "cgi/door/door.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"
#include "store/look/looks.h"
#include "store/view/views.h"

void
indicators_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct indicators all;
	struct period_id period;
	struct fault why = { 0 };
	uint64_t which;
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &period) ||
	    !arg_revision(a, r, REVISION_WORKING, &which))
		return;
	e = look_indicators(v->door->store, &v->who, period, which, &all, &why);
	if (!answer_json(r, 200, e, &why, &j))
		return;
	view_indicators(&j, &all);
	reply_header_text(r, "Cache-Control", "no-store");
	look_indicators_free(&all);
}

void
indicator_put(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct period_id period;
	struct fault why = { 0 };
	struct leaf_id leaf;
	struct slice raw;
	unsigned units;
	struct jout j;
	struct jv root;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_leaf(a, r, &leaf) ||
	    !body_json_text(a, r, INDICATOR_MOST, &root, &raw))
		return;
	e = act_supply_figures(v->door->store, &v->who, period, leaf, &root,
	    raw, &units, &why);
	if (!answer_json(r, 200, e, &why, &j))
		return;
	jout_object(&j);
	jout_kuint(&j, "units", units);
	jout_object_end(&j);
}
