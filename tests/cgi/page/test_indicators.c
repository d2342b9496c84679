/*
 * test_indicators.c - figures that an agency supplies for all units, over
 * HTTP: who may, what is refused, and what is shown beside them.
 */
#include <stdio.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define PERIOD "/v1/periods/2022"
#define LEAF PERIOD "/indicators/7.3.1"
#define HEAD                                                                   \
	"{\"source\":\"Cổng dịch vụ công\","                            \
	"\"extracted\":\"2022-12-25T00:00:00+07:00\",\"units\":["
#define D01                                                                    \
	"{\"unit\":\"D01\",\"inputs\":{\"all\":1000,\"online\":900},"          \
	"\"previous\":\"75.2\"}"
#define D02 "{\"unit\":\"Sở Nội vụ\",\"inputs\":{\"all\":1000,\"online\":240}}"
#define GOOD HEAD D01 "," D02 "]}"

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

static int
ask(const char *as, const char *method, const char *target, const char *text)
{
	const struct sent q = { .as = as,
		.method = method,
		.target = target,
		.type = text == NULL ? NULL : "application/json",
		.text = text };

	gate_ask(&g, &q, &a);
	return a.status;
}

static bool
says(const char *text)
{
	return strstr(heard_text(&a), text) != NULL;
}

START_TEST(values_stand_beside_target_average_and_last_year)
{
	open_gate();
	ck_assert_int_eq(ask("D05", "PUT", LEAF, GOOD), 200);
	ck_assert(says("{\"units\":2}"));
	ck_assert_int_eq(world_newest(&g.w), ENTRY_FIGURES);
	ck_assert_int_eq(ask("council", "GET", PERIOD "/indicators", NULL),
	    200);
	ck_assert(says("\"agency\":\"D05\",\"target\":\"80.00\",\"better\":"
		       "\"higher\",\"source\":\"Cổng dịch vụ công\""));
	ck_assert(says("\"averages\":{\"department\":\"57.00\"}"));
	ck_assert(says("{\"unit\":\"D01\",\"value\":\"90.00\",\"previous\":"
		       "\"75.20\",\"against_target\":\"met\""));
	ck_assert(says("{\"unit\":\"D02\",\"value\":\"24.00\",\"previous\":"
		       "null,\"against_target\":\"missed\""));
	ck_assert(says("{\"unit\":\"D03\",\"value\":null"));
	ck_assert(says("\"extracted\":\"2022-12-25T00:00:00.000000+07:00\""));
	/* above and below: the target, the block's average, the year before */
	ck_assert(says("\"against_target\":\"met\",\"to_target\":\"above\","
		       "\"to_average\":\"above\",\"to_previous\":\"above\""));
	ck_assert(says("\"against_target\":\"missed\",\"to_target\":\"below\","
		       "\"to_average\":\"below\",\"to_previous\":null"));
	close_gate();
}
END_TEST

START_TEST(a_sheet_shows_the_figures_and_what_differs_from_them)
{
	struct who d01 = world_unit("D01"), d02 = world_unit("D02");

	open_gate();
	ck_assert_int_eq(ask("D05", "PUT", LEAF, GOOD), 200);
	ck_assert_int_eq(ask("D01", "GET", PERIOD "/units/D01/sheet/7.3.1",
			     NULL),
	    200);
	ck_assert(says("\"self\":null"));
	ck_assert(says("\"figures\":{\"inputs\":{\"all\":1000,\"online\":900},"
		       "\"source\":\"Cổng dịch vụ công\""));
	ck_assert(says("\"differ_from\":[]"));
	/* the whole sheet comes prefilled alike */
	ck_assert_int_eq(ask("D01", "GET", PERIOD "/units/D01/sheet", NULL),
	    200);
	ck_assert(
	    says("\"figures\":{\"inputs\":{\"all\":1000,\"online\":900}"));
	ck_assert_err(world_score(&g.w, &d01, "D01", "7.3.1", COLUMN_SELF,
			  "{'all':1000,'online':990}", 0, NULL),
	    OK);
	ck_assert_err(world_score(&g.w, &d02, "D02", "7.3.1", COLUMN_SELF,
			  "{'all':1000,'online':240}", 0, NULL),
	    OK);
	ck_assert_int_eq(ask("D01", "GET", PERIOD "/units/D01/sheet/7.3.1",
			     NULL),
	    200);
	ck_assert(says("\"differ_from\":[\"self\"]"));
	ck_assert_int_eq(ask("D02", "GET", PERIOD "/indicators", NULL), 200);
	ck_assert(says("\"differs_from_self\":false"));
	ck_assert(!says("\"D01\""));
	ck_assert(says("\"averages\":{}"));
	ck_assert(says("\"to_average\":null"));
	ck_assert_int_eq(ask("council", "GET", PERIOD "/indicators", NULL),
	    200);
	ck_assert(says("\"differs_from_self\":true"));
	close_gate();
}
END_TEST

/* The next period of the same store, which names the one before. */
static void
open_next_year(void)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct buf text = world_bundle(&g.w,
	    WORLD_PATCHES("\"id\": \"2022\"", "\"id\": \"2023\"",
		"\"year\": 2022,",
		"\"year\": 2023, \"previous\": {\"period\": \"2022\"},"));
	struct fault why = { 0 };
	struct period p;

	ck_assert_msg(act_load_period(g.w.store, &operator, buf_all(&text), &p,
			  &why) == OK,
	    "%s: %s", why.pointer, why.detail);
	ck_assert_err(act_open_period(g.w.store, &operator, p.id, NULL), OK);
	buf_free(&text);
}

