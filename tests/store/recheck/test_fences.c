/*
 * test_fences.c - entries held against outside time (audit.md 5.2, point 6).
 */
#include <stdio.h>

#include "store/recheck/recheck.h"
#include "tests/kit/suite.h"

#define START INT64_C(1673370000000000)
#define ENTRIES 16

/* A log in memory: entries at seconds after START, and what was told. */
static struct buf line[ENTRIES];
static unsigned entries;
static char told[1024];

static void
tell(void *self, const struct objection *o)
{
	size_t n = strlen(told);

	(void)self;
	if (o->gravity == GRAVE_ERROR)
		(void)snprintf(told + n, sizeof told - n, "%s%s@%llu",
		    n == 0 ? "" : " ", o->code, (unsigned long long)o->index);
}

static bool
entry_at(void *self, uint64_t index, struct slice *bytes)
{
	(void)self;
	if (index >= entries)
		return false;
	*bytes = buf_all(&line[index]);
	return true;
}

/* One entry; its clock reads `second`, the log's order what it must. */
static void
add(enum entry_type type, double second, enum clock_status status,
    const char *body)
{
	static int64_t last;
	int64_t wall = START + (int64_t)(second * 1e6);
	struct reading clock = { .wall = { wall },
		.bound = { status == CLOCK_SIMULATED ? 0 : 1000 },
		.status = status };

	if (entries == 0)
		last = 0;
	last = wall > last ? wall : last + 1;
	clock.boottime_us = last; /* goes on, whatever the clock does */
	buf_clear(&line[entries]);
	entry_write(&line[entries], type, (struct moment){ last }, &clock,
	    slice_text(body));
	ck_assert_err(line[entries].err, OK);
	entries++;
}

static void
plain(double second)
{
	add(ENTRY_CLOCK, second, CLOCK_FIT, "");
}

static void
token(double second, uint64_t size, double stamped, double accuracy)
{
	struct buf body = { 0 };
	struct digest d = { { 0 } };

	entry_int(&body, "size", (int64_t)size);
	entry_digest(&body, "imprint", d);
	entry_str(&body, "tsa", "vgca");
	entry_int(&body, "stamped", START + (int64_t)(stamped * 1e6));
	if (accuracy >= 0)
		entry_int(&body, "accuracy", (int64_t)(accuracy * 1e6));
	entry_str(&body, "policy", "1.2");
	entry_str(&body, "serial", "01");
	entry_digest(&body, "response", d);
	ck_assert_err(body.err, OK);
	add(ENTRY_STAMP, second, CLOCK_FIT, buf_cstr(&body));
	buf_free(&body);
}

static void
begin(void)
{
	entries = 0;
	told[0] = 0;
}

static const char *
said(void)
{
	struct recheck_to to = { tell, entry_at, NULL };
	struct recheck *r = recheck_new(to);

	ck_assert_ptr_nonnull(r);
	for (unsigned i = 0; i < entries; i++)
		ck_assert_err(recheck_entry(r, buf_all(&line[i])), OK);
	ck_assert_err(recheck_finish(r), OK);
	recheck_free(&r);
	for (unsigned i = 0; i < ENTRIES; i++)
		buf_free(&line[i]);
	return told;
}

START_TEST(entries_between_two_tokens_that_agree_are_well)
{
	begin();
	plain(0);
	token(3, 1, 2, 0.5);
	plain(4);
	plain(5);
	token(9, 4, 8, 0.5);
	plain(10);
	ck_assert_str_eq(said(), "");
}
END_TEST

START_TEST(a_clock_set_back_after_a_token_is_told_once)
{
	begin();
	plain(0);
	token(3, 1, 2, 0.5);
	plain(1);   /* 2 - 0.5 is the least that it may read */
	plain(1.2); /* still */
	plain(4);
	plain(0.5);
	ck_assert_str_eq(said(), "fence@2 fence@5");
}
END_TEST

