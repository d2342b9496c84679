/*
 * test_rounds.c - a token of a lower level's rounds over HTTP.
 */
#include <stdio.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define OWNED                                                                     \
	WORLD_PATCHES("\"classify_on\"", "\"owner\": {\"unit\": \"H99\", "        \
					 "\"name_vi\": \"UBND thành phố\"},\n" \
					 "\t\"classify_on\"")

static struct gate g;
static struct heard a;

static int
get(const char *as, const char *target)
{
	const struct sent q = { .as = as, .method = "GET", .target = target };

	gate_ask(&g, &q, &a);
	return a.status;
}

/* Everything about a period that is read with GET. */
static const char *const pages[] = { "", "/versions", "/sheets",
	"/units/D01/sheet", "/units/D01/sheet/1.1.1",
	"/units/D01/sheet/1.1.1/history", "/units/D01/life",
	"/units/D01/submissions", "/units/D01/sightings", "/results",
	"/results/D01", "/results/D01/why", "/indicators", "/analysis",
	"/decisions", "/publication", "/audit", "/assignments",
	"/surveys/org-department", "/surveys/org-department/handovers" };

START_TEST(a_token_of_others_rounds_finds_every_page_closed)
{
	char target[128];

	gate_open(&g);
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		(void)snprintf(target, sizeof target, "/v1/periods/2022%s",
		    pages[i]);
		ck_assert_msg(get("rounds:H99 operator", target) == 403 ||
				  a.status == 404,
		    "%s: %d", target, a.status);
		ck_assert_msg(get("operator", target) == 200, "%s: %d %s",
		    target, a.status, heard_text(&a));
	}
	ck_assert_int_eq(get("rounds:H99 operator", "/v1/periods"), 200);
	ck_assert_str_eq(heard_text(&a), "{\"periods\":[]}");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(in_its_own_rounds_it_is_at_home)
{
	gate_open_with(&g, OWNED);
	ck_assert_int_eq(get("rounds:H99 council", "/v1/periods"), 200);
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "\"id\":\"2022\""));
	ck_assert_int_eq(get("rounds:H99 council", "/v1/periods/2022/results"),
	    200);
	ck_assert_int_eq(get("council", "/v1/periods/2022/results"), 200);
	ck_assert_int_eq(get("rounds:H99 council", "/v1/me"), 200);
	ck_assert_str_eq(heard_text(&a),
	    "{\"role\":\"council\",\"owner\":\"H99\",\"rounds\":[\"2022\"]}");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_token_of_others_rounds_finds_every_page_closed,
		in_its_own_rounds_it_is_at_home,
		NULL,
	};

	return suite_run("rounds", tests);
}
