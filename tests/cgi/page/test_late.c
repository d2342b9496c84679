/*
 * test_late.c - the council's decision about a late document, over HTTP.
 */
#include <stdio.h>
#include <string.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define DECISION                                                               \
	"{\"decision\":{\"number\":\"20/QĐ-HĐ\",\"date\":\"2023-01-12\","    \
	"\"reason\":\"mất điện\",\"person\":\"Lê Thị C\"}}"

static struct gate g;
static char path[128];

/* A late document of D01, checked. */
static void
one_late(const char *const *patches)
{
	char id[UUID_TEXT];
	struct submission s;

	gate_open_with(&g, patches);
	world_clock(&g.w, WORLD_UNTIL);
	s = world_upload(&g.w, "D01", "1.1.2", "late");
	(void)world_settle(&g.w);
	submission_id_text(s.id, id);
	(void)snprintf(path, sizeof path, "/v1/submissions/%s/admission", id);
}

START_TEST(the_council_admits_under_a_decision_and_nobody_else)
{
	static const struct {
		const char *as, *body;
		int status;
		const char *type, *word;
	} rows[] = {
		{ "council", "{}", 400, "missing-field", "number" },
		{ "council", "[]", 400, "missing-field", "number" },
		{ "council", "{\"decision\":7}", 400, "missing-field",
		    "number" },
		{ "council", "{\"decision\":{\"number\":\"1\"}}", 400,
		    "missing-field", "date" },
		{ "council",
		    "{\"decision\":{\"number\":\"1\",\"date\":\"12/01/2023\","
		    "\"reason\":\"r\",\"person\":\"p\"}}",
		    400, "malformed", "YYYY-MM-DD" },
		{ "council", "{\"decision\":{\"nmber\":\"1\"}}", 400,
		    "unknown-field", "no such field" },
		{ "council", "{\"x\":1}", 400, "unknown-field",
		    "no such field" },
		{ "H01", DECISION, 404, "not-found", "no" },
		{ "D01", DECISION, 403, "forbidden", "unit" },
		{ "appraiser", DECISION, 403, "forbidden", "appraiser" },
		{ "auditor", DECISION, 403, "forbidden", "auditor" },
	};
	struct sent q = { .method = "POST",
		.target = path,
		.type = "application/json" };
	struct heard a = { 0 };
	struct digest before;

	one_late(WORLD_PATCHES("\"late_policy\": \"mark\"",
	    "\"late_policy\": \"council\""));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		(void)gate_token(&g, rows[i].as);
	before = world_dump(&g.w, 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		q.as = rows[i].as;
		q.text = rows[i].body;
		gate_ask(&g, &q, &a);
		heard_problem(&a, rows[i].body, rows[i].status, rows[i].type,
		    rows[i].word);
	}
	ck_assert_dump(&g.w, before);
	q.as = "council";
	q.text = DECISION;
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_ptr_nonnull(
	    strstr(heard_text(&a), "\"status\":\"accepted\""));
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "\"verdict\":\"late\""));
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "\"admitted\":"));
	gate_ask(&g, &q, &a);
	heard_problem(&a, "again", 409, "wrong-state", "already");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(where_the_period_does_not_leave_it_open_nothing_is_admitted)
{
	struct sent q = { .as = "council",
		.method = "POST",
		.target = path,
		.type = "application/json",
		.text = DECISION };
	struct heard a = { 0 };

	one_late((const char *const[]){ NULL });
	gate_ask(&g, &q, &a);
	heard_problem(&a, "mark", 409, "wrong-state", "late_policy");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(a_unit_reads_its_own_window_in_the_period)
{
	struct sent q = { .as = "D01",
		.method = "GET",
		.target = "/v1/periods/2022" };
	struct heard a = { 0 };

	gate_open(&g);
	ck_assert_err(world_amend(&g.w,
			  WORLD_PATCHES("\"windows\": [",
			      "\"windows\": "
			      "[{\"block\":\"department\",\"unit\":\"D01\","
			      "\"stage\":\"evidence\",\"version\":2,\"opens\":"
			      "\"" WORLD_OPENS "\",\"on_time_until\":"
			      "\"2023-01-12T00:00:00+07:00\"},"),
			  NULL),
	    OK);
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "\"stage\":\"evidence\",\"unit\":\"D01\",\"version\":2"));
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "\"cure_hours\":0"));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(every_version_stays_readable_and_says_whose_decision_made_it)
{
	static const struct {
		const char *target;
		int status;
		const char *says; /* or the problem's type */
	} rows[] = {
		{ "/v1/periods/2022", 200, "\"year\":2021," },
		{ "/v1/periods/2022?version=1", 200, "\"year\":2022," },
		{ "/v1/periods/2022?version=2", 200, "\"year\":2021," },
		{ "/v1/periods/2022?version=3", 404, "never in force" },
		{ "/v1/periods/2022?version=0", 422, "is the number" },
		{ "/v1/periods/2022?version=x", 422, "is the number" },
		{ "/v1/periods/2022?version=4294967296", 422, "is the number" },
		{ "/v1/periods/2022?edition=1", 400, "edition" },
		{ "/v1/periods/2021/versions", 404, "no period" },
		{ "/v1/periods/2022/versions", 200,
		    "{\"version\":1,\"from\":" },
	};
	struct sent q = { .as = "D01", .method = "GET" };
	struct heard a = { 0 };

	gate_open(&g);
	ck_assert_err(world_amend(&g.w,
			  WORLD_PATCHES("\"year\": 2022", "\"year\": 2021"),
			  NULL),
	    OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		q.target = rows[i].target;
		gate_ask(&g, &q, &a);
		ck_assert_msg(a.status == rows[i].status, "%s: %d",
		    rows[i].target, a.status);
		ck_assert_msg(strstr(heard_text(&a), rows[i].says) != NULL,
		    "%s: %s", rows[i].target, heard_text(&a));
	}
	ck_assert_ptr_null(strstr(heard_text(&a), "Nguyễn Văn A"));
	q.as = "auditor";
	gate_ask(&g, &q, &a);
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "\"decision\":{\"number\":\"12/QĐ-UBND\",\"date\":\"2023-01-09\""));
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "Nguyễn Văn A"));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_council_admits_under_a_decision_and_nobody_else,
		where_the_period_does_not_leave_it_open_nothing_is_admitted,
		a_unit_reads_its_own_window_in_the_period,
		every_version_stays_readable_and_says_whose_decision_made_it,
		NULL,
	};

	return suite_run("late", tests);
}
