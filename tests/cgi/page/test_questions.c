/*
 * test_questions.c - periods, results, the change feed, health, and what HTTP
 * itself asks of every path.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

static struct gate g;
static struct heard a;

static void
open_gate(void)
{
	gate_open(&g);
}

static void
close_gate(void)
{
	heard_free(&a);
	gate_close(&g);
}

static void
ask(const char *as, const char *method, const char *target)
{
	const struct sent q = { .as = as, .method = method, .target = target };

	gate_ask(&g, &q, &a);
}

static bool
says(const char *text)
{
	return strstr(heard_text(&a), text) != NULL;
}

START_TEST(periods_and_what_they_say_are_for_every_token)
{
	ask("survey", "GET", "/v1/periods");
	ck_assert_str_eq(heard_text(&a),
	    "{\"periods\":[{\"id\":\"2022\",\"state\":\"open\",\"version\":1}"
	    "]}");
	ask("D01", "GET", "/v1/periods/2022");
	ck_assert_int_eq(a.status, 200);
	ck_assert(says("\"2023-01-11T00:00:00.000000+07:00\""));
	ask("D01", "GET", "/v1/periods/1999");
	heard_problem(&a, "1999", 404, "unknown-period", "1999");
	ask("D01", "GET", "/v1/periods/%00");
	heard_problem(&a, "NUL", 400, "malformed", "path");
	ask(NULL, "GET", "/v1/periods");
	heard_problem(&a, "nobody", 401, "unauthenticated", "Bearer");
	ck_assert_str_eq(heard_header(&a, "WWW-Authenticate"),
	    "Bearer realm=\"parindex\"");
}
END_TEST

START_TEST(the_council_sees_every_index_and_a_unit_its_own_without_rank)
{
	world_earn(&g.w, "D01");
	world_settle(&g.w);
	ask("council", "GET", "/v1/periods/2022/results");
	ck_assert_int_eq(a.status, 200);
	ck_assert(says("\"unit\":\"D01\"") && says("\"unit\":\"H12\""));
	ck_assert(says("\"rank\":1"));
	ask("council", "GET", "/v1/periods/2022/results/H01");
	ck_assert_int_eq(a.status, 200);

	ask("D01", "GET", "/v1/periods/2022/results");
	ck_assert_int_eq(a.status, 200);
	ck_assert(says("\"unit\":\"D01\"") && !says("\"unit\":\"D02\""));
	ck_assert(says("\"rank\":null") && !says("\"field\":\"S1\""));
	ask("D01", "GET", "/v1/periods/2022/results/D01");
	ck_assert_int_eq(a.status, 200);
	ck_assert(says("\"rank\":null"));
	ask("D01", "GET", "/v1/periods/2022/results/D02");
	heard_problem(&a, "D02", 403, "forbidden", "D01");
	ask("council", "GET", "/v1/periods/2022/results/D99");
	heard_problem(&a, "D99", 404, "unknown-unit", "D99");
	ask("appraiser", "GET", "/v1/periods/2022/results");
	heard_problem(&a, "appraiser", 403, "forbidden", "appraiser");
}
END_TEST

START_TEST(results_that_did_not_change_are_304)
{
	struct sent q = { .as = "council",
		.method = "GET",
		.target = "/v1/periods/2022/results" };
	char tag[128];

	gate_ask(&g, &q, &a);
	(void)snprintf(tag, sizeof tag, "%s", heard_header(&a, "ETag"));
	q.headers[0][0] = "If-None-Match";
	q.headers[0][1] = tag;
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 304);
	world_earn(&g.w, "D01");
	world_settle(&g.w);
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
}
END_TEST

/* The number to ask after next. */
static unsigned
next(void)
{
	const char *at = strstr(heard_text(&a), "\"next\":");

	ck_assert_ptr_nonnull(at);
	return (unsigned)strtoul(at + 7, NULL, 10);
}

START_TEST(the_feed_tells_each_reader_what_they_may_see)
{
	char target[64];

	(void)world_upload(&g.w, "D01", "1.1.1", "one");
	ask("D01", "GET", "/v1/changes");
	ck_assert(says("submission-received"));
	ask("H01", "GET", "/v1/changes");
	ck_assert(!says("submission-received"));
	ask("council", "GET", "/v1/changes?after=0");
	ck_assert(says("submission-received") && says("period-opened"));
	(void)snprintf(target, sizeof target, "/v1/changes?after=%u", next());
	ask("council", "GET", target);
	ck_assert(says("\"events\":[]"));
	ck_assert_str_ne(heard_header(&a, "Retry-After"), "");
}
END_TEST

