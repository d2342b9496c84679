/*
 * lives.h - how far each sheet has come, and what was said on the way; the
 * steps that brought it there are in life_steps.h. A sheet without a row is a
 * draft.
 */
#ifndef STORE_TABLE_LIVES_H
#define STORE_TABLE_LIVES_H

#include "store/base/digest.h"
#include "store/db/txn.h"
#include "store/model/life.h"

/* The state now. */
struct life {
	struct period_id period;
	struct unit_id unit;
	enum life_state state;
	uint64_t steps;      /* taken so far: the number of the last one */
	struct digest sheet; /* of the sheet as it was locked last */
	uint64_t report;     /* the step whose signed report is in force; 0 */
	uint64_t lock;       /* the step that locked it last; 0: `sheet` is
			      * empty */
};

/* Fill period and unit; a draft without steps when there is no row. */
void lives_get(struct txn *t, struct life *life);
void lives_put(struct txn *t, const struct life *life);

/* The text (store/sheet_text.h) of a sheet as the step `number` locked it;
 * false when there is none. Borrowed until the transaction ends or writes. */
bool locked_sheets_get(struct txn *t, struct period_id period,
    struct unit_id unit, uint64_t number, struct slice *text);
void locked_sheets_put(struct txn *t, struct period_id period,
    struct unit_id unit, uint64_t number, struct slice text);

/* What was asked and said about a leaf: the numbers of the newest steps, 0
 * where there is none. */
struct leaf_talk {
	uint64_t asked, explained;
};
void leaf_talk_get(struct txn *t, struct period_id period, struct unit_id unit,
    struct leaf_id leaf, struct leaf_talk *out);
void leaf_talk_put(struct txn *t, struct period_id period, struct unit_id unit,
    struct leaf_id leaf, const struct leaf_talk *talk);

#endif