START_TEST(the_fence_stands_where_time_less_accuracy_and_the_clocks_bound_meet)
{
	begin();
	plain(0);
	token(3, 1, 2, 0.5);
	plain(1.499);    /* its latest is 1.5 */
	plain(1.498999); /* its latest lies before */
	ck_assert_str_eq(said(), "fence@3");
}
END_TEST

START_TEST(a_token_that_says_no_accuracy_is_given_a_second)
{
	begin();
	plain(0);
	token(3, 1, 2, -1);
	plain(0.999);
	plain(0.998999);
	ck_assert_str_eq(said(), "fence@3");
}
END_TEST

START_TEST(entries_that_claim_to_be_later_than_their_token_are_told)
{
	begin();
	plain(0);
	plain(3600);
	token(3601, 2, 3, 0.5);
	ck_assert_str_eq(said(), "fence@2");
}
END_TEST

START_TEST(an_older_token_does_not_lower_the_fence)
{
	begin();
	plain(0);
	token(11, 1, 10, 0.5);
	token(12, 1, 2, 0.5);
	plain(5);
	ck_assert_str_eq(said(), "fence@3");
}
END_TEST

START_TEST(a_token_over_entries_to_come_is_told)
{
	begin();
	plain(0);
	token(3, 2, 2, 0.5);
	token(4, 0, 2, 0.5);
	ck_assert_str_eq(said(), "token@1 token@2");
}
END_TEST

START_TEST(what_waited_for_its_commit_may_be_older_than_the_token_before_it)
{
	static const struct {
		int64_t waited; /* us before the token's entry, by BOOTTIME */
		const char *want;
	} rows[] = {
		{ 600000, "" },
		{ 400000, "fence@2" },
		{ INT64_C(120) * 1000000, "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct reading clock = { .wall = { START + 999000 },
			.bound = { 1000 },
			.status = CLOCK_FIT };

		begin();
		plain(0);
		token(3, 1, 2, 0.5); /* not before 1.5; logged at 3 */
		clock.boottime_us = START + 3000000 - rows[i].waited;
		buf_clear(&line[entries]);
		entry_write(&line[entries], ENTRY_CLOCK,
		    (struct moment){ START + 3000001 }, &clock, SLICE_NONE);
		entries++;
		ck_assert_str_eq(said(), rows[i].want);
	}
	/* but not for hours: it was put in later */
	begin();
	plain(0);
	token(7203, 1, 7202, 0.5);
	plain(0.1);
	ck_assert_str_eq(said(), "fence@2");
}
END_TEST

START_TEST(one_that_nobody_vouches_for_is_warned_of_only)
{
	begin();
	plain(0);
	token(3, 1, 2, 0.5);
	add(ENTRY_CLOCK, 1, CLOCK_UNSYNCHRONISED, "");
	add(ENTRY_CLOCK, 3600, CLOCK_UNSYNCHRONISED, "");
	token(3600.5, 4, 4, 0.5);
	plain(5); /* the log's order has an hour more */
	token(6, 6, 6, 0.5);
	ck_assert_str_eq(said(), "");
}
END_TEST

START_TEST(a_simulated_clock_is_not_held_against_outside_time)
{
	begin();
	add(ENTRY_CLOCK, 0, CLOCK_SIMULATED, "");
	token(1000, 1, 1000, 0.5);
	add(ENTRY_CLOCK, 1, CLOCK_SIMULATED, "");
	ck_assert_str_eq(said(), "");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		entries_between_two_tokens_that_agree_are_well,
		a_clock_set_back_after_a_token_is_told_once,
		the_fence_stands_where_time_less_accuracy_and_the_clocks_bound_meet,
		a_token_that_says_no_accuracy_is_given_a_second,
		entries_that_claim_to_be_later_than_their_token_are_told,
		an_older_token_does_not_lower_the_fence,
		a_token_over_entries_to_come_is_told,
		what_waited_for_its_commit_may_be_older_than_the_token_before_it,
		one_that_nobody_vouches_for_is_warned_of_only,
		a_simulated_clock_is_not_held_against_outside_time,
		NULL,
	};

	return suite_run("fences", tests);
}
