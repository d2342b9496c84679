/*
 * closings.h - what came in for a window, counted as the log counts it, until
 * the window is closed for good (audit.md 4.6 R9).
 */
#ifndef STORE_TABLE_CLOSINGS_H
#define STORE_TABLE_CLOSINGS_H

#include "store/db/txn.h"
#include "store/model/plan.h"

/* One for all blocks whose window of that stage, version and end it is. */
struct closing {
	uint64_t on_time, doubt, late; /* submissions by verdict */
	uint64_t refused;              /* refusals */
	bool closed;
	uint64_t entry; /* where the log says so, when closed */
};

/* All zero where nothing was put. */
void closings_get(struct txn *t, struct period_id period,
    const struct window *window, struct closing *out);
void closings_put(struct txn *t, struct period_id period,
    const struct window *window, const struct closing *c);

#endif
