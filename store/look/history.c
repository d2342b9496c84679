/*
 * history.c - what a column of a sheet said before it was written over.
 *
 * Knows by which version of the period's data each was written. Touches cells,
 * for reading.
 */
#include <stdlib.h>

#include "store/look/at.h"
#include "store/look/looks.h"

struct gathering {
	struct cell *list; /* [HISTORY_MOST] */
	unsigned n;
	bool older;
};

static void
gather(struct txn *t, const struct cell *of, uint64_t before,
    struct gathering *g)
{
	struct cell cell = *of;

	if (before == 0 && cells_get(t, &cell))
		before = cell.version;
	for (uint64_t v = before; v > 1;) {
		cell.version = --v;
		if (!cell_versions_get(t, &cell))
			return;
		if (g->n == HISTORY_MOST) {
			g->older = true;
			return;
		}
		g->list[g->n++] = cell;
	}
}

static enum err
tell(const struct at *at, const struct cell *cell,
    void (*each)(void *self, const struct past_cell *one), void *self)
{
	struct past_cell one = { .cell = cell,
		.plan = plan_at(at->plan, cell->entry) };
	int unit = plan_unit(one.plan, cell->unit);
	int leaf = plan_leaf(one.plan, cell->leaf);

	if (unit < 0 || leaf < 0)
		return ERR_BROKEN;
	one.unit = (unsigned)unit;
	one.leaf = (unsigned)leaf;
	each(self, &one);
	return OK;
}

static enum err
admit(const struct at *at, const struct who *who, const struct cell *of,
    struct fault *why)
{
	int unit = plan_unit(at->plan, of->unit);
	int leaf = plan_leaf(at->plan, of->leaf);

	if (!at_may(at, who, MAY_READ_SHEET, of->unit))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not read the sheet of unit \"%s\".",
		    role_name(who->role), of->unit.text);
	if (unit < 0)
		return fault_set(why, ERR_UNKNOWN_UNIT, "",
		    "Period %s has no unit \"%s\".", of->period.text,
		    of->unit.text);
	if (leaf < 0 || plan_applies(at->plan, (unsigned)unit,
			    (unsigned)leaf) == APPLIES_NOT_IN_BLOCK)
		return fault_set(why, ERR_UNKNOWN_LEAF, "",
		    "Unit %s is not assessed by a criterion \"%s\".",
		    of->unit.text, of->leaf.text);
	return OK;
}

enum err
look_cell_history(struct store *s, const struct who *who, const struct cell *of,
    uint64_t before, uint64_t which,
    void (*each)(void *self, const struct past_cell *one), void *self,
    bool *older, struct fault *why)
{
	struct gathering g = { .n = 0 };
	struct at at;
	struct txn t;
	enum err e;

	if ((e = at_find(s, of->period, which, &at, why)) != OK ||
	    (e = admit(&at, who, of, why)) != OK)
		return e;
	if ((g.list = malloc(HISTORY_MOST * sizeof *g.list)) == NULL)
		return ERR_NO_MEMORY;
	at_read(&t, s, &at);
	gather(&t, of, before, &g);
	e = txn_end(&t);
	for (unsigned i = 0; e == OK && i < g.n; i++)
		e = tell(&at, &g.list[i], each, self);
	*older = g.older;
	free(g.list);
	return e;
}
