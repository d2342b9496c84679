/*
 * test_results_tag.c - a results page kept by a reader is renewed whenever it
 * says something else.
 */
#include <stdio.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define RESULTS "/v1/periods/2022/results"

static int
ask(struct gate *g, const char *tag, struct heard *a)
{
	struct sent q = { .as = "auditor", .method = "GET", .target = RESULTS };

	if (tag[0] != 0) {
		q.headers[0][0] = "If-None-Match";
		q.headers[0][1] = tag;
	}
	gate_ask(g, &q, a);
	return a->status;
}

START_TEST(results_that_changed_without_a_newer_entry_are_sent_again)
{
	struct heard a = { 0 };
	struct settled out;
	char tag[128];
	struct gate g;

	gate_open(&g);
	(void)world_settle(&g.w);
	world_earn(&g.w, "D01");
	world_earn(&g.w, "D02");
	/* the job of the later upload ends first */
	ck_assert(world_settle_unit(&g.w, "D02", &out));
	ck_assert_int_eq(ask(&g, "", &a), 200);
	(void)snprintf(tag, sizeof tag, "%s", heard_header(&a, "ETag"));
	ck_assert_int_eq(ask(&g, tag, &a), 304);
	ck_assert(world_settle_unit(&g.w, "D01", &out));
	ck_assert_int_eq(ask(&g, tag, &a), 200);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		results_that_changed_without_a_newer_entry_are_sent_again,
		NULL,
	};

	return suite_run("results tag", tests);
}
