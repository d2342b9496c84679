/*
 * close.c - an evidence window is closed for good.
 *
 * Knows when nothing on time can come any more. Touches closings and the
 * ledger.
 */
#include "store/act/part.h"
#include "store/table/closings.h"
#include "store/table/stamps.h"

/* A request whose last byte came in time has been kept, or lost, by then. A
 * simulated clock stands while requests run: nothing is under way. */
#define DRAIN_US (INT64_C(60) * 1000000)

struct ending {
	struct store *store;
	const struct plan *plan;
	const struct window *window; /* the first of those that end alike */
	const struct reading *now;
};

static bool
ends_alike(const struct window *a, const struct window *b)
{
	return a->stage == b->stage && a->version == b->version &&
	       a->on_time_until.us == b->on_time_until.us;
}

static void
closing_lines(struct buf *body, const struct ending *x, const struct closing *c,
    uint64_t size)
{
	const struct window *w = x->window;

	entry_str(body, "period", x->plan->period.text);
	entry_str(body, "stage", stage_name(w->stage));
	entry_int(body, "version", w->version);
	entry_int(body, "until", w->on_time_until.us);
	for (unsigned i = 0; i < x->plan->n_windows; i++)
		if (ends_alike(&x->plan->windows[i], w) &&
		    plan_window_in_force(x->plan, &x->plan->windows[i]))
			entry_str(body, "block",
			    x->plan->blocks[x->plan->windows[i].block].id.text);
	entry_int(body, "on-time", (int64_t)c->on_time);
	entry_int(body, "doubt", (int64_t)c->doubt);
	entry_int(body, "late", (int64_t)c->late);
	entry_int(body, "refused", (int64_t)c->refused);
	entry_int(body, "size", (int64_t)size);
}

static enum err
run(struct txn *t, void *arg)
{
	struct ending *x = arg;
	struct closing c;
	struct buf body = { 0 };
	enum err e;

	if ((e = store_plan_holds(t, x->plan)) != OK)
		return e;
	closings_get(t, x->plan->period, x->window, &c);
	if (c.closed)
		return t->err;
	closing_lines(&body, x, &c,
	    PLACE_INDEX(ledger_next(x->store->ledger, t)));
	if ((e = body.err) == OK)
		e = ledger_add(x->store->ledger, t, ENTRY_CLOSED, x->now,
		    buf_all(&body), &c.entry, NULL);
	buf_free(&body);
	if (e != OK)
		return e;
	c.closed = true;
	closings_put(t, x->plan->period, x->window, &c);
	return t->err;
}

static enum err
close_one(struct ending *x)
{
	struct closing c;
	struct txn t;
	enum err e;

	txn_read(&t, x->store->env);
	closings_get(&t, x->plan->period, x->window, &c);
	if ((e = txn_end(&t)) != OK || c.closed)
		return e;
	return env_change(x->store->env, run, x, 1024);
}

static void
take_outside(void *self, const struct stamper *by)
{
	int64_t *is = self;

	if (by->after.us > *is)
		*is = by->after.us;
}

/* What it is at least: by the clock, or, where nobody vouches for that, by the
 * tokens that the log has. */
static enum err
at_least(struct store *s, const struct reading *now, int64_t *is)
{
	struct txn t;

	*is = now->wall.us - now->bound.us;
	if (trust_of(now->status, now->source) != TRUST_NONE)
		return OK;
	*is = INT64_MIN;
	txn_read(&t, s->env);
	stampers_each(&t, take_outside, is);
	return txn_end(&t);
}

enum err
part_close_windows(struct store *s, const struct plan *plan,
    const struct reading *now)
{
	struct ending x = { s, plan, NULL, now };
	int64_t drained;
	enum err e = at_least(s, now, &drained);

	if (now->status != CLOCK_SIMULATED &&
	    __builtin_sub_overflow(drained, DRAIN_US, &drained))
		return e;

	for (unsigned i = 0; e == OK && i < plan->n_windows; i++) {
		x.window = &plan->windows[i];
		if (x.window->stage == STAGE_EVIDENCE &&
		    plan_window_in_force(plan, x.window) &&
		    x.window->on_time_until.us <= drained)
			e = close_one(&x);
	}
	return e;
}
