/*
 * verdict.c - was it in time?
 *
 * Knows the law of verdict.h, clause by clause. Touches nothing but its
 * arguments.
 */
#include "store/model/verdict.h"

#include <assert.h>

const char *
verdict_name(enum verdict v)
{
	static const char *const names[] = {
		[VERDICT_NONE] = "none",
		[VERDICT_ON_TIME] = "on-time",
		[VERDICT_ON_TIME_DOUBT] = "on-time-in-doubt",
		[VERDICT_LATE_DOUBT] = "late-in-doubt",
		[VERDICT_LATE] = "late",
		[VERDICT_NOT_OPEN] = "not-open",
		[VERDICT_CLOSED] = "closed",
		[VERDICT_CURED] = "cured",
	};
	static_assert(sizeof names / sizeof *names == VERDICTS, "all named");

	assert(v < VERDICTS);
	return names[v];
}

enum verdict
verdict_of(struct interval received, const struct window *w, enum doubt doubt)
{
	if (moment_before(received.latest, w->opens))
		return VERDICT_NOT_OPEN;
	if (moment_before(received.latest, w->on_time_until))
		return VERDICT_ON_TIME;
	if (moment_before(received.earliest, w->on_time_until))
		return doubt == DOUBT_UNIT ? VERDICT_ON_TIME_DOUBT
					   : VERDICT_LATE_DOUBT;
	if (!moment_before(received.earliest, w->closes))
		return VERDICT_CLOSED;
	return VERDICT_LATE;
}

enum verdict
verdict_fenced(enum verdict v, bool closed)
{
	return closed && verdict_in_time(v) ? VERDICT_LATE : v;
}

enum verdict
verdict_cured(enum verdict v, struct interval received, struct moment until,
    enum doubt doubt)
{
	struct moment by =
	    doubt == DOUBT_UNIT ? received.earliest : received.latest;

	if (v != VERDICT_LATE_DOUBT && v != VERDICT_LATE && v != VERDICT_CLOSED)
		return v;
	return moment_before(by, until) ? VERDICT_CURED : v;
}

bool
verdict_is_taken(enum verdict v, enum late_policy late)
{
	if (v == VERDICT_LATE || v == VERDICT_LATE_DOUBT)
		return late != LATE_REFUSE;
	return verdict_counts(v);
}
