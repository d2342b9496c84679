/*
 * test_group.c - one commit for all who wait.
 *
 * Knows group commit's promises. Touches a folder of its own.
 */
#include <check.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "store/db/env.h"
#include "store/db/inside.h"
#include "store/db/key.h"
#include "store/db/txn.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

enum {
	T_ROWS,
	T_SEALS,
	N_TABLES
};
static const char *const tables[N_TABLES] = { "rows", "seals" };

#define THREADS 32
#define EACH 40

static struct env *
opened(const struct folder *f, uint64_t map_bytes)
{
	struct env_options o = { .path = f->path,
		.tables = tables,
		.n_tables = N_TABLES,
		.version = 1,
		.map_bytes = map_bytes,
		.create = true };
	struct fault why = { 0 };
	struct env *env;

	ck_assert_msg(env_open(&env, &o, &why) == OK, "%s", why.detail);
	return env;
}

/* One change of the test: a row, and how it ends. */
struct row {
	uint64_t number;
	size_t bytes;
	enum err writes_then; /* fails after writing */
	enum err refuses;     /* fails before writing */
	unsigned runs;
};

static struct key
row_key(uint64_t number)
{
	struct key k;

	key_start(&k);
	key_u64(&k, number);
	return k;
}

static enum err
put_row(struct txn *t, void *arg)
{
	struct row *r = arg;
	struct key k = row_key(r->number);
	static const uint8_t zeros[100000];

	r->runs++;
	if (r->refuses != OK)
		return r->refuses;
	ck_assert_uint_le(r->bytes, sizeof zeros);
	txn_put(t, T_ROWS, key_all(&k), slice_of(zeros, r->bytes));
	return r->writes_then;
}

static bool
has_row(struct env *env, uint64_t number)
{
	struct key k = row_key(number);
	struct slice v;
	struct txn t;
	bool there;

	txn_read(&t, env);
	there = txn_get(&t, T_ROWS, key_all(&k), &v);
	ck_assert_int_eq(txn_end(&t), OK);
	return there;
}

static uint64_t
rows(struct env *env)
{
	struct txn t;
	uint64_t n;

	txn_read(&t, env);
	n = txn_count(&t, T_ROWS);
	ck_assert_int_eq(txn_end(&t), OK);
	return n;
}

/* Holds the group's lead inside a change until `go`, so that others queue up
 * behind it in a known order. */
struct gate {
	struct env *env;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	bool inside, go;
};

static enum err
hold(struct txn *t, void *arg)
{
	struct gate *g = arg;

	(void)t;
	(void)pthread_mutex_lock(&g->lock);
	g->inside = true;
	(void)pthread_cond_broadcast(&g->moved);
	while (!g->go)
		(void)pthread_cond_wait(&g->moved, &g->lock);
	(void)pthread_mutex_unlock(&g->lock);
	return ERR_CONFLICT;
}

static void *
holder(void *arg)
{
	struct gate *g = arg;

	ck_assert_int_eq(env_change(g->env, hold, g, 0), ERR_CONFLICT);
	return NULL;
}

/* A thread with one change. */
struct caller {
	struct env *env;
	struct row row;
	size_t weight;
	enum err result;
	pthread_t thread;
};

static void *
call(void *arg)
{
	struct caller *c = arg;

	c->result = env_change(c->env, put_row, &c->row, c->weight);
	return NULL;
}

/* Where a queue ends: another place with every new caller. */
static const void *
queue_end(struct env *env, const struct queue *q)
{
	const void *end;

	(void)pthread_mutex_lock(&env->group.lock);
	end = q->end;
	(void)pthread_mutex_unlock(&env->group.lock);
	return end;
}

