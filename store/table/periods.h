/*
 * periods.h - evaluation periods: their state and their bundles.
 */
#ifndef STORE_TABLE_PERIODS_H
#define STORE_TABLE_PERIODS_H

#include "store/base/digest.h"
#include "store/base/id.h"
#include "store/base/moment.h"
#include "store/db/txn.h"

enum period_state {
	PERIOD_LOADED, /* checked and kept, may still be replaced */
	PERIOD_OPEN,   /* frozen: acts and jobs run */
	PERIOD_STATES
};
const char *period_state_name(enum period_state s);

struct period {
	struct period_id id;
	enum period_state state;
	uint32_t version; /* of the bundle in force, from 1 */
	struct digest bundle;
	struct moment loaded, opened;
	uint64_t entry;  /* log index of its opening */
	uint32_t passed; /* window ends already acted upon (act_tick) */
	uint64_t rules;  /* log index of the rules in force: the opening's, or
			  * the newest amendment's; 0: not opened */
};

bool periods_get(struct txn *t, struct period_id id, struct period *out);
void periods_put(struct txn *t, const struct period *p);

/* Calls `each` for every period in the order of their ids. */
void periods_each(struct txn *t,
    void (*each)(void *self, const struct period *p), void *self);

/* The bundle's JSON text, borrowed from t. */
bool bundles_get(struct txn *t, struct period_id id, uint32_t version,
    struct slice *text);
void bundles_put(struct txn *t, struct period_id id, uint32_t version,
    struct slice text);

#endif
