/*
 * test_life.c - a sheet's life over HTTP: steps, what they refuse, the signed
 * report, and who may see it.
 */
#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define UNIT "/v1/periods/2022/units/D01"
#define SHEET UNIT "/sheet"
#define LIFE UNIT "/life"
#define JSON "application/json"
#define PDF "application/pdf"
#define CONFIRM                                                                \
	SHEET "/confirm?number=27%2FBC-SGTVT&date=2022-12-26&signer="          \
	      "Tr%E1%BA%A7n%20V%C4%83n%20B%C3%ACnh&title="                     \
	      "Ph%C3%B3%20Gi%C3%A1m%20%C4%91%E1%BB%91c&competence=KT.&file="   \
	      "da-ky.pdf"

/* clang-format off */
#define STEP(who, step, said) { .as = who, .method = "POST", .target = SHEET "/" step, .type = JSON, .text = said }
#define SIGNED(target_, said) { .as = "D01", .method = "POST", .target = target_, .type = PDF, .text = said }
#define GET(who, where) { .as = who, .method = "GET", .target = where }
static const struct {
	const char *name;
	struct sent q;
	int status;
	const char *type, *word;
} rows[] = {
	{ "another unit locks", STEP("D02", "lock", "{}"), 403, "forbidden", "D01" },
	{ "an appraiser locks", STEP("appraiser", "lock", "{}"), 403, "forbidden", "lock" },
	{ "an auditor locks", STEP("auditor", "lock", "{}"), 403, "forbidden", "auditor" },
	{ "unlocking a draft", STEP("D01", "unlock", "{}"), 409, "wrong-state", "draft" },
	{ "confirming a draft", SIGNED(CONFIRM, "%PDF-1.4 signed"), 409, "wrong-state", "draft" },
	{ "asking before the appraisal", STEP("appraiser", "request-explanation", "{\"leaf\":\"1.1.2\",\"text\":\"?\"}"), 409, "window-not-open", "appraisal" },
	{ "a second round in one", STEP("lead", "end-round2", "{}"), 409, "wrong-state", "no step" },
	{ "something beside", STEP("D01", "lock", "{\"x\":1}"), 400, "unknown-field", "decision" },
	{ "a leaf where none is", STEP("D01", "lock", "{\"leaf\":\"1.1.2\"}"), 400, "missing-field", "whole sheet" },
	{ "a text that is none", STEP("D01", "lock", "{\"text\":1}"), 400, "malformed", "text" },
	{ "a decision that is none", STEP("lead", "reopen", "{\"text\":\"x\",\"decision\":true}"), 400, "malformed", "decision" },
	{ "explaining without a word", STEP("D01", "explain", "{\"leaf\":\"1.1.2\"}"), 400, "missing-field", "explain" },
	{ "no unit", { .as = "lead", .method = "POST", .target = "/v1/periods/2022/units/D99/sheet/end-round1", .type = JSON, .text = "{}" }, 404, "unknown-unit", "D99" },
	{ "another unit reads", GET("D02", LIFE), 403, "forbidden", "D01" },
	{ "the survey's operator reads", GET("survey", LIFE), 403, "forbidden", "survey" },
	{ "a unit reads all", GET("D01", "/v1/periods/2022/sheets"), 403, "forbidden", "every" },
	{ "a report that is not there", GET("D01", UNIT "/report/text"), 404, "not-found", "locked" },
	{ "a report to sign that is not there", GET("D01", UNIT "/report"), 404, "not-found", "locked" },
	{ "another unit's report", GET("D02", UNIT "/report"), 403, "forbidden", "D01" },
	{ "a signed report that is not there", GET("D01", UNIT "/report/signed"), 404, "not-found", "signed" },
	{ "the council before its time", { .as = "council", .method = "PUT", .target = SHEET "/1.1.2/council", .type = JSON, .text = "{\"inputs\":{\"a\":10,\"b\":9},\"reason\":\"x\"}", .headers = { { "If-Match", "\"v0\"" } } }, 409, "wrong-state", "draft" },
	{ "the council without a reason", { .as = "council", .method = "PUT", .target = SHEET "/1.1.2/council", .type = JSON, .text = "{\"inputs\":{\"a\":10,\"b\":9}}", .headers = { { "If-Match", "\"v0\"" } } }, 400, "missing-field", "reason" },
	{ "an appraiser writes the council's", { .as = "appraiser", .method = "PUT", .target = SHEET "/1.1.2/council", .type = JSON, .text = "{\"inputs\":{\"a\":10,\"b\":9},\"reason\":\"x\"}", .headers = { { "If-Match", "\"v0\"" } } }, 403, "forbidden", "appraiser" },
	{ "a unit writes round 2", { .as = "D01", .method = "PUT", .target = SHEET "/1.1.2/round2", .type = JSON, .text = "{\"inputs\":{\"a\":10,\"b\":9},\"reason\":\"x\"}", .headers = { { "If-Match", "\"v0\"" } } }, 403, "forbidden", "unit" },
	{ "a loss where there is no list", { .as = "D01", .method = "PUT", .target = SHEET "/1.1.2/self", .type = JSON, .text = "{\"inputs\":{\"a\":10,\"b\":9},\"lost\":[\"late\"]}", .headers = { { "If-Match", "\"v0\"" } } }, 422, "range", "late" },
	{ "a loss that is no list", { .as = "D01", .method = "PUT", .target = SHEET "/1.1.2/self", .type = JSON, .text = "{\"inputs\":{\"a\":10,\"b\":9},\"lost\":\"late\"}", .headers = { { "If-Match", "\"v0\"" } } }, 400, "malformed", "list" },
};

