/*
 * test_verify.c - one flipped bit anywhere in the log is found.
 */
#include <stdlib.h>

#include "store/db/key.h"
#include "store/db/walk.h"
#include "tests/kit/logbook.h"
#include "tests/kit/suite.h"

static struct logbook book;

/* Two hours of entries: 70 leaves, of whose nodes 3 are kept, and 2
 * checkpoints. */
static void
two_hours(void)
{
	logbook_open(&book);
	logbook_grow(&book, 3);
	ck_assert_err(logbook_add(&book, 61), OK);
	book.clock.wall.us += INT64_C(3600000000);
	logbook_grow(&book, 6);
}

/* A row of its own, apart from any transaction. */
struct row {
	struct key key;
	uint8_t value[2048];
	size_t n;
};

/* The table's `at`th row; false beyond the last. */
static bool
row_at(unsigned table, unsigned at, struct row *out)
{
	bool found = false;
	struct walk w;
	struct txn t;

	txn_read(&t, book.env);
	for (walk_start(&w, &t, table, SLICE_NONE); walk_on(&w);)
		if (at-- == 0) {
			key_start(&out->key);
			key_bytes(&out->key, w.key.p, w.key.n);
			ck_assert_uint_le(w.value.n, sizeof out->value);
			memcpy(out->value, w.value.p, w.value.n);
			out->n = w.value.n;
			found = true;
			break;
		}
	walk_end(&w);
	ck_assert_err(txn_end(&t), OK);
	return found;
}

static void
put_row(unsigned table, const struct row *r)
{
	logbook_damage(&book, table, key_all(&r->key),
	    slice_of(r->value, r->n));
}

static enum err
verify_with(unsigned table, const struct row *r, struct fault *why)
{
	return logbook_verify_with(&book, table, key_all(&r->key),
	    slice_of(r->value, r->n), why);
}

/* Flips one bit at every byte of every row, one after the other. */
static unsigned
flip_all(unsigned table)
{
	unsigned flips = 0;
	struct row r;

	for (unsigned at = 0; row_at(table, at, &r); at++)
		for (size_t i = 0; i < r.n; i++, flips++) {
			uint8_t bit = (uint8_t)(1 << (i + at) % 8);
			struct fault why = { 0 };

			r.value[i] ^= bit;
			ck_assert_msg(verify_with(table, &r, &why) ==
					  ERR_BROKEN,
			    "table %u, row %u, byte %zu", table, at, i);
			ck_assert_str_ne(why.detail, "");
			r.value[i] ^= bit;
		}
	ck_assert_err(logbook_verify(&book, NULL), OK);
	return flips;
}

START_TEST(a_flipped_bit_at_any_byte_of_any_row_is_found)
{
	unsigned table = (unsigned)_i;

	two_hours();
	ck_assert_uint_ge(flip_all(table), 24);
	logbook_close(&book);
}
END_TEST

START_TEST(a_row_cut_short_or_grown_is_found)
{
	struct row r;

	two_hours();
	for (unsigned table = 0; table < LOGBOOK_TABLES; table++) {
		ck_assert(row_at(table, 0, &r));
		r.n--;
		put_row(table, &r);
		ck_assert_err(logbook_verify(&book, NULL), ERR_BROKEN);
		r.n += 2;
		put_row(table, &r);
		ck_assert_err(logbook_verify(&book, NULL), ERR_BROKEN);
		r.n--;
		put_row(table, &r);
		ck_assert_err(logbook_verify(&book, NULL), OK);
	}
	logbook_close(&book);
}
END_TEST

START_TEST(a_row_that_is_missing_is_found)
{
	struct row r;

	two_hours();
	for (unsigned table = 0; table < LOGBOOK_TABLES; table++)
		for (unsigned at = 0; row_at(table, at, &r); at++) {
			/* That an old one stayed only those can tell who
			 * have it. */
			if (table == LOGBOOK_CHECKPOINTS)
				continue;
			logbook_drop_row(&book, table, key_all(&r.key));
			ck_assert_err(logbook_verify(&book, NULL), ERR_BROKEN);
			put_row(table, &r);
		}
	ck_assert_err(logbook_verify(&book, NULL), OK);
	logbook_close(&book);
}
END_TEST

START_TEST(a_row_too_many_is_found)
{
	struct row r;

	two_hours();
	for (unsigned table = 0; table < LOGBOOK_TABLES; table++) {
		ck_assert(row_at(table, 0, &r));
		/* Behind every other key, and among them. */
		for (int where = 0; where < 2; where++) {
			if (where == 0)
				r.key.b[0] = 0xff;
			else
				key_u8(&r.key, 0);
			put_row(table, &r);
			ck_assert_err(logbook_verify(&book, NULL), ERR_BROKEN);
			logbook_drop_row(&book, table, key_all(&r.key));
			ck_assert(row_at(table, 0, &r));
		}
	}
	ck_assert_err(logbook_verify(&book, NULL), OK);
	logbook_close(&book);
}
END_TEST

