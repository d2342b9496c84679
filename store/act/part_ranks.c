/*
 * part_ranks.c - who stands in a block.
 *
 * Touches ranks and results, for reading.
 */
#include "store/act/part.h"
#include "store/table/results.h"

size_t
part_standings(struct txn *t, const struct plan *plan, unsigned block,
    struct result *room, struct standing *list)
{
	bool there[UNITS_MOST] = { false };
	size_t n = ranks_get(t, plan, block, list), kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (plan->units[list[i].unit].block != block)
			continue;
		there[list[i].unit] = true;
		list[kept++] = list[i];
	}
	for (unsigned u = 0; u < plan->n_units; u++) {
		if (plan->units[u].block != block || there[u])
			continue;
		(void)results_get(t, plan, u, room);
		list[kept++] = (struct standing){ .unit = u,
			.points = room->score.points,
			.max = room->score.max };
	}
	return kept;
}
