/*
 * test_destroyed.c - what was destroyed, holds and retention, read over HTTP.
 */
#include <string.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

static struct gate g;

static void
ask(const char *as, const char *target, struct heard *a)
{
	struct sent q = { .as = as, .method = "GET", .target = target };

	gate_ask(&g, &q, a);
}

static void
hears(struct heard *a, const char *text)
{
	ck_assert_msg(strstr(heard_text(a), text) != NULL, "%s is not in %s",
	    text, heard_text(a));
}

static void
open_with_records(void)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct mandate m = world_mandate();
	struct hold h = { .period = { "2022" }, .unit = { "D02" } };
	struct submission s;
	struct expunged done;

	gate_open_with(&g,
	    WORLD_PATCHES("\"year\": 2022,",
		"\"year\": 2022,\"retention\":{\"evidence_years\":10,"
		"\"forms_years\":5},"));
	s = world_upload(&g.w, "D01", "1.1.1", "%PDF one");
	ck_assert_err(act_expunge(g.w.store, &operator, s.document, &m, &done,
			  NULL),
	    OK);
	ck_assert_err(act_place_hold(g.w.store, &operator, & h, &m, NULL), OK);
}

START_TEST(operator_auditor_and_council_read_what_was_destroyed_and_why)
{
	static const char *const readers[] = { "operator", "auditor",
		"council" };
	static const char *const targets[] = { "/v1/destroyed", "/v1/holds",
		"/v1/periods/2022/retention" };
	struct heard a = { 0 };

	open_with_records();
	for (unsigned i = 0; i < 3; i++) {
		ask(readers[i], "/v1/destroyed", &a);
		ck_assert_int_eq(a.status, 200);
		hears(&a, "\"documents\":[{\"document\":\"");
		hears(&a, "\"done\":true");
		hears(&a, "\"decision\":{\"number\":\"12/QĐ-UBND\"");
		hears(&a, "\"records\":[]");
		ask(readers[i], "/v1/holds", &a);
		hears(&a,
		    "{\"holds\":[{\"number\":1,\"period\":\"2022\",\"unit\":"
		    "\"D02\",\"placed\":");
		ask(readers[i], "/v1/periods/2022/retention", &a);
		hears(&a, "{\"kind\":\"evidence\",\"records\":1");
		hears(&a,
		    "\"years\":10,\"until\":\"2034-01-01\",\"over\":false");
		hears(&a, "\"hold\":1");
	}
	for (unsigned i = 0; i < 3; i++) {
		ask("D01", targets[i], &a);
		heard_problem(&a, targets[i], 403, "forbidden", "unit");
		ask("appraiser", targets[i], &a);
		heard_problem(&a, targets[i], 403, "forbidden", "appraiser");
	}
	ask("operator", "/v1/periods/2031/retention", &a);
	heard_problem(&a, "2031", 404, "unknown-period", "2031");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(a_period_says_how_long_what_is_kept)
{
	struct heard a = { 0 };

	open_with_records();
	ask("D01", "/v1/periods/2022", &a);
	hears(&a, "\"retention\":{\"evidence\":{\"years\":10,\"until\":"
		  "\"2034-01-01\"},\"forms\":{\"years\":5,\"until\":\"2029-01-"
		  "01\"}}");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		operator_auditor_and_council_read_what_was_destroyed_and_why,
		a_period_says_how_long_what_is_kept,
		NULL,
	};

	return suite_run("destroyed", tests);
}
