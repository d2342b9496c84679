/*
 * sign.h - signs of life in a log: how often there must be one, and what two
 * that follow each other tell of the clock and of outages. Pure (design
 * promise 7; audit.md 4.1, 4.6 R7). Whoever keeps the log and whoever verifies
 * it ask the same functions.
 */
#ifndef STORE_MODEL_SIGN_H
#define STORE_MODEL_SIGN_H

#include "store/base/clock.h"
#include "store/model/plan.h"

/* What an entry, of whatever type, says of its moment. */
struct sign {
	uint64_t index;
	struct moment time; /* strictly rising along the log */
	struct moment wall; /* its clock's reading */
	int64_t boottime_us;
	uint8_t boot_id[16];
	bool simulated;
};

/* How long the log may be silent at `now` for this window: 10 s in its last
 * hour, 60 s while it is open, an hour otherwise. */
struct span sign_period(const struct window *w, struct moment now);

/* Whether the silence between two moments is an outage: longer than three
 * periods within the window, or within its last hour by that hour's. */
bool sign_outage(const struct window *w, struct moment from, struct moment to);

/* What the clock did between two signs. */
enum sign_clock {
	SIGN_ON,      /* it went on */
	SIGN_STEPPED, /* it did not: `*by` us too far */
	SIGN_BOOTED,  /* the machine was started */
};
enum sign_clock sign_clock(const struct sign *was, const struct sign *is,
    int64_t *by);

#endif
