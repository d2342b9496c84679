/*
 * test_txn.c - keys, transactions and walks.
 *
 * Knows the promises of key.h, txn.h and walk.h. Touches folders of its own.
 */
#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "store/db/env.h"
#include "store/db/key.h"
#include "store/db/walk.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

enum {
	T_ROWS,
	T_OTHER,
	T_BEFORE,
	T_BEHIND,
	N_TABLES
};
static const char *const tables[N_TABLES] = { "rows", "other", "before",
	"behind" };

/* The same, three of them in one tree: whatever holds of the one layout holds
 * of the other. */
static const char *const shared[N_TABLES] = { "one", "other", "one", "one" };
static const uint8_t codes[N_TABLES] = { 2, 0, 1, 3 };

static struct env *
opened_as(const struct folder *f, bool in_one)
{
	struct env_options o = { .path = f->path,
		.tables = in_one ? shared : tables,
		.codes = in_one ? codes : NULL,
		.n_tables = N_TABLES,
		.version = 1,
		.create = true };
	struct env *env;

	ck_assert_err(env_open(&env, &o, NULL), OK);
	return env;
}

static struct env *
opened(const struct folder *f)
{
	return opened_as(f, false);
}

/* Rows on both sides of what the tests write. */
static enum err
put_neighbours(struct txn *t, void *arg)
{
	(void)arg;
	txn_put(t, T_BEFORE, slice_text("zz"), slice_text("before"));
	txn_put(t, T_BEHIND, slice_text("a"), slice_text("behind"));
	return t->err;
}

static void
see_neighbours(struct txn *t)
{
	struct slice v;
	struct walk w;

	ck_assert(txn_get(t, T_BEFORE, slice_text("zz"), &v));
	ck_assert(slice_is(v, "before"));
	ck_assert(txn_get(t, T_BEHIND, slice_text("a"), &v));
	ck_assert(slice_is(v, "behind"));
	for (unsigned table = T_BEFORE; table <= T_BEHIND; table++) {
		walk_back(&w, t, table, SLICE_NONE);
		ck_assert(walk_on(&w));
		ck_assert_uint_eq(w.key.n, table == T_BEFORE ? 2 : 1);
		ck_assert(!walk_on(&w));
	}
}

/* Runs `body` in a write transaction on a fresh store, then `look` in a
 * reading one; in either layout. */
static void
run(enum err (*body)(struct txn *t, void *arg), enum err want,
    void (*look)(struct txn *t))
{
	for (int in_one = 0; in_one < 2; in_one++) {
		struct folder f = folder_make();
		struct env *env = opened_as(&f, in_one);
		struct txn t;

		ck_assert_err(env_change(env, put_neighbours, NULL, 0), OK);
		ck_assert_err(env_change(env, body, NULL, 0), want);
		txn_read(&t, env);
		look(&t);
		see_neighbours(&t);
		ck_assert_err(txn_end(&t), OK);
		env_close(&env);
		folder_remove(&f);
	}
}

static void
put(struct txn *t, const char *key, const char *value)
{
	txn_put(t, T_ROWS, slice_text(key), slice_text(value));
}

static bool
holds(struct txn *t, const char *key, const char *value)
{
	struct slice v;

	return txn_get(t, T_ROWS, slice_text(key), &v) && slice_is(v, value);
}

static enum err
write_some(struct txn *t, void *arg)
{
	struct slice v;

	(void)arg;
	put(t, "a", "1");
	ck_assert(txn_put_new(t, T_ROWS, slice_text("b"), slice_text("2")));
	ck_assert(!txn_put_new(t, T_ROWS, slice_text("a"), slice_text("9")));
	ck_assert_err(t->err, OK);
	put(t, "c", "333");
	put(t, "d", "4");
	put(t, "a", "1 again");
	ck_assert(txn_drop(t, T_ROWS, slice_text("d")));
	ck_assert(!txn_drop(t, T_ROWS, slice_text("d")));
	ck_assert(!txn_get(t, T_ROWS, slice_text("d"), &v));
	ck_assert_uint_eq(v.n, 0);
	ck_assert_err(t->err, OK);
	return OK;
}

static void
see_some(struct txn *t)
{
	ck_assert(holds(t, "a", "1 again"));
	ck_assert(holds(t, "b", "2"));
	ck_assert(holds(t, "c", "333"));
	ck_assert_uint_eq(txn_count(t, T_ROWS), 3);
	ck_assert_uint_eq(txn_count(t, T_OTHER), 0);
}

