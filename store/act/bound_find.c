/*
 * bound_find.c - what an unfit clock took in and an outside time is over now.
 *
 * Knows how the rows of unfit point into the log. Touches unfit, submissions
 * and the log, for reading.
 */
#include "store/act/bounding.h"
#include "store/act/part.h"
#include "store/ledger/lines.h"
#include "store/table/submissions.h"

/* Adds it, when there are outside times around it. */
static bool
take(struct bounding *b, struct txn *t, const struct unfit *row, bool has_row)
{
	struct waiting *w = &b->list[b->n];

	*w = (struct waiting){ .row = *row, .has_row = has_row };
	if (!part_bounds(b->store, t, row, &w->bounds))
		return false;
	b->n++;
	return true;
}

/* ---- through the log ---- */

struct looking {
	struct bounding *b;
	struct txn *t;
	unsigned looks;
	bool stopped;
};

/* The submission of an entry, when an unfit clock took it in and it has no
 * outside times yet. */
static bool
waits(struct txn *t, struct slice bytes, struct submission_id *id)
{
	struct submission s;
	struct entry entry;
	struct slice text;

	if (entry_read(bytes, &entry) != OK) {
		txn_require(t, ERR_BROKEN);
		return false;
	}
	if (!entry_is_submission(entry.type) ||
	    trust_of(entry.status, entry.source) == TRUST_FIT)
		return false;
	if (!entry_value(entry.body, "id", 0, &text) ||
	    submission_id_read(text, id) != OK ||
	    !submissions_get(t, *id, &s)) {
		txn_require(t, ERR_BROKEN);
		return false;
	}
	return s.bounds.before_by == 0;
}

static bool
look(void *self, uint64_t place, struct slice bytes)
{
	struct looking *x = self;
	struct bounding *b = x->b;
	struct unfit row = { .what = UNFIT_ONE,
		.entry = place,
		.after_by = b->onward.after_by };

	b->to = place;
	if (place >= b->until)
		b->to = b->until;
	x->stopped =
	    place >= b->until || b->n == BOUND_MOST ||
	    x->looks++ == BOUND_LOOKS ||
	    (waits(x->t, bytes, &row.id) && !take(b, x->t, &row, false)) ||
	    x->t->err != OK;
	return !x->stopped;
}

static void
find_onward(struct bounding *b, struct txn *t, const struct unfit *row)
{
	struct unfit first = *row;
	struct bounds bounds;
	struct looking x = { b, t, 0, false };

	first.after_by = 0; /* is there any token over it? */
	if (!part_bounds(b->store, t, &first, &bounds))
		return;
	b->onward = *row;
	b->until = unfit_next(t, row->entry);
	ledger_from(b->store->ledger, t, row->entry, look, &x);
	if (!x.stopped)
		b->to = ledger_next(b->store->ledger, t);
	b->moved = b->to != row->entry;
}

enum err
bounding_find(struct bounding *b)
{
	struct unfit rows[BOUND_MOST];
	struct txn t;
	size_t n;

	b->n = 0;
	b->moved = false;
	txn_read(&t, b->store->env);
	n = unfit_oldest(&t, rows, BOUND_MOST);
	for (size_t i = 0; i < n; i++) {
		if (rows[i].what == UNFIT_ONWARD) {
			find_onward(b, &t, &rows[i]);
			break;
		}
		/* A token is over all that came before: the first without one
		 * ends the search. */
		if (!take(b, &t, &rows[i], true))
			break;
	}
	return txn_end(&t);
}