/* Of a locked sheet. */
static const struct {
	const char *name;
	struct sent q;
	int status;
	const char *type, *word;
} unsigned_rows[] = {
	{ "no number", SIGNED(SHEET "/confirm?date=2022-12-26&signer=B&file=a.pdf", "%PDF-1.4"), 400, "missing-field", "number" },
	{ "no signer", SIGNED(SHEET "/confirm?number=1&date=2022-12-26&file=a.pdf", "%PDF-1.4"), 400, "missing-field", "signer" },
	{ "no date", SIGNED(SHEET "/confirm?number=1&date=x&signer=B&file=a.pdf", "%PDF-1.4"), 400, "malformed", "no date" },
	{ "a day to come", SIGNED(SHEET "/confirm?number=1&date=2023-01-01&signer=B&file=a.pdf", "%PDF-1.4"), 422, "range", "to come" },
	{ "no competence", SIGNED(SHEET "/confirm?number=1&date=2022-12-26&signer=B&competence=XX&file=a.pdf", "%PDF-1.4"), 422, "range", "TUQ." },
	{ "no digest", SIGNED(SHEET "/confirm?number=1&date=2022-12-26&signer=B&sheet=12&file=a.pdf", "%PDF-1.4"), 400, "malformed", "SHA-256" },
	{ "another sheet", SIGNED(SHEET "/confirm?number=1&date=2022-12-26&signer=B&sheet=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855&file=a.pdf", "%PDF-1.4"), 409, "conflict", "another sheet" },
	{ "no file name", SIGNED(SHEET "/confirm?number=1&date=2022-12-26&signer=B", "%PDF-1.4"), 400, "missing-field", "file" },
	{ "no document", SIGNED(SHEET "/confirm?number=1&date=2022-12-26&signer=B&file=a.exe", "MZ"), 415, "media-type", "name must end" },
	{ "a disguised document", SIGNED(SHEET "/confirm?number=1&date=2022-12-26&signer=B&file=a.pdf", "MZ"), 422, "disguised", "begin" },
	{ "an empty document", SIGNED(SHEET "/confirm?number=1&date=2022-12-26&signer=B&file=a.pdf", ""), 422, "empty", "empty" },
	{ "a parameter that is none", SIGNED(SHEET "/confirm?colour=red", "%PDF-1.4"), 400, "unknown-field", "colour" },
	{ "a form", { .as = "D01", .method = "POST", .target = CONFIRM, .type = "multipart/form-data; boundary=x", .text = "--x--" }, 415, "media-type", "query" },
	{ "locking twice", STEP("D01", "lock", "{}"), 409, "wrong-state", "locked" },
	{ "a value into a locked sheet", { .as = "D01", .method = "PUT", .target = SHEET "/1.1.2/self", .type = JSON, .text = "{\"inputs\":{\"a\":10,\"b\":9}}", .headers = { { "If-Match", "\"v0\"" } } }, 409, "wrong-state", "locked" },
};
/* clang-format on */