START_TEST(what_is_put_is_there_and_what_is_dropped_is_not)
{
	run(write_some, OK, see_some);
}
END_TEST

static enum err
fail_in_the_middle(struct txn *t, void *arg)
{
	struct walk w;
	struct slice v;

	(void)arg;
	put(t, "a", "1");
	ck_assert_err(txn_require(t, OK), OK);
	ck_assert_err(txn_require(t, ERR_CONFLICT), ERR_CONFLICT);
	ck_assert_err(txn_require(t, ERR_RANGE), ERR_CONFLICT);
	put(t, "b", "2");
	ck_assert(!txn_get(t, T_ROWS, slice_text("a"), &v));
	ck_assert(!txn_drop(t, T_ROWS, slice_text("a")));
	ck_assert(!txn_put_new(t, T_ROWS, slice_text("z"), slice_text("z")));
	ck_assert_uint_eq(txn_count(t, T_ROWS), 0);
	walk_start(&w, t, T_ROWS, SLICE_NONE);
	ck_assert(!walk_on(&w));
	return OK;
}

static void
see_none(struct txn *t)
{
	ck_assert_uint_eq(txn_count(t, T_ROWS), 0);
}

static enum err
put_what_did_not_fit(struct txn *t, void *arg)
{
	struct buf whole = { 0 }, cut = { 0 };

	(void)arg;
	buf_text(&whole, "1");
	txn_put_buf(t, T_ROWS, slice_text("a"), &whole);
	ck_assert_ptr_null(whole.p);
	ck_assert(holds(t, "a", "1"));
	buf_text(&cut, "2");
	cut.err = ERR_NO_MEMORY;
	txn_put_buf(t, T_ROWS, slice_text("b"), &cut);
	ck_assert_ptr_null(cut.p);
	return OK;
}

START_TEST(a_value_that_did_not_fit_its_buffer_is_the_transactions_failure)
{
	run(put_what_did_not_fit, ERR_NO_MEMORY, see_none);
}
END_TEST

START_TEST(the_first_failure_stays_and_stops_everything_after_it)
{
	run(fail_in_the_middle, ERR_CONFLICT, see_none);
}
END_TEST

static void *
write_elsewhere(void *arg)
{
	ck_assert_err(env_change(arg, write_some, NULL, 0), OK);
	return NULL;
}

