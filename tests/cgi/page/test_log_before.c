/*
 * test_log_before.c - the logs that the written one goes on from, as they are
 * served.
 */
#include <stdio.h>
#include <string.h>

#include "store/succeed.h"
#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

static struct gate g;

static int
get(const char *target, struct heard *a)
{
	struct sent q = { .method = "GET", .target = target };

	gate_ask(&g, &q, a);
	return a->status;
}

START_TEST(an_ended_log_is_served_beside_the_one_that_goes_on)
{
	static const char *const nothing[] = { "/v1/log/before/1/checkpoint",
		"/v1/log/before/00/checkpoint", "/v1/log/before/-1/checkpoint",
		"/v1/log/before/x/checkpoint", "/v1/log/before/1000/checkpoint",
		"/v1/log/before/0/tile/9/000", "/v1/log/before/0/tile/x",
		"/v1/log/before/1/tile/entries/000.p/1" };
	struct store_successor next = { .reason = "a test" };
	struct heard a = { 0 };
	char key[FOLDER_ROOM + 16], origin[ORIGIN_ROOM + 1];

	gate_open(&g);
	(void)world_upload(&g.w, "D01", "1.1.2", "before");
	ck_assert_int_eq(get("/v1/log/before/0/checkpoint", &a), 404);
	(void)snprintf(key, sizeof key, "%s/next", g.w.folder.path);
	(void)snprintf(origin, sizeof origin, "%s\n", g.w.store->meta.origin);
	next.key_path = key;
	ck_assert_err(store_succeed(g.w.store, &next, NULL), OK);
	ck_assert_int_eq(get("/v1/log/before/0/checkpoint", &a), 200);
	ck_assert_ptr_eq(strstr(heard_text(&a), origin), heard_text(&a));
	ck_assert_int_eq(get("/v1/log/before/0/tile/entries/000.p/3", &a), 200);
	ck_assert_ptr_nonnull(strstr(heard_text(&a) + 2, "type genesis"));
	ck_assert_int_eq(get("/v1/log/tile/entries/000.p/1", &a), 200);
	ck_assert_ptr_nonnull(strstr(heard_text(&a) + 2, "type succession"));
	for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
		ck_assert_msg(get(nothing[i], &a) == 404, "%s", nothing[i]);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_ended_log_is_served_beside_the_one_that_goes_on,
		NULL,
	};

	return suite_run("logs before", tests);
}
