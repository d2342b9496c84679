/*
 * arrival.c - the interval in which a request's last byte came.
 *
 * Knows design promise 6. Pure.
 */
#include "cgi/http/arrival.h"

#define SPEED (INT64_C(20) << 20) /* bytes a buffered body takes a second */

static bool
buffered(const struct ask *a, struct span reading)
{
	int64_t extra = (int64_t)(a->taken / SPEED) * 1000000 +
			(int64_t)(a->taken % SPEED) * 1000000 / SPEED;

	return reading.us <= 1000000 + extra;
}

struct arrival
arrival_of(const struct ask *a, struct span reading, const struct reading *now)
{
	struct arrival r = { .by_front = false };

	r.at.latest = moment_plus(now->wall, now->bound);
	r.at.earliest = moment_plus(now->wall, (struct span){ -now->bound.us });
	if (!a->stamped || now->status == CLOCK_SIMULATED ||
	    !buffered(a, reading) || moment_before(now->wall, a->front_stamp))
		return r;
	r.at.earliest =
	    moment_plus(a->front_stamp, (struct span){ -now->bound.us });
	r.by_front = true;
	return r;
}