/* Runs `n` callers so that all of them wait behind one held change. */
static void
run_behind(struct env *env, struct caller *cs, size_t n)
{
	struct gate g = { .env = env,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.moved = PTHREAD_COND_INITIALIZER };
	struct queue *ready = &env->group.ready;
	pthread_t first;
	const void *before;

	ck_assert_int_eq(pthread_create(&first, NULL, holder, &g), 0);
	(void)pthread_mutex_lock(&g.lock);
	while (!g.inside)
		(void)pthread_cond_wait(&g.moved, &g.lock);
	(void)pthread_mutex_unlock(&g.lock);
	for (size_t i = 0; i < n; i++) {
		cs[i].env = env;
		before = queue_end(env, ready);
		ck_assert_int_eq(pthread_create(&cs[i].thread, NULL, call,
				     &cs[i]),
		    0);
		while (queue_end(env, ready) == before)
			(void)sched_yield();
	}
	(void)pthread_mutex_lock(&g.lock);
	g.go = true;
	(void)pthread_cond_broadcast(&g.moved);
	(void)pthread_mutex_unlock(&g.lock);
	ck_assert_int_eq(pthread_join(first, NULL), 0);
	for (size_t i = 0; i < n; i++)
		ck_assert_int_eq(pthread_join(cs[i].thread, NULL), 0);
}

