/*
 * test_metrics.c - outside time as monitoring sees it.
 */
#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define AGE "parindex_outside_age_seconds"
#define FAILURES "parindex_outside_failures"

static struct gate g;
static struct heard a;

static bool
says(const char *line)
{
	struct sent q = { .method = "GET",
		.target = "/metrics",
		.remote = "127.0.0.1" };

	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	return strstr(heard_text(&a), line) != NULL;
}

static void
stamp(const char *by)
{
	struct buf note = { 0 };
	uint64_t size;
	struct stamping in;

	ck_assert_err(look_checkpoint(g.w.store, &note, &size), OK);
	in = (struct stamping){ .by = by,
		.note = buf_all(&note),
		.request = slice_text("request"),
		.response = slice_text("response"),
		.token = { .time = { 1 }, .policy = "1.2", .serial = "0a" } };
	ck_assert_err(act_stamped(g.w.store, &in), OK);
	buf_free(&note);
}

START_TEST(nobody_asked_is_nothing_said)
{
	gate_open(&g);
	ck_assert(!says(AGE) && !says(FAILURES));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(an_authority_that_never_answered_is_infinitely_old)
{
	gate_open(&g);
	ck_assert_err(act_stamp_failed(g.w.store, "vgca", "No answer."), OK);
	ck_assert_err(act_stamp_failed(g.w.store, "vgca", "No answer."), OK);
	ck_assert(says("\n" AGE "{kind=\"authority\",name=\"vgca\"} +Inf\n"));
	ck_assert(says("\n" FAILURES "{kind=\"authority\",name=\"vgca\"} 2\n"));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(the_age_is_that_of_the_last_good_token_whatever_failed_since)
{
	gate_open(&g);
	ck_assert_err(act_stamp_failed(g.w.store, "witness:hue", "Asleep."),
	    OK);
	world_clock(&g.w, "2023-01-10T08:00:00+07:00");
	stamp("vgca");
	ck_assert(says("\n" AGE "{kind=\"authority\",name=\"vgca\"} 0\n"));
	world_clock(&g.w, "2023-01-10T08:31:00.5+07:00");
	ck_assert_err(act_stamp_failed(g.w.store, "vgca", "No answer."), OK);
	ck_assert(says("\n" AGE "{kind=\"authority\",name=\"vgca\"} 1860\n"));
	ck_assert(says("\n" FAILURES "{kind=\"authority\",name=\"vgca\"} 1\n"));
	ck_assert(says("\n" AGE "{kind=\"witness\",name=\"hue\"} +Inf\n"));
	ck_assert(says("\n" FAILURES "{kind=\"witness\",name=\"hue\"} 1\n"));
	stamp("vgca");
	ck_assert(says("\n" FAILURES "{kind=\"authority\",name=\"vgca\"} 0\n"));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		nobody_asked_is_nothing_said,
		an_authority_that_never_answered_is_infinitely_old,
		the_age_is_that_of_the_last_good_token_whatever_failed_since,
		NULL,
	};

	return suite_run("metrics", tests);
}