START_TEST(a_reader_keeps_its_snapshot_while_another_thread_commits)
{
	struct folder f = folder_make();
	struct env *env = opened(&f);
	pthread_t thread;
	struct txn t;

	txn_read(&t, env);
	ck_assert_int_eq(pthread_create(&thread, NULL, write_elsewhere, env),
	    0);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	see_none(&t);
	ck_assert_err(txn_end(&t), OK);
	ck_assert_err(txn_end(&t), OK);
	txn_read(&t, env);
	see_some(&t);
	ck_assert_err(txn_end(&t), OK);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(numbers_sort_as_keys_as_they_count)
{
	static const uint64_t ascending[] = { 0, 1, 255, 256, 65535, 1u << 31,
		UINT64_C(1) << 56, UINT64_MAX };
	struct key a, b;

	for (size_t i = 0; i + 1 < sizeof ascending / sizeof *ascending; i++) {
		key_start(&a);
		key_u64(&a, ascending[i]);
		key_start(&b);
		key_u64(&b, ascending[i + 1]);
		ck_assert_int_lt(slice_cmp(key_all(&a), key_all(&b)), 0);
		ck_assert_uint_eq(key_get_u64(a.b), ascending[i]);
	}
}
END_TEST

START_TEST(a_shorter_text_sorts_before_its_longer_one_whatever_follows)
{
	struct key a, b;

	key_start(&a);
	key_text(&a, "D1");
	key_u64(&a, UINT64_MAX);
	key_start(&b);
	key_text(&b, "D16");
	key_u64(&b, 0);
	ck_assert_int_lt(slice_cmp(key_all(&a), key_all(&b)), 0);
}
END_TEST

static enum err
number_rows(struct txn *t, void *arg)
{
	static const uint64_t numbers[] = { 2, 300 };
	struct key k;

	(void)arg;
	for (size_t i = 0; i < 2; i++) {
		key_start(&k);
		key_text(&k, "p");
		key_u64(&k, numbers[i]);
		txn_put(t, T_ROWS, key_all(&k), SLICE_NONE);
	}
	return OK;
}

static enum err
number_wrongly(struct txn *t, void *arg)
{
	(void)number_rows(t, arg);
	txn_put(t, T_ROWS, slice_of("p\0 no number", 12), SLICE_NONE);
	return OK;
}

static void
see_numbers(struct txn *t)
{
	struct slice prefix = slice_of("p", 2);
	struct walk w;
	uint64_t n = 0;

	ck_assert_uint_eq(walk_last(t, T_ROWS, prefix), 300);
	ck_assert_uint_eq(walk_last(t, T_OTHER, SLICE_NONE), 0);
	walk_start(&w, t, T_ROWS, prefix);
	ck_assert(walk_numbered(&w, &n));
	ck_assert_uint_eq(n, 2);
	ck_assert(walk_numbered(&w, &n));
	ck_assert_uint_eq(n, 300);
	ck_assert(!walk_numbered(&w, &n));
}

static void
see_no_number(struct txn *t)
{
	struct walk w;
	uint64_t n = 0;

	walk_start(&w, t, T_ROWS, slice_of("p", 2));
	while (walk_numbered(&w, &n))
		;
	ck_assert_err(t->err, ERR_BROKEN);
	t->err = OK;
}

START_TEST(numbered_rows_are_met_in_order_and_what_is_no_number_breaks_it)
{
	run(number_rows, OK, see_numbers);
	run(number_wrongly, OK, see_no_number);
}
END_TEST

/* The keys a walk meets, joined by spaces. */
static void
walked(struct walk *w, char *out)
{
	*out = 0;
	while (walk_on(w)) {
		(void)snprintf(out + strlen(out), 100, "%.*s ", (int)w->key.n,
		    (const char *)w->key.p);
		ck_assert(slice_eq(w->key, w->value));
	}
	ck_assert(!walk_on(w));
	walk_end(w);
	walk_end(w);
}

static enum err
put_words(struct txn *t, void *arg)
{
	static const char *const words[] = { "a", "b", "ba", "bb", "bbb", "bc",
		"c", "d\xff", "d\xff\xff", "\xff", "\xff\xff" };

	(void)arg;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		put(t, words[i], words[i]);
	return OK;
}

static void
see_words(struct txn *t)
{
	static const struct {
		const char *prefix, *from, *forwards, *backwards;
	} table[] = {
		/* clang-format off */
		{ "b", NULL, "b ba bb bbb bc ", "bc bbb bb ba b " },
		{ "bb", NULL, "bb bbb ", "bbb bb " },
		{ "c", NULL, "c ", "c " },
		{ "x", NULL, "", "" },
		{ "e", NULL, "", "" },
		{ "aa", NULL, "", "" },
		{ "d\xff", NULL, "d\xff d\xff\xff ", "d\xff\xff d\xff " },
		{ "\xff", NULL, "\xff \xff\xff ", "\xff\xff \xff " },
		{ "\xff\xff\xff", NULL, "", "" },
		{ "", NULL, "a b ba bb bbb bc c d\xff d\xff\xff \xff \xff\xff ",
		  "\xff\xff \xff d\xff\xff d\xff c bc bbb bb ba b a " },
		{ "b", "bb", "bb bbb bc ", "ba b " },
		{ "b", "bab", "bb bbb bc ", "ba b " },
		{ "b", "bd", "", "bc bbb bb ba b " },
		{ "", "c", "c d\xff d\xff\xff \xff \xff\xff ",
		  "bc bbb bb ba b a " },
		{ "", "a", "a b ba bb bbb bc c d\xff d\xff\xff \xff \xff\xff ", "" },
		/* clang-format on */
	};
	struct walk w;
	char got[400];

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct slice prefix = slice_text(table[i].prefix);

		if (table[i].from != NULL)
			walk_from(&w, t, T_ROWS, prefix,
			    slice_text(table[i].from));
		else
			walk_start(&w, t, T_ROWS, prefix);
		walked(&w, got);
		ck_assert_str_eq(got, table[i].forwards);
		if (table[i].from != NULL)
			walk_back_from(&w, t, T_ROWS, prefix,
			    slice_text(table[i].from));
		else
			walk_back(&w, t, T_ROWS, prefix);
		walked(&w, got);
		ck_assert_str_eq(got, table[i].backwards);
	}
	walk_start(&w, t, T_OTHER, SLICE_NONE);
	ck_assert(!walk_on(&w));
	walk_back(&w, t, T_OTHER, SLICE_NONE);
	ck_assert(!walk_on(&w));
}

