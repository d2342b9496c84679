/*
 * clock.h - the two clocks, as an interface (design promise 11).
 *
 * Wall time is what stamps, windows and verdicts read; run time is what
 * leases, back-off and time-outs read. Every function that needs "now" is
 * given a clock or a reading: only the programs' main.c make one.
 */
#ifndef STORE_BASE_CLOCK_H
#define STORE_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/moment.h"

enum clock_status {
	CLOCK_FIT,            /* disciplined, bound at most 1 s (EN 319 421) */
	CLOCK_UNFIT,          /* disciplined, bound larger than 1 s */
	CLOCK_UNSYNCHRONISED, /* nobody disciplines it, the kernel says, or it
			       * stepped and was never fit before */
	CLOCK_SIMULATED,      /* a simulated store's own row */
};

/* Whose word the bound of a real clock is. */
enum clock_source {
	CLOCK_BY_KERNEL, /* adjtimex's maxerror */
	CLOCK_BY_CHRONY, /* chronyd's tracking */
	CLOCK_CARRIED,   /* the last fit reading, by CLOCK_BOOTTIME */
	CLOCK_SOURCES
};

/* One look at the wall clock, with what is known about its error. */
struct reading {
	struct moment wall;
	struct span bound; /* U: the true time is within wall +- bound */
	enum clock_status status;
	enum clock_source source; /* of a real clock */
	int64_t boottime_us;      /* CLOCK_BOOTTIME at the reading */
	uint8_t boot_id[16];      /* /proc/sys/kernel/random/boot_id */
};

struct clocks {
	/* OK or the failure of what holds the time (a simulated store). */
	enum err (*wall)(void *self, struct reading *out);
	/* Monotonic microseconds; only differences mean anything. */
	int64_t (*run)(void *self);
	void *self;
};

const char *clock_status_name(enum clock_status status);

/* "adjtimex", "chrony", "carried"; of a simulated clock "simulated". */
const char *clock_source_name(enum clock_status status,
    enum clock_source source);

/* What the machine says of its clock at one instant. */
struct clock_facts {
	int64_t wall_us, boottime_us; /* CLOCK_REALTIME, then CLOCK_BOOTTIME */
	int64_t bound_us;
	bool synchronised;        /* somebody disciplines it */
	bool leap;                /* a leap second is announced for today */
	enum clock_source source; /* the kernel or chrony */
};

/* chronyd's word of `age_us` ago in place of the kernel's, which the facts
 * have: wider by 50 ppm of that time and 1 ms. One that is older than 60 s,
 * since chronyd answers no more, changes nothing. A leap second is announced
 * when either announces it. */
struct chrony_tracking;
void clock_by_chrony(const struct chrony_tracking *t, int64_t age_us,
    struct clock_facts *f);

/* What a clock remembers of its earlier readings. Zero-filled at first. */
struct clock_memory {
	bool read, has_fit;
	int64_t wall_us, boottime_us; /* at the reading before */
	int64_t fit_wall_us, fit_boottime_us, fit_bound_us;
	bool has_leap;
	int64_t leap_boottime_us; /* when one was last announced */
};

/*
 * One reading from the machine's facts and the memory, pure (audit.md 4.6 R2,
 * R4; 4.1, 4.4). U is at least 1 ms.
 * 0. a leap second is announced, or was within the last 12 hours: U has 0.5 s
 *    more, the most that a source which smears it from noon to noon (UTC) is
 *    off. One remembered then (2) has 1 s: it may be carried past the second.
 * 1. REALTIME and BOOTTIME went on differently since the reading before, by
 *    more than 500 ppm and 1 ms: the clock stepped or stood; this reading is
 *    unfit whatever the source says, and the next one is fit when its is.
 * 2. synchronised and U at most 1 s: fit, and remembered.
 * 3. otherwise, with a fit reading remembered: that one carried forward by
 *    CLOCK_BOOTTIME, U growing by 500 ppm; the wall clock is not believed.
 *    A synchronised clock that did not step keeps its own U where smaller.
 * 4. otherwise as the machine says; nobody's clock, and one that stepped, is
 *    unsynchronised and 16 s wide at least.
 */
void clock_judge(struct clock_memory *m, const struct clock_facts *f,
    struct reading *out);

/*
 * Remembers an earlier reading of another process of the same boot: R4 carries
 * the last fit one since the machine was started, not since a program was. One
 * that was fit, or carried from one; unless the memory has a fit one itself.
 */
void clock_recall(struct clock_memory *m, const struct reading *r);

/* Whether two pairs of CLOCK_REALTIME and CLOCK_BOOTTIME of one boot, taken in
 * either order, tell of a step: they differ by more than 500 ppm of the time
 * between plus 1 ms. `*by` is how far REALTIME moved too much. */
bool clock_stepped(int64_t wall_was, int64_t boot_was, int64_t wall,
    int64_t boot, int64_t *by);

/*
 * The machine's clocks, one for the process. The bound is chronyd's where it
 * answers (asked at most once a second, waited for at most 5 ms; what it
 * refuses nobody vouches for), else adjtimex's maxerror.
 */
struct clocks clocks_system(void);

/* clock_recall for it; nothing for a reading of another boot. */
void clocks_system_recall(const struct reading *r);

/* Stopped clocks for tests: both read what `*s` holds. */
struct stopped {
	struct reading reading;
	int64_t run_us;
};
struct clocks clocks_stopped(struct stopped *s);

#endif