static void *
upload_later(void *unused)
{
	const struct timespec pause = { .tv_nsec = 50000000 };

	(void)unused;
	(void)nanosleep(&pause, NULL);
	(void)world_upload(&g.w, "D01", "1.1.1", "later");
	return NULL;
}

START_TEST(a_reader_who_waits_is_woken_by_the_next_event)
{
	pthread_t other;
	char target[64];

	ask("D01", "GET", "/v1/changes");
	(void)snprintf(target, sizeof target, "/v1/changes?after=%u&wait=30",
	    next());
	ck_assert_int_eq(pthread_create(&other, NULL, upload_later, NULL), 0);
	ask("D01", "GET", target);
	pthread_join(other, NULL);
	ck_assert(says("submission-received"));
	ck_assert_uint_eq(atomic_load(&g.door.waiting), 0);
}
END_TEST

START_TEST(a_reader_beyond_a_quarter_of_the_threads_does_not_wait)
{
	atomic_store(&g.door.waiting, 2);
	ask("D01", "GET", "/v1/changes?after=100000&wait=30");
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_ne(heard_header(&a, "Retry-After"), "");
	ck_assert_uint_eq(atomic_load(&g.door.waiting), 2);
}
END_TEST

static const struct {
	const char *target;
	int status;
	const char *type, *word;
} bad_feeds[] = {
	{ "/v1/changes?after=-1", 422, "range", "after" },
	{ "/v1/changes?after=", 422, "range", "after" },
	{ "/v1/changes?after=99999999999999999999", 422, "range", "after" },
	{ "/v1/changes?wait=31", 422, "range", "30" },
	{ "/v1/changes?since=1", 400, "unknown-field", "since" },
	{ "/v1/changes?after=1&after=2", 400, "malformed", "after" },
	{ "/v1/changes?feed=another", 410, "other-feed", "feed" },
};

START_TEST(a_question_to_the_feed_that_makes_no_sense_is_refused)
{
	ask("D01", "GET", bad_feeds[_i].target);
	heard_problem(&a, bad_feeds[_i].target, bad_feeds[_i].status,
	    bad_feeds[_i].type, bad_feeds[_i].word);
}
END_TEST

START_TEST(the_logs_files_are_given_to_anybody_and_kept_by_caches)
{
	ask(NULL, "GET", "/v1/log/tile/entries/000.p/1");
	ck_assert_int_eq(a.status, 200);
	ck_assert(says("type genesis\n"));
	ck_assert_str_eq(heard_header(&a, "Content-Type"),
	    "application/octet-stream");
	ck_assert_str_eq(heard_header(&a, "Cache-Control"),
	    "public, max-age=31536000, immutable");
	ask(NULL, "GET", "/v1/log/tile/0/000.p/1");
	ck_assert_int_eq(a.status, 200);
	ask(NULL, "GET", "/v1/log/tile/0/000");
	ck_assert_int_eq(a.status, 404);
	ask(NULL, "GET", "/v1/log/tile/0/000.p/01");
	ck_assert_int_eq(a.status, 404);
	ask(NULL, "GET", "/v1/log/tile/../checkpoint");
	ck_assert_int_eq(a.status, 404);
	ask(NULL, "GET", "/v1/log/checkpoint");
	ck_assert_str_eq(heard_header(&a, "Cache-Control"), "max-age=2");
}
END_TEST

START_TEST(the_monitor_is_answered)
{
	struct sent q = { .method = "GET",
		.target = "/metrics",
		.remote = "127.0.0.1" };

	ask(NULL, "GET", "/healthz");
	ck_assert_str_eq(heard_text(&a), "alive\n");
	ask(NULL, "GET", "/readyz");
	ck_assert_str_eq(heard_text(&a), "ready\n");
	ask(NULL, "GET", "/v1/log/checkpoint");
	ck_assert(says("log.example.vn/test/simulated\n"));
	ask(NULL, "GET", "/nowhere");
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert(says("parindex_requests_total{status=\"2xx\"} 3\n"));
	ck_assert(says("parindex_requests_total{status=\"4xx\"} 1\n"));
	ck_assert(says("\nparindex_log_entries "));
	q.remote = "192.0.2.9";
	gate_ask(&g, &q, &a);
	heard_problem(&a, "metrics", 403, "forbidden", "machine");
	blobs_reserve(g.w.store->blobs, UINT64_MAX / 4);
	ask(NULL, "GET", "/readyz");
	heard_problem(&a, "full", 503, "no-space", "room");
	ck_assert_str_ne(heard_header(&a, "Retry-After"), "");
	ask(NULL, "GET", "/healthz");
	ck_assert_int_eq(a.status, 200);
}
END_TEST

