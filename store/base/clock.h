/*
 * clock.h - the two clocks, as an interface (design promise 11).
 *
 * Wall time is what stamps, windows and verdicts read; run time is what
 * leases, back-off and time-outs read. Every function that needs "now" is
 * given a clock or a reading: only the programs' main.c make one.
 */
#ifndef STORE_BASE_CLOCK_H
#define STORE_BASE_CLOCK_H

#include <stdint.h>

#include "store/base/moment.h"

enum clock_status {
	CLOCK_FIT,	/* disciplined, bound at most 1 s (EN 319 421) */
	CLOCK_UNFIT,	/* disciplined, bound larger than 1 s */
	CLOCK_UNSYNCHRONISED,	/* the kernel says nobody disciplines it */
	CLOCK_SIMULATED,	/* a simulated store's own row */
};

/* One look at the wall clock, with what is known about its error. */
struct reading {
	struct moment wall;
	struct span bound;	/* U: the true time is within wall +- bound */
	enum clock_status status;
	int64_t boottime_us;	/* CLOCK_BOOTTIME at the reading */
	uint8_t boot_id[16];	/* /proc/sys/kernel/random/boot_id */
};

struct clocks {
	/* OK or the failure of what holds the time (a simulated store). */
	enum err (*wall)(void *self, struct reading *out);
	/* Monotonic microseconds; only differences mean anything. */
	int64_t (*run)(void *self);
	void *self;
};

const char *clock_status_name(enum clock_status status);

/* The machine's clocks. U is adjtimex's maxerror, never less than 1 ms; an
 * unsynchronised clock is said to be so and keeps the kernel's bound (16 s),
 * never 0 (audit.md 4.1). */
struct clocks clocks_system(void);

/* Stopped clocks for tests: both read what `*s` holds. */
struct stopped {
	struct reading reading;
	int64_t run_us;
};
struct clocks clocks_stopped(struct stopped *s);

#endif
