/*
 * test_tamper.c - an administrator with root, the log's key and all the time
 * in the world, against somebody who holds one earlier receipt (others:
 * test_holders.c).
 *
 * Without the key a changed log does not verify. With it, it may verify and
 * keep every rule: then only what was given out before gives it away.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/db/key.h"
#include "store/db/walk.h"
#include "store/mark.h"
#include "tests/kit/forger.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define MINUTE INT64_C(60000000)

static struct world w;
static struct receipt held;

/* A world with a late document, of which somebody holds the receipt. */
static void
open_with_receipt(void)
{
	struct submission s;
	struct buf text = { 0 };
	struct fault why = { 0 };

	world_open(&w);
	(void)world_upload(&w, "D01", "1.1.2", "in time");
	world_clock(&w, WORLD_UNTIL);
	s = world_upload(&w, "D02", "1.1.2", "late");
	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	ck_assert_err(look_receipt_of(w.store, &s, &text), OK);
	ck_assert_err(receipt_check(buf_all(&text), &w.store->key, &held, &why),
	    OK);
	buf_free(&text);
	(void)world_upload(&w, "D03", "1.1.2", "after it");
}

static void
close_all(void)
{
	receipt_free(&held);
	world_close(&w);
}

static enum err
verified(void)
{
	return forger_verify(&w);
}

/* What the holder of the receipt finds. */
static enum err
holds(void)
{
	struct fault why = { 0 };

	return mark_holds(w.store, &held.checkpoint, &why);
}

START_TEST(an_honest_log_contains_what_was_given_out)
{
	open_with_receipt();
	ck_assert_err(verified(), OK);
	ck_assert(forger_keeps_rules(&w));
	ck_assert_err(holds(), OK);
	close_all();
}
END_TEST

/* ---- without the key ---- */

struct flip {
	unsigned table;
	uint64_t row;
	size_t byte;
	bool there;
	enum err found;
};

/* Flips a bit, verifies, and rolls all back. */
static enum err
run_flip(struct txn *t, void *arg)
{
	struct flip *f = arg;
	uint8_t key[64], value[4096];
	size_t key_n = 0, value_n = 0;
	struct fault why = { 0 };
	struct walk at;
	uint64_t n = 0;

	f->there = false;
	walk_start(&at, t, f->table, SLICE_NONE);
	while (walk_on(&at) && !f->there)
		if (n++ == f->row && f->byte < at.value.n) {
			f->there = true;
			key_n = at.key.n;
			value_n = at.value.n;
			ck_assert_uint_le(key_n, sizeof key);
			ck_assert_uint_le(value_n, sizeof value);
			memcpy(key, at.key.p, key_n);
			memcpy(value, at.value.p, value_n);
			value[f->byte] ^= 1;
		}
	walk_end(&at);
	if (f->there) {
		txn_put(t, f->table, slice_of(key, key_n),
		    slice_of(value, value_n));
		f->found = ledger_verify(w.store->ledger, t, &w.store->key,
		    (struct ledger_progress){ 0 }, &why);
	}
	return ERR_CONFLICT;
}

/* False when there is no such byte. */
static bool
flip_is_found(unsigned table, uint64_t row, size_t byte)
{
	struct flip f = { table, row, byte, false, OK };

	ck_assert_err(env_change(w.store->env, run_flip, &f, 0), ERR_CONFLICT);
	ck_assert_msg(!f.there || f.found != OK, "table %s, row %llu, byte %zu",
	    table_names[table], (unsigned long long)row, byte);
	return f.there;
}

START_TEST(any_byte_of_the_log_edited_is_found)
{
	static const unsigned tables[] = { T_ENTRIES, T_NODES, T_CHECKPOINTS,
		T_HEAD };
	unsigned flipped = 0;

	open_with_receipt();
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		for (uint64_t row = 0; flip_is_found(tables[i], row, 0); row++)
			for (size_t byte = 1;
			     flip_is_found(tables[i], row, byte); byte++)
				flipped++;
	ck_assert_uint_gt(flipped, 2000);
	ck_assert_err(verified(), OK);
	close_all();
}
END_TEST

/* ---- with the key ---- */

