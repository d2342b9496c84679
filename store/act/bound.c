/*
 * bound.c - what an unfit clock took in gets its outside times.
 *
 * Knows which tokens lie around an entry. Touches stamps, unfit, submissions
 * and the outbox.
 */
#include "store/act/bounding.h"
#include "store/act/part.h"
#include "store/judge.h"
#include "store/ledger/outside.h"
#include "store/table/outbox.h"
#include "store/table/stamps.h"
#include "store/table/submissions.h"
#include "store/table/unfit.h"

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

void
part_want_bounds(struct txn *t, const struct submission *s, struct span within)
{
	struct basis b = submission_basis(s, within);
	struct unfit newest, row = { .what = UNFIT_ONWARD, .entry = b.place };

	if (b.trust == TRUST_FIT)
		return;
	if (b.commitment) {
		row.what = UNFIT_COMMITMENT;
		row.id = s->id;
		row.after_by = s->completes.after_by;
	} else {
		row.after_by = part_last_token(t);
		if (unfit_newest(t, &newest) && newest.after_by == row.after_by)
			return;
	}
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

/* Would they give it another verdict? Who is judged by a commitment has a row
 * of its own. */
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
	w->skips = submission_basis(&s, plan->commitment).place != w->row.entry;
	s.bounds = w->bounds;
	txn_read(&t, b->store->env);
	w->changes =
	    judge_now(&t, plan, &s, &window) != s.verdict && window != NULL;
	return txn_end(&t);
}

/* Another process may have done it meanwhile. */
static enum err
give(struct txn *t, const struct waiting *w)
{
	struct submission s;
	char reason[sizeof s.reason];

	if (w->has_row && !unfit_drop(t, &w->row))
		return OK;
	if (!submissions_get(t, w->row.id, &s))
		return ERR_BROKEN;
	if (w->skips || s.bounds.before_by != 0)
		return OK;
	s.bounds = w->bounds;
	memcpy(reason, s.reason, sizeof reason);
	submissions_move(t, &s, s.status, reason);
	if (w->changes)
		outbox_raise(t, JOB_REJUDGE_UNIT, s.period, s.unit,
		    s.bounds.before_by);
	return t->err;
}

/* What is behind the place that was looked at is looked at next time; where
 * nothing is, the next upload says from where on. */
static void
go_on(struct bounding *b, struct txn *t)
{
	struct unfit rest = b->onward;

	if (!b->moved || !unfit_drop(t, &b->onward))
		return;
	rest.entry = b->to;
	if (b->to < b->until && b->to != ledger_next(b->store->ledger, t))
		unfit_put(t, &rest);
}

static enum err
run(struct txn *t, void *arg)
{
	struct bounding *b = arg;
	enum err e;

	for (unsigned i = 0; i < b->n; i++)
		if ((e = give(t, &b->list[i])) != OK)
			return e;
	go_on(b, t);
	return t->err;
}

enum err
part_bound(struct store *s)
{
	struct bounding b = { .store = s };
	enum err e;

	do {
		e = bounding_find(&b);
		for (unsigned i = 0; e == OK && i < b.n; i++)
			e = foresee(&b, &b.list[i]);
		if (e == OK && (b.n > 0 || b.moved))
			e = env_change(s->env, run, &b,
			    (size_t)b.n * 1024 + 1024);
	} while (e == OK && (b.n == BOUND_MOST || b.moved));
	return e;
}
