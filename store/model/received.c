/*
 * received.c - the interval in which the last byte arrived.
 *
 * Knows the rule in received.h. Touches nothing but its arguments.
 */
#include "store/model/received.h"

#define SLOW_BYTES (UINT64_C(20) * 1024 * 1024)

static bool
front_is_believed(const struct arrival *a)
{
	int64_t patience = 1000000 + (int64_t)(a->bytes * 1000000 / SLOW_BYTES);

	return a->has_front && a->took.us <= patience &&
	       a->after.source != CLOCK_CARRIED &&
	       a->front.us <= a->after.wall.us;
}

struct interval
received_interval(const struct arrival *a, enum time_source *source)
{
	struct moment first = a->after.wall;
	int64_t bound = a->after.bound.us;

	if (a->after.status == CLOCK_SIMULATED) {
		*source = TIME_SIMULATED;
	} else if (front_is_believed(a)) {
		*source = TIME_FRONT;
		first = a->front;
	} else {
		*source = TIME_HANDLER;
	}
	return (struct interval){ { first.us - bound },
		{ a->after.wall.us + bound } };
}
