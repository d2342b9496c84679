/*
 * test_people.c - who one is here, by token and by what the request says
 * beside it, and assignments over HTTP.
 */
#include <stdio.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define ME "/v1/me"
#define ASSIGNMENTS "/v1/periods/2022/assignments"
#define ROUND1 "/v1/periods/2022/units/D01/sheet/1.1.2/round1"
#define SELF "/v1/periods/2022/units/D01/sheet/1.1.2/self"
#define JSON "application/json"
#define GOOD "{\"inputs\":{\"a\":10,\"b\":9}}"
#define ONE "{\"person\":\"an\",\"units\":[\"D01\"],\"fields\":[\"F1\"]}"

static void
person(struct gate *g, const char *id, const char *name)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct person p = { .home = { "D05" } };

	ck_assert_err(person_id_read(slice_text(id), &p.id), OK);
	(void)snprintf(p.name, sizeof p.name, "%s", name);
	ck_assert_err(act_put_person(g->w.store, &operator, & p, NULL), OK);
}

static void
duty(struct gate *g, const char *id, enum role role, const char *unit)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct duty d = { .role = role,
		.from = 19000,
		.until = DUTY_NO_END,
		.decision = { "12/QĐ-SNV", "2022-12-20", "" } };
	struct fault why = { 0 };
	uint64_t n;

	ck_assert_err(person_id_read(slice_text(id), &d.person), OK);
	if (unit[0] != 0)
		d.unit = unit_named(unit);
	ck_assert_msg(act_give_duty(g->w.store, &operator, & d, &n, &why) == OK,
	    "%s", why.detail);
}

/* An holds two duties, Binh one. */
static void
open_office(struct gate *g)
{
	gate_open(g);
	person(g, "an", "Nguyễn Văn An");
	person(g, "binh", "Trần Thị Bình");
	duty(g, "an", ROLE_UNIT, "D01");
	duty(g, "an", ROLE_APPRAISER, "");
	duty(g, "binh", ROLE_UNIT, "D01");
}

/* clang-format off */
#define ASK(who, role, person) { .as = who, .method = "GET", .target = ME, .headers = { { "Parindex-Role", role }, { "Parindex-Person", person } } }
#define POST(who, said) { .as = who, .method = "POST", .target = ASSIGNMENTS, .type = JSON, .text = said }
static const struct {
	const char *name;
	struct sent q;
	int status;
	const char *type, *word;
} refused[] = {
	{ "a person of two duties says none", ASK("person:an", NULL, NULL), 400, "missing-field", "several duties" },
	{ "a duty not held", ASK("person:binh", "council", NULL), 403, "forbidden", "no such duty" },
	{ "another unit's", ASK("person:binh", "unit:D02", NULL), 403, "forbidden", "no such duty" },
	{ "another person", ASK("person:binh", NULL, "an"), 403, "forbidden", "no other person" },
	{ "a shared account without a name", ASK("shared:D01", NULL, NULL), 400, "missing-field", "shared" },
	{ "a shared account of a stranger", ASK("shared:D01", NULL, "cuong"), 403, "forbidden", "no such duty" },
	{ "a shared account of another office", ASK("shared:D02", NULL, "binh"), 403, "forbidden", "no such duty" },
	{ "a plain token for a person", ASK("D01", NULL, "an"), 403, "forbidden", "no other person" },
	{ "a plain token in another role", ASK("D01", "council", NULL), 403, "forbidden", "acts in no other" },
	{ "the e-office as an appraiser", ASK("dms", "appraiser", "an"), 403, "forbidden", "no such duty" },
	{ "no role at all", ASK("person:an", "king", NULL), 400, "malformed", "Say a role" },
	{ "no person's name", ASK("dms", NULL, "a n"), 400, "malformed", "person's id" },

	{ "an appraiser assigns", POST("appraiser", ONE), 403, "forbidden", "assign" },
	{ "a unit assigns", POST("D01", ONE), 403, "forbidden", "assign" },
	{ "nobody to assign", POST("lead", "{\"units\":[\"D01\"],\"fields\":[\"F1\"]}"), 400, "malformed", "person" },
	{ "a stranger", POST("lead", "{\"person\":\"x\",\"units\":[\"D01\"],\"fields\":[\"F1\"]}"), 404, "not-found", "\"x\"" },
	{ "no appraiser", POST("lead", "{\"person\":\"binh\",\"units\":[\"D01\"],\"fields\":[\"F1\"]}"), 409, "wrong-state", "appraiser" },
	{ "no unit", POST("lead", "{\"person\":\"an\",\"units\":[],\"fields\":[\"F1\"]}"), 400, "missing-field", "units" },
	{ "no such unit", POST("lead", "{\"person\":\"an\",\"units\":[\"D01\",\"D99\"],\"fields\":[\"F1\"]}"), 404, "not-found", "D99" },
	{ "no such field", POST("lead", "{\"person\":\"an\",\"units\":[\"D01\"],\"fields\":[\"F99\"]}"), 404, "not-found", "F99" },
	{ "units that are no list", POST("lead", "{\"person\":\"an\",\"units\":\"D01\",\"fields\":[\"F1\"]}"), 400, "malformed", "units" },
	{ "a number for a unit", POST("lead", "{\"person\":\"an\",\"units\":[1],\"fields\":[\"F1\"]}"), 400, "malformed", "name" },
	{ "something beside", POST("lead", "{\"person\":\"an\",\"units\":[\"D01\"],\"fields\":[\"F1\"],\"x\":1}"), 400, "unknown-field", "release" },
	{ "a unit reads assignments", { .as = "D01", .method = "GET", .target = ASSIGNMENTS }, 403, "forbidden", "who holds what" },
	{ "no such parameter", { .as = "lead", .method = "GET", .target = ASSIGNMENTS "?shut=true" }, 400, "unknown-field", "shut" },
	{ "neither true nor false", { .as = "lead", .method = "GET", .target = ASSIGNMENTS "?open=1" }, 400, "malformed", "true or false" },
};
/* clang-format on */

