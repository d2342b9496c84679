/*
 * test_evidence.c - what is told of a submission beside its verdict, over
 * HTTP: its versions, its warnings; and documents seen in person.
 */
#include <stdio.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

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

static void
ask(const char *as, const char *target)
{
	const struct sent q = { .as = as, .method = "GET", .target = target };

	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
}

static bool
says(const char *text)
{
	return strstr(heard_text(&a), text) != NULL;
}

static const char *
path_of(const struct submission *s)
{
	static char path[64];
	char id[UUID_TEXT];

	submission_id_text(s->id, id);
	(void)snprintf(path, sizeof path, "/v1/submissions/%s", id);
	return path;
}

START_TEST(a_submission_names_its_version_and_what_replaced_it)
{
	struct submission one = world_upload(&g.w, "D01", "1.1.1", "%PDF 1");
	struct submit in = world_request(&g.w, "D01", "1.1.1");
	struct submitted two;
	char id[UUID_TEXT + 32];

	in.replaces = one.id;
	ck_assert_err(world_send(&g.w, &in, slice_text("%PDF 2"), &two, NULL),
	    OK);
	ask("D01", path_of(&one));
	ck_assert(says("\"version\":1"));
	(void)snprintf(id, sizeof id, "\"replaced_by\":\"%s\"",
	    path_of(&two.submission) + strlen("/v1/submissions/"));
	ck_assert(says(id));
	ask("D01", path_of(&two.submission));
	ck_assert(says("\"version\":2"));
	ck_assert(!says("replaced_by"));
}
END_TEST

START_TEST(the_same_file_of_another_unit_is_told_to_the_council_alone)
{
	struct submission one = world_upload(&g.w, "D01", "1.1.1", "%PDF 1");

	(void)world_upload(&g.w, "D02", "1.1.1", "%PDF 1");
	(void)world_settle(&g.w);
	ask("council", path_of(&one));
	ck_assert(says("\"warnings\":[{\"warning\":\"same-bytes\"") &&
		  says("\"unit\":\"D02\""));
	ask("council", "/v1/periods/2022/units/D01/submissions");
	ck_assert(says("same-bytes"));
	ask("council", "/v1/periods/2022/units/D01/sheet");
	ck_assert(says("\"warned\":1"));
	ask("D01", path_of(&one));
	ck_assert(!says("D02") && !says("warning"));
	ask("D01", "/v1/periods/2022/units/D01/sheet");
	ck_assert(!says("\"warned\":1"));
}
END_TEST

#define SIGHTINGS "/v1/periods/2022/units/D01/sightings"

static void
post(const char *as, const char *target, const char *body)
{
	const struct sent q = { .as = as,
		.method = "POST",
		.target = target,
		.text = body,
		.type = "application/json" };

	gate_ask(&g, &q, &a);
}

START_TEST(a_document_seen_in_person_is_registered_listed_and_taken_back)
{
	post("appraiser", SIGHTINGS,
	    "{\"leaves\":[\"1.1.1\"],\"number\":\"12\",\"person\":\"A\","
	    "\"seen\":\"2022-12-26T07:00:00+07:00\"}");
	ck_assert_int_eq(a.status, 201);
	ck_assert(says("\"sighting\":1") && says("\"withdrawn\":false"));
	ask("D01", SIGHTINGS);
	ck_assert(says("\"number\":\"12\"") && says("\"person\":\"A\""));
	ask("D01", "/v1/periods/2022/units/D01/sheet/1.1.1");
	ck_assert(says("\"seen\":1"));
	post("appraiser", SIGHTINGS "/1/withdrawal",
	    "{\"reason\":\"another\"}");
	ck_assert_int_eq(a.status, 200);
	ck_assert(says("\"withdrawn\":true"));
	post("appraiser", SIGHTINGS "/7/withdrawal", "{\"reason\":\"x\"}");
	ck_assert_int_eq(a.status, 404);
}
END_TEST

static const struct {
	const char *as, *body;
	int status;
	const char *type, *names;
} bad_sightings[] = {
	{ "D01", "{}", 403, "forbidden", "register-seen" },
	{ "appraiser", "{}", 400, "missing-field", "number" },
	{ "appraiser", "{\"number\":12}", 400, "malformed", "number" },
	{ "appraiser", "{\"content\":\"x\"}", 400, "unknown-field", "content" },
	{ "appraiser", "{\"number\":\"1\",\"person\":\"A\",\"seen\":1}", 400,
	    "malformed", "seen" },
	{ "appraiser", "{\"leaves\":\"1.1.1\"}", 400, "malformed", "leaves" },
	{ "appraiser", "{\"leaves\":[1]}", 400, "malformed", "criterion" },
	{ "appraiser", "{\"person\":\"a\\nb\"}", 400, "encoding", "person" },
};

START_TEST(a_sighting_that_says_too_little_is_refused_by_its_field)
{
	post(bad_sightings[_i].as, SIGHTINGS, bad_sightings[_i].body);
	heard_problem(&a, bad_sightings[_i].body, bad_sightings[_i].status,
	    bad_sightings[_i].type, bad_sightings[_i].names);
}
END_TEST

START_TEST(a_destroyed_document_is_gone_and_not_taken_again)
{
	static const struct mandate decision = { .number = "1",
		.date = "2022-12-20",
		.reason = "secret",
		.person = "A" };
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct submission one = world_upload(&g.w, "D01", "1.1.1", "%PDF 1");
	char path[DIGEST_TEXT + 32] = "/v1/documents/";
	struct sent q = { .as = "D01", .method = "GET", .target = path };
	struct expunged done;

	digest_text(one.document, path + strlen(path));
	ask("D01", path);
	ck_assert_err(act_expunge(g.w.store, &operator, one.document, &decision,
			  &done, NULL),
	    OK);
	gate_ask(&g, &q, &a);
	heard_problem(&a, "destroyed", 410, "gone", "decision");
	ask("D01", path_of(&one));
	ck_assert(says("\"status\":\"queued\""));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("evidence");
	TCase *c = tcase_create("evidence");
	SRunner *r;
	int failed;

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, open_gate, close_gate);
	tcase_add_test(c, a_submission_names_its_version_and_what_replaced_it);
	tcase_add_test(c,
	    the_same_file_of_another_unit_is_told_to_the_council_alone);
	tcase_add_test(c,
	    a_document_seen_in_person_is_registered_listed_and_taken_back);
	tcase_add_loop_test(c,
	    a_sighting_that_says_too_little_is_refused_by_its_field, 0,
	    sizeof bad_sightings / sizeof *bad_sightings);
	tcase_add_test(c, a_destroyed_document_is_gone_and_not_taken_again);
	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
