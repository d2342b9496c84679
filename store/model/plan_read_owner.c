/*
 * plan_read_owner.c - who runs the round, where it is not the province.
 *
 * Knows "owner" in the "period" part of a bundle, and the register.
 */
#include "store/model/plan_read.h"

/* A unit does not assess itself: the owner stands in no register of its own
 * round. */
void
plan_read_owner(struct plan_reading *r, const struct jv *period)
{
	static const char *const known[] = { "unit", "name_vi", NULL };
	struct jv owner = jv_get(period, "owner"), unit;

	r->p->owner_name = "";
	if (jv_kind(&owner) == JSON_NONE || !object_open(r, &owner, known))
		return;
	r->p->owner_name = member_text(r, &owner, "name_vi");
	if (!member_name(r, &owner, "unit", r->p->owner.text))
		return;
	unit = jv_get(&owner, "unit");
	if (plan_unit(r->p, r->p->owner) >= 0)
		fault_at(r, &unit, ERR_RANGE,
		    "Unit %s runs this round and cannot be assessed in it.",
		    r->p->owner.text);
}
