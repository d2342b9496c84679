/*
 * cells.h - what persons wrote on the score sheets: one cell per period, unit,
 * leaf and column; each column has its own owner. What is written over is kept
 * under its version.
 */
#ifndef STORE_TABLE_CELLS_H
#define STORE_TABLE_CELLS_H

#include "store/base/id.h"
#include "store/base/moment.h"
#include "store/db/txn.h"
#include "store/model/role.h"
#include "store/model/score.h"

#define CELL_LOSSES 8

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
	/* who wrote it, as in struct who; all empty in what was written before
	 * persons were known */
	enum role role, via;
	struct person_id person;
	/* why points were lost: ids of the period's own reasons */
	char lost[CELL_LOSSES][NAME_ROOM];
	unsigned n_lost;
	uint64_t record; /* of the council, by its number in the period, on
			  * which it rests; 0: it names none */
};

/* Fill the first four members; false, and the others stay as they were, when
 * nobody has written it. */
bool cells_get(struct txn *t, struct cell *cell);
void cells_put(struct txn *t, const struct cell *cell);

/* What was written over: fill the first four members and `version`; false, and
 * the others stay as they were, when that version is not among it (the one in
 * force is not). Nothing takes a version away. */
bool cell_versions_get(struct txn *t, struct cell *cell);

/* All cells of a unit's sheet, by leaf and column. */
void cells_of_unit(struct txn *t, struct period_id period, struct unit_id unit,
    void (*each)(void *self, const struct cell *cell), void *self);

#endif
