/*
 * figures.h - figures supplied for all units of a leaf.
 */
#ifndef STORE_TABLE_FIGURES_H
#define STORE_TABLE_FIGURES_H

#include "store/db/txn.h"
#include "store/model/indicator.h"

/* One unit's, and the import they came with. */
struct figure_row {
	struct inputs inputs;
	bool has_previous;
	struct points previous; /* percent */
	char source[256];
	struct moment extracted;
	uint64_t version; /* of the leaf's imports, from 1 */
	struct token_id by;
	struct moment time;
	uint64_t entry; /* log index */
};

bool figures_get(struct txn *t, struct period_id period, struct leaf_id leaf,
    struct unit_id unit, struct figure_row *out);
/* The same by the places of the leaf's variables in this plan (carry.h). */
bool figures_carried(struct txn *t, const struct plan *plan, unsigned leaf,
    struct unit_id unit, struct figure_row *out);
void figures_put(struct txn *t, struct period_id period, struct leaf_id leaf,
    struct unit_id unit, const struct figure_row *row);

/* Drops what is kept for the leaf; the newest version that was there, 0:
 * none. */
uint64_t figures_clear(struct txn *t, struct period_id period,
    struct leaf_id leaf);

#endif
