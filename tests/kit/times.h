/*
 * times.h - a world whose machine's clock is what a test says, right or wrong,
 * and tokens of the true time around what it takes in (audit.md 4.6 R4).
 */
#ifndef TESTS_KIT_TIMES_H
#define TESTS_KIT_TIMES_H

#include "tests/kit/world.h"

#define TIMES_DEADLINE INT64_C(1673370000000000) /* of the shipped period */
#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)

struct times {
	struct world w;
	struct stopped machine;
	int64_t wrong_by; /* the machine's clock */
};

/* A fresh world, as world_open_with; a fit clock an hour before the deadline.
 */
void times_open(struct times *t, const char *const *patches);

/* True time `at` before or behind the deadline: the clock is `off` by that and
 * says `status`, `bound` wide. */
void times_clock(struct times *t, int64_t at, int64_t off,
    enum clock_status status, enum clock_source source, int64_t bound);
/* 2 ms; the last fit reading carried on, 5 s; nobody's, 16 s. */
void times_fit(struct times *t, int64_t at);
void times_carried(struct times *t, int64_t at, int64_t off);
void times_alone(struct times *t, int64_t at, int64_t off);

/* A token over the newest checkpoint, of true time `at`, half a second wide,
 * logged a second later by the clock as it is. */
void times_stamp(struct times *t, const char *by, int64_t at);

/* Housekeeping, and the job it asks for of unit D01; what is kept then. */
struct submission times_tick(struct times *t, const struct submission *s);

/* Ends it. The log must say the same an hour later, when what is missing is an
 * error. */
void times_close(struct times *t);

#endif
