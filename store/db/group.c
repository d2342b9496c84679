/*
 * group.c - one commit for all who wait (design promise 2).
 *
 * Knows who waits, who writes cargo and who leads. Touches no
 * engine: what a batch does in it is batch.c's.
 */
#include <assert.h>

#include "store/db/batch.h"

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

/* The cargo of a batch is on the disk before its transaction begins. */
static void
flush_cargo(const struct group *g, const struct batch *b)
{
	void *cargo[BATCH_MOST];
	unsigned n = 0;

	for (struct change *c = b->first; c != NULL; c = c->next)
		if (c->cargo != NULL)
			cargo[n++] = c->cargo;
	if (n > 0)
		g->cargo.flush(g->cargo.self, cargo, n);
}

/* Runs one batch. Nobody is woken under the lock, and the next batch begins
 * before the sleepers of this one wake: they would only be in its way. */
static void
lead(struct env *env, const struct change *leader)
{
	struct group *g = &env->group;
	struct batch b = begin(g);

	flush_cargo(g, &b);
	batch_run(env, &b);
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

/* Writes the cargo of a chain and hands the chain on: its other changes sleep
 * through that. What waits meanwhile is the next one's chain. */
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
	g->cargo.write(g->cargo.self, cargo, n);
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
	assert(cargo == NULL || g->cargo.write != NULL);
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
env_on_cargo(struct env *env, struct cargo_hooks hooks)
{
	(void)pthread_mutex_lock(&env->group.lock);
	env->group.cargo = hooks;
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
