/*
 * plan_read_previous.c - where the year before stands: in this store, or in
 * the bundle itself.
 *
 * Knows "previous" in the "period" part of a bundle.
 */
#include "store/model/plan_read.h"
#include "store/model/previous.h"

void
plan_read_previous(struct plan_reading *r, const struct jv *period)
{
	static const char *const known[] = { "period", NULL };
	struct jv v = jv_get(period, "previous"), named;
	struct plan *p = r->p;

	if (jv_kind(&v) == JSON_NONE)
		return;
	named = jv_get(&v, "period");
	if (jv_kind(&named) == JSON_NONE) {
		p->previous = previous_read(&v, r->pool, r->fs);
		return;
	}
	if (!object_open(r, &v, known) ||
	    !member_name(r, &v, "period", p->previous_period.text))
		return;
	if (period_id_eq(p->previous_period, p->period))
		fault_at(r, &named, ERR_RANGE,
		    "Period %s cannot be the year before itself.",
		    p->period.text);
}
