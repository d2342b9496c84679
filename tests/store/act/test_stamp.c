/*
 * test_stamp.c - tokens and failures of authorities, kept.
 */
#include "store/table/stamps.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world world;

static struct buf
checkpoint(void)
{
	struct buf note = { 0 };
	uint64_t size;

	ck_assert_err(look_checkpoint(world.store, &note, &size), OK);
	return note;
}

static struct stamping
stamping(const struct buf *note)
{
	return (struct stamping){ .by = "vgca",
		.note = buf_all(note),
		.request = slice_text("request"),
		.response = slice_text("response"),
		.token = { .time = { 1 }, .policy = "1.2", .serial = "0a" } };
}

static struct stamper
state(void)
{
	struct stamper s;
	struct txn t;

	txn_read(&t, world.store->env);
	stampers_get(&t, "vgca", &s);
	ck_assert_err(txn_end(&t), OK);
	return s;
}

START_TEST(a_token_is_an_entry_once)
{
	struct stamping in;
	uint64_t size;
	struct buf note;

	world_open(&world);
	note = checkpoint();
	in = stamping(&note);
	size = world_log(&world);
	ck_assert_err(act_stamped(world.store, &in), OK);
	ck_assert_int_eq(world_newest(&world), ENTRY_STAMP);
	ck_assert(world_newest_says(&world, "tsa", "vgca"));
	ck_assert_err(act_stamped(world.store, &in), OK);
	ck_assert_uint_eq(world_log(&world), size + 1);
	ck_assert_uint_eq(world_rows(&world, T_STAMPS), 1);
	ck_assert_uint_eq(state().place, size);
	world_verified(&world);
	buf_free(&note);
	world_close(&world);
}
END_TEST

START_TEST(a_failure_is_kept_until_a_token_comes_and_is_no_entry)
{
	struct stamping in;
	uint64_t size;
	struct buf note;

	world_open(&world);
	size = world_log(&world);
	ck_assert_err(act_stamp_failed(world.store, "vgca", "It slept."), OK);
	ck_assert_err(act_stamp_failed(world.store, "vgca", "It slept."), OK);
	ck_assert_uint_eq(world_log(&world), size);
	ck_assert_uint_eq(state().failures, 2);
	ck_assert_str_eq(state().reason, "It slept.");
	note = checkpoint();
	in = stamping(&note);
	ck_assert_err(act_stamped(world.store, &in), OK);
	ck_assert_uint_eq(state().failures, 0);
	ck_assert_str_eq(state().reason, "");
	buf_free(&note);
	world_close(&world);
}
END_TEST

START_TEST(a_checkpoint_of_another_log_is_not_stamped)
{
	struct buf note = { 0 };
	struct digest before;
	struct stamping in;

	world_open(&world);
	before = world_dump(&world, 0);
	buf_text(&note, "log.example.vn\n1\nAAAA\n\n\xe2\x80\x94 x AAAA\n");
	in = stamping(&note);
	ck_assert_int_ne(act_stamped(world.store, &in), OK);
	ck_assert_dump(&world, before);
	buf_free(&note);
	world_close(&world);
}
END_TEST

START_TEST(only_what_is_more_than_tokens_is_worth_another)
{
	struct buf note, more = { 0 };
	struct moment done;
	struct stamping in;

	world_open(&world);
	note = checkpoint();
	in = stamping(&note);
	ck_assert_err(look_unstamped(world.store, "vgca", &more, &done), OK);
	ck_assert_uint_eq(more.n, note.n);
	ck_assert_int_eq(done.us, 0);
	ck_assert_err(act_stamped(world.store, &in), OK);
	buf_clear(&more);
	ck_assert_err(look_unstamped(world.store, "vgca", &more, &done), OK);
	ck_assert_uint_eq(more.n, 0);
	ck_assert_int_ne(done.us, 0);
	(void)world_upload(&world, "D01", "1.1.2", "evidence");
	ck_assert_err(look_unstamped(world.store, "vgca", &more, &done), OK);
	ck_assert_uint_gt(more.n, 0);
	buf_free(&note);
	buf_free(&more);
	world_close(&world);
}
END_TEST

START_TEST(a_deadline_is_near_ten_minutes_before_and_three_after)
{
	static const struct {
		const char *now;
		bool near;
	} rows[] = {
		{ "2023-01-10T23:49:59+07:00", false },
		{ "2023-01-10T23:50:00+07:00", true },
		{ WORLD_UNTIL, true },
		{ "2023-01-11T00:03:00+07:00", true },
		{ "2023-01-11T00:03:01+07:00", false },
	};

	world_open(&world);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct moment now;
		bool near;

		ck_assert_err(moment_read(slice_text(rows[i].now), &now), OK);
		ck_assert_err(look_deadline_near(world.store, now, seconds(600),
				  seconds(180), &near),
		    OK);
		ck_assert_msg(near == rows[i].near, "%s", rows[i].now);
	}
	world_close(&world);
}
END_TEST

START_TEST(who_vouches_from_outside_is_named_when_it_changes)
{
	static const char *const lists[] = { "", "tsa a 00 http://a/\n",
		"tsa a 00 http://a/\n", "tsa a 11 http://a/\n", "", "" };
	static const unsigned entries[] = { 0, 1, 1, 2, 3, 3 };
	uint64_t before;

	world_open(&world);
	before = world_log(&world);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		ck_assert_err(act_name_outside(world.store,
				  slice_text(lists[i])),
		    OK);
		ck_assert_uint_eq(world_log(&world), before + entries[i]);
		if (entries[i] > 0)
			ck_assert_int_eq(world_newest(&world), ENTRY_OUTSIDE);
	}
	world_verified(&world);
	world_close(&world);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		who_vouches_from_outside_is_named_when_it_changes,
		a_token_is_an_entry_once,
		a_failure_is_kept_until_a_token_comes_and_is_no_entry,
		a_checkpoint_of_another_log_is_not_stamped,
		only_what_is_more_than_tokens_is_worth_another,
		a_deadline_is_near_ten_minutes_before_and_three_after,
		NULL,
	};

	return suite_run("stamp", tests);
}
