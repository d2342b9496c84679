/*
 * forger.c - the log's tables emptied and filled again.
 *
 * Touches the world it is given.
 */
#include "tests/kit/forger.h"

#include <stdlib.h>

#include "store/db/walk.h"
#include "store/look/log_recheck.h"
#include "tests/kit/suite.h"

#define ENTRIES_MOST 64

struct forging {
	struct world *w;
	struct forgery f;
	struct buf entry[ENTRIES_MOST];
	unsigned n;
};

static void
take_log(struct forging *x)
{
	struct slice bytes;
	struct txn t;

	x->n = (unsigned)world_log(x->w);
	ck_assert_uint_le(x->n, ENTRIES_MOST);
	txn_read(&t, x->w->store->env);
	for (unsigned i = 0; i < x->n; i++) {
		ck_assert(ledger_entry(x->w->store->ledger, &t, i, &bytes));
		buf_slice(&x->entry[i], bytes);
	}
	ck_assert_err(txn_end(&t), OK);
}

static void
clear(struct txn *t, unsigned table)
{
	uint8_t key[64];
	size_t n;
	struct walk at;

	do {
		n = 0;
		walk_start(&at, t, table, SLICE_NONE);
		if (walk_on(&at)) {
			n = at.key.n;
			memcpy(key, at.key.p, n);
		}
		walk_end(&at);
		if (n > 0)
			txn_drop(t, table, slice_of(key, n));
	} while (n > 0);
}

static void
change(const struct forgery *f, unsigned index, struct buf *body)
{
	char *at = f->was == NULL
		       ? NULL
		       : memmem(body->p, body->n, f->was, strlen(f->was));

	if (at != NULL)
		memcpy(at, f->is, strlen(f->is));
	if (index == f->edited && body->n > 1)
		body->p[body->n - 2] ^= 1;
}

static enum err
add(struct forging *x, struct txn *t, unsigned index)
{
	struct buf body = { 0 };
	struct reading clock;
	struct entry entry;
	enum err e;

	ck_assert_err(entry_read(buf_all(&x->entry[index]), &entry), OK);
	clock = (struct reading){ .wall = { entry.clock.earliest.us +
					    entry.bound.us },
		.bound = entry.bound,
		.status = entry.status };
	if (index >= x->f.from)
		clock.wall.us += x->f.by;
	buf_slice(&body, entry.body);
	change(&x->f, index, &body);
	e = ledger_add(x->w->store->ledger, t, entry.type, &clock,
	    buf_all(&body), NULL, NULL);
	buf_free(&body);
	return e;
}

static enum err
run(struct txn *t, void *arg)
{
	static const unsigned tables[] = { T_ENTRIES, T_NODES, T_CHECKPOINTS,
		T_HEAD };
	struct forging *x = arg;
	enum err e = OK;

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		clear(t, tables[i]);
	for (unsigned i = 0; e == OK && i < x->n; i++)
		if (i != x->f.without)
			e = add(x, t, i);
	return e;
}

void
forge(struct world *w, struct forgery f)
{
	struct forging x = { .w = w, .f = f };

	take_log(&x);
	ck_assert_err(env_change(w->store->env, run, &x, 0), OK);
	for (unsigned i = 0; i < x.n; i++)
		buf_free(&x.entry[i]);
	/* Who rebuilds a log starts the programs anew on it. */
	world_reopen(w);
}

enum err
forger_verify(struct world *w)
{
	struct fault why = { 0 };
	struct txn t;
	enum err e;

	txn_read(&t, w->store->env);
	e = ledger_verify(w->store->ledger, &t, &w->store->key,
	    (struct ledger_progress){ 0 }, &why);
	ck_assert_err(txn_end(&t), OK);
	return e;
}

static void
ignore(void *self, const struct objection *o)
{
	(void)self;
	(void)o;
}

bool
forger_keeps_rules(struct world *w)
{
	struct log_recheck found;

	return look_log_recheck(w->store, ignore, NULL, &found) == OK &&
	       found.found[GRAVE_ERROR] == 0;
}
