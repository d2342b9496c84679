/*
 * stamps.c - what outside time there is, and when more is due.
 *
 * Touches stamps, ledger and periods, for reading.
 */
#include "store/look/looks.h"

enum err
look_stamps(struct store *s, struct stamp_looks each)
{
	struct txn t;

	txn_read(&t, s->env);
	stampers_each(&t, each.stamper, each.self);
	stamps_each(&t, each.stamp, each.self);
	return txn_end(&t);
}

enum err
look_stampers(struct store *s,
    void (*each)(void *self, const struct stamper *by), void *self)
{
	struct txn t;

	txn_read(&t, s->env);
	stampers_each(&t, each, self);
	return txn_end(&t);
}

enum err
look_kept_checkpoint(struct store *s, uint64_t place, struct buf *to)
{
	struct slice note;
	struct txn t;

	txn_read(&t, s->env);
	if (ledger_kept(s->ledger, &t, place, &note))
		buf_slice(to, note);
	else
		txn_require(&t, ERR_NOT_FOUND);
	txn_require(&t, to->err);
	return txn_end(&t);
}

/* Whether an entry at or behind `from` is anything but a token. */
static bool
is_worth_it(struct store *s, struct txn *t, uint64_t from, uint64_t size)
{
	struct slice bytes;
	struct entry entry;

	for (uint64_t i = from; i < size; i++)
		if (!ledger_entry(s->ledger, t, PLACE(s->meta.log, i),
			&bytes) ||
		    entry_read(bytes, &entry) != OK ||
		    entry.type != ENTRY_STAMP)
			return true;
	return false;
}

enum err
look_unstamped(struct store *s, const char *by, struct buf *to,
    struct moment *done)
{
	struct stamper row;
	struct slice note;
	uint64_t size, from = 0;
	struct txn t;

	txn_read(&t, s->env);
	stampers_get(&t, by, &row);
	*done = row.done;
	if (row.done.us != 0 && PLACE_LOG(row.place) == s->meta.log)
		from = PLACE_INDEX(row.place);
	size = ledger_size(s->ledger, &t);
	if (is_worth_it(s, &t, from, size) &&
	    ledger_checkpoint(s->ledger, &t, &note))
		buf_slice(to, note);
	txn_require(&t, to->err);
	return txn_end(&t);
}

enum err
look_uncosigned(struct store *s, const char *by, struct buf *to, uint64_t *old,
    struct tree_path *proof, struct moment *done)
{
	struct ledger_nodes nodes;
	struct stamper row;
	struct slice note;
	uint64_t size;
	struct txn t;

	*old = 0;
	proof->n = 0;
	txn_read(&t, s->env);
	stampers_get(&t, by, &row);
	*done = row.done;
	if (PLACE_LOG(row.place) == s->meta.log)
		*old = PLACE_INDEX(row.place);
	size = ledger_size(s->ledger, &t);
	if (size > *old && ledger_checkpoint(s->ledger, &t, &note)) {
		buf_slice(to, note);
		nodes = (struct ledger_nodes){ s->ledger, &t };
		if (*old > 0)
			txn_require(&t, tree_consistency(ledger_tree(&nodes),
					    *old, size, proof));
	}
	txn_require(&t, to->err);
	return txn_end(&t);
}

/* ---- deadlines ---- */

#define PERIODS_MOST 32

struct open_periods {
	struct period_id list[PERIODS_MOST];
	unsigned n;
};

static void
take_open(void *self, const struct period *p)
{
	struct open_periods *open = self;

	if (p->state == PERIOD_OPEN && open->n < PERIODS_MOST)
		open->list[open->n++] = p->id;
}

enum err
look_deadline_near(struct store *s, struct moment now, struct span before,
    struct span after, bool *near)
{
	struct open_periods open = { .n = 0 };
	const struct plan *plan;
	struct period row;
	enum err e = look_periods(s, take_open, &open);

	*near = false;
	for (unsigned i = 0; e == OK && i < open.n; i++) {
		if ((e = store_plan(s, open.list[i], &plan, &row)) != OK)
			break;
		for (unsigned w = 0; w < plan->n_windows; w++) {
			int64_t to = plan->windows[w].on_time_until.us - now.us;

			*near = *near || (to <= before.us && -to <= after.us);
		}
	}
	return e;
}
