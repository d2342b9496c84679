/*
 * plan_read_commitments.c - what counts of a large document that was announced
 * before it came: the whole of it, or the commitment (audit.md 4.6 R6).
 *
 * Knows "commitments" in the "period" part of a bundle, which may be left out:
 * then completion counts.
 */
#include "store/model/plan_read.h"

#define HOUR_US INT64_C(3600000000)
#define HOURS_MOST 168 /* a week */

void
plan_read_commitments(struct plan_reading *r, const struct jv *period)
{
	static const char *const known[] = { "counts", "hours", NULL };
	static const char *const counts[] = { "completion", "commitment" };
	struct jv v = jv_get(period, "commitments"), hours;
	int which;

	if (jv_kind(&v) == JSON_NONE || !object_open(r, &v, known) ||
	    (which = member_word(r, &v, "counts", counts, 2)) < 0)
		return;
	hours = jv_get(&v, "hours");
	if (which == 1)
		r->p->commitment.us =
		    HOUR_US * member_int(r, &v, "hours", 1, HOURS_MOST);
	else if (jv_kind(&hours) != JSON_NONE)
		fault_at(r, &hours, ERR_CONFLICT,
		    "Where completion counts there are no hours in which the "
		    "bytes must follow.");
}
