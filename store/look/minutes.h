/*
 * minutes.h - what three offices sign when a window has ended: the log as it
 * stands, in the few numbers that a page can hold. Who keeps a signed page can
 * prove later what the log said on that day.
 */
#ifndef STORE_LOOK_MINUTES_H
#define STORE_LOOK_MINUTES_H

#include "store/store.h"
#include "store/table/closings.h"

#define MINUTES_DEADLINES 8
#define MINUTES_OUTAGES 8

struct minutes {
	struct period_id period;
	enum stage stage;
	/* Windows in force of the stage, one for all blocks that end alike;
	 * those of single units behind them, as far as there is room. */
	struct {
		struct window window;
		struct closing counts; /* of the evidence stage; else zero */
	} deadline[MINUTES_DEADLINES];
	unsigned n_deadlines;
	unsigned unlisted; /* deadlines of single units, beyond those */
	struct checkpoint checkpoint;
	struct buf note;   /* the checkpoint as it was signed */
	struct entry last; /* its newest entry's time and clock; no body */
	/* Entries since the period was opened. */
	uint64_t outages, incidents, tokens;
	struct interval outage[MINUTES_OUTAGES]; /* the first of them */
	char authority[32];                      /* of the newest token; "" */
	struct moment stamped;
	bool simulated;
};

/* One pass over the log from the period's opening to the newest checkpoint, in
 * short transactions. ERR_UNKNOWN_PERIOD; ERR_WRONG_STATE before it opened;
 * ERR_TOO_BIG for more deadlines than a page holds. The caller frees. */
enum err look_minutes(struct store *s, struct period_id period,
    enum stage stage, struct minutes *out, struct fault *why);
void look_minutes_free(struct minutes *m);

#endif
