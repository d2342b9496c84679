/*
 * inside.h - what the files of store/recheck share. For store/recheck only.
 */
#ifndef STORE_RECHECK_INSIDE_H
#define STORE_RECHECK_INSIDE_H

#include "store/model/verdict.h"
#include "store/recheck/recheck.h"

#define RECHECK_PERIODS 64
#define BREAKS_MOST 64

/* A block's evidence window, as a rules entry tells it. */
struct told_window {
	struct block_id block;
	struct window window; /* its block is not numbered */
};

/* What the entries say came in for windows of one version and end. */
struct told_closing {
	uint32_t version;
	struct moment until;
	uint64_t on_time, doubt, late, refused;
	bool closed;
};

struct told_period {
	struct period_id id;
	uint64_t rules; /* index of the newest */
	bool taken;     /* a submission came under some rules */
	enum doubt doubt;
	enum late_policy late;
	struct told_window *windows; /* of the newest rules */
	unsigned n_windows;
	struct told_closing *closings;
	unsigned n_closings;
};

/* Something between two entries that the log must explain. */
struct told_break {
	uint64_t after;
	struct moment from, to;
	enum sign_clock clock;
	int64_t by;
	bool outage;
	unsigned heartbeats; /* that came since */
};

/* What outside time says so far: whatever is logged from here on came after
 * this moment, as the token logged at `by` shows. */
struct told_fence {
	bool any;
	struct moment after;
	uint64_t by;
	bool crossed; /* told of the entries since */
};

struct recheck {
	struct recheck_to to;
	uint64_t next; /* index of the next entry */
	uint64_t count[GRAVITIES];
	struct sign last;
	struct told_fence fence;
	enum clock_status status;
	struct told_period periods[RECHECK_PERIODS];
	unsigned n_periods;
	struct told_break breaks[BREAKS_MOST];
	unsigned n_breaks;
};

void recheck_tell(struct recheck *a, enum gravity s, uint64_t index,
    const char *code, const char *text, ...)
    __attribute__((format(printf, 5, 6)));

/* Clock and silence between the entry before and this one (breaks.c). */
void recheck_break(struct recheck *a, const struct sign *is);
void recheck_explained(struct recheck *a, const struct entry *e);
void recheck_beat(struct recheck *a);
void recheck_unexplained(struct recheck *a);

/* Tokens of outside time, and every entry against them (fences.c). */
void recheck_token(struct recheck *a, const struct entry *e);
void recheck_fenced(struct recheck *a, const struct entry *e);

/* Rules, arrivals and closings (arrivals.c). */
enum err recheck_rules(struct recheck *a, const struct entry *e);
enum err recheck_arrival(struct recheck *a, const struct entry *e);
void recheck_closing(struct recheck *a, const struct entry *e);

#endif
