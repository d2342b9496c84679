/*
 * unit_list.c - a list of what a unit sent in, of a period, as an answer.
 *
 * Knows who may ask for it. Touches the plans in force, through the store.
 */
#include "cgi/page/unit_list.h"

#include "cgi/door/problem.h"
#include "cgi/page/args.h"

static enum err
admit(const struct visit *v, struct period_id period, struct unit_id unit,
    const char *what, struct span *within, struct fault *why)
{
	const struct plan *plan;
	struct period row;
	enum err e;

	if (!who_may_in(&v->who, MAY_READ_SHEET, period, unit))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not read the %s of unit \"%s\".",
		    role_name(v->who.role), what, unit.text);
	if ((e = store_plan(v->door->store, period, &plan, &row)) != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    period.text);
	*within = plan->commitment;
	return plan_unit(plan, unit) >= 0 ? OK
					  : fault_set(why, ERR_UNKNOWN_UNIT, "",
						"Period %s has no unit \"%s\".",
						period.text, unit.text);
}

void
unit_list_reply(struct visit *v, struct ask *a, struct reply *r,
    const char *what,
    enum err (*rows)(struct visit *v, struct period_id period,
	struct unit_id unit, struct unit_list *l))
{
	struct fault why = { 0 };
	struct period_id period;
	struct unit_id unit;
	struct unit_list l;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_unit(a, r, &unit))
		return;
	if ((e = admit(v, period, unit, what, &l.within, &why)) == OK) {
		l.j = jout_start(reply_json(r, 200));
		jout_object(&l.j);
		jout_key(&l.j, what);
		jout_array(&l.j);
		e = rows(v, period, unit, &l);
		jout_array_end(&l.j);
		jout_object_end(&l.j);
		reply_header_text(r, "Cache-Control", "no-store");
	}
	if (e != OK)
		problem_reply(r, e, &why);
}