START_TEST(a_walk_meets_the_keys_of_its_prefix_in_order)
{
	run(put_words, OK, see_words);
}
END_TEST

#define MANY 2000

/* Drops two thirds of many keys while walking over them; every key must be
 * met exactly once. */
static void
drop_while_walking(struct txn *t, bool backwards)
{
	struct walk w;
	struct key k;
	uint64_t n, met = 0;

	for (uint64_t i = 0; i < MANY; i++) {
		key_start(&k);
		key_u64(&k, i);
		txn_put(t, T_ROWS, key_all(&k), key_all(&k));
	}
	if (backwards)
		walk_back(&w, t, T_ROWS, SLICE_NONE);
	else
		walk_start(&w, t, T_ROWS, SLICE_NONE);
	for (; walk_on(&w); met++) {
		n = key_get_u64(w.key.p);
		ck_assert_uint_eq(n, backwards ? MANY - 1 - met : met);
		if (n % 3 != 0)
			walk_drop(&w);
	}
	ck_assert_uint_eq(met, MANY);
	met = 0;
	for (walk_start(&w, t, T_ROWS, SLICE_NONE); walk_on(&w); met += 3)
		ck_assert_uint_eq(key_get_u64(w.key.p), met);
	ck_assert_uint_eq(txn_count(t, T_ROWS), (MANY + 2) / 3);
}

static enum err
drop_forwards(struct txn *t, void *arg)
{
	(void)arg;
	drop_while_walking(t, false);
	return OK;
}

static enum err
drop_backwards(struct txn *t, void *arg)
{
	(void)arg;
	drop_while_walking(t, true);
	return OK;
}

static enum err
drop_all(struct txn *t, void *arg)
{
	struct walk w;

	(void)arg;
	ck_assert_err(put_words(t, NULL), OK);
	for (walk_back(&w, t, T_ROWS, SLICE_NONE); walk_on(&w);)
		walk_drop(&w);
	ck_assert_err(put_words(t, NULL), OK);
	for (walk_start(&w, t, T_ROWS, SLICE_NONE); walk_on(&w);)
		walk_drop(&w);
	return OK;
}

static void
see_a_third(struct txn *t)
{
	ck_assert_uint_eq(txn_count(t, T_ROWS), (MANY + 2) / 3);
}

START_TEST(dropping_while_walking_forwards_skips_nothing)
{
	run(drop_forwards, OK, see_a_third);
}
END_TEST

START_TEST(dropping_while_walking_backwards_skips_nothing)
{
	run(drop_backwards, OK, see_a_third);
}
END_TEST

START_TEST(a_walk_may_drop_everything)
{
	run(drop_all, OK, see_none);
}
END_TEST

static enum err
leave_a_walk(struct txn *t, void *arg)
{
	struct walk w;

	ck_assert_err(put_words(t, arg), OK);
	walk_start(&w, t, T_ROWS, SLICE_NONE);
	ck_assert(walk_on(&w));
	return ERR_CONFLICT;
}

START_TEST(a_change_may_fail_in_the_middle_of_a_walk)
{
	run(leave_a_walk, ERR_CONFLICT, see_none);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_value_that_did_not_fit_its_buffer_is_the_transactions_failure,
		numbered_rows_are_met_in_order_and_what_is_no_number_breaks_it,
		what_is_put_is_there_and_what_is_dropped_is_not,
		the_first_failure_stays_and_stops_everything_after_it,
		a_reader_keeps_its_snapshot_while_another_thread_commits,
		numbers_sort_as_keys_as_they_count,
		a_shorter_text_sorts_before_its_longer_one_whatever_follows,
		a_walk_meets_the_keys_of_its_prefix_in_order,
		dropping_while_walking_forwards_skips_nothing,
		dropping_while_walking_backwards_skips_nothing,
		a_walk_may_drop_everything,
		a_change_may_fail_in_the_middle_of_a_walk,
		NULL,
	};

	return suite_run("store/db/txn", tests);
}
