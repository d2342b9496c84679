/*
 * test_audit.c - the auditor's report over HTTP: who reads it, what it says.
 */
#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define AUDIT "/v1/periods/2022/audit"

static struct gate g;
static struct heard a;

static int
ask(const char *as, const char *target)
{
	const struct sent q = { .as = as, .method = "GET", .target = target };

	gate_ask(&g, &q, &a);
	return a.status;
}

static bool
says(const char *text)
{
	return strstr(heard_text(&a), text) != NULL;
}

START_TEST(auditor_council_and_operator_read_it_and_nobody_else)
{
	static const struct {
		const char *as;
		int status;
	} rows[] = { { "auditor", 200 }, { "council", 200 },
		{ "operator", 200 }, { "D01", 403 }, { "appraiser", 403 },
		{ "survey", 403 }, { "dms", 403 }, { NULL, 401 } };

	gate_open(&g);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_int_eq(ask(rows[i].as, AUDIT), rows[i].status);
	ck_assert_int_eq(ask("auditor", "/v1/periods/2021/audit"), 404);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(a_finding_is_told_in_both_languages_with_its_place)
{
	struct submission s;
	char id[UUID_TEXT];

	gate_open(&g);
	(void)world_upload(&g.w, "D01", "1.1.2", "a");
	s = world_upload(&g.w, "D02", "1.1.2", "a");
	ck_assert_int_eq(ask("auditor", AUDIT), 200);
	submission_id_text(s.id, id);
	ck_assert(says("\"code\":\"same-file\",\"severity\":\"medium\","
		       "\"log_index\":"));
	ck_assert(says(id));
	ck_assert(says("\"simulated\":true"));
	ck_assert(says("\"en\":\"Unit D02 after unit D01"));
	ck_assert(says("\"vi\":\"Cơ quan D02, sau cơ quan D01"));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(lighter_findings_are_left_out_when_graver_ones_are_asked_for)
{
	gate_open(&g);
	ck_assert_int_eq(ask("auditor", AUDIT "?severity=low"), 200);
	ck_assert(says("\"code\":\"token\",\"severity\":\"low\",\"log_index"));
	ck_assert_int_eq(ask("auditor", AUDIT "?severity=high"), 200);
	ck_assert(!says("\"code\":\"token\""));
	ck_assert(says("\"code\":\"silence\",\"severity\":\"high\","
		       "\"count\":0,\"listed\":0"));
	ck_assert_int_eq(ask("auditor", AUDIT "?severity=grave"), 422);
	heard_problem(&a, "grave", 422, "range", "info, low");
	ck_assert_int_eq(ask("auditor", AUDIT "?colour=red"), 400);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		auditor_council_and_operator_read_it_and_nobody_else,
		a_finding_is_told_in_both_languages_with_its_place,
		lighter_findings_are_left_out_when_graver_ones_are_asked_for,
		NULL,
	};

	return suite_run("audit page", tests);
}
