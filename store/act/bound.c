/*
 * bound.c - what an unfit clock took in gets its outside times.
 *
 * Knows which tokens lie around an entry. Touches stamps, unfit, submissions
 * and the outbox.
 */
#include "store/act/part.h"
#include "store/judge.h"
#include "store/ledger/outside.h"
#include "store/table/outbox.h"
#include "store/table/stamps.h"
#include "store/table/submissions.h"
#include "store/table/unfit.h"

#define BOUND_MOST 64 /* in one commit */

/* ---- which tokens ---- */

static void
take_last(void *self, const struct stamper *s)
{
	uint64_t *last = self;

	if (s->entry > *last)
		*last = s->entry;
}

uint64_t
part_last_token(struct txn *t)
{
	uint64_t last = 0;

	stampers_each(t, take_last, &last);
	return last;
}

struct unfit
part_unfit(const struct submission *s, struct span within)
{
	struct basis b = submission_basis(s, within);

	return (struct unfit){ .entry = b.place,
		.commitment = b.commitment,
		.id = s->id };
}

void
part_want_bounds(struct txn *t, const struct submission *s, struct span within)
{
	struct basis b = submission_basis(s, within);
	struct unfit row = part_unfit(s, within);

	if (b.trust == TRUST_FIT)
		return;
	row.after_by =
	    b.commitment ? s->completes.after_by : part_last_token(t);
	unfit_put(t, &row);
}

/* A token over a checkpoint behind the best one's entry was logged later. */
static bool
take_first(void *self, const struct stamp *s)
{
	uint64_t *first = self;

	if (*first != 0 && s->place >= *first)
		return false;
	if (*first == 0 || s->entry < *first)
		*first = s->entry;
	return true;
}

/* The time of the token that the entry at `place` is about. */
static bool
time_of(struct store *s, struct txn *t, uint64_t place,
    struct outside_time *out)
{
	struct slice bytes;
	struct entry token;

	return ledger_entry(s->ledger, t, place, &bytes) &&
	       entry_read(bytes, &token) == OK &&
	       outside_time_read(&token, out);
}

static bool
earlier_of(struct store *s, struct txn *t, const struct unfit *row,
    struct bounds *out)
{
	struct entry judged; /* the submission's, or its commitment's */
	struct outside_time time;
	struct slice bytes;

	out->after_by = row->after_by;
	return row->after_by == 0 ||
	       (time_of(s, t, row->after_by, &time) &&
		   ledger_entry(s->ledger, t, row->entry, &bytes) &&
		   entry_read(bytes, &judged) == OK &&
		   outside_after(&judged, &time, &out->after));
}

bool
part_bounds(struct store *s, struct txn *t, const struct unfit *row,
    struct bounds *out)
{
	struct outside_time time;

	*out = (struct bounds){ .before_by = 0 };
	stamps_from(t, row->entry + 1, take_first, &out->before_by);
	if (out->before_by == 0)
		return false;
	if (!time_of(s, t, out->before_by, &time) ||
	    !earlier_of(s, t, row, out))
		txn_require(t, ERR_BROKEN);
	out->before = time.latest;
	return t->err == OK;
}

/* ---- one commit ---- */

struct waiting {
	struct unfit row;
	struct bounds bounds;
	bool changes; /* its verdict */
};

struct bounding {
	struct store *store;
	struct waiting list[BOUND_MOST];
	unsigned n;
};

/* Those of the oldest that have a later outside time now: it is over all that
 * came before, so the first without one ends the search. */
static enum err
find(struct bounding *b)
{
	struct unfit rows[BOUND_MOST];
	struct txn t;
	size_t n;

	b->n = 0;
	txn_read(&t, b->store->env);
	n = unfit_oldest(&t, rows, BOUND_MOST);
	for (size_t i = 0; i < n; i++) {
		struct waiting *w = &b->list[b->n];

		w->row = rows[i];
		if (!part_bounds(b->store, &t, &rows[i], &w->bounds))
			break;
		b->n++;
	}
	return txn_end(&t);
}

/* Would they give it another verdict? */
static enum err
foresee(struct bounding *b, struct waiting *w)
{
	const struct window *window;
	const struct plan *plan;
	struct submission s;
	struct period row;
	struct txn t;
	enum err e;

	txn_read(&t, b->store->env);
	if (!submissions_get(&t, w->row.id, &s))
		txn_require(&t, ERR_BROKEN);
	if ((e = txn_end(&t)) != OK ||
	    (e = store_plan(b->store, s.period, &plan, &row)) != OK)
		return e;
	s.bounds = w->bounds;
	txn_read(&t, b->store->env);
	w->changes =
	    judge_now(&t, plan, &s, &window) != s.verdict && window != NULL;
	return txn_end(&t);
}

static enum err
run(struct txn *t, void *arg)
{
	struct bounding *b = arg;

	for (unsigned i = 0; i < b->n; i++) {
		const struct waiting *w = &b->list[i];
		struct submission s;
		char reason[sizeof s.reason];

		if (!unfit_drop(t, &w->row))
			continue; /* another process did it */
		if (!submissions_get(t, w->row.id, &s))
			return ERR_BROKEN;
		s.bounds = w->bounds;
		memcpy(reason, s.reason, sizeof reason);
		submissions_move(t, &s, s.status, reason);
		if (w->changes)
			outbox_raise(t, JOB_REJUDGE_UNIT, s.period, s.unit,
			    s.bounds.before_by);
	}
	return t->err;
}

enum err
part_bound(struct store *s)
{
	struct bounding b = { .store = s };
	enum err e;

	do {
		e = find(&b);
		for (unsigned i = 0; e == OK && i < b.n; i++)
			e = foresee(&b, &b.list[i]);
		if (e == OK && b.n > 0)
			e = env_change(s->env, run, &b, (size_t)b.n * 1024);
	} while (e == OK && b.n == BOUND_MOST);
	return e;
}
