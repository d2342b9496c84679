/*
 * outside.c - who vouches for the log from outside, and every change of that.
 *
 * Knows when it has changed. Touches one row of the store's own and the ledger.
 */
#include "store/act/acts.h"

struct naming {
	struct store *store;
	struct slice lines;
	struct digest digest;
	struct reading now;
};

/* The same as before, or none as ever. */
static bool
is_said(const struct naming *w, struct txn *t)
{
	struct digest was;

	return meta_get_outside(t, &was) ? digest_eq(was, w->digest)
					 : w->lines.n == 0;
}

static enum err
run(struct txn *t, void *arg)
{
	struct naming *w = arg;

	if (is_said(w, t) || t->err != OK)
		return t->err;
	meta_put_outside(t, w->digest);
	return ledger_add(w->store->ledger, t, ENTRY_OUTSIDE, &w->now, w->lines,
	    NULL, NULL);
}

enum err
act_name_outside(struct store *s, struct slice lines)
{
	struct naming w = { .store = s,
		.lines = lines,
		.digest = digest_of(lines) };
	struct txn t;
	bool said;
	enum err e;

	txn_read(&t, s->env);
	said = is_said(&w, &t);
	if ((e = txn_end(&t)) != OK || said)
		return e;
	e = store_now(s, &w.now);
	return e != OK ? e : env_change(s->env, run, &w, lines.n + 1024);
}
