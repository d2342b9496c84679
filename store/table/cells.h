/*
 * cells.h - what persons wrote on the score sheets: one cell per period, unit,
 * leaf and column; each column has its own owner.
 */
#ifndef STORE_TABLE_CELLS_H
#define STORE_TABLE_CELLS_H

#include "store/base/id.h"
#include "store/base/moment.h"
#include "store/db/txn.h"
#include "store/model/score.h"

struct cell {
	struct period_id period;
	struct unit_id unit;
	struct leaf_id leaf;
	enum column column;
	uint64_t version; /* from 1; counts what persons wrote */
	struct inputs inputs;
	char reason[1000];
	struct token_id by;
	struct moment time;
	uint64_t entry;   /* log index */
	uint8_t salt[32]; /* of that entry's unit and inputs */
};

/* Fill the first four members; false, and the others stay as they were, when
 * nobody has written it. */
bool cells_get(struct txn *t, struct cell *cell);
void cells_put(struct txn *t, const struct cell *cell);

/* All cells of a unit's sheet, by leaf and column. */
void cells_of_unit(struct txn *t, struct period_id period, struct unit_id unit,
    void (*each)(void *self, const struct cell *cell), void *self);

#endif
