/*
 * test_log_recheck.c - a log that has a successor: what was in force goes on,
 * and both are judged as one history.
 */
#include <stdio.h>

#include "store/succeed.h"
#include "tests/kit/commit.h"
#include "tests/kit/suite.h"

static struct world w;

/* The log ends; the world goes on with its successor. */
static void
go_on(unsigned nth, bool rotate)
{
	char next[sizeof w.key_path];
	struct store_successor wish = { .key_path = next,
		.reason = "its key was copied",
		.rotate = rotate };
	struct fault why = { 0 };

	(void)snprintf(next, sizeof next, "%s/k%u", w.folder.path, nth);
	ck_assert_msg(store_succeed(w.store, &wish, &why) == OK, "%s",
	    why.detail);
	memcpy(w.key_path, next, sizeof next);
	world_reopen(&w);
}

static void
succeed(unsigned nth)
{
	go_on(nth, false);
}

START_TEST(what_came_before_the_end_of_a_log_holds_in_its_successor)
{
	struct who who = world_unit("D01");
	struct submission first, second;
	struct submission withdrawn;
	struct fault why = { 0 };

	world_open(&w);
	first = world_upload(&w, "D01", "1.1.2", "before its end");
	(void)world_upload(&w, "D02", "1.1.2", "checked later");
	succeed(1);
	second = world_upload(&w, "D01", "1.4.1", "after it");
	ck_assert_uint_eq(PLACE_LOG(second.entry), 1);
	(void)world_settle(&w); /* verdicts about entries of both logs */
	ck_assert_msg(act_withdraw(w.store, &who, first.id, "wrong file",
			  &withdrawn, &why) == OK,
	    "%s", why.detail);
	succeed(2);
	world_clock(&w, WORLD_UNTIL);
	(void)world_upload(&w, "D03", "1.1.2", "too late");
	world_clock(&w, "2023-01-12T08:00:00+07:00");
	ck_assert_err(act_tick(w.store), OK); /* closes: counts all three */
	(void)world_settle(&w);
	world_verified(&w);
	world_rechecked(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_commitment_is_completed_in_the_log_that_goes_on)
{
	struct commitment before, again;
	struct submission s;

	world_open_with(&w, WORLD_PATCHES(COMMITMENTS_COUNT("12")));
	world_clock(&w, WORLD_LAST);
	before = commit_to(&w, "D01", "1.1.2", "large", "larger");
	go_on(1, true);
	again = commit_to(&w, "D01", "1.1.2", "another", "");
	ck_assert_uint_eq(PLACE_LOG(again.entry), 1);
	world_clock(&w, "2023-01-11T08:00:00+07:00");
	ck_assert_err(act_tick(w.store), OK); /* closes the window */
	s = commit_complete(&w, &before, "1.1.2", "large");
	ck_assert_uint_eq(PLACE_LOG(s.entry), 1);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	succeed(2);
	s = commit_complete(&w, &before, "1.1.2", "larger");
	ck_assert_uint_eq(PLACE_LOG(s.entry), 2);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	s = commit_complete(&w, &again, "1.1.2", "another");
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	world_verified(&w);
	world_rechecked(&w);
	world_close(&w);
}
END_TEST

/* The entry of a log, as it stands. */
static struct buf
bytes_at(uint64_t place)
{
	struct buf to = { 0 };
	struct slice bytes;
	struct txn t;

	txn_read(&t, w.store->env);
	ck_assert(ledger_entry(w.store->ledger, &t, place, &bytes));
	buf_slice(&to, bytes);
	ck_assert_err(txn_end(&t), OK);
	return to;
}

START_TEST(a_rotation_is_the_old_logs_last_word_and_the_new_one_follows_it)
{
	struct buf last, first;
	struct slice value, other;
	struct entry a, b;
	uint64_t size;
	char old[VKEY_ROOM];

	world_open(&w);
	(void)world_upload(&w, "D01", "1.1.2", "before");
	size = world_log(&w);
	(void)snprintf(old, sizeof old, "%s", w.store->meta.vkey);
	go_on(1, true);
	ck_assert_str_ne(old, w.store->meta.vkey);
	last = bytes_at(size);
	first = bytes_at(PLACE(1, 0));
	ck_assert_err(entry_read(buf_all(&last), &a), OK);
	ck_assert_err(entry_read(buf_all(&first), &b), OK);
	ck_assert_int_eq(a.type, ENTRY_ROTATION);
	ck_assert_int_eq(b.type, ENTRY_SUCCESSION);
	ck_assert(entry_value(a.body, "vkey", 0, &value) &&
		  slice_is(value, w.store->meta.vkey));
	ck_assert(entry_value(a.body, "next", 0, &value) &&
		  entry_value(b.body, "origin", 0, &other) &&
		  slice_eq(value, other));
	ck_assert(entry_value(b.body, "size", 0, &value) && value.n == 1 &&
		  value.p[0] == '0' + (int)size + 1);
	(void)world_upload(&w, "D01", "1.1.2", "after");
	world_verified(&w);
	world_rechecked(&w);
	go_on(2, true);
	world_verified(&w);
	world_rechecked(&w);
	buf_free(&last);
	buf_free(&first);
	world_close(&w);
}
END_TEST

START_TEST(a_store_that_is_not_writable_rotates_nothing)
{
	char next[sizeof w.key_path];
	struct store_successor wish = { .key_path = next,
		.reason = "yearly",
		.rotate = true };
	struct store_options o = { .path = w.store_path,
		.map_bytes = 64 << 20 };
	struct fault why = { 0 };
	uint64_t size;

	world_open(&w);
	size = world_log(&w);
	store_close(&w.store);
	ck_assert_err(store_open(&w.store, &o, &why), OK);
	(void)snprintf(next, sizeof next, "%s/next", w.folder.path);
	ck_assert_err(store_succeed(w.store, &wish, &why), ERR_READ_ONLY);
	world_reopen(&w);
	ck_assert_uint_eq(world_log(&w), size);
	ck_assert_uint_eq(w.store->meta.log, 0);
	world_verified(&w);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_came_before_the_end_of_a_log_holds_in_its_successor,
		a_commitment_is_completed_in_the_log_that_goes_on,
		a_rotation_is_the_old_logs_last_word_and_the_new_one_follows_it,
		a_store_that_is_not_writable_rotates_nothing,
		NULL,
	};

	return suite_run("log recheck", tests);
}