/* What is left out of the headers is not sent. */
static void
ask(struct gate *g, const struct sent *asked, struct heard *a)
{
	struct sent q = *asked;
	unsigned n = 0;

	memset(q.headers, 0, sizeof q.headers);
	for (unsigned i = 0; i < GATE_HEADERS; i++)
		if (asked->headers[i][1] != NULL) {
			q.headers[n][0] = asked->headers[i][0];
			q.headers[n++][1] = asked->headers[i][1];
		}
	gate_ask(g, &q, a);
}

START_TEST(what_one_is_not_is_refused_by_name)
{
	struct heard a = { 0 };
	struct digest before;
	struct gate g;

	open_office(&g);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		gate_token(&g, refused[i].q.as);
	before = world_dump(&g.w, 0);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		ask(&g, &refused[i].q, &a);
		heard_problem(&a, refused[i].name, refused[i].status,
		    refused[i].type, refused[i].word);
		ck_assert_dump(&g.w, before);
	}
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(one_person_acts_in_the_duty_that_is_named)
{
	/* clang-format off */
	static const struct {
		struct sent q;
		const char *says;
	} rows[] = {
		{ ASK("person:an", "appraiser", NULL), "{\"role\":\"appraiser\",\"person\":\"an\",\"name\":\"Nguyễn Văn An\"" },
		{ ASK("person:an", "unit", NULL), "{\"role\":\"unit\",\"unit\":\"D01\",\"person\":\"an\"" },
		{ ASK("person:binh", NULL, NULL), "{\"role\":\"unit\",\"unit\":\"D01\",\"person\":\"binh\"" },
		{ ASK("shared:D01", NULL, "binh"), "{\"role\":\"unit\",\"unit\":\"D01\",\"person\":\"binh\"" },
		{ ASK("dms", NULL, "binh"), "{\"role\":\"unit\",\"unit\":\"D01\",\"via\":\"dms\",\"person\":\"binh\"" },
		{ ASK("dms", NULL, NULL), "{\"role\":\"dms\"}" },
		{ ASK("D02", NULL, NULL), "{\"role\":\"unit\",\"unit\":\"D02\"}" },
	};
	/* clang-format on */
	struct heard a = { 0 };
	struct gate g;

	open_office(&g);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ask(&g, &rows[i].q, &a);
		ck_assert_int_eq(a.status, 200);
		ck_assert_msg(strncmp(heard_text(&a), rows[i].says,
				  strlen(rows[i].says)) == 0,
		    "%s", heard_text(&a));
	}
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(who_wrote_is_kept_with_what_was_written)
{
	struct sent q = { .as = "dms",
		.method = "PUT",
		.target = SELF,
		.type = JSON,
		.text = GOOD,
		.headers = { { "If-Match", "\"v0\"" },
		    { "Parindex-Person", "binh" } } };
	const struct sent upload = { .as = "dms",
		.method = "POST",
		.target = "/v1/submissions?period=2022&unit=D01&leaf=1.1.2&"
			  "secrecy=th%C6%B0%E1%BB%9Dng&file=a.pdf",
		.type = "application/pdf",
		.text = "%PDF-1.4",
		.headers = { { "Parindex-Person", "binh" } } };
	struct heard a = { 0 };
	struct gate g;

	open_office(&g);
	gate_ask(&g, &q, &a);
	ck_assert_msg(a.status == 200, "%s", heard_text(&a));
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "\"role\":\"unit\",\"person\":\"binh\",\"via\":\"dms\""));
	gate_ask(&g, &upload, &a);
	ck_assert_msg(a.status == 202, "%s", heard_text(&a));
	ck_assert_ptr_nonnull(
	    strstr(heard_text(&a), "\"person\":\"binh\",\"via\":\"dms\""));
	q.as = "person:an";
	q.headers[0][1] = "\"v1\"";
	q.headers[1][0] = "Parindex-Role";
	q.headers[1][1] = "unit";
	gate_ask(&g, &q, &a);
	ck_assert_msg(a.status == 200, "%s", heard_text(&a));
	ck_assert_ptr_nonnull(
	    strstr(heard_text(&a), "\"role\":\"unit\",\"person\":\"an\""));
	/* the officer of a unit does not appraise it in another role */
	world_clock(&g.w, WORLD_UNTIL);
	q.target = ROUND1;
	q.headers[0][1] = "\"v0\"";
	q.headers[1][1] = "appraiser";
	gate_ask(&g, &q, &a);
	heard_problem(&a, "own unit", 403, "forbidden", "own unit");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(the_lead_assigns_and_sees_what_is_open)
{
	struct sent post = POST("lead",
	    "{\"person\":\"an\",\"units\":[\"D01\",\"D02\",\"D05\"],"
	    "\"fields\":[\"F1\",\"F2\"]}");
	struct sent get = { .as = "lead",
		.method = "GET",
		.target = ASSIGNMENTS };
	struct heard a = { 0 };
	struct gate g;

	open_office(&g);
	gate_ask(&g, &post, &a);
	ck_assert_msg(a.status == 200, "%s", heard_text(&a));
	/* An is D01's officer and works in D05 */
	ck_assert_str_eq(heard_text(&a),
	    "{\"changed\":2,\"own_units\":[\"D01\",\"D05\"]}");
	gate_ask(&g, &get, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "{\"unit\":\"D02\",\"field\":\"F1\",\"open\":false,\"persons\":["
	    "\"an\"]}"));
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "{\"unit\":\"D01\",\"field\":\"F1\",\"open\":true,\"persons\":[]"
	    "}"));
	get.target = ASSIGNMENTS "?open=true";
	gate_ask(&g, &get, &a);
	ck_assert_ptr_null(strstr(heard_text(&a), "\"open\":false"));
	post.text = "{\"person\":\"an\",\"units\":[\"D02\"],\"fields\":["
		    "\"F1\",\"F2\"],\"release\":true}";
	gate_ask(&g, &post, &a);
	ck_assert_str_eq(heard_text(&a), "{\"changed\":2,\"own_units\":[]}");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_one_is_not_is_refused_by_name,
		one_person_acts_in_the_duty_that_is_named,
		who_wrote_is_kept_with_what_was_written,
		the_lead_assigns_and_sees_what_is_open,
		NULL,
	};

	return suite_run("people", tests);
}