static const struct {
	const char *method, *target;
	int status;
	const char *allow;
} methods[] = {
	{ "DELETE", "/v1/periods", 405, "GET, HEAD, OPTIONS" },
	{ "GET", "/v1/submissions", 405, "POST, OPTIONS" },
	{ "POST", "/v1/periods/2022/units/D01/sheet/1.1.2/self", 405,
	    "PUT, OPTIONS" },
	{ "OPTIONS", "/v1/periods", 204, "GET, HEAD, OPTIONS" },
	{ "OPTIONS", "/v1/submissions", 204, "POST, OPTIONS" },
	{ "GET", "/v1/nothing", 404, "" },
	{ "GET", "/v1/periods/", 404, "" },
	{ "GET", "/v1//periods", 404, "" },
	{ "BREW", "/v1/periods", 501, "" },
};

START_TEST(a_method_that_is_not_served_is_told_which_are)
{
	ask("D01", methods[_i].method, methods[_i].target);
	ck_assert_int_eq(a.status, methods[_i].status);
	ck_assert_str_eq(heard_header(&a, "Allow"), methods[_i].allow);
	if (a.status != 204)
		ck_assert_str_eq(heard_header(&a, "Content-Type"),
		    "application/problem+json");
}
END_TEST

START_TEST(head_says_what_get_would_say)
{
	char length[32];

	ask("D01", "GET", "/v1/periods");
	(void)snprintf(length, sizeof length, "%s",
	    heard_header(&a, "Content-Length"));
	ask("D01", "HEAD", "/v1/periods");
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(heard_header(&a, "Content-Length"), length);
}
END_TEST

START_TEST(a_token_with_too_many_requests_under_way_waits)
{
	const char *text = gate_token(&g, "D01");
	struct who who;

	ck_assert_err(look_token(g.w.store, slice_text(text), &who), OK);
	for (unsigned i = 0; i < 4; i++)
		ck_assert_err(throttle_enter(g.door.throttle, who.token), OK);
	ask("D01", "GET", "/v1/periods");
	heard_problem(&a, "many", 429, "quota", "requests");
	ck_assert_str_ne(heard_header(&a, "Retry-After"), "");
	for (unsigned i = 0; i < 4; i++)
		throttle_leave(g.door.throttle, who.token);
	ask("D01", "GET", "/v1/periods");
	ck_assert_int_eq(a.status, 200);
}
END_TEST

START_TEST(wrong_tokens_from_an_address_do_not_shut_out_right_ones)
{
	struct sent q = { .method = "GET",
		.target = "/v1/periods",
		.headers = { { "Authorization", "Bearer par_wrong" } } };

	for (unsigned i = 0; i < 1001; i++)
		gate_ask(&g, &q, &a);
	heard_problem(&a, "guessing", 429, "quota", "address");
	ask("D01", "GET", "/v1/periods");
	ck_assert_int_eq(a.status, 200);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("questions");
	TCase *c = tcase_create("questions");
	SRunner *r;
	int failed;

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, open_gate, close_gate);
	tcase_add_test(c, periods_and_what_they_say_are_for_every_token);
	tcase_add_test(c,
	    the_council_sees_every_index_and_a_unit_its_own_without_rank);
	tcase_add_test(c, results_that_did_not_change_are_304);
	tcase_add_test(c, the_feed_tells_each_reader_what_they_may_see);
	tcase_add_test(c, a_reader_who_waits_is_woken_by_the_next_event);
	tcase_add_test(c,
	    a_reader_beyond_a_quarter_of_the_threads_does_not_wait);
	tcase_add_loop_test(c,
	    a_question_to_the_feed_that_makes_no_sense_is_refused, 0,
	    sizeof bad_feeds / sizeof *bad_feeds);
	tcase_add_test(c,
	    the_logs_files_are_given_to_anybody_and_kept_by_caches);
	tcase_add_test(c, the_monitor_is_answered);
	tcase_add_loop_test(c, a_method_that_is_not_served_is_told_which_are, 0,
	    sizeof methods / sizeof *methods);
	tcase_add_test(c, head_says_what_get_would_say);
	tcase_add_test(c, a_token_with_too_many_requests_under_way_waits);
	tcase_add_test(c,
	    wrong_tokens_from_an_address_do_not_shut_out_right_ones);
	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
