/*
 * test_commitments.c - what a unit says it will send, over HTTP: made, shown,
 * completed in time and too late; and all that is refused.
 */
#include <stdio.h>
#include <string.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define COUNTS                                                                 \
	"\"groups\": [", "\"commitments\": {\"counts\": \"commitment\", "      \
			 "\"hours\": 12},\n\"groups\": ["
#define LIST "/v1/periods/2022/units/D01/commitments"
#define PDF "%PDF-1.4 x"
#define PDF_HEX                                                                \
	"fc022288f3e49d09353987de1c32fc1427bd2a8b3657a340e86efb8e34efe003"
#define OTHER_HEX                                                              \
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define DOCUMENT "{\"sha256\":\"" PDF_HEX "\",\"size\":10}"
#define BODY(leaves, documents)                                                \
	"{\"leaves\":[" leaves "],\"documents\":[" documents "]}"
#define GOOD BODY("\"1.1.1\"", DOCUMENT)

static struct gate g;

static void
post(const char *as, const char *target, const char *text, struct heard *a)
{
	const struct sent q = { .as = as,
		.method = "POST",
		.target = target,
		.type = "application/json",
		.text = text };

	gate_ask(&g, &q, a);
}

static void
get(const char *as, const char *target, struct heard *a)
{
	const struct sent q = { .as = as, .method = "GET", .target = target };

	gate_ask(&g, &q, a);
}

/* Commits to PDF for 1.1.1; `id` is the commitment's. */
static void
commit(char id[64])
{
	struct heard a = { 0 };

	post("D01", LIST, GOOD, &a);
	ck_assert_msg(a.status == 201, "%s", heard_text(&a));
	heard_member(&a, "id", id, 64);
	heard_free(&a);
}

/* Sends the bytes as what completes it. */
static void
complete(const char *id, const char *leaf, const char *bytes, struct heard *a)
{
	char target[256];
	const struct sent q = { .as = "D01",
		.method = "POST",
		.target = target,
		.type = "application/pdf",
		.text = bytes };

	(void)snprintf(target, sizeof target,
	    "/v1/submissions?period=2022&unit=D01&leaf=%s&secrecy=thuong"
	    "&commitment=%s&file=a.pdf",
	    leaf, id);
	gate_ask(&g, &q, a);
}

#define ck_says(a, what)                                                       \
	ck_assert_msg(strstr(heard_text(a), what) != NULL, "%s not in %s",     \
	    what, heard_text(a))

START_TEST(a_commitment_is_made_with_a_receipt_and_shown_to_who_sees_the_sheet)
{
	struct heard a = { 0 };
	char id[64], path[160], at[192], receipt[192];

	gate_open(&g);
	post("D01", LIST, GOOD, &a);
	ck_assert_msg(a.status == 201, "%s", heard_text(&a));
	heard_receipt(&g, &a, ENTRY_COMMITMENT, "D01");
	heard_member(&a, "id", id, sizeof id);
	(void)snprintf(path, sizeof path, LIST "/%s", id);
	(void)snprintf(at, sizeof at, GATE_PATH "%s", path);
	ck_assert_str_eq(heard_header(&a, "Location"), at);
	ck_says(&a, "\"verdict\":\"on-time\"");
	ck_says(&a, "\"counts\":\"completion\"");
	ck_says(&a, "\"leaves\":[\"1.1.1\"]");
	ck_says(&a, "\"documents\":[" DOCUMENT "]");
	get("D01", path, &a);
	ck_assert_int_eq(a.status, 200);
	ck_says(&a, id);
	get("appraiser", LIST, &a);
	ck_assert_int_eq(a.status, 200);
	ck_says(&a, "{\"commitments\":[{\"id\":");
	ck_says(&a, id);
	(void)snprintf(receipt, sizeof receipt, "%s/receipt", path);
	get("D01", receipt, &a);
	ck_assert_int_eq(a.status, 200);
	ck_says(&a, "c2sp.org/tlog-proof@v1");
	ck_assert_ptr_nonnull(
	    strstr(heard_header(&a, "Content-Disposition"), ".tlog-proof"));
	/* what another unit may not see is not there */
	get("H01", path, &a);
	heard_problem(&a, "H01", 404, "not-found", "not yours");
	get("H01", receipt, &a);
	heard_problem(&a, "H01", 404, "not-found", "not yours");
	get("H01", LIST, &a);
	heard_problem(&a, "H01", 403, "forbidden", "D01");
	get("D01", LIST "/0190", &a);
	heard_problem(&a, "no id", 404, "not-found", "no commitment");
	get("D01", "/v1/periods/2099/units/D01/commitments", &a);
	heard_problem(&a, "2099", 404, "unknown-period", "2099");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(bytes_that_follow_in_time_count_from_the_commitment)
{
	static const struct {
		const char *when, *verdict, *counts;
	} rows[] = {
		{ "2023-01-11T00:40:00+07:00", "\"verdict\":\"on-time\"",
		    "\"counts\":true" },
		{ "2023-01-11T11:58:59.999999+07:00", "\"verdict\":\"on-time\"",
		    "\"counts\":true" },
		{ "2023-01-11T11:59:00+07:00", "\"verdict\":\"late\"",
		    "\"counts\":false" },
	};
	struct heard a = { 0 };
	char id[64], path[160], own[64];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		gate_open_with(&g, WORLD_PATCHES(COUNTS));
		world_clock(&g.w, "2023-01-10T23:59:00+07:00");
		commit(id);
		world_clock(&g.w, rows[i].when);
		complete(id, "1.1.1", PDF, &a);
		ck_assert_msg(a.status == 202, "%s", heard_text(&a));
		ck_says(&a, rows[i].verdict);
		ck_says(&a, rows[i].counts);
		ck_says(&a, "\"commitment\":{\"id\":");
		heard_member(&a, "id", own, sizeof own);
		(void)snprintf(path, sizeof path, LIST "/%s", id);
		get("D01", path, &a);
		ck_says(&a, "\"counts\":\"commitment\",\"complete_before\":"
			    "\"2023-01-11T11:59:00.000000+07:00\"");
		ck_says(&a, "\"submission\":\"");
		ck_says(&a, own);
		get("D01", "/v1/periods/2022/units/D01/submissions", &a);
		ck_says(&a, rows[i].counts);
		get("D01", "/v1/periods/2022", &a);
		ck_says(&a, "\"commitments\":{\"counts\":\"commitment\","
			    "\"hours\":12}");
		gate_close(&g);
	}
	heard_free(&a);
}
END_TEST

