/*
 * clock.c - a simulated store's clock is moved.
 *
 * Knows that it moves forwards only. Touches the clock's row and the ledger.
 */
#include "store/act/acts.h"
#include "store/act/part.h"

struct moving {
	struct store *store;
	struct moment to;
	struct span bound;
	struct fault *why;
};

static enum err
run(struct txn *t, void *arg)
{
	struct moving *w = arg;
	struct reading now = { .wall = w->to,
		.bound = w->bound,
		.status = CLOCK_SIMULATED };
	struct span bound;
	struct moment was;
	struct buf body = { 0 };
	char text[MOMENT_TEXT];
	enum err e;

	if (!meta_get_clock(t, &was, &bound))
		return ERR_NOT_SIMULATED;
	moment_text(was, text);
	if (moment_before(w->to, was))
		return fault_set(w->why, ERR_BACKWARDS, "",
		    "The simulated clock stands at %s and moves forwards "
		    "only.",
		    text);
	meta_put_clock(t, w->to, w->bound);
	entry_int(&body, "set", w->to.us);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_CLOCK, &now,
		    buf_all(&body), NULL, NULL);
	buf_free(&body);
	return e;
}

enum err
act_set_clock(struct store *s, const struct who *who, struct moment to,
    struct span bound, struct fault *why)
{
	struct moving w = { s, to, bound, why };
	enum err e;

	if ((e = part_operator(who, why)) != OK)
		return e;
	if (!s->meta.simulated)
		return fault_set(why, ERR_NOT_SIMULATED, "",
		    "This store runs on the machine's clock: only a store "
		    "made by \"parindex init --simulated\" has one to set.");
	if (bound.us < 0 || bound.us > 16000000)
		return fault_set(why, ERR_RANGE, "",
		    "The clock's bound lies between 0 and 16 s.");
	return env_change(s->env, run, &w, 1024);
}