START_TEST(last_years_values_come_from_the_period_before_or_the_file)
{
	open_gate();
	ck_assert_int_eq(ask("D05", "PUT", LEAF, GOOD), 200);
	open_next_year();
	ck_assert_int_eq(ask("D05", "PUT", "/v1/periods/2023/indicators/7.3.1",
			     HEAD "{\"unit\":\"D01\",\"inputs\":{\"all\":100,"
				  "\"online\":80}},"
				  "{\"unit\":\"D02\",\"inputs\":{\"all\":100,"
				  "\"online\":30},"
				  "\"previous\":\"31\"}]}"),
	    200);
	ck_assert_int_eq(ask("council", "GET", "/v1/periods/2023/indicators",
			     NULL),
	    200);
	/* 90.00 is what 2022 has of D01; of D02 the file's own word counts */
	ck_assert(says("{\"unit\":\"D01\",\"value\":\"80.00\",\"previous\":"
		       "\"90.00\",\"against_target\":\"met\",\"to_target\":"
		       "\"at\",\"to_average\":\"above\",\"to_previous\":"
		       "\"below\""));
	ck_assert(says("{\"unit\":\"D02\",\"value\":\"30.00\",\"previous\":"
		       "\"31.00\""));
	close_gate();
}
END_TEST

START_TEST(figures_supplied_again_take_the_place_of_the_old_ones)
{
	open_gate();
	ck_assert_int_eq(ask("D05", "PUT", LEAF, GOOD), 200);
	ck_assert_int_eq(ask("council", "PUT", LEAF, HEAD D02 "]}"), 200);
	ck_assert(world_newest_says(&g.w, "version", "2"));
	ck_assert_uint_eq(world_rows(&g.w, T_FIGURES), 1);
	world_verified(&g.w);
	close_gate();
}
END_TEST

/* clang-format off */
static const struct {
	const char *as, *target, *text;
	int status;
	const char *type, *word;
} bad[] = {
	{ "D01", LEAF, GOOD, 403, "forbidden", "7.3.1" },
	{ "appraiser", LEAF, GOOD, 403, "forbidden", "appraiser" },
	{ "auditor", LEAF, GOOD, 403, "forbidden", "auditor" },
	{ "D05", PERIOD "/indicators/3.5.1", GOOD, 403, "forbidden", "3.5.1" },
	{ "council", PERIOD "/indicators/1.1.2", GOOD, 422, "leaf-not-yours", "indicators" },
	{ "council", PERIOD "/indicators/9.9", GOOD, 404, "unknown-leaf", "9.9" },
	{ "D05", LEAF, "[]", 400, "unknown-field", "Known" },
	{ "D05", LEAF, "{\"extracted\":\"2022-12-25T00:00:00+07:00\",\"units\":[" D01 "]}", 400, "missing-field", "source" },
	{ "D05", LEAF, "{\"source\":\"x\",\"extracted\":\"2022-12-25\",\"units\":[" D01 "]}", 400, "missing-field", "extracted" },
	{ "D05", LEAF, "{\"source\":\"x\",\"extracted\":\"2023-12-25T00:00:00+07:00\",\"units\":[" D01 "]}", 422, "range", "future" },
	{ "D05", LEAF, HEAD "]}", 422, "range", "row" },
	{ "D05", LEAF, HEAD D01 "," D01 "]}", 409, "exists", "twice" },
	{ "D05", LEAF, HEAD "{\"unit\":\"Sở X\",\"inputs\":{\"all\":1,\"online\":1}}]}", 404, "unknown-unit", "unit" },
	{ "D05", LEAF, HEAD "{\"unit\":\"D04\",\"inputs\":{\"all\":1,\"online\":1}}]}", 422, "leaf-not-yours", "apply" },
	{ "D05", LEAF, HEAD "{\"unit\":\"D01\",\"inputs\":{\"all\":1,\"online\":2}}]}", 422, "range", "online" },
	{ "D05", LEAF, HEAD "{\"unit\":\"D01\",\"inputs\":{\"all\":1}}]}", 400, "missing-field", "online" },
	{ "D05", LEAF, HEAD "{\"unit\":\"D01\",\"inputs\":{\"not_applicable\":true}}]}", 422, "range", "apply" },
	{ "D05", LEAF, HEAD "{\"unit\":\"D01\",\"inputs\":{\"all\":1,\"online\":1},\"previous\":75}]}", 400, "malformed", "text" },
	{ "D05", LEAF, HEAD "{\"unit\":\"D01\",\"points\":1}]}", 400, "unknown-field", "Known" },
};
/* clang-format on */

START_TEST(what_is_wrong_is_refused_by_name_and_nothing_is_kept)
{
	open_gate();
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char row[16];

		(void)snprintf(row, sizeof row, "row %zu", i);
		(void)ask(bad[i].as, "PUT", bad[i].target, bad[i].text);
		heard_problem(&a, row, bad[i].status, bad[i].type, bad[i].word);
	}
	ck_assert_uint_eq(world_rows(&g.w, T_FIGURES), 0);
	ck_assert_int_eq(ask("survey", "GET", PERIOD "/indicators", NULL), 403);
	close_gate();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		values_stand_beside_target_average_and_last_year,
		a_sheet_shows_the_figures_and_what_differs_from_them,
		last_years_values_come_from_the_period_before_or_the_file,
		figures_supplied_again_take_the_place_of_the_old_ones,
		what_is_wrong_is_refused_by_name_and_nothing_is_kept,
		NULL,
	};

	return suite_run("indicators", tests);
}
