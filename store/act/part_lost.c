/*
 * part_lost.c - what a value gives, and why it gives less than stood before.
 *
 * Knows which value stood before which. Touches cells, for reading.
 */
#include <stdio.h>

#include "store/act/part.h"
#include "store/model/carry.h"

enum err
part_points(const struct plan *plan, unsigned unit, unsigned leaf,
    const struct inputs *in, struct points *out)
{
	const struct leaf *l = &plan->leaves[leaf];
	struct rule_result result = { .clause = 0 };
	enum err e =
	    rule_points(l->rule, l->vars, l->n_vars, plan_max(plan, unit, leaf),
		plan->leaf_decimals, in, NULL, &result, NULL);

	*out = result.points;
	return e;
}

/* What stood before this column: the next one below in authority, else the
 * leaf's maximum. */
static struct points
points_before(struct txn *t, const struct plan *plan, unsigned unit,
    unsigned leaf, const struct cell *cell)
{
	struct points points = plan_max(plan, unit, leaf);

	for (unsigned c = cell->column; c-- > 0;) {
		struct cell before = *cell;

		before.column = (enum column)c;
		if (!cells_get(t, &before))
			continue;
		inputs_carry(plan, leaf, before.entry, &before.inputs);
		if (!before.inputs.not_applicable)
			(void)part_points(plan, unit, leaf, &before.inputs,
			    &points);
		break;
	}
	return points;
}

static enum err
check_reasons(const struct plan *plan, const struct cell *cell,
    struct fault *why)
{
	char pointer[40];

	for (unsigned i = 0; i < cell->n_lost; i++) {
		(void)snprintf(pointer, sizeof pointer, "/lost/%u", i);
		if (cell->column == COLUMN_SELF ||
		    plan_reason(plan, cell->lost[i]) < 0)
			return fault_set(why, ERR_RANGE, pointer,
			    "\"%s\" is no reason of period %s for losing "
			    "points.",
			    cell->lost[i], plan->period.text);
	}
	return OK;
}

enum err
part_lost(struct txn *t, const struct plan *plan, unsigned unit, unsigned leaf,
    const struct cell *cell, struct fault *why)
{
	struct points now;
	enum err e = check_reasons(plan, cell, why);

	if (e != OK || cell->column == COLUMN_SELF ||
	    plan->life.n_reasons == 0 || cell->n_lost > 0 ||
	    cell->inputs.not_applicable ||
	    part_points(plan, unit, leaf, &cell->inputs, &now) != OK ||
	    now.millionths >=
		points_before(t, plan, unit, leaf, cell).millionths)
		return e != OK ? e : t->err;
	return fault_set(why, ERR_MISSING_FIELD, "/lost",
	    "This gives fewer points than stood before: name why in \"lost\", "
	    "from the period's list.");
}
