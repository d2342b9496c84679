/*
 * test_amend.c - an open period's data and deadlines change over HTTP: shown
 * first, then made under a decision, bound to the version that was seen.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define DECISION                                                               \
	"\"decision\":{\"number\":\"15/QĐ-UBND\",\"date\":\"2023-01-11\","    \
	"\"reason\":\"mất điện\",\"person\":\"Trần Văn B\"}"
#define UNTIL "\"until\":\"2023-01-12T24:00:00+07:00\""
#define EXTENSIONS "/v1/periods/2022/extensions"
#define AMENDMENTS "/v1/periods/2022/amendments"

static struct gate g;

static struct submission
one_late(void)
{
	struct submission s;

	gate_open(&g);
	world_clock(&g.w, WORLD_UNTIL);
	s = world_upload(&g.w, "D01", "1.1.2", "late");
	(void)world_settle(&g.w);
	return s;
}

static struct sent
request(const char *target, const char *as, const char *match, const char *text)
{
	struct sent q = { .as = as,
		.method = "POST",
		.target = target,
		.type = "application/json",
		.text = text };

	if (match != NULL) {
		q.headers[0][0] = "If-Match";
		q.headers[0][1] = match;
	}
	return q;
}

static void
hears(struct heard *a, const char *text)
{
	ck_assert_msg(strstr(heard_text(a), text) != NULL, "%s is not in %s",
	    text, heard_text(a));
}

START_TEST(an_extension_is_shown_first_and_then_made)
{
	struct submission late = one_late();
	struct heard a = { 0 };
	struct digest before;
	struct sent q;

	(void)gate_token(&g, "council");
	before = world_dump(&g.w, 0);
	q = request(EXTENSIONS "?dry_run=true", "council", NULL,
	    "{" UNTIL ",\"unit\":\"D01\"}");
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	hears(&a, "\"made\":false,\"version\":1,\"verdicts_changed\":1");
	hears(&a, "\"verdict\":\"late\",\"would_be\":\"on-time\"");
	hears(&a,
	    "\"windows\":[{\"block\":\"department\",\"stage\":\"evidence\","
	    "\"unit\":\"D01\",\"version\":2");
	ck_assert_str_eq(heard_header(&a, "ETag"), "\"v1\"");
	ck_assert_dump(&g.w, before);

	q = request(EXTENSIONS, "council", "\"v1\"",
	    "{" UNTIL ",\"unit\":\"D01\"," DECISION "}");
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 201);
	hears(&a, "\"made\":true,\"version\":2,\"log_index\":");
	ck_assert_str_eq(heard_header(&a, "ETag"), "\"v2\"");
	(void)world_settle(&g.w);
	ck_assert_int_eq(world_submission(&g.w, late.id).verdict,
	    VERDICT_ON_TIME);
	q = (struct sent){ .as = "council",
		.method = "GET",
		.target = "/v1/periods/2022/versions" };
	gate_ask(&g, &q, &a);
	hears(&a, "\"number\":\"15/QĐ-UBND\"");
	/* not into the past, which is said of the member that asks for it */
	world_clock(&g.w, "2023-01-14T08:00:00+07:00");
	q = request(EXTENSIONS "?dry_run=true", "council", NULL,
	    "{\"until\":\"2023-01-14T07:00:00+07:00\",\"unit\":\"D01\"}");
	gate_ask(&g, &q, &a);
	ck_assert_int_ge(a.status, 400);
	hears(&a, "into the past");
	hears(&a, "\"pointer\":\"/until\"");
	world_rechecked(&g.w);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(without_version_decision_or_right_nothing_is_made)
{
	static const struct {
		const char *target, *as, *match, *body;
		int status;
		const char *type, *word;
	} rows[] = {
		{ EXTENSIONS, "operator", NULL, "{" UNTIL "," DECISION "}", 428,
		    "precondition-required", "" },
		{ EXTENSIONS, "operator", "\"v2\"", "{" UNTIL "," DECISION "}",
		    412, "stale", "version 1" },
		{ EXTENSIONS, "operator", "*", "{" UNTIL "," DECISION "}", 412,
		    "stale", "\"v1\"" },
		{ EXTENSIONS, "operator", "\"v1\"", "{" UNTIL "}", 400,
		    "missing-field", "number" },
		{ EXTENSIONS, "operator", "\"v1\"", "{" DECISION "}", 400,
		    "missing-field", "\"until\"" },
		{ EXTENSIONS, "operator", "\"v1\"",
		    "{\"until\":\"tomorrow\"," DECISION "}", 400, "malformed",
		    "tomorrow" },
		{ EXTENSIONS, "operator", "\"v1\"",
		    "{\"until\":7," DECISION "}", 400, "malformed", "text" },
		{ EXTENSIONS, "operator", "\"v1\"",
		    "{" UNTIL ",\"day\":1," DECISION "}", 400, "unknown-field",
		    "no such field" },
		{ EXTENSIONS, "operator", "\"v1\"",
		    "{" UNTIL ",\"unit\":\"D99\"," DECISION "}", 404,
		    "unknown-unit", "D99" },
		{ EXTENSIONS, "operator", "\"v1\"",
		    "{\"outage\":true," DECISION "}", 404, "not-found",
		    "no rule" },
		{ EXTENSIONS "?dry_run=yes", "operator", "\"v1\"",
		    "{" UNTIL "}", 422, "range", "dry_run" },
		{ EXTENSIONS, "D01", "\"v1\"", "{" UNTIL "," DECISION "}", 403,
		    "forbidden", "unit" },
		{ EXTENSIONS "?dry_run=true", "auditor", NULL, "{" UNTIL "}",
		    403, "forbidden", "auditor" },
		{ "/v1/periods/2031/extensions", "operator", "\"v1\"",
		    "{" UNTIL "," DECISION "}", 404, "unknown-period", "2031" },
		{ AMENDMENTS, "operator", "\"v1\"", "{" DECISION "}", 400,
		    "missing-field", "\"bundle\"" },
		{ AMENDMENTS, "operator", "\"v1\"", "{\"bundle\":{}}", 400,
		    "missing-field", "number" },
		{ AMENDMENTS, "operator", "\"v1\"",
		    "{\"bundle\":{}," DECISION "}", 400, "missing-field",
		    "format" },
		{ AMENDMENTS, "appraiser", "\"v1\"",
		    "{\"bundle\":{}," DECISION "}", 403, "forbidden",
		    "appraiser" },
	};
	struct heard a = { 0 };
	struct digest before;
	struct sent q;

	gate_open(&g);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		(void)gate_token(&g, rows[i].as);
	before = world_dump(&g.w, 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		q = request(rows[i].target, rows[i].as, rows[i].match,
		    rows[i].body);
		gate_ask(&g, &q, &a);
		heard_problem(&a, rows[i].body, rows[i].status, rows[i].type,
		    rows[i].word);
	}
	ck_assert_dump(&g.w, before);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

/* {"bundle":B,"decision":...}, the bundle as it was got, patched. */
static char *
body_of(struct heard *a, const char *from, const char *to)
{
	const char *text = heard_text(a), *at = strstr(text, from);
	char *body = NULL;

	ck_assert_ptr_nonnull(at);
	ck_assert_int_gt(asprintf(&body, "{\"bundle\":%.*s%s%s," DECISION "}",
			     (int)(at - text), text, to, at + strlen(from)),
	    0);
	return body;
}

START_TEST(all_of_the_data_is_got_changed_and_put_back)
{
	struct sent get = { .as = "operator",
		.method = "GET",
		.target = "/v1/periods/2022/bundle" };
	struct heard a = { 0 };
	struct sent q;
	char *body;

	gate_open(&g);
	gate_ask(&g, &get, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(heard_header(&a, "ETag"), "\"v1\"");
	body = body_of(&a, "\"year\": 2022", "\"year\": 2021");
	q = request(AMENDMENTS, "operator", "\"v1\"", body);
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 201);
	hears(&a, "\"verdicts_changed\":0");
	ck_assert_int_eq(world_plan(&g.w)->year, 2021);
	free(body);

	/* a fault says where in the body it lies */
	gate_ask(&g, &get, &a);
	ck_assert_str_eq(heard_header(&a, "ETag"), "\"v2\"");
	body = body_of(&a, "2023-01-11T00:00:00+07:00",
	    "2023-01-12T00:00:00+07:00");
	q = request(AMENDMENTS, "operator", "\"v2\"", body);
	gate_ask(&g, &q, &a);
	heard_problem(&a, "a row", 422, "range", "overlaps");
	hears(&a, "\"pointer\":\"/bundle/period/windows/1/opens\"");
	free(body);
	/* and as it was */
	get.target = "/v1/periods/2022/bundle?version=1";
	gate_ask(&g, &get, &a);
	hears(&a, "\"year\": 2022");
	get.target = "/v1/periods/2022/bundle?version=9";
	gate_ask(&g, &get, &a);
	heard_problem(&a, "version", 404, "not-found", "never in force");
	get.target = "/v1/periods/2022/bundle";
	get.as = "D01";
	gate_ask(&g, &get, &a);
	heard_problem(&a, "D01", 403, "forbidden", "unit");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

#define EXEMPTIONS "/v1/periods/2022/exemptions"
#define TAKEN "\"unit\":\"D01\",\"parts\":[\"1.1.1\"],\"reason\":\"Không có\""

START_TEST(criteria_are_taken_out_for_a_unit_by_the_council)
{
	struct heard a = { 0 };
	struct digest before;
	struct sent q;

	gate_open(&g);
	world_earn(&g.w, "D01");
	(void)world_settle(&g.w);
	(void)gate_token(&g, "council");
	before = world_dump(&g.w, 0);
	q = request(EXEMPTIONS "?dry_run=true", "council", NULL, "{" TAKEN "}");
	gate_ask(&g, &q, &a);
	ck_assert_msg(a.status == 200, "%s", heard_text(&a));
	hears(&a, "\"made\":false");
	ck_assert_dump(&g.w, before);
	q = request(EXEMPTIONS, "council", "\"v1\"",
	    "{" TAKEN "," DECISION "}");
	gate_ask(&g, &q, &a);
	ck_assert_msg(a.status == 201, "%s", heard_text(&a));
	(void)world_settle(&g.w);
	q = (struct sent){ .as = "council",
		.method = "GET",
		.target = "/v1/periods/2022/results/D01" };
	gate_ask(&g, &q, &a);
	hears(&a, "\"points\":\"2.00\",\"max\":\"99.00\",\"index\":\"2.02\"");
	q.target = "/v1/periods/2022/units/D01/sheet/1.1.1";
	gate_ask(&g, &q, &a);
	hears(&a, "\"status\":\"not-applicable\"");
	hears(&a, "\"not_applicable_because\":\"Không có\"");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(what_cannot_be_taken_out_is_refused)
{
	/* clang-format off */
	static const struct {
		const char *as, *text;
		int status;
		const char *type, *word;
	} rows[] = {
		{ "lead", "{" TAKEN "," DECISION "}", 403, "forbidden", "lead" },
		{ "council", "{" TAKEN "}", 400, "missing-field", "decision" },
		{ "council", "{\"unit\":\"D99\",\"parts\":[\"1.1.1\"],\"reason\":\"x\"," DECISION "}", 404, "unknown-unit", "D99" },
		{ "council", "{\"unit\":\"D01\",\"parts\":[],\"reason\":\"x\"," DECISION "}", 400, "missing-field", "parts" },
		{ "council", "{\"unit\":\"D01\",\"parts\":[7],\"reason\":\"x\"," DECISION "}", 400, "malformed", "code" },
		{ "council", "{\"unit\":\"D01\",\"parts\":[\"9.9\"],\"reason\":\"x\"," DECISION "}", 404, "unknown-leaf", "9.9" },
		{ "council", "{\"unit\":\"D01\",\"parts\":[\"4.3.2\"],\"reason\":\"x\"," DECISION "}", 422, "leaf-not-yours", "4.3.2" },
		{ "council", "{\"unit\":\"D04\",\"parts\":[\"F3\"],\"reason\":\"x\"," DECISION "}", 409, "exists", "F3" },
		{ "council", "{\"unit\":\"D01\",\"parts\":[\"1.1.1\"]," DECISION "}", 400, "missing-field", "why" },
		{ "council", "{" TAKEN ",\"x\":1," DECISION "}", 400, "unknown-field", "field" },
	};
	/* clang-format on */
	struct heard a = { 0 };
	struct digest before;
	struct sent q;

	gate_open(&g);
	(void)gate_token(&g, "council");
	(void)gate_token(&g, "lead");
	before = world_dump(&g.w, 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		q = request(EXEMPTIONS, rows[i].as, "\"v1\"", rows[i].text);
		gate_ask(&g, &q, &a);
		heard_problem(&a, rows[i].text, rows[i].status, rows[i].type,
		    rows[i].word);
		ck_assert_dump(&g.w, before);
	}
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_extension_is_shown_first_and_then_made,
		without_version_decision_or_right_nothing_is_made,
		all_of_the_data_is_got_changed_and_put_back,
		criteria_are_taken_out_for_a_unit_by_the_council,
		what_cannot_be_taken_out_is_refused,
		NULL,
	};

	return suite_run("amend over HTTP", tests);
}