START_TEST(changes_that_wait_together_share_one_commit)
{
	struct folder f = folder_make();
	struct env *env = opened(&f, 0);
	struct caller cs[10] = { 0 };
	uint64_t before = env_last_commit(env);

	for (size_t i = 0; i < 10; i++)
		cs[i].row = (struct row){ .number = i, .bytes = 8 };
	run_behind(env, cs, 10);
	ck_assert_uint_eq(env_counts(env).commits, 1);
	ck_assert_uint_eq(env_counts(env).changes, 11);
	ck_assert_uint_eq(env_counts(env).failed, 1);
	ck_assert_uint_eq(env_counts(env).largest_batch, 10);
	ck_assert_uint_eq(env_last_commit(env), before + 1);
	ck_assert_uint_eq(rows(env), 10);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(a_failing_change_rolls_back_alone_and_keeps_its_own_result)
{
	struct folder f = folder_make();
	struct env *env = opened(&f, 0);
	struct caller cs[6] = { 0 };

	for (size_t i = 0; i < 6; i++)
		cs[i].row = (struct row){ .number = i, .bytes = 8 };
	cs[2].row.writes_then = ERR_WINDOW_CLOSED;
	cs[4].row.refuses = ERR_FORBIDDEN;
	run_behind(env, cs, 6);
	for (size_t i = 0; i < 6; i++)
		ck_assert_int_eq(cs[i].result, i == 2   ? ERR_WINDOW_CLOSED
					       : i == 4 ? ERR_FORBIDDEN
							: OK);
	ck_assert_uint_eq(rows(env), 4);
	ck_assert(!has_row(env, 2));
	ck_assert_uint_eq(env_counts(env).commits, 1);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(a_refusal_before_any_write_makes_nobody_run_twice)
{
	struct folder f = folder_make();
	struct env *env = opened(&f, 0);
	struct caller cs[4] = { 0 };

	for (size_t i = 0; i < 4; i++)
		cs[i].row = (struct row){ .number = i, .bytes = 8 };
	cs[3].row.refuses = ERR_FORBIDDEN;
	run_behind(env, cs, 4);
	for (size_t i = 0; i < 4; i++)
		ck_assert_uint_eq(cs[i].row.runs, 1);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(when_all_fail_nothing_is_committed)
{
	struct folder f = folder_make();
	struct env *env = opened(&f, 0);
	uint64_t before = env_last_commit(env);
	struct row r = { .number = 1, .bytes = 8, .writes_then = ERR_RANGE };

	ck_assert_int_eq(env_change(env, put_row, &r, 0), ERR_RANGE);
	ck_assert_uint_eq(r.runs, 1);
	ck_assert_uint_eq(env_last_commit(env), before);
	ck_assert_uint_eq(env_counts(env).commits, 0);
	ck_assert(!has_row(env, 1));
	env_close(&env);
	folder_remove(&f);
}
END_TEST

/* What a change wants on the disk, and where it is put. */
struct piece {
	unsigned written, flushed; /* times */
};

struct ground {
	pthread_mutex_t lock;
	pthread_cond_t moved;
	bool held; /* nothing comes to the disk before this is false */
	unsigned calls, inside, largest;
	unsigned flushes;
};

static void
put_down(void *self, void *const *cargo, unsigned n)
{
	struct ground *g = self;

	(void)pthread_mutex_lock(&g->lock);
	g->calls++;
	g->inside++;
	g->largest = n > g->largest ? n : g->largest;
	(void)pthread_cond_broadcast(&g->moved);
	while (g->held)
		(void)pthread_cond_wait(&g->moved, &g->lock);
	g->inside--;
	(void)pthread_mutex_unlock(&g->lock);
	for (unsigned i = 0; i < n; i++)
		((struct piece *)cargo[i])->written++;
}

/* One at a time: by the leader. */
static void
flush(void *self, void *const *cargo, unsigned n)
{
	struct ground *g = self;

	g->flushes++;
	for (unsigned i = 0; i < n; i++) {
		struct piece *p = cargo[i];

		ck_assert_uint_eq(p->written, 1);
		p->flushed++;
	}
}

struct bringer {
	struct env *env;
	struct row row;
	struct piece piece;
	unsigned seen; /* of the piece, by the change */
	pthread_t thread;
};

static enum err
put_with(struct txn *t, void *arg)
{
	struct bringer *b = arg;

	b->seen = b->piece.flushed;
	return put_row(t, &b->row);
}

static void *
bring(void *arg)
{
	struct bringer *b = arg;

	ck_assert_int_eq(env_change_with(b->env, put_with, b, 0, &b->piece),
	    OK);
	return NULL;
}

static unsigned
inside(struct ground *g)
{
	unsigned n;

	(void)pthread_mutex_lock(&g->lock);
	n = g->inside;
	(void)pthread_mutex_unlock(&g->lock);
	return n;
}

/* Starts the i-th, and waits until its cargo is being put down or waits. */
static void
start(struct bringer *b, struct ground *g, unsigned i)
{
	struct queue *q = &b->env->group.loading;
	const void *before = queue_end(b->env, q);

	ck_assert_int_eq(pthread_create(&b->thread, NULL, bring, b), 0);
	while (
	    i < STOWERS_MOST ? inside(g) <= i : queue_end(b->env, q) == before)
		(void)sched_yield();
}

START_TEST(cargo_is_put_down_before_its_change_and_that_of_many_together)
{
	struct folder f = folder_make();
	struct env *env = opened(&f, 0);
	struct ground g = { .lock = PTHREAD_MUTEX_INITIALIZER,
		.moved = PTHREAD_COND_INITIALIZER,
		.held = true };
	struct bringer bs[STOWERS_MOST + 10] = { 0 };
	const unsigned n = sizeof bs / sizeof *bs;

	env_on_cargo(env, (struct cargo_hooks){ put_down, flush, &g });
	for (unsigned i = 0; i < n; i++) {
		bs[i].env = env;
		bs[i].row = (struct row){ .number = i, .bytes = 8 };
		start(&bs[i], &g, i);
	}
	ck_assert_uint_eq(rows(env), 0);
	(void)pthread_mutex_lock(&g.lock);
	g.held = false;
	(void)pthread_cond_broadcast(&g.moved);
	(void)pthread_mutex_unlock(&g.lock);
	for (unsigned i = 0; i < n; i++) {
		ck_assert_int_eq(pthread_join(bs[i].thread, NULL), 0);
		ck_assert_uint_eq(bs[i].seen, 1);
		ck_assert_uint_eq(bs[i].piece.written, 1);
		ck_assert_uint_eq(bs[i].piece.flushed, 1);
	}
	ck_assert_uint_eq(g.calls, STOWERS_MOST + 1);
	ck_assert_uint_eq(g.flushes, env_counts(env).commits);
	ck_assert_uint_eq(g.largest, 10);
	ck_assert_uint_eq(rows(env), n);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(a_batch_ends_at_64_changes)
{
	struct folder f = folder_make();
	struct env *env = opened(&f, 0);
	struct caller cs[70] = { 0 };

	for (size_t i = 0; i < 70; i++)
		cs[i].row = (struct row){ .number = i, .bytes = 8 };
	run_behind(env, cs, 70);
	ck_assert_uint_eq(env_counts(env).largest_batch, 64);
	ck_assert_uint_eq(env_counts(env).commits, 2);
	ck_assert_uint_eq(rows(env), 70);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(a_batch_ends_when_4_mib_are_together)
{
	struct folder f = folder_make();
	struct env *env = opened(&f, 0);
	struct caller cs[5] = { 0 };

	for (size_t i = 0; i < 5; i++) {
		cs[i].row = (struct row){ .number = i, .bytes = 8 };
		cs[i].weight = 2 << 20;
	}
	run_behind(env, cs, 5);
	ck_assert_uint_eq(env_counts(env).largest_batch, 2);
	ck_assert_uint_eq(env_counts(env).commits, 3);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(a_full_map_grows_and_the_whole_batch_runs_again)
{
	struct folder f = folder_make();
	struct env *env = opened(&f, 256 << 10);
	struct caller cs[8] = { 0 };
	struct env_usage u;

	for (size_t i = 0; i < 8; i++)
		cs[i].row = (struct row){ .number = i, .bytes = 100000 };
	cs[1].row.writes_then = ERR_RANGE;
	run_behind(env, cs, 8);
	for (size_t i = 0; i < 8; i++)
		ck_assert_int_eq(cs[i].result, i == 1 ? ERR_RANGE : OK);
	ck_assert_uint_ge(cs[0].row.runs, 2);
	ck_assert_uint_eq(rows(env), 7);
	ck_assert_uint_eq(env_counts(env).commits, 1);
	ck_assert_uint_eq(env_counts(env).changes, 9);
	ck_assert_int_eq(env_usage(env, &u), OK);
	ck_assert_uint_ge(u.map_bytes, 1 << 20);
	ck_assert_uint_ge(u.map_bytes, u.used_bytes);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

struct sealing {
	enum err answer;
	atomic_uint seals, rings;
};

static enum err
seal(struct txn *t, void *self)
{
	struct sealing *s = self;
	struct key k = row_key(++s->seals);

	txn_put(t, T_SEALS, key_all(&k), key_all(&k));
	return s->answer;
}

static void
ring(void *self)
{
	((struct sealing *)self)->rings++;
}

START_TEST(the_seal_is_written_in_the_same_commit_and_the_bell_rings_after)
{
	struct folder f = folder_make();
	struct env *env = opened(&f, 0);
	struct sealing s = { .answer = OK };
	struct row good = { .number = 1, .bytes = 8 };
	struct row bad = { .number = 2, .bytes = 8, .writes_then = ERR_RANGE };
	struct txn t;

	env_on_seal(env, seal, &s);
	env_after_commit(env, ring, &s);
	ck_assert_int_eq(env_change(env, put_row, &good, 0), OK);
	ck_assert_int_eq(env_change(env, put_row, &bad, 0), ERR_RANGE);
	ck_assert_uint_eq(s.seals, 1);
	ck_assert_uint_eq(s.rings, 1);
	txn_read(&t, env);
	ck_assert_uint_eq(txn_count(&t, T_SEALS), 1);
	ck_assert_int_eq(txn_end(&t), OK);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(a_failing_seal_fails_the_whole_batch)
{
	struct folder f = folder_make();
	struct env *env = opened(&f, 0);
	struct sealing s = { .answer = ERR_BROKEN };
	struct caller cs[3] = { 0 };

	env_on_seal(env, seal, &s);
	env_after_commit(env, ring, &s);
	for (size_t i = 0; i < 3; i++)
		cs[i].row = (struct row){ .number = i, .bytes = 8 };
	cs[0].row.refuses = ERR_RANGE;
	run_behind(env, cs, 3);
	ck_assert_int_eq(cs[0].result, ERR_RANGE);
	ck_assert_int_eq(cs[1].result, ERR_BROKEN);
	ck_assert_int_eq(cs[2].result, ERR_BROKEN);
	ck_assert_uint_eq(rows(env), 0);
	ck_assert_uint_eq(s.rings, 0);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

/* Many threads, each adding to one counter and writing rows of its own; every
 * eighth change fails after it wrote. */
struct crowd {
	struct env *env;
	uint64_t number;
	atomic_uint *wrong;
};

static enum err
add_one(struct txn *t, void *arg)
{
	struct row *r = arg;
	struct key k = row_key(UINT64_MAX), mine = row_key(r->number), next;
	struct slice v;
	uint64_t n = 0;

	if (txn_get(t, T_ROWS, key_all(&k), &v))
		n = key_get_u64(v.p);
	key_start(&next);
	key_u64(&next, n + 1);
	txn_put(t, T_ROWS, key_all(&k), key_all(&next));
	(void)txn_put_new(t, T_ROWS, key_all(&mine), key_all(&mine));
	return r->writes_then;
}

static void *
one_of_the_crowd(void *arg)
{
	struct crowd *c = arg;
	struct row r = { 0 };

	for (uint64_t i = 0; i < EACH; i++) {
		r.number = c->number * EACH + i;
		r.writes_then = i % 8 == 7 ? ERR_RANGE : OK;
		if (env_change(c->env, add_one, &r, 100) != r.writes_then ||
		    has_row(c->env, r.number) != (r.writes_then == OK))
			(*c->wrong)++;
	}
	return NULL;
}

static void
run_crowd(struct env *env)
{
	struct crowd crowd[THREADS];
	pthread_t threads[THREADS];
	atomic_uint wrong = 0;

	for (uint64_t i = 0; i < THREADS; i++) {
		crowd[i] = (struct crowd){ env, i, &wrong };
		ck_assert_int_eq(pthread_create(&threads[i], NULL,
				     one_of_the_crowd, &crowd[i]),
		    0);
	}
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
	ck_assert_uint_eq(wrong, 0);
}

START_TEST(a_crowd_commits_far_fewer_times_than_it_changes)
{
	const uint64_t good = THREADS * EACH - THREADS * (EACH / 8);
	struct key k = row_key(UINT64_MAX);
	struct folder f = folder_make();
	struct env *env = opened(&f, 64 << 10);
	struct env_counts counts;
	struct slice v;
	struct txn t;

	run_crowd(env);
	counts = env_counts(env);
	ck_assert_uint_eq(counts.changes, THREADS * EACH);
	ck_assert_uint_eq(counts.failed, THREADS * EACH - good);
	ck_assert_uint_lt(counts.commits * 3, counts.changes);
	txn_read(&t, env);
	ck_assert(txn_get(&t, T_ROWS, key_all(&k), &v));
	ck_assert_uint_eq(key_get_u64(v.p), good);
	ck_assert_uint_eq(txn_count(&t, T_ROWS), good + 1);
	ck_assert_int_eq(txn_end(&t), OK);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		changes_that_wait_together_share_one_commit,
		a_failing_change_rolls_back_alone_and_keeps_its_own_result,
		a_refusal_before_any_write_makes_nobody_run_twice,
		when_all_fail_nothing_is_committed,
		cargo_is_put_down_before_its_change_and_that_of_many_together,
		a_batch_ends_at_64_changes,
		a_batch_ends_when_4_mib_are_together,
		a_full_map_grows_and_the_whole_batch_runs_again,
		the_seal_is_written_in_the_same_commit_and_the_bell_rings_after,
		a_failing_seal_fails_the_whole_batch,
		a_crowd_commits_far_fewer_times_than_it_changes,
		NULL,
	};

	return suite_run("store/db/group", tests);
}
