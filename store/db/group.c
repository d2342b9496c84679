/*
 * group.c - one commit for all who wait (design promise 2).
 *
 * Knows LMDB's write transactions. Touches the store.
 *
 * The batch runs first in the parent itself: beginning and ending a child costs
 * 6 us where five small puts cost 4 (measured, LMDB 0.9.24). A change that
 * fails before it wrote anything leaves no trace there; only when one fails
 * after it wrote is the parent dropped and the batch run again, each change in
 * a child of its own.
 */
#include <assert.h>
#include <errno.h>
#include <semaphore.h>

#include "store/db/inside.h"

/* What one who was woken is to do. */
enum step {
	LEADS,
	DONE,
};

/* One caller of env_change, on its own stack. */
struct change {
	env_change_fn run;
	void *arg;
	size_t weight;
	enum err result;
	enum step step; /* written before `woken` is posted */
	struct change *next;
	sem_t woken;
};

struct batch {
	struct change *first;
	unsigned n;
	unsigned kept; /* changes that succeeded in the last attempt */
	bool apart;    /* each change in a child transaction */
	bool committed;
};

enum outcome {
	SETTLED, /* every change has its result */
	GROW,    /* dropped: the map is full */
	APART,   /* dropped: a failed change had written */
};

void
group_init(struct group *g)
{
	(void)pthread_mutex_init(&g->lock, NULL);
	g->end = &g->first;
}

void
group_free(struct group *g)
{
	assert(g->first == NULL && !g->led);
	(void)pthread_mutex_destroy(&g->lock);
}

/* Runs one change in the given engine transaction. */
static struct txn
run_in(struct env *env, MDB_txn *in, struct change *c)
{
	struct txn t = { .env = env, .handle = in, .writes = true };
	enum err e;

	(*thread_inside())++;
	e = c->run(&t, c->arg);
	(*thread_inside())--;
	(void)txn_require(&t, e);
	c->result = t.err;
	return t;
}

static enum outcome
run_within(struct env *env, MDB_txn *parent, struct change *c)
{
	struct txn t = run_in(env, parent, c);

	if (t.err == ERR_MAP_FULL)
		return GROW;
	return t.err != OK && t.wrote ? APART : SETTLED;
}

static enum outcome
run_apart(struct env *env, MDB_txn *parent, struct change *c)
{
	MDB_txn *child;
	struct txn t;
	int rc;

	if ((rc = mdb_txn_begin(env->lmdb, parent, 0, &child)) != 0) {
		c->result = err_of_engine(rc);
		return rc == MDB_MAP_FULL ? GROW : SETTLED;
	}
	t = run_in(env, child, c);
	if (t.err != OK) {
		mdb_txn_abort(child);
	} else if ((rc = mdb_txn_commit(child)) != 0) {
		c->result = err_of_engine(rc);
	}
	return c->result == ERR_MAP_FULL ? GROW : SETTLED;
}

static enum outcome
run_all(struct env *env, MDB_txn *parent, struct batch *b)
{
	enum outcome o;

	b->kept = 0;
	for (struct change *c = b->first; c != NULL; c = c->next) {
		o = b->apart ? run_apart(env, parent, c)
			     : run_within(env, parent, c);
		if (o != SETTLED)
			return o;
		b->kept += c->result == OK;
	}
	return SETTLED;
}

/* After a commit that found the disk full: when only data pages were refused
 * the old state still stands; when it was the meta page the engine has given
 * up, and so do we, before anybody else is let in. */
static void
env_must_live(struct env *env)
{
	MDB_txn *look;
	int rc = mdb_txn_begin(env->lmdb, NULL, MDB_RDONLY, &look);

	if (rc == 0)
		mdb_txn_abort(look);
	else if (rc == MDB_PANIC)
		env_die("a commit failed half-way", ENOSPC);
}

/* The sealing hook, then the commit. Consumes `parent`. */
static enum err
seal_and_commit(struct env *env, MDB_txn *parent)
{
	struct txn t = { .env = env, .handle = parent, .writes = true };
	int rc;

	if (env->group.seal != NULL) {
		(*thread_inside())++;
		(void)txn_require(&t,
		    env->group.seal(&t, env->group.seal_self));
		(*thread_inside())--;
	}
	if (t.err != OK) {
		mdb_txn_abort(parent);
		return t.err;
	}
	switch (rc = mdb_txn_commit(parent)) {
	case 0:
	case ENOSPC:
	case EDQUOT:
		env_must_live(env);
		return err_of_engine(rc);
	case ENOMEM:
	case MDB_MAP_FULL:
	case MDB_TXN_FULL:
	case MDB_BAD_TXN:
		return err_of_engine(rc);
	default:
		env_die("a commit failed", rc);
	}
}

/* Gives `e` to those that had succeeded (all: to every one). */
static void
fail(struct batch *b, enum err e, bool all)
{
	for (struct change *c = b->first; c != NULL; c = c->next)
		if (all || c->result == OK)
			c->result = e;
	b->kept = 0;
}

