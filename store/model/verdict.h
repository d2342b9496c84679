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
	VERDICT_CURED,    /* late, but for one rejected, in the time for that */
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

/*
 * 7. What comes too late by 3 to 6 counts as cured when it replaces, for no
 *    other leaves, a document that was on time by itself (1 or 3) and that the
 *    check rejected, and came before `until`: the moment of the rejection and
 *    the period's time for a cure. An interval around `until` goes as in 3.
 */
enum verdict verdict_cured(enum verdict v, struct interval received,
    struct moment until, enum doubt doubt);

/* On time by the window alone. */
static inline bool
verdict_in_time(enum verdict v)
{
	return v == VERDICT_ON_TIME || v == VERDICT_ON_TIME_DOUBT;
}

static inline bool
verdict_counts(enum verdict v)
{
	return verdict_in_time(v) || v == VERDICT_CURED;
}

/* Whether the period's policy for what is late takes it in (a refusal
 * otherwise). */
bool verdict_is_taken(enum verdict v, enum late_policy late);

#endif
