/*
 * verdict.h - was it in time? A pure function of the received interval and
 * the window version in force (design promise 6; audit.md 4.6 R3).
 */
#ifndef STORE_MODEL_VERDICT_H
#define STORE_MODEL_VERDICT_H

#include "store/model/plan.h"

enum verdict {
	VERDICT_NONE, /* not judged */
	VERDICT_ON_TIME,
	VERDICT_ON_TIME_DOUBT, /* within the clock's error, the unit's favour */
	VERDICT_LATE_DOUBT,    /* within the clock's error, strict */
	VERDICT_LATE,
	VERDICT_NOT_OPEN, /* before the window opened */
	VERDICT_CLOSED,   /* after nothing more is taken */
	VERDICTS
};
const char *verdict_name(enum verdict v); /* "on-time-in-doubt" */

/*
 * 1. latest < opens: not open.
 * 2. latest < on_time_until: on time.
 * 3. earliest < on_time_until <= latest: in doubt; `doubt` says whose it is.
 * 4. earliest >= closes: closed.
 * 5. otherwise late.
 */
enum verdict verdict_of(struct interval received, const struct window *w,
    enum doubt doubt);

/*
 * 6. What the log holds after it said that the window is closed is not on
 *    time, whatever its interval (audit.md 4.6 R9): late. `closed` is whether
 *    it is such an entry.
 */
enum verdict verdict_fenced(enum verdict v, bool closed);

static inline bool
verdict_counts(enum verdict v)
{
	return v == VERDICT_ON_TIME || v == VERDICT_ON_TIME_DOUBT;
}

#endif
