/*
 * rank.h - the order of the units of a block. Pure.
 */
#ifndef STORE_MODEL_RANK_H
#define STORE_MODEL_RANK_H

#include "store/model/plan.h"

struct standing {
	unsigned unit; /* index in the plan */
	struct points points, max;
	unsigned rank; /* filled by rank_units, from 1 */
};

/*
 * Sorts best first and gives ranks: by points/max, exactly
 * (cross-multiplied), or by the printed percentage when the period classifies
 * on printed; equal units share a rank as the tie rule says, and stand in the
 * decision's order only so that two runs print the same page.
 */
void rank_units(const struct plan *p, struct standing *list, size_t n);

#endif