START_TEST(where_completion_counts_the_bytes_decide)
{
	struct heard a = { 0 };
	char id[64];

	gate_open(&g);
	world_clock(&g.w, WORLD_LAST);
	commit(id);
	world_clock(&g.w, WORLD_UNTIL);
	complete(id, "1.1.1", PDF, &a);
	ck_assert_msg(a.status == 202, "%s", heard_text(&a));
	ck_says(&a, "\"verdict\":\"late\"");
	ck_says(&a, "\"counts\":false");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(what_was_not_committed_to_is_refused_and_leaves_nothing)
{
	struct heard a = { 0 };
	struct digest before;
	char id[64];

	gate_open_with(&g, WORLD_PATCHES(COUNTS));
	commit(id);
	before = world_dump(&g.w, 0);
	complete(id, "1.1.1", "%PDF-1.4 y", &a);
	heard_problem(&a, "other bytes", 409, "conflict", "commitment");
	ck_says(&a, "\"/file\"");
	complete(id, "1.1.2", PDF, &a);
	heard_problem(&a, "other leaf", 409, "conflict", "1.1.2");
	ck_says(&a, "\"/leaf/0\"");
	complete("01900000-0000-7000-8000-000000000000", "1.1.1", PDF, &a);
	heard_problem(&a, "no such", 404, "not-found", "commitment");
	complete("mine", "1.1.1", PDF, &a);
	heard_problem(&a, "no id", 400, "malformed", "commitment");
	ck_assert_dump(&g.w, before);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(a_body_that_names_no_documents_rightly_is_refused_by_its_field)
{
	static const struct {
		const char *body;
		int status;
		const char *type, *pointer;
	} rows[] = {
		{ "[]", 400, "missing-field", "" },
		{ "{}", 400, "missing-field", "" },
		{ BODY("", DOCUMENT), 400, "missing-field", "/leaves" },
		{ BODY("\"9.9\"", DOCUMENT), 404, "unknown-leaf", "/leaves/0" },
		{ BODY("7", DOCUMENT), 400, "malformed", "/leaves/0" },
		{ "{\"leaves\":\"1.1.1\"}", 400, "malformed", "/leaves" },
		{ BODY("\"1.1.1\"", ""), 400, "missing-field", "/documents" },
		{ BODY("\"1.1.1\"", "7"), 400, "malformed", "/documents/0" },
		{ BODY("\"1.1.1\"", "{}"), 400, "malformed",
		    "/documents/0/sha256" },
		{ BODY("\"1.1.1\"", "{\"sha256\":\"00\",\"size\":1}"), 400,
		    "malformed", "/documents/0/sha256" },
		{ BODY("\"1.1.1\"", "{\"sha256\":\"" PDF_HEX "\"}"), 400,
		    "malformed", "/documents/0/size" },
		{ BODY("\"1.1.1\"",
		      "{\"sha256\":\"" PDF_HEX "\",\"size\":\"1\"}"),
		    400, "malformed", "/documents/0/size" },
		{ BODY("\"1.1.1\"", "{\"sha256\":\"" PDF_HEX "\",\"size\":0}"),
		    422, "range", "/documents/0/size" },
		{ BODY("\"1.1.1\"", "{\"sha256\":\"" PDF_HEX "\",\"size\":-1}"),
		    400, "malformed", "/documents/0/size" },
		{ BODY("\"1.1.1\"",
		      "{\"sha256\":\"" PDF_HEX "\",\"size\":99999999999999}"),
		    413, "too-big", "/documents/0/size" },
		{ BODY("\"1.1.1\"",
		      "{\"sha256\":\"" PDF_HEX "\",\"size\":1,\"x\":1}"),
		    400, "unknown-field", "/documents/0" },
		{ BODY("\"1.1.1\"", DOCUMENT "," DOCUMENT), 409, "conflict",
		    "/documents/1" },
		{ "{\"leaves\":[\"1.1.1\"],\"documents\":[],\"x\":1}", 400,
		    "unknown-field", "" },
	};
	struct heard a = { 0 };
	struct digest before;
	char pointer[64];

	gate_open(&g);
	(void)gate_token(&g, "D01");
	before = world_dump(&g.w, 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		post("D01", LIST, rows[i].body, &a);
		heard_problem(&a, rows[i].body, rows[i].status, rows[i].type,
		    "");
		if (rows[i].pointer[0] == 0)
			continue;
		(void)snprintf(pointer, sizeof pointer, "\"pointer\":\"%s\"",
		    rows[i].pointer);
		ck_says(&a, pointer);
	}
	ck_assert_dump(&g.w, before);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(at_most_64_documents_are_named_at_once)
{
	struct heard a = { 0 };
	struct buf body = { 0 };

	gate_open(&g);
	for (unsigned n = 64; n <= 65; n++) {
		buf_clear(&body);
		buf_text(&body, "{\"leaves\":[\"1.1.1\"],\"documents\":[");
		for (unsigned i = 0; i < n; i++)
			buf_print(&body, "%s{\"sha256\":\"%064x\",\"size\":1}",
			    i > 0 ? "," : "", i + 1);
		buf_text(&body, "]}");
		post("D01", LIST, buf_cstr(&body), &a);
		if (n == 64)
			ck_assert_int_eq(a.status, 201);
		else
			heard_problem(&a, "65", 400, "malformed", "64");
	}
	buf_free(&body);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(only_the_unit_itself_commits_and_only_while_its_window_is_open)
{
	static const char *const others[] = { "H01", "appraiser", "council",
		"survey", "auditor", "lead" };
	struct heard a = { 0 };
	struct digest before;

	gate_open_with(&g, WORLD_PATCHES(COUNTS));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		(void)gate_token(&g, others[i]);
	(void)gate_token(&g, "D01");
	before = world_dump(&g.w, 0);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		post(others[i], LIST, GOOD, &a);
		ck_assert_msg(a.status == 403, "%s: %d", others[i], a.status);
	}
	ck_assert_dump(&g.w, before);
	world_clock(&g.w, WORLD_UNTIL);
	before = world_dump(&g.w, 0);
	post("D01", LIST, GOOD, &a);
	heard_problem(&a, "closed", 409, "window-closed", "version 1");
	ck_assert_dump(&g.w, before);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(the_same_key_gives_the_same_commitment_and_serves_no_other)
{
	struct sent q = { .as = "D01",
		.method = "POST",
		.target = LIST,
		.type = "application/json",
		.headers = { { "Idempotency-Key", "\"k1\"" } },
		.text = GOOD };
	struct heard a = { 0 };
	char id[64], again[64];
	uint64_t size;

	gate_open(&g);
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 201);
	ck_assert_str_eq(heard_header(&a, "Idempotency-Replayed"), "");
	heard_member(&a, "id", id, sizeof id);
	size = world_log(&g.w);
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 201);
	ck_assert_str_eq(heard_header(&a, "Idempotency-Replayed"), "true");
	heard_member(&a, "id", again, sizeof again);
	ck_assert_str_eq(id, again);
	ck_assert_uint_eq(world_log(&g.w), size);
	q.text = BODY("\"1.1.2\"", DOCUMENT);
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 422);
	ck_says(&a, "key-reused");
	/* nor a submission */
	q = (struct sent){ .as = "D01",
		.method = "POST",
		.target = "/v1/submissions?period=2022&unit=D01&leaf=1.1.1"
			  "&secrecy=thuong&file=a.pdf",
		.type = "application/pdf",
		.headers = { { "Idempotency-Key", "\"k1\"" } },
		.text = PDF };
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 422);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(the_change_feed_says_that_a_commitment_came)
{
	struct heard a = { 0 };
	char id[64];

	gate_open(&g);
	commit(id);
	get("D01", "/v1/changes?after=0", &a);
	ck_says(&a, "\"event\":\"commitment-received\"");
	get("H01", "/v1/changes?after=0", &a);
	ck_assert_ptr_null(strstr(heard_text(&a), "commitment-received"));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_commitment_is_made_with_a_receipt_and_shown_to_who_sees_the_sheet,
		bytes_that_follow_in_time_count_from_the_commitment,
		where_completion_counts_the_bytes_decide,
		what_was_not_committed_to_is_refused_and_leaves_nothing,
		a_body_that_names_no_documents_rightly_is_refused_by_its_field,
		at_most_64_documents_are_named_at_once,
		only_the_unit_itself_commits_and_only_while_its_window_is_open,
		the_same_key_gives_the_same_commitment_and_serves_no_other,
		the_change_feed_says_that_a_commitment_came,
		NULL,
	};

	return suite_run("commitments", tests);
}
