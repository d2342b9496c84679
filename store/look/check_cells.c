/*
 * check_cells.c - whether the sheets' cells are those that were written.
 *
 * Knows what the log says of a cell. Touches cells and the log, for reading, a
 * unit at a time.
 */
#include "store/cell_entry.h"
#include "store/look/check.h"

#define PERIODS_MOST 32

struct cell_check {
	struct checking *c;
	struct txn *t;
	const struct plan *plan;
	uint64_t *n;
};

/* What the entry says, to the byte. */
static bool
agrees(const struct cell *cell, struct slice bytes, const struct leaf *leaf)
{
	struct buf want = { 0 };
	struct entry entry;
	bool same;

	cell_entry(cell, cell_digest(leaf, cell), &want);
	same = want.err == OK && entry_read(bytes, &entry) == OK &&
	       entry.type == ENTRY_SCORE &&
	       slice_eq(entry.body, buf_all(&want)) &&
	       entry.time.us == cell->time.us;
	buf_free(&want);
	return same;
}

static void
check_one(const struct cell_check *x, const struct cell *cell)
{
	const struct plan *then = plan_at(x->plan, cell->entry);
	int leaf = plan_leaf(then, cell->leaf);
	const char *what = NULL;
	struct slice bytes;

	if (leaf < 0)
		what = "is of no criterion of the period";
	else if (!ledger_entry(x->c->store->ledger, x->t, cell->entry, &bytes))
		what = "names a log entry that is not there";
	else if (!agrees(cell, bytes, &then->leaves[leaf]))
		what = "is not what the log says was written";
	if (what != NULL)
		complain(x->c,
		    "Sheet of %s in period %s, criterion %s, %s: it "
		    "%s.",
		    cell->unit.text, cell->period.text, cell->leaf.text,
		    column_name(cell->column), what);
}

/* And what was written over, which goes back without a gap to the first, or to
 * the first that was kept. */
static void
check_cell(void *self, const struct cell *cell)
{
	const struct cell_check *x = self;
	struct cell was = *cell;
	uint64_t missing = 0;

	(*x->n)++;
	check_one(x, cell);
	for (uint64_t v = cell->version; v-- > 1;) {
		was.version = v;
		if (!cell_versions_get(x->t, &was)) {
			missing = missing == 0 ? v : missing;
			continue;
		}
		check_one(x, &was);
		if (was.version != v || missing != 0)
			complain(x->c,
			    "Sheet of %s in period %s, criterion %s, %s: its "
			    "version %llu is not kept.",
			    cell->unit.text, cell->period.text, cell->leaf.text,
			    column_name(cell->column),
			    (unsigned long long)(missing != 0 ? missing : v));
		missing = 0;
	}
}

struct named_periods {
	struct period_id list[PERIODS_MOST];
	unsigned n;
};

static void
take_opened(void *self, const struct period *p)
{
	struct named_periods *to = self;

	if (p->state == PERIOD_OPEN && to->n < PERIODS_MOST)
		to->list[to->n++] = p->id;
}

static enum err
check_period(struct checking *c, struct period_id period, uint64_t *n)
{
	struct cell_check x = { .c = c, .n = n };
	struct period row;
	enum err e = store_plan(c->store, period, &x.plan, &row);

	for (unsigned u = 0; e == OK && u < x.plan->n_units; u++) {
		struct txn t;

		txn_read(&t, c->store->env);
		x.t = &t;
		cells_of_unit(&t, period, x.plan->units[u].id, check_cell, &x);
		e = txn_end(&t);
	}
	return e;
}

enum err
check_cells(struct checking *c, uint64_t *n)
{
	struct named_periods periods = { .n = 0 };
	enum err e = look_periods(c->store, take_opened, &periods);

	for (unsigned i = 0; e == OK && i < periods.n; i++)
		e = check_period(c, periods.list[i], n);
	return e;
}