START_TEST(what_the_life_does_not_allow_is_refused_and_changes_nothing)
{
	struct heard a = { 0 };
	struct digest before;
	struct gate g;

	gate_open(&g);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		gate_token(&g, rows[i].q.as);
	before = world_dump(&g.w, 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		gate_ask(&g, &rows[i].q, &a);
		heard_problem(&a, rows[i].name, rows[i].status, rows[i].type,
		    rows[i].word);
		ck_assert_dump(&g.w, before);
	}
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(a_report_that_is_not_signed_as_it_must_be_is_refused)
{
	const struct sent lock = STEP("D01", "lock", "{}");
	struct heard a = { 0 };
	struct digest before;
	struct gate g;

	gate_open(&g);
	gate_ask(&g, &lock, &a);
	ck_assert_msg(a.status == 200, "%s", heard_text(&a));
	before = world_dump(&g.w, 0);
	for (size_t i = 0; i < sizeof unsigned_rows / sizeof *unsigned_rows;
	     i++) {
		gate_ask(&g, &unsigned_rows[i].q, &a);
		heard_problem(&a, unsigned_rows[i].name,
		    unsigned_rows[i].status, unsigned_rows[i].type,
		    unsigned_rows[i].word);
		ck_assert_dump(&g.w, before);
	}
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(a_sheet_is_locked_signed_and_read_with_who_and_when)
{
	struct sent lock = STEP("leader:D01", "lock", "{}");
	const struct sent confirm = SIGNED(CONFIRM, "%PDF-1.4 signed");
	struct sent get = GET("D01", UNIT "/report/text");
	char sheet[DIGEST_TEXT], room[80];
	struct heard a = { 0 };
	struct gate g;

	gate_open(&g);
	world_earn(&g.w, "D01");
	gate_ask(&g, &lock, &a);
	ck_assert_msg(a.status == 200, "%s", heard_text(&a));
	(void)heard_member(&a, "sheet", sheet, sizeof sheet);
	gate_ask(&g, &get, &a);
	ck_assert_int_eq(a.status, 200);
	digest_text(digest_of(buf_all(&a.body)), room);
	ck_assert_str_eq(room, sheet);
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "leaf 1.1.2\nmax 2.00\npoints 2.00\ninputs {"));
	get.target = UNIT "/report";
	gate_ask(&g, &get, &a);
	ck_assert_msg(a.status == 200, "%s", heard_text(&a));
	ck_assert_str_eq(heard_header(&a, "Content-Type"), "application/pdf");
	ck_assert_uint_gt(a.body.n, 10000);
	ck_assert(slice_starts(buf_all(&a.body), slice_text("%PDF-1.")));
	gate_ask(&g, &confirm, &a);
	ck_assert_msg(a.status == 200, "%s", heard_text(&a));
	ck_assert_str_eq(heard_member(&a, "after", room, sizeof room),
	    "confirmed");
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "\"signer\":\"Trần Văn Bình\",\"title\":\"Phó Giám "
	    "đốc\",\"competence\":\"KT.\""));
	get.target = UNIT "/report/signed";
	get.as = "appraiser";
	gate_ask(&g, &get, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(heard_text(&a), "%PDF-1.4 signed");
	get.target = LIFE;
	gate_ask(&g, &get, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(heard_member(&a, "state", room, sizeof room),
	    "confirmed");
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "\"steps\":[{\"number\":1,\"step\":\"lock\",\"before\":\"draft\","
	    "\"after\":\"locked\",\"role\":\"leader\""));
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "2022-12-26T08:00:00"));
	get.target = "/v1/periods/2022/sheets";
	gate_ask(&g, &get, &a);
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "{\"unit\":\"D01\",\"name\":\"Sở Giao thông vận tải\",\"state\":"
	    "\"confirmed\",\"steps\":2"));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(what_is_asked_and_explained_shows_in_the_life)
{
	struct sent put = { .as = "D01",
		.method = "PUT",
		.target = SHEET "/1.1.2/self",
		.type = JSON,
		.text = "{\"inputs\":{\"a\":10,\"b\":10}}",
		.headers = { { "If-Match", "\"v0\"" } } };
	const struct sent explain = STEP("D01", "explain",
	    "{\"leaf\":\"1.1.2\",\"text\":\"Lưu bản giấy.\\nTủ số 2.\"}");
	const struct sent ask = STEP("appraiser", "request-explanation",
	    "{\"leaf\":\"1.1.2\",\"text\":\"Tủ nào?\"}");
	struct sent get = GET("D01", LIFE);
	struct heard a = { 0 };
	struct gate g;

	gate_open(&g);
	gate_ask(&g, &put, &a);
	ck_assert_int_eq(a.status, 200);
	gate_ask(&g, &get, &a);
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "\"leaves\":[{\"leaf\":\"1.1.2\",\"due\":\"missing\"}]"));
	gate_ask(&g, &explain, &a);
	ck_assert_msg(a.status == 200, "%s", heard_text(&a));
	gate_ask(&g, &get, &a);
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "\"leaves\":[{\"leaf\":\"1.1.2\",\"due\":\"nothing\",\"explained\":"
	    "1}]"));
	world_clock(&g.w, "2023-01-12T08:00:00+07:00");
	gate_ask(&g, &ask, &a);
	ck_assert_msg(a.status == 200, "%s", heard_text(&a));
	gate_ask(&g, &get, &a);
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "{\"leaf\":\"1.1.2\",\"due\":\"requested\",\"asked\":2,"
	    "\"explained\":1}"));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(a_unit_that_submits_nothing_is_said_to_have)
{
	struct sent get = GET("council", "/v1/periods/2022/results");
	struct heard a = { 0 };
	const char *d02;
	struct gate g;

	gate_open(&g);
	world_earn(&g.w, "D01");
	(void)world_settle(&g.w);
	gate_ask(&g, &get, &a);
	ck_assert_int_eq(a.status, 200);
	d02 = strstr(heard_text(&a), "{\"unit\":\"D02\"");
	ck_assert_ptr_nonnull(d02);
	ck_assert_ptr_nonnull(strstr(d02, "\"points\":\"0.00\""));
	d02 = strstr(d02, "\"nothing_submitted\":");
	ck_assert(strncmp(d02, "\"nothing_submitted\":true", 24) == 0);
	get.target = "/v1/periods/2022/results/D01";
	gate_ask(&g, &get, &a);
	ck_assert_ptr_nonnull(
	    strstr(heard_text(&a), "\"nothing_submitted\":false"));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_the_life_does_not_allow_is_refused_and_changes_nothing,
		a_report_that_is_not_signed_as_it_must_be_is_refused,
		a_sheet_is_locked_signed_and_read_with_who_and_when,
		what_is_asked_and_explained_shows_in_the_life,
		a_unit_that_submits_nothing_is_said_to_have,
		NULL,
	};

	return suite_run("life", tests);
}
