/*
 * previous.c - last year's ranking, from the council.
 *
 * Knows that a body is one. Touches the store through an act.
 */
#include "store/model/previous.h"
#include "cgi/door/door.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"

void
previous_put_page(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct period_id period;
	struct fault why = { 0 };
	unsigned known;
	struct jout j;
	struct jv root;
	enum err e;

	if (!arg_period(a, r, &period) ||
	    !body_json(a, r, PREVIOUS_MOST, &root))
		return;
	e = act_import_previous(v->door->store, &v->who, period, &root, &known,
	    &why);
	if (!answer_json(r, 200, e, &why, &j))
		return;
	jout_object(&j);
	jout_kuint(&j, "units", known);
	jout_object_end(&j);
}
