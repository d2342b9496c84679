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

/* What a caller does next. */
enum step {
	WAITS, /* for somebody to wake it */
	STOWS, /* brings cargo to the disk: its own and that of its chain */
	LEADS, /* runs a batch, of which it is the first */
	DONE,
};

/* One caller of env_change, on its own stack. */
struct change {
	env_change_fn run;
	void *arg;
	size_t weight;
	void *cargo; /* NULL: none */
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

static void
queue_init(struct queue *q)
{
	*q = (struct queue){ .end = &q->first };
}

/* Appends a chain that ends in `last`. */
static void
queue_add(struct queue *q, struct change *first, struct change *last)
{
	*q->end = first;
	q->end = &last->next;
}

void
group_init(struct group *g)
{
	(void)pthread_mutex_init(&g->lock, NULL);
	queue_init(&g->ready);
	queue_init(&g->loading);
}

void
group_free(struct group *g)
{
	assert(g->ready.first == NULL && !g->led);
	assert(g->loading.first == NULL && g->stowers == 0);
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

/* Takes the head of a queue, up to the caps. */
static struct batch
take_batch(struct queue *q)
{
	struct batch b = { .first = q->first };
	struct change *last = NULL;
	uint64_t weight = 0;

	while (q->first != NULL && b.n < BATCH_MOST && weight < BATCH_WEIGHT) {
		last = q->first;
		weight += last->weight;
		b.n++;
		q->first = last->next;
	}
	if (last != NULL)
		last->next = NULL;
	if (q->first == NULL)
		q->end = &q->first;
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
	b = take_batch(&g->ready);
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
	next = g->ready.first;
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

/* Under the lock: a chain of changes is ready to be committed. LEADS for the
 * first of them when nobody does, and so nobody is before it. */
static enum step
get_ready(struct group *g, struct change *first, struct change *last)
{
	enum step step = g->led ? WAITS : LEADS;

	assert(g->led || g->ready.first == NULL);
	queue_add(&g->ready, first, last);
	g->led = true;
	return step;
}

/* Brings the cargo of a chain to the disk and hands the chain on: its other
 * changes sleep through that. What waits meanwhile is the next one's chain. */
static enum step
stow(struct group *g, struct change *own)
{
	void *cargo[BATCH_MOST];
	struct change *last = own;
	struct batch next;
	unsigned n = 0;
	enum step step;

	for (struct change *c = own; c != NULL; last = c, c = c->next)
		cargo[n++] = c->cargo;
	g->stow(g->stow_self, cargo, n);
	(void)pthread_mutex_lock(&g->lock);
	step = get_ready(g, own, last);
	next = take_batch(&g->loading);
	g->stowers -= next.first == NULL;
	(void)pthread_mutex_unlock(&g->lock);
	if (next.first != NULL)
		wake(next.first, STOWS);
	return step;
}

/* What a new change does first. */
static enum step
enter(struct group *g, struct change *c)
{
	enum step step = WAITS;

	(void)pthread_mutex_lock(&g->lock);
	if (c->cargo == NULL) {
		step = get_ready(g, c, c);
	} else if (g->stowers < STOWERS_MOST) {
		g->stowers++;
		step = STOWS;
	} else {
		queue_add(&g->loading, c, c);
	}
	(void)pthread_mutex_unlock(&g->lock);
	return step;
}

static enum step
await(struct change *c)
{
	while (sem_wait(&c->woken) != 0)
		; /* a signal */
	return c->step;
}

enum err
env_change(struct env *env, env_change_fn change, void *arg, size_t weight)
{
	return env_change_with(env, change, arg, weight, NULL);
}

enum err
env_change_with(struct env *env, env_change_fn change, void *arg, size_t weight,
    void *cargo)
{
	struct group *g = &env->group;
	struct change c = { .run = change,
		.arg = arg,
		.weight = weight,
		.cargo = cargo };
	enum step step;

	assert(!env->forked);
	assert(*thread_inside() == 0);
	assert(cargo == NULL || g->stow != NULL);
	(void)sem_init(&c.woken, 0, 0);
	step = enter(g, &c);
	while (step != DONE) {
		if (step == WAITS) {
			step = await(&c);
		} else if (step == STOWS) {
			step = stow(g, &c);
		} else {
			lead(env, &c);
			step = DONE;
		}
	}
	(void)sem_destroy(&c.woken);
	return c.result;
}

void
env_on_cargo(struct env *env,
    void (*put)(void *self, void *const *cargo, unsigned n), void *self)
{
	(void)pthread_mutex_lock(&env->group.lock);
	env->group.stow = put;
	env->group.stow_self = self;
	(void)pthread_mutex_unlock(&env->group.lock);
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
