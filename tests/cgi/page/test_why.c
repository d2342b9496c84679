/*
 * test_why.c - why a number is what it is, and what it would be, over HTTP.
 */
#include <stdio.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define PERIOD "/v1/periods/2022"
#define WHY(unit) PERIOD "/results/" unit "/why"
#define WHAT_IF PERIOD "/units/D01/sheet/what-if"

static struct gate g;
static struct heard a;

static void
open_gate(void)
{
	struct who appraiser;

	gate_open(&g);
	appraiser = world_who(ROLE_APPRAISER, "");
	world_earn(&g.w, "D01");
	world_clock(&g.w, "2023-01-12T08:00:00+07:00");
	ck_assert_err(world_score(&g.w, &appraiser, "D01", "1.1.2",
			  COLUMN_ROUND1, "{'a':10,'b':9}", 0, NULL),
	    OK);
	(void)world_settle(&g.w);
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

START_TEST(a_number_says_inputs_rule_arithmetic_and_clause)
{
	open_gate();
	ck_assert_int_eq(ask("council", "GET", WHY("D01"), NULL), 200);
	ck_assert(says("\"rules\":1"));
	ck_assert(says("\"points\":\"1.80\",\"max\":\"100.00\",\"arithmetic\":"
		       "\"F1 1.80 + F2 0.00"));
	ck_assert(says("= 1.80; 1.80/100.00 = 1.80 %\""));
	ck_assert(says("\"group\":\"<80\",\"group_because\":\"G1: 1.80 >= "
		       "0\""));
	ck_assert(says("\"class_because\":\"C1: excellent 1.80 < 90; good "
		       "1.80 < 80; completed 1.80 < 65; not_completed 1.80 "
		       ">= 0\""));
	ck_assert(says("\"self_review_because\":\"R1: 0.00 < 75\""));
	ck_assert(says("\"criterion\":\"1.1\",\"arithmetic\":\"1.1.1 0.00 + "
		       "1.1.2 1.80"));
	ck_assert(says("\"column\":\"round1\",\"inputs\":{\"a\":10,\"b\":9},"
		       "\"arithmetic\":\"round1: b/a = 9/10"));
	ck_assert(says("\"rule\":\"RATIO\""));
	ck_assert(says("\"columns\":[{\"column\":\"self\",\"inputs\":{"));
	ck_assert(says("{\"column\":\"round1\",\"inputs\":{\"a\":10,\"b\":9},"
		       "\"status\":\"scored\",\"points\":\"1.80\","
		       "\"arithmetic\":\"b/a = 9/10"));
	close_gate();
}
END_TEST

START_TEST(a_unit_is_told_of_its_own_and_nothing_of_surveys)
{
	open_gate();
	ck_assert_int_eq(ask("D01", "GET", WHY("D01"), NULL), 200);
	ck_assert(says("1.80/71.50 = 2.52 %"));
	ck_assert(!says("S1"));
	ck_assert(!says("\"group\""));
	ck_assert(!says("\"rank\""));
	ck_assert_int_eq(ask("D01", "GET", WHY("D02"), NULL), 403);
	ck_assert_int_eq(ask("council", "GET", WHY("X"), NULL), 404);
	ck_assert_int_eq(ask("survey", "GET", WHY("D01"), NULL), 403);
	close_gate();
}
END_TEST

START_TEST(what_would_be_is_computed_and_not_kept)
{
	struct digest before;

	open_gate();
	(void)gate_token(&g, "D01");
	before = world_dump(&g.w, 0);
	ck_assert_int_eq(ask("D01", "POST", WHAT_IF,
			     "{\"leaves\":{\"1.1.2\":{\"inputs\":{\"a\":10,"
			     "\"b\":10}},"
			     "\"1.1.1\":{\"inputs\":{\"issued\":\"2022-01-20\"}"
			     "}}}"),
	    200);
	ck_assert(says("\"leaf\":\"1.1.2\",\"now\":\"1.80\",\"would\":"
		       "\"2.00\",\"status\":\"scored\""));
	ck_assert(says("\"leaf\":\"1.1.1\",\"now\":\"0.00\",\"would\":"
		       "\"1.00\""));
	ck_assert(says("\"now\":{\"points\":\"1.80\",\"max\":\"71.50\","
		       "\"percent_without_surveys\":\"2.52\""));
	ck_assert(!says("\"index\""));
	ck_assert_dump(&g.w, before);
	close_gate();
}
END_TEST

START_TEST(surveys_can_be_supposed_and_give_the_index)
{
	open_gate();
	ck_assert_int_eq(ask("D01", "POST", WHAT_IF,
			     "{\"leaves\":{},\"surveys\":\"100\"}"),
	    200);
	/* 1.80, and all 28.50 of the surveys */
	ck_assert_msg(says("\"would\":{\"points\":\"30.30\",\"max\":\"100.00\","
			   "\"index\":\"30.30\",\"group\":\"<80\""),
	    "%s", heard_text(&a));
	close_gate();
}
END_TEST

START_TEST(without_evidence_inputs_give_nothing)
{
	open_gate();
	ck_assert_int_eq(ask("D01", "POST", WHAT_IF,
			     "{\"leaves\":{\"1.1.1\":{\"inputs\":{\"issued\":"
			     "\"2022-01-20\"}}},\"evidence\":false}"),
	    200);
	ck_assert(says("\"would\":\"0.00\",\"status\":\"no-evidence\""));
	close_gate();
}
END_TEST

/* clang-format off */
static const struct {
	const char *as, *text;
	int status;
	const char *type, *word;
} bad[] = {
	{ "D02", "{}", 403, "forbidden", "D01" },
	{ "D01", "[]", 400, "unknown-field", "Known" },
	{ "D01", "{\"x\":1}", 400, "unknown-field", "Known" },
	{ "D01", "{\"leaves\":[]}", 400, "malformed", "object" },
	{ "D01", "{\"leaves\":{\"9.9\":{}}}", 404, "unknown-leaf", "criterion" },
	{ "D01", "{\"leaves\":{\"4.3.2\":{}}}", 422, "leaf-not-yours", "apply" },
	{ "D01", "{\"leaves\":{\"S1.1\":{\"inputs\":{}}}}", 422, "leaf-not-yours", "inputs" },
	{ "D01", "{\"leaves\":{\"1.1.2\":{\"inputs\":{\"a\":10}}}}", 400, "missing-field", "b" },
	{ "D01", "{\"leaves\":{\"1.1.2\":{\"inputs\":{\"a\":10,\"b\":11}}}}", 422, "range", "b" },
	{ "D01", "{\"leaves\":{\"1.1.2\":{\"points\":2}}}", 400, "malformed", "Known" },
	{ "D01", "{\"leaves\":{\"1.1.2\":{\"not_applicable\":true}}}", 422, "range", "applicable" },
	{ "D01", "{\"surveys\":\"101\"}", 422, "range", "percentage" },
	{ "D01", "{\"surveys\":85}", 422, "range", "percentage" },
	{ "D01", "{\"evidence\":1}", 400, "malformed", "evidence" },
};
/* clang-format on */

START_TEST(what_cannot_be_supposed_is_refused_by_name)
{
	open_gate();
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		(void)ask(bad[i].as, "POST", WHAT_IF, bad[i].text);
		heard_problem(&a, bad[i].text, bad[i].status, bad[i].type,
		    bad[i].word);
	}
	close_gate();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_number_says_inputs_rule_arithmetic_and_clause,
		a_unit_is_told_of_its_own_and_nothing_of_surveys,
		what_would_be_is_computed_and_not_kept,
		surveys_can_be_supposed_and_give_the_index,
		without_evidence_inputs_give_nothing,
		what_cannot_be_supposed_is_refused_by_name,
		NULL,
	};

	return suite_run("why", tests);
}
