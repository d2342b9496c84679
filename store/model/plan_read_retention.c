/*
 * plan_read_retention.c - how many years what kind of record is kept.
 *
 * Knows "retention" in the "period" part of a bundle.
 */
#include <assert.h>

#include "store/model/plan_read.h"

#define YEARS_MOST 100

void
plan_read_retention(struct plan_reading *r, const struct jv *period)
{
	static const char *const known[] = { "evidence_years",
		"unaccepted_years", "forms_years", "people_years",
		"events_years", NULL };
	static_assert(sizeof known / sizeof *known == RETAINED + 1,
	    "every kind has its years");
	struct jv v = jv_get(period, "retention"), at;

	if (jv_kind(&v) == JSON_NONE || !object_open(r, &v, known))
		return;
	for (unsigned i = 0; known[i] != NULL; i++) {
		at = jv_get(&v, known[i]);
		if (jv_kind(&at) != JSON_NONE)
			r->p->retain_years[i] = (unsigned)member_int(r, &v,
			    known[i], 1, YEARS_MOST);
	}
}