/* Runs the whole batch once and commits it if anything of it succeeded. */
static enum outcome
attempt(struct env *env, struct batch *b)
{
	MDB_txn *parent;
	enum outcome o;
	enum err e;

	if ((e = map_begin(env, true, &parent)) != OK) {
		fail(b, e, true);
		return SETTLED;
	}
	o = run_all(env, parent, b);
	if (o == APART && b->n == 1)
		o = SETTLED; /* alone, it is rolled back with the parent */
	if (o != SETTLED || b->kept == 0) {
		mdb_txn_abort(parent);
	} else if ((e = seal_and_commit(env, parent)) == ERR_MAP_FULL) {
		o = GROW;
	} else if (e != OK) {
		fail(b, e, false);
	} else {
		b->committed = true;
	}
	map_leave(env);
	return o;
}

static void
run_batch(struct env *env, struct batch *b)
{
	enum outcome o;
	enum err e;

	while ((o = attempt(env, b)) != SETTLED) {
		if (o == APART) {
			b->apart = true;
		} else if ((e = map_grow(env)) != OK) {
			fail(b, e, true);
			return;
		}
	}
}

/* Takes the head of the queue, up to the caps. */
static struct batch
take_batch(struct group *g)
{
	struct batch b = { .first = g->first };
	struct change *last = NULL;
	uint64_t weight = 0;

	while (g->first != NULL && b.n < BATCH_MOST && weight < BATCH_WEIGHT) {
		last = g->first;
		weight += last->weight;
		b.n++;
		g->first = last->next;
	}
	if (last != NULL)
		last->next = NULL;
	if (g->first == NULL)
		g->end = &g->first;
	return b;
}

static void
count(struct group *g, const struct batch *b)
{
	g->changes += b->n;
	g->failed += b->n - b->kept;
	g->commits += b->committed;
	if (b->n > g->largest_batch)
		g->largest_batch = b->n;
}

/* Once woken, a change is gone. */
static void
wake(struct change *c, enum step step)
{
	c->step = step;
	(void)sem_post(&c->woken);
}

/* All but the one who leads, who is not asleep. */
static void
wake_all(const struct batch *b, const struct change *leader)
{
	struct change *c = b->first, *next;

	for (; c != NULL; c = next) {
		next = c->next;
		if (c != leader)
			wake(c, DONE);
	}
}

/* Takes one batch, of which the leader is the first. */
static struct batch
begin(struct group *g)
{
	struct batch b;

	(void)pthread_mutex_lock(&g->lock);
	b = take_batch(g);
	(void)pthread_mutex_unlock(&g->lock);
	return b;
}

/* Passes the lead on to the first who came meanwhile. */
static void
pass_on(struct group *g, const struct batch *b)
{
	struct change *next;

	(void)pthread_mutex_lock(&g->lock);
	count(g, b);
	next = g->first;
	g->led = next != NULL;
	(void)pthread_mutex_unlock(&g->lock);
	if (next != NULL)
		wake(next, LEADS);
}

/* Runs one batch. Nobody is woken under the lock, and the next batch begins
 * before the sleepers of this one wake: they would only be in its way. */
static void
lead(struct env *env, const struct change *leader)
{
	struct group *g = &env->group;
	struct batch b = begin(g);

	run_batch(env, &b);
	if (b.committed && g->rung != NULL)
		g->rung(g->rung_self);
	pass_on(g, &b);
	wake_all(&b, leader);
}

enum err
env_change(struct env *env, env_change_fn change, void *arg, size_t weight)
{
	struct group *g = &env->group;
	struct change c = { .run = change, .arg = arg, .weight = weight };
	bool leads;

	assert(!env->forked);
	assert(*thread_inside() == 0);
	(void)sem_init(&c.woken, 0, 0);
	(void)pthread_mutex_lock(&g->lock);
	*g->end = &c;
	g->end = &c.next;
	leads = !g->led;
	g->led = true;
	(void)pthread_mutex_unlock(&g->lock);
	if (!leads) {
		while (sem_wait(&c.woken) != 0)
			; /* a signal */
		leads = c.step == LEADS;
	}
	if (leads)
		lead(env, &c);
	(void)sem_destroy(&c.woken);
	return c.result;
}

void
env_on_seal(struct env *env, enum err (*seal)(struct txn *t, void *self),
    void *self)
{
	(void)pthread_mutex_lock(&env->group.lock);
	env->group.seal = seal;
	env->group.seal_self = self;
	(void)pthread_mutex_unlock(&env->group.lock);
}

void
env_after_commit(struct env *env, void (*rung)(void *self), void *self)
{
	(void)pthread_mutex_lock(&env->group.lock);
	env->group.rung = rung;
	env->group.rung_self = self;
	(void)pthread_mutex_unlock(&env->group.lock);
}

struct env_counts
env_counts(const struct env *env)
{
	const struct group *g = &env->group;

	return (struct env_counts){ .commits = g->commits,
		.changes = g->changes,
		.failed = g->failed,
		.largest_batch = g->largest_batch };
}
