/*
 * history.c - what a column of a sheet said before it was written over.
 *
 * Knows by which version of the period's data each was written. Touches cells,
 * periods and amendments, for reading.
 */
#include <stdlib.h>

#include "store/look/at.h"
#include "store/look/looks.h"
#include "store/plans.h"
#include "store/table/amendments.h"

struct kept {
	struct cell cell;
	uint32_t rules;
};

struct gathering {
	struct kept *list; /* [HISTORY_MOST] */
	unsigned n;
	bool older;
};

/* ---- the version of the data in force at an entry of the log ---- */

struct in_force {
	uint64_t entry;
	uint32_t first, version; /* 0: not known yet */
};

static void
take_amendment(void *self, const struct amendment_row *a)
{
	struct in_force *f = self;

	if (f->first == 0)
		f->first = a->before;
	if (a->entry < f->entry)
		f->version = a->version;
}

static uint32_t
rules_at(struct txn *t, const struct period *row, uint64_t entry)
{
	struct in_force f = { entry, 0, 0 };

	amendments_each(t, row->id, take_amendment, &f);
	if (f.version != 0)
		return f.version;
	return f.first != 0 ? f.first : row->version;
}

/* ---- the versions ---- */

static void
gather(struct txn *t, const struct period *row, const struct cell *of,
    uint64_t before, struct gathering *g)
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
		g->list[g->n++] =
		    (struct kept){ cell, rules_at(t, row, cell.entry) };
	}
}

static enum err
tell(struct store *s, const struct kept *k,
    void (*each)(void *self, const struct past_cell *one), void *self)
{
	struct past_cell one = { .cell = &k->cell };
	int unit, leaf;
	enum err e;

	if ((e = plans_get(s->plans, s->env, k->cell.period, k->rules,
		 &one.plan)) != OK)
		return e;
	unit = plan_unit(one.plan, k->cell.unit);
	leaf = plan_leaf(one.plan, k->cell.leaf);
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
	gather(&t, &at.row, of, before, &g);
	e = txn_end(&t);
	for (unsigned i = 0; e == OK && i < g.n; i++)
		e = tell(s, &g.list[i], each, self);
	*older = g.older;
	free(g.list);
	return e;
}