/* As an older program kept a log: every node, and the newest checkpoint among
 * the others. */
static void
as_before(void)
{
	struct row newest;
	struct txn t;
	struct key k;

	ck_assert(row_at(LOGBOOK_HEAD, 0, &newest));
	ck_assert_uint_eq(newest.key.b[0], 'c');
	for (uint64_t last = 0; last < 70; last++)
		for (unsigned level = 0; level < 5; level++) {
			struct ledger_nodes store = { book.ledger, &t };
			struct tree_nodes nodes = ledger_tree(&store);
			struct digest hash;

			if ((last + 1) % (UINT64_C(1) << level) != 0)
				continue;
			txn_read(&t, book.env);
			ck_assert_err(nodes.get(nodes.self, level,
					  ((last + 1) >> level) - 1, &hash),
			    OK);
			ck_assert_err(txn_end(&t), OK);
			key_start(&k);
			key_u64(&k, last);
			key_u8(&k, (uint8_t)level);
			logbook_damage(&book, LOGBOOK_NODES, key_all(&k),
			    slice_of(hash.b, sizeof hash.b));
		}
	key_start(&k);
	key_u64(&k, 70);
	logbook_damage(&book, LOGBOOK_CHECKPOINTS, key_all(&k),
	    slice_of(newest.value + 8, newest.n - 8));
	logbook_drop_row(&book, LOGBOOK_HEAD, key_all(&newest.key));
}

START_TEST(a_log_that_an_older_program_kept_holds_and_goes_on)
{
	struct row row;

	two_hours();
	as_before();
	ck_assert_err(logbook_verify(&book, NULL), OK);
	ck_assert_uint_ge(flip_all(LOGBOOK_NODES), 137 * 32);
	ck_assert_uint_ge(flip_all(LOGBOOK_CHECKPOINTS), 2 * 24);
	logbook_grow(&book, 3);
	ck_assert_err(logbook_verify(&book, NULL), OK);
	ck_assert(row_at(LOGBOOK_CHECKPOINTS, 0, &row));
	ck_assert(!row_at(LOGBOOK_CHECKPOINTS, 1, &row));
	logbook_close(&book);
}
END_TEST

START_TEST(another_key_did_not_sign_this_log)
{
	struct note_signer *other;
	struct buf secret = { 0 };
	struct txn t;

	two_hours();
	ck_assert_err(note_signer_new(LOGBOOK_ORIGIN, &other, &secret), OK);
	txn_read(&t, book.env);
	ck_assert_err(ledger_verify(book.ledger, &t, note_signer_key(other),
			  (struct ledger_progress){ 0 }, NULL),
	    ERR_BROKEN);
	ck_assert_err(txn_end(&t), OK);
	note_signer_drop(&other);
	buf_free(&secret);
	logbook_close(&book);
}
END_TEST

static void
step(void *self, uint64_t done, uint64_t of)
{
	ck_assert_uint_le(done, of);
	*(uint64_t *)self = done;
}

START_TEST(random_flips_in_a_larger_log_are_found)
{
	struct ledger_progress progress = { .step = step };
	uint64_t done = 0;
	unsigned seed = 27;
	struct txn t;
	struct row r;

	logbook_open(&book);
	for (int i = 0; i < 40; i++) {
		book.clock.wall.us += INT64_C(1800000000);
		ck_assert_err(logbook_add(&book, 25), OK);
	}
	progress.self = &done;
	txn_read(&t, book.env);
	ck_assert_err(ledger_verify(book.ledger, &t,
			  note_signer_key(book.signer), progress, NULL),
	    OK);
	ck_assert_err(txn_end(&t), OK);
	ck_assert_uint_eq(done, 1000);
	for (int i = 0; i < 60; i++) {
		static const unsigned rows[] = { 1000, 57, 19, 2 };
		unsigned table = (unsigned)i % LOGBOOK_TABLES;
		unsigned at = (unsigned)rand_r(&seed) % rows[table];
		uint8_t *byte;

		ck_assert(row_at(table, at, &r));
		byte = &r.value[(unsigned)rand_r(&seed) % r.n];
		*byte ^= 0x10;
		ck_assert_err(verify_with(table, &r, NULL), ERR_BROKEN);
	}
	ck_assert_err(logbook_verify(&book, NULL), OK);
	logbook_close(&book);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("verify");
	TCase *cases = tcase_create("verify");
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 100);
	tcase_add_loop_test(cases,
	    a_flipped_bit_at_any_byte_of_any_row_is_found, 0, LOGBOOK_TABLES);
	tcase_add_test(cases, a_row_cut_short_or_grown_is_found);
	tcase_add_test(cases, a_row_that_is_missing_is_found);
	tcase_add_test(cases, a_row_too_many_is_found);
	tcase_add_test(cases,
	    a_log_that_an_older_program_kept_holds_and_goes_on);
	tcase_add_test(cases, another_key_did_not_sign_this_log);
	tcase_add_test(cases, random_flips_in_a_larger_log_are_found);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