START_TEST(a_rebuilt_log_without_an_entry_is_found_by_the_receipt)
{
	struct forgery f = FORGERY_NONE;

	open_with_receipt();
	f.without = 2;
	forge(&w, f);
	ck_assert_err(verified(), OK); /* the key signed it */
	ck_assert_err(holds(), ERR_CONFLICT);
	close_all();
}
END_TEST

START_TEST(a_rebuilt_log_that_ends_earlier_is_found_by_the_receipt)
{
	struct forgery f = FORGERY_NONE;

	open_with_receipt();
	f.without = (unsigned)held.index;
	forge(&w, f);
	ck_assert_err(verified(), OK);
	ck_assert_int_ne(holds(), OK);
	close_all();
}
END_TEST

START_TEST(a_rebuilt_log_with_an_earlier_time_is_found_by_the_receipt)
{
	struct forgery f = FORGERY_NONE;
	char was[64], is[64];

	open_with_receipt();
	(void)snprintf(was, sizeof was, "received %lld %lld",
	    (long long)1673370000000000, (long long)1673370000000000);
	(void)snprintf(is, sizeof is, "received %lld %lld",
	    (long long)1673369999999999, (long long)1673369999999999);
	f.from = (unsigned)held.index;
	f.by = -MINUTE;
	f.was = was;
	f.is = is;
	forge(&w, f);
	ck_assert_err(verified(), OK);
	ck_assert_msg(!forger_keeps_rules(&w), "the verdict still says late");
	ck_assert_err(holds(), ERR_CONFLICT);
	close_all();
}
END_TEST

START_TEST(a_forgery_that_keeps_every_rule_is_found_by_the_receipt)
{
	struct forgery f = FORGERY_NONE;

	open_with_receipt();
	/* the whole history a minute later, verdicts and all */
	f.from = (unsigned)held.index + 1;
	f.by = MINUTE;
	forge(&w, f);
	ck_assert_err(verified(), OK);
	ck_assert(forger_keeps_rules(&w));
	ck_assert_err(holds(), OK); /* it changes nothing given out */
	f.from = (unsigned)held.index;
	f.by = 1;
	forge(&w, f);
	ck_assert_err(verified(), OK);
	ck_assert(forger_keeps_rules(&w));
	ck_assert_err(holds(), ERR_CONFLICT);
	close_all();
}
END_TEST

/* ---- an old copy ---- */

START_TEST(an_old_copy_is_found_before_and_after_it_has_grown)
{
	char copy[FOLDER_ROOM + 8];
	struct fault why = { 0 };
	struct submission s;
	struct buf text = { 0 };

	world_open(&w);
	(void)world_upload(&w, "D01", "1.1.2", "kept");
	(void)snprintf(copy, sizeof copy, "%s/old", w.folder.path);
	ck_assert_err(env_copy(w.store->env, copy, &why), OK);
	s = world_upload(&w, "D02", "1.1.2", "lost");
	ck_assert_err(look_receipt_of(w.store, &s, &text), OK);
	ck_assert_err(receipt_check(buf_all(&text), &w.store->key, &held, &why),
	    OK);
	buf_free(&text);
	ck_assert_err(holds(), OK);
	(void)snprintf(w.store_path, sizeof w.store_path, "%s", copy);
	world_reopen(&w);
	ck_assert_err(verified(), OK);
	ck_assert_err(holds(), ERR_BACKWARDS);
	(void)world_upload(&w, "D03", "1.1.2", "something else");
	(void)world_upload(&w, "D04", "1.1.2", "and more");
	ck_assert_err(verified(), OK);
	ck_assert_err(holds(), ERR_CONFLICT);
	close_all();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_honest_log_contains_what_was_given_out,
		any_byte_of_the_log_edited_is_found,
		a_rebuilt_log_without_an_entry_is_found_by_the_receipt,
		a_rebuilt_log_that_ends_earlier_is_found_by_the_receipt,
		a_rebuilt_log_with_an_earlier_time_is_found_by_the_receipt,
		a_forgery_that_keeps_every_rule_is_found_by_the_receipt,
		an_old_copy_is_found_before_and_after_it_has_grown,
		NULL,
	};

	return suite_run("tamper", tests);
}
