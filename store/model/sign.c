/*
 * sign.c - how often the log must give a sign of life, and what two tell.
 *
 * Knows the law of sign.h. Touches nothing but its arguments.
 */
#include "store/model/sign.h"

#include <string.h>

#define SECOND INT64_C(1000000)
#define HOUR (3600 * SECOND)
#define OPEN_PERIOD (60 * SECOND)
#define LAST_PERIOD (10 * SECOND)
#define PERIODS 3

struct span
sign_period(const struct window *w, struct moment now)
{
	int64_t left = w->on_time_until.us - now.us;

	if (moment_before(now, w->opens) || left <= 0)
		return (struct span){ HOUR };
	return (struct span){ left <= HOUR ? LAST_PERIOD : OPEN_PERIOD };
}

/* How much of [a, b) lies within [from, to). */
static int64_t
overlap(int64_t a, int64_t b, int64_t from, int64_t to)
{
	if (a < from)
		a = from;
	if (b > to)
		b = to;
	return b > a ? b - a : 0;
}

bool
sign_outage(const struct window *w, struct moment from, struct moment to)
{
	int64_t opens = w->opens.us, until = w->on_time_until.us;
	int64_t last = until - HOUR > opens ? until - HOUR : opens;

	return overlap(from.us, to.us, opens, until) > PERIODS * OPEN_PERIOD ||
	       overlap(from.us, to.us, last, until) > PERIODS * LAST_PERIOD;
}

enum sign_clock
sign_clock(const struct sign *was, const struct sign *is, int64_t *by)
{
	*by = 0;
	if (was->simulated || is->simulated)
		return SIGN_ON;
	if (memcmp(was->boot_id, is->boot_id, sizeof is->boot_id) != 0)
		return SIGN_BOOTED;
	return clock_stepped(was->wall.us, was->boottime_us, is->wall.us,
		   is->boottime_us, by)
		   ? SIGN_STEPPED
		   : SIGN_ON;
}
