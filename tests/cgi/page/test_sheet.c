/*
 * test_sheet.c - a score sheet and survey forms, read and written over HTTP.
 */
#include <stdlib.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define SHEET "/v1/periods/2022/units/D01/sheet"
#define SELF SHEET "/1.1.2/self"
#define ROUND1 SHEET "/1.1.2/round1"
#define HISTORY SHEET "/1.1.2/history"
#define GOOD "{\"inputs\":{\"a\":10,\"b\":9}}"
#define JSON "application/json"
#define FORMS "/v1/periods/2022/surveys/org-department/forms"
#define ANSWERS                                                                \
	"{\"q1\":1,\"q2\":2,\"q3\":3,\"q4\":4,\"q5\":1,\"q6\":1,\"q7\":1}"
#define ONE_FORM                                                               \
	"{\"number\":\"P-1\",\"group\":\"hdnd\",\"units\":{\"D01\":" ANSWERS   \
	"}}"

/* clang-format off */
#define PUT(who, where, seen, said) .q = { .as = who, .method = "PUT", .target = where, .type = JSON, .text = said, .headers = { { "If-Match", seen } } }
#define BATCH(who, said) .q = { .as = who, .method = "POST", .target = FORMS, .type = JSON, .text = said }
static const struct {
	const char *name;
	struct sent q;
	int status;
	const char *type, *word;
} rows[] = {
	/* who, and whose */
	{ "a unit writes the appraiser's", PUT("D01", ROUND1, "\"v0\"", GOOD), 403, "forbidden", "unit" },
	{ "an appraiser writes the unit's", PUT("appraiser", SELF, "\"v0\"", GOOD), 403, "forbidden", "appraiser" },
	{ "another unit writes", PUT("H01", SELF, "\"v0\"", GOOD), 403, "forbidden", "D01" },
	{ "the council writes", PUT("council", SELF, "\"v0\"", GOOD), 403, "forbidden", "council" },
	{ "nobody writes", PUT(NULL, SELF, "\"v0\"", GOOD), 401, "unauthenticated", "Bearer" },
	{ "the appraisal has not begun", PUT("appraiser", ROUND1, "\"v0\"", GOOD), 409, "window-not-open", "2023-01-11" },
	{ "unknown period", PUT("D01", "/v1/periods/1999/units/D01/sheet/1.1.2/self", "\"v0\"", GOOD), 404, "unknown-period", "1999" },
	{ "no period's name", PUT("D01", "/v1/periods/.x/units/D01/sheet/1.1.2/self", "\"v0\"", GOOD), 404, "not-found", "period" },
	{ "unknown leaf", PUT("D01", SHEET "/9.9.9/self", "\"v0\"", GOOD), 404, "unknown-leaf", "9.9.9" },
	{ "the other block's leaf", PUT("D01", SHEET "/4.3.2/self", "\"v0\"", "{\"inputs\":{\"n\":1}}"), 422, "leaf-not-yours", "4.3.2" },
	{ "a survey's leaf", PUT("D01", SHEET "/S1.1/self", "\"v0\"", "{\"inputs\":{}}"), 422, "leaf-not-yours", "S1.1" },

	/* If-Match */
	{ "no If-Match", PUT("D01", SELF, NULL, GOOD), 428, "precondition-required", "If-Match" },
	{ "stale", PUT("D01", SELF, "\"v3\"", GOOD), 412, "stale", "version" },
	{ "any", PUT("D01", SELF, "*", GOOD), 412, "stale", "v0" },
	{ "two tags", PUT("D01", SELF, "\"v0\", \"v1\"", GOOD), 412, "stale", "If-Match" },
	{ "no tag", PUT("D01", SELF, "v0", GOOD), 400, "malformed", "If-Match" },

	/* numbers */
	{ "beyond its bound", PUT("D01", SELF, "\"v0\"", "{\"inputs\":{\"a\":10,\"b\":11}}"), 422, "range", "b" },
	{ "below zero", PUT("D01", SELF, "\"v0\"", "{\"inputs\":{\"a\":10,\"b\":-1}}"), 422, "range", "b" },
	{ "too large for any number", PUT("D01", SELF, "\"v0\"", "{\"inputs\":{\"a\":99999999999999999999,\"b\":1}}"), 422, "range", "column" },
	{ "a fraction", PUT("D01", SELF, "\"v0\"", "{\"inputs\":{\"a\":1.5,\"b\":1}}"), 400, "malformed", "whole" },
	{ "a missing input", PUT("D01", SELF, "\"v0\"", "{\"inputs\":{\"a\":10}}"), 400, "missing-field", "b" },
	{ "an unknown input", PUT("D01", SELF, "\"v0\"", "{\"inputs\":{\"a\":10,\"b\":1,\"c\":1}}"), 400, "unknown-field", "c" },
	{ "not applicable where it must be", PUT("D01", SELF, "\"v0\"", "{\"not_applicable\":true,\"reason\":\"x\"}"), 422, "range", "1.1.2" },
	{ "not applicable without a reason", PUT("D01", SHEET "/5.1.2/self", "\"v0\"", "{\"not_applicable\":true}"), 400, "missing-field", "reason" },

	/* JSON */
	{ "a key twice", PUT("D01", SELF, "\"v0\"", "{\"inputs\":{\"a\":1,\"a\":2,\"b\":1}}"), 400, "malformed", "duplicate" },
	{ "trailing text", PUT("D01", SELF, "\"v0\"", GOOD "x"), 400, "malformed", "end of file" },
	{ "no JSON", PUT("D01", SELF, "\"v0\"", "inputs"), 400, "malformed", "line 1" },
	{ "empty", PUT("D01", SELF, "\"v0\"", ""), 422, "empty", "JSON" },
	{ "too deep", PUT("D01", SELF, "\"v0\"", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"), 400, "malformed", "deep" },
	{ "an unknown member", PUT("D01", SELF, "\"v0\"", "{\"inputs\":{},\"points\":\"2\"}"), 400, "unknown-field", "inputs" },
	{ "a reason that is no text", PUT("D01", SELF, "\"v0\"", "{\"inputs\":{\"a\":1,\"b\":1},\"reason\":1}"), 400, "malformed", "reason" },
	{ "a control character", PUT("D01", SELF, "\"v0\"", "{\"inputs\":{\"a\":1,\"b\":1},\"reason\":\"\\u0007\"}"), 400, "encoding", "reason" },
	{ "broken UTF-8", PUT("D01", SELF, "\"v0\"", "{\"reason\":\"\xff\"}"), 400, "encoding", "decode" },
	{ "an array", PUT("D01", SELF, "\"v0\"", "[]"), 400, "malformed", "inputs" },
	{ "another type", .q = { .as = "D01", .method = "PUT", .target = SELF, .type = "text/json", .text = GOOD, .headers = { { "If-Match", "\"v0\"" } } }, 415, "media-type", "application/json" },
	{ "no type", .q = { .as = "D01", .method = "PUT", .target = SELF, .text = GOOD, .headers = { { "If-Match", "\"v0\"" } } }, 415, "media-type", "application/json" },
	{ "truncated", .q = { .as = "D01", .method = "PUT", .target = SELF, .type = JSON, .text = GOOD, .missing = 3, .headers = { { "If-Match", "\"v0\"" } } }, 400, "truncated", "whole" },
	{ "too long", .q = { .as = "D01", .method = "PUT", .target = SELF, .type = JSON, .text = GOOD, .missing = 40000, .headers = { { "If-Match", "\"v0\"" } } }, 413, "too-big", "32768" },
	{ "wrong digest", .q = { .as = "D01", .method = "PUT", .target = SELF, .type = JSON, .text = GOOD, .headers = { { "If-Match", "\"v0\"" }, { "Content-Digest", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:" } } }, 400, "digest", "SHA-256" },

	/* forms */
	{ "forms by a unit", BATCH("D01", "{\"forms\":[" ONE_FORM "]}"), 403, "forbidden", "unit" },
	{ "forms by an appraiser", BATCH("appraiser", "{}"), 403, "forbidden", "appraiser" },
	{ "no forms", BATCH("survey", "{}"), 400, "malformed", "forms" },
	{ "something beside", BATCH("survey", "{\"forms\":[],\"x\":1}"), 400, "malformed", "forms" },
	{ "a bad answer", BATCH("survey", "{\"forms\":[{\"number\":\"P-1\",\"group\":\"hdnd\",\"units\":{\"D01\":{\"q1\":9}}}]}"), 422, "range", "q1" },
	{ "an unknown survey", .q = { .as = "survey", .method = "POST", .target = "/v1/periods/2022/surveys/x/forms", .type = JSON, .text = "{\"forms\":[]}" }, 404, "not-found", "\"x\"" },
	{ "a district's survey with a department", .q = { .as = "survey", .method = "POST", .target = "/v1/periods/2022/surveys/org-district/forms", .type = JSON, .text = "{\"forms\":[" ONE_FORM "]}" }, 404, "unknown-unit", "D01" },

	/* reading */
	{ "another unit's sheet", .q = { .as = "H01", .method = "GET", .target = SHEET }, 403, "forbidden", "D01" },
	{ "the survey's operator reads", .q = { .as = "survey", .method = "GET", .target = SHEET }, 403, "forbidden", "survey" },
	{ "another unit's history", .q = { .as = "H01", .method = "GET", .target = HISTORY }, 403, "forbidden", "D01" },
	{ "a history of no column", .q = { .as = "D01", .method = "GET", .target = HISTORY "?column=round9" }, 422, "range", "round2" },
	{ "a history before nothing", .q = { .as = "D01", .method = "GET", .target = HISTORY "?before=x" }, 422, "range", "before" },
	{ "a history with something beside", .q = { .as = "D01", .method = "GET", .target = HISTORY "?colour=red" }, 400, "unknown-field", "colour" },
	{ "the history of no revision", .q = { .as = "D01", .method = "GET", .target = HISTORY "?revision=3" }, 404, "not-found", "3" },
	{ "another unit's leaf", .q = { .as = "H01", .method = "GET", .target = SHEET "/1.1.2" }, 403, "forbidden", "D01" },
	{ "no such unit's sheet", .q = { .as = "council", .method = "GET", .target = "/v1/periods/2022/units/D99/sheet" }, 404, "unknown-unit", "D99" },
	{ "no such leaf", .q = { .as = "D01", .method = "GET", .target = SHEET "/9.9" }, 404, "unknown-leaf", "9.9" },
	{ "the other block's leaf, read", .q = { .as = "D01", .method = "GET", .target = SHEET "/4.3.2" }, 404, "unknown-leaf", "4.3.2" },
};
/* clang-format on */

START_TEST(what_is_wrong_is_refused_by_name_and_changes_nothing)
{
	static const char *const all[] = { "D01", "H01", "appraiser", "council",
		"survey" };
	struct heard a = { 0 };
	struct digest before;
	struct gate g;

	gate_open(&g);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		gate_token(&g, all[i]);
	before = world_dump(&g.w, 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sent q = rows[i].q;

		if (q.headers[0][1] == NULL)
			q.headers[0][0] = NULL;
		gate_ask(&g, &q, &a);
		heard_problem(&a, rows[i].name, rows[i].status, rows[i].type,
		    rows[i].word);
		ck_assert_msg(digest_eq(world_dump(&g.w, 0), before),
		    "%s: the store has changed", rows[i].name);
	}
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(a_batch_of_a_thousand_and_one_forms_is_too_big)
{
	struct sent q = { .as = "survey",
		.method = "POST",
		.target = FORMS,
		.type = JSON };
	struct heard a = { 0 };
	struct buf batch = { 0 };
	struct digest before;
	struct gate g;

	gate_open(&g);
	gate_token(&g, "survey");
	buf_text(&batch, "{\"forms\":[");
	for (unsigned i = 0; i <= FORMS_MOST; i++)
		buf_print(&batch,
		    "%s{\"number\":\"P-%u\",\"group\":\"hdnd\",\"units\":"
		    "{\"D01\":" ANSWERS "}}",
		    i == 0 ? "" : ",", i);
	buf_text(&batch, "]}");
	q.body = buf_all(&batch);
	before = world_dump(&g.w, 0);
	gate_ask(&g, &q, &a);
	heard_problem(&a, "1,001 forms", 413, "too-big", "1000");
	ck_assert_dump(&g.w, before);
	buf_free(&batch);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(forms_are_taken_once)
{
	const struct sent q = { .as = "survey",
		.method = "POST",
		.target = FORMS,
		.type = JSON,
		.text = "{\"forms\":[" ONE_FORM "]}" };
	struct heard a = { 0 };
	struct gate g;

	gate_open(&g);
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(heard_text(&a),
	    "{\"taken\":1,\"known\":0,\"entry\":3}");
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(heard_text(&a), "{\"taken\":0,\"known\":1}");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(each_column_has_an_owner_and_a_version)
{
	struct sent q = { .as = "D01",
		.method = "PUT",
		.target = SELF,
		.type = JSON,
		.text = GOOD,
		.headers = { { "If-Match", "\"v0\"" } } };
	struct heard a = { 0 };
	struct gate g;

	gate_open(&g);
	gate_ask(&g, &q, &a);
	ck_assert_msg(a.status == 200, "%s", heard_text(&a));
	ck_assert_str_eq(heard_header(&a, "ETag"), "\"v1\"");
	ck_assert_ptr_nonnull(
	    strstr(heard_text(&a), "\"inputs\":{\"a\":10,\"b\":9}"));
	gate_ask(&g, &q, &a);
	heard_problem(&a, "again", 412, "stale", "version 1");
	q.headers[0][1] = "W/\"v1\"";
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(heard_header(&a, "ETag"), "\"v2\"");

	world_clock(&g.w, WORLD_UNTIL);
	gate_ask(&g, &q, &a);
	heard_problem(&a, "closed", 409, "window-closed", "2023-01-11");
	q.as = "appraiser";
	q.target = ROUND1;
	q.headers[0][1] = "\"v0\"";
	gate_ask(&g, &q, &a);
	ck_assert_msg(a.status == 200, "%s", heard_text(&a));
	ck_assert_str_eq(heard_header(&a, "ETag"), "\"v1\"");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(a_sheet_shows_points_and_how_they_came_about)
{
	struct sent q = { .as = "D01", .method = "GET", .target = SHEET };
	struct heard a = { 0 };
	struct gate g;

	gate_open(&g);
	world_earn(&g.w, "D01");
	world_settle(&g.w);
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(heard_header(&a, "Cache-Control"), "no-store");
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "\"leaf\":\"1.1.2\""));
	ck_assert_ptr_null(strstr(heard_text(&a), "\"leaf\":\"4.3.2\""));
	/* surveys' points are not for the unit */
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "\"status\":\"hidden\""));

	q.target = SHEET "/1.1.2";
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "\"points\":\"2.00\""));
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "\"arithmetic\":\""));
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "\"accepted\":1"));

	q.target = SHEET "/S1.1";
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_ptr_null(strstr(heard_text(&a), "points"));
	ck_assert_ptr_null(strstr(heard_text(&a), "arithmetic"));
	q.as = "council";
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "points"));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(each_column_shows_its_own_points_and_its_history)
{
	struct sent put = { .as = "D01",
		.method = "PUT",
		.target = SELF,
		.type = JSON,
		.text = GOOD,
		.headers = { { "If-Match", "\"v0\"" } } };
	struct sent get = { .as = "D01", .method = "GET", .target = HISTORY };
	struct heard a = { 0 };
	struct gate g;

	gate_open(&g);
	gate_ask(&g, &put, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "\"status\":\"scored\",\"points\":\"1.80\",\"arithmetic\":\"b/a = "
	    "9/10"));
	put.headers[0][1] = "\"v1\"";
	put.text = "{\"inputs\":{\"a\":10,\"b\":10},\"reason\":\"counted "
		   "again\"}";
	gate_ask(&g, &put, &a);
	ck_assert_int_eq(a.status, 200);
	gate_ask(&g, &get, &a);
	ck_assert_msg(a.status == 200, "%s", heard_text(&a));
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "\"history\":{\"self\":{\"versions\":[{\"version\":1,\"inputs\":{"
	    "\"a\":10,\"b\":9},\"not_applicable\":false,\"reason\":\"\","
	    "\"status\":\"scored\",\"points\":\"1.80\""));
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "\"rules\":1}],\"older\":false},\"round1\":{\"versions\":[],"
	    "\"older\":false}"));
	get.target = HISTORY "?column=council";
	gate_ask(&g, &get, &a);
	ck_assert_str_eq(heard_text(&a),
	    "{\"leaf\":\"1.1.2\",\"history\":{\"council\":{\"versions\":[],"
	    "\"older\":false}}}");
	/* no document stands behind it: the column's points are not the leaf's
	 */
	get.target = SHEET "/1.1.2";
	(void)world_settle(&g.w);
	gate_ask(&g, &get, &a);
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "\"status\":\"no-evidence\",\"points\":\"0.00\",\"self\":{"
	    "\"version\":2,"));
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "\"reason\":\"counted again\",\"status\":\"scored\",\"points\":"
	    "\"2.00\""));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_is_wrong_is_refused_by_name_and_changes_nothing,
		a_batch_of_a_thousand_and_one_forms_is_too_big,
		forms_are_taken_once,
		each_column_has_an_owner_and_a_version,
		a_sheet_shows_points_and_how_they_came_about,
		each_column_shows_its_own_points_and_its_history,
		NULL,
	};

	return suite_run("sheets", tests);
}
