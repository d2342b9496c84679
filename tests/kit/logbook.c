/*
 * logbook.c - a log in a store of its own.
 *
 * Knows the ledger's doors. Touches its own temporary folder.
 */
#include "tests/kit/logbook.h"

#include "tests/kit/suite.h"

static const char *const names[] = { "entries", "nodes", "checkpoints",
	"head" };
static const struct ledger_tables tables = { LOGBOOK_ENTRIES, LOGBOOK_NODES,
	LOGBOOK_CHECKPOINTS, LOGBOOK_HEAD, 0 };

/* A key of this run only: no test may rely on its bytes. */
static struct note_signer *
fresh_signer(void)
{
	struct note_signer *s;
	struct buf secret = { 0 };

	ck_assert_err(note_signer_new(LOGBOOK_ORIGIN, &s, &secret), OK);
	buf_free(&secret);
	return s;
}

void
logbook_open(struct logbook *b)
{
	struct env_options o = { .tables = names,
		.n_tables = LOGBOOK_TABLES,
		.version = 1,
		.map_bytes = (uint64_t)64 << 20,
		.create = true };
	struct fault why = { 0 };

	*b = (struct logbook){ .folder = folder_make() };
	o.path = b->folder.path;
	ck_assert_msg(env_open(&b->env, &o, &why) == OK, "%s", why.detail);
	b->signer = fresh_signer();
	ck_assert_err(ledger_new(&b->ledger, tables, LOGBOOK_ORIGIN, b->signer),
	    OK);
	env_on_seal(b->env, ledger_seal, b->ledger);
	b->clock.wall.us = INT64_C(1673370000000000);
	b->clock.bound.us = 1000;
}

void
logbook_close(struct logbook *b)
{
	env_close(&b->env);
	ledger_drop(&b->ledger);
	note_signer_drop(&b->signer);
	folder_remove(&b->folder);
}

struct adding {
	struct logbook *book;
	unsigned n;
};

static enum err
add(struct txn *t, void *arg)
{
	struct adding *a = arg;
	struct buf body = { 0 };
	enum err e = OK;

	entry_int(&body, "size", 1);
	entry_int(&body, "free", 2);
	for (unsigned i = 0; e == OK && i < a->n; i++)
		e = ledger_add(a->book->ledger, t, ENTRY_HEARTBEAT,
		    &a->book->clock, buf_all(&body), NULL, NULL);
	buf_free(&body);
	return e;
}

enum err
logbook_add(struct logbook *b, unsigned n)
{
	struct adding a = { b, n };

	return env_change(b->env, add, &a, 1);
}

void
logbook_grow(struct logbook *b, unsigned n)
{
	while (n-- > 0)
		ck_assert_err(logbook_add(b, 1), OK);
}

enum err
logbook_verify(struct logbook *b, struct fault *why)
{
	struct fault local = { 0 };
	struct txn t;
	enum err e;

	txn_read(&t, b->env);
	e = ledger_verify(b->ledger, &t, note_signer_key(b->signer),
	    (struct ledger_progress){ 0 }, why != NULL ? why : &local);
	ck_assert_err(txn_end(&t), OK);
	return e;
}

struct damage {
	struct logbook *book;
	unsigned table;
	struct slice key, value;
	struct fault *why;
	enum err verdict;
};

static enum err
damage(struct txn *t, void *arg)
{
	struct damage *d = arg;

	txn_put(t, d->table, d->key, d->value);
	return OK;
}

static enum err
drop(struct txn *t, void *arg)
{
	struct damage *d = arg;

	ck_assert(txn_drop(t, d->table, d->key));
	return OK;
}

/* Damage does not ask the ledger. */
static void
change_unsealed(struct logbook *b, env_change_fn run, struct damage *d)
{
	env_on_seal(b->env, NULL, NULL);
	ck_assert_err(env_change(b->env, run, d, 1), OK);
	env_on_seal(b->env, ledger_seal, b->ledger);
}

void
logbook_drop_row(struct logbook *b, unsigned table, struct slice key)
{
	struct damage d = { .book = b, .table = table, .key = key };

	change_unsealed(b, drop, &d);
}

void
logbook_damage(struct logbook *b, unsigned table, struct slice key,
    struct slice value)
{
	struct damage d = { b, table, key, value, NULL, OK };

	change_unsealed(b, damage, &d);
}

/* Fails on purpose, so that the damage is undone. */
static enum err
damage_and_verify(struct txn *t, void *arg)
{
	struct damage *d = arg;

	txn_put(t, d->table, d->key, d->value);
	d->verdict =
	    ledger_verify(d->book->ledger, t, note_signer_key(d->book->signer),
		(struct ledger_progress){ 0 }, d->why);
	return ERR_CONFLICT;
}

enum err
logbook_verify_with(struct logbook *b, unsigned table, struct slice key,
    struct slice value, struct fault *why)
{
	struct damage d = { b, table, key, value, why, OK };

	ck_assert_err(env_change(b->env, damage_and_verify, &d, 1),
	    ERR_CONFLICT);
	return d.verdict;
}
