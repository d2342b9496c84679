/*
 * test_upload.c - documents that are taken, their receipts, and what can be
 * asked about them afterwards.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/base/json_in.h"
#include "tests/kit/form_text.h"
#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define ONE                                                                    \
	"/v1/submissions?period=2022&unit=D01&leaf=1.1.1&secrecy=thuong"       \
	"&file=a.pdf"
#define PDF "%PDF-1.4 x"
/* SHA-256 of PDF. */
#define PDF_HEX                                                                \
	"fc022288f3e49d09353987de1c32fc1427bd2a8b3657a340e86efb8e34efe003"

static const struct sent raw = { .as = "D01",
	.method = "POST",
	.target = ONE,
	.type = "application/pdf",
	.text = PDF };

/* A GET by the document's own unit. */
static void
get(struct gate *g, const char *as, const char *target, struct heard *a)
{
	const struct sent q = { .as = as, .method = "GET", .target = target };

	gate_ask(g, &q, a);
}

/* Sends `raw` and gives the submission's path. */
static void
send_one(struct gate *g, char path[128])
{
	struct heard a = { 0 };
	char id[64];

	gate_ask(g, &raw, &a);
	ck_assert_int_eq(a.status, 202);
	(void)snprintf(path, 128, "/v1/submissions/%s",
	    heard_member(&a, "id", id, sizeof id));
	heard_free(&a);
}

/* The member "receipt", unescaped. */
static struct buf
receipt_of(struct heard *a)
{
	struct json *doc = NULL;
	struct fault why = { 0 };
	struct buf out = { 0 };
	struct slice text;
	struct jv root, v;

	ck_assert_err(json_parse(buf_all(&a->body), 65536, &doc, &why), OK);
	root = json_root(doc);
	v = jv_get(&root, "receipt");
	ck_assert(jv_text(&v, &text));
	buf_slice(&out, text);
	json_free(&doc);
	return out;
}

START_TEST(a_raw_document_is_acknowledged_with_a_receipt_that_holds)
{
	struct heard a = { 0 };
	struct receipt checked;
	struct fault why = { 0 };
	struct buf receipt;
	char id[64], path[128];
	struct gate g;

	gate_open(&g);
	gate_ask(&g, &raw, &a);
	ck_assert_int_eq(a.status, 202);
	heard_member(&a, "id", id, sizeof id);
	(void)snprintf(path, sizeof path, GATE_PATH "/v1/submissions/%s", id);
	ck_assert_str_eq(heard_header(&a, "Location"), path);
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "\"simulated\""));
	receipt = receipt_of(&a);
	ck_assert_msg(receipt_check(buf_all(&receipt), &g.w.store->key,
			  &checked, &why) == OK,
	    "%s", why.detail);
	ck_assert_uint_eq(checked.index, world_log(&g.w) - 1);
	receipt_free(&checked);

	(void)snprintf(path, sizeof path, "/v1/submissions/%s/receipt", id);
	get(&g, "D01", path, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(heard_text(&a), buf_cstr(&receipt));
	ck_assert_ptr_nonnull(
	    strstr(heard_header(&a, "Content-Disposition"), ".tlog-proof"));
	buf_free(&receipt);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

/* Names as they come, and as they are kept. */
static const struct {
	const char *sent, *kept, *original;
} names[] = {
	{ "Báo cáo.pdf", "\"file\":\"Báo cáo.pdf\"}", NULL },
	/* NFD: a, combining acute */
	{ "Ba\xcc\x81o.pdf", "\"file\":\"Báo.pdf\"",
	    "\"original_file\":\"Ba\xcc\x81o.pdf\"" },
	{ "../../etc/a.pdf", "\"file\":\"a.pdf\"",
	    "\"original_file\":\"../../etc/a.pdf\"" },
	{ "C:/Tai lieu/a.pdf", "\"file\":\"a.pdf\"",
	    "\"original_file\":\"C:/Tai lieu/a.pdf\"" },
};

START_TEST(a_form_s_file_name_is_kept_in_one_form_and_the_original_beside)
{
	struct sent q = { .as = "D01",
		.method = "POST",
		.target = "/v1/submissions",
		.type = FORM_TYPE };
	struct heard a = { 0 };
	struct buf form = { 0 };
	struct gate g;

	gate_open(&g);
	buf_text(&form, FORM_FIELDS "--b\r\nContent-Disposition: form-data; "
				    "name=\"file\"; filename=\"");
	buf_text(&form, names[_i].sent);
	buf_text(&form,
	    "\"\r\nContent-Type: application/pdf\r\n\r\n" PDF "\r\n" FORM_END);
	q.body = buf_all(&form);
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 202);
	ck_assert_msg(strstr(heard_text(&a), names[_i].kept) != NULL, "%s",
	    heard_text(&a));
	ck_assert_msg(names[_i].original == NULL ||
			  strstr(heard_text(&a), names[_i].original) != NULL,
	    "%s", heard_text(&a));
	buf_free(&form);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(every_field_comes_back)
{
	static const char *const said[] = { "\"number\":\"27\"",
		"\"symbol\":\"27/BC-SNV\"", "\"issued\":\"2022-12-20\"",
		"\"issuer\":\"Sở Nội vụ\"", "\"section\":\"II.3\"",
		"\"page\":\"5-7\"", "\"note\":\"kèm phụ lục\"",
		"\"leaves\":[\"1.1.1\",\"1.1.2\"]" };
	const struct sent q = { .as = "dms",
		.method = "POST",
		.target = ONE
		"&leaf=1.1.2&number=27&symbol=27%2FBC-SNV"
		"&issued=2022-12-20&issuer=S%E1%BB%9F%20N%E1%BB%99i%20v%E1%BB%"
		"A5&section=II.3&page=5-7&note=k%C3%A8m%20ph%E1%BB%A5%20l%E1%"
		"BB%A5c",
		.text = PDF,
		.headers = { { "Content-Digest",
		    "sha-256=:/"
		    "AIiiPPknQk1OYfeHDL8FCe9Kos2V6NA6G77jjTv4AM=:" } } };
	struct heard a = { 0 };
	struct gate g;

	gate_open(&g);
	gate_ask(&g, &q, &a);
	ck_assert_msg(a.status == 202, "%s", heard_text(&a));
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		ck_assert_msg(strstr(heard_text(&a), said[i]) != NULL,
		    "%s not in %s", said[i], heard_text(&a));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(the_same_bytes_again_are_the_same_submission)
{
	struct heard a = { 0 }, b = { 0 };
	char first[64], second[64];
	struct digest before;
	struct gate g;

	gate_open(&g);
	gate_ask(&g, &raw, &a);
	before = world_dump(&g.w, 0);
	gate_ask(&g, &raw, &b);
	ck_assert_int_eq(b.status, 200);
	ck_assert_str_eq(heard_member(&a, "id", first, sizeof first),
	    heard_member(&b, "id", second, sizeof second));
	ck_assert_str_eq(heard_text(&a), heard_text(&b));
	ck_assert_dump(&g.w, before);
	ck_assert_uint_eq(atomic_load(&g.door.counts.uploads), 1);
	heard_free(&a);
	heard_free(&b);
	gate_close(&g);
}
END_TEST

START_TEST(a_key_replays_its_answer)
{
	struct sent q = raw;
	struct heard a = { 0 }, b = { 0 };
	struct digest before;
	struct gate g;

	gate_open(&g);
	q.headers[0][0] = "Idempotency-Key";
	q.headers[0][1] = "\"one\"";
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 202);
	ck_assert_str_eq(heard_header(&a, "Idempotency-Replayed"), "");
	before = world_dump(&g.w, 0);
	gate_ask(&g, &q, &b);
	ck_assert_int_eq(b.status, 202);
	ck_assert_str_eq(heard_header(&b, "Idempotency-Replayed"), "true");
	ck_assert_str_eq(heard_text(&a), heard_text(&b));
	ck_assert_dump(&g.w, before);
	heard_free(&a);
	heard_free(&b);
	gate_close(&g);
}
END_TEST

START_TEST(a_submission_shows_to_those_who_may_read_the_unit)
{
	static const struct {
		const char *as;
		int status;
	} readers[] = { { "D01", 200 }, { "dms", 200 }, { "appraiser", 200 },
		{ "council", 200 }, { "auditor", 200 }, { "H01", 404 },
		{ "survey", 404 } };
	char path[128], receipt[160];
	struct heard a = { 0 };
	struct gate g;

	gate_open(&g);
	send_one(&g, path);
	(void)snprintf(receipt, sizeof receipt, "%s/receipt", path);
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
		const char *const targets[] = { path, receipt,
			"/v1/documents/" PDF_HEX };

		for (unsigned k = 0; k < 3; k++) {
			get(&g, readers[i].as, targets[k], &a);
			ck_assert_msg(a.status == readers[i].status,
			    "%s, %s: %d", readers[i].as, targets[k], a.status);
			if (a.status == 404)
				heard_problem(&a, readers[i].as, 404,
				    "not-found", "There is no");
		}
	}
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(a_document_is_given_so_that_no_browser_runs_it)
{
	static const char *const headers[][2] = {
		{ "Content-Type", "application/pdf" },
		{ "X-Content-Type-Options", "nosniff" },
		{ "Content-Security-Policy", "sandbox; default-src 'none'" },
		{ "Content-Disposition", "inline; filename*=UTF-8''a.pdf" },
		{ "Repr-Digest",
		    "sha-256=:/AIiiPPknQk1OYfeHDL8FCe9Kos2V6NA6G77jjTv4AM=:" },
		{ "ETag", "\"" PDF_HEX "\"" },
		{ "Accept-Ranges", "bytes" },
		{ "Content-Length", "10" },
	};
	struct heard a = { 0 };
	char path[128];
	struct gate g;

	gate_open(&g);
	send_one(&g, path);
	get(&g, "D01", "/v1/documents/" PDF_HEX, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(heard_text(&a), PDF);
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
		ck_assert_str_eq(heard_header(&a, headers[i][0]),
		    headers[i][1]);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

/* Of a document inside the store, and of one that is a file. */
START_TEST(a_part_of_a_document_can_be_asked_for)
{
	size_t n = _i == 0 ? 1000 : 300000;
	uint8_t *bytes = calloc(1, n);
	struct sent q = raw;
	struct heard a = { 0 };
	char hex[80], target[128], tag[88], whole[64];
	struct gate g;

	gate_open(&g);
	memset(bytes, 'x', n);
	memcpy(bytes, PDF, sizeof PDF - 1);
	q.text = NULL;
	q.body = slice_of(bytes, n);
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 202);
	(void)snprintf(target, sizeof target, "/v1/documents/%s",
	    heard_member(&a, "sha256", hex, sizeof hex));
	q = (struct sent){ .as = "D01",
		.method = "GET",
		.target = target,
		.headers = { { "Range", "bytes=5-7" } } };
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 206);
	ck_assert_str_eq(heard_text(&a), "1.4");
	(void)snprintf(whole, sizeof whole, "bytes 5-7/%zu", n);
	ck_assert_str_eq(heard_header(&a, "Content-Range"), whole);

	q.headers[0][1] = "bytes=400000-";
	gate_ask(&g, &q, &a);
	heard_problem(&a, "range", 416, "range-outside", "bytes");
	(void)snprintf(whole, sizeof whole, "bytes */%zu", n);
	ck_assert_str_eq(heard_header(&a, "Content-Range"), whole);
	ck_assert_str_eq(heard_header(&a, "ETag"), "");
	ck_assert_str_eq(heard_header(&a, "Repr-Digest"), "");

	q.headers[0][0] = "If-None-Match";
	(void)snprintf(tag, sizeof tag, "W/\"%s\"", hex);
	q.headers[0][1] = tag;
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 304);
	ck_assert_uint_eq(a.body.n, 0);

	q.headers[0][0] = NULL;
	q.method = "HEAD";
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	(void)snprintf(whole, sizeof whole, "%zu", n);
	ck_assert_str_eq(heard_header(&a, "Content-Length"), whole);
	heard_free(&a);
	gate_close(&g);
	free(bytes);
}
END_TEST

START_TEST(a_submission_can_be_taken_back_with_a_reason)
{
	static const struct {
		const char *as, *body;
		int status;
		const char *type, *word;
	} rows[] = {
		{ "D01", "{}", 400, "missing-field", "reason" },
		{ "D01", "{\"reason\":\"\"}", 400, "missing-field", "reason" },
		{ "D01", "{\"reason\":\"x\",\"y\":1}", 400, "unknown-field",
		    "reason" },
		{ "D01", "{\"reason\":\"x\\u0001\"}", 400, "encoding",
		    "reason" },
		{ "D01", "[]", 400, "missing-field", "reason" },
		{ "H01", "{\"reason\":\"x\"}", 404, "not-found", "no" },
		{ "appraiser", "{\"reason\":\"x\"}", 403, "forbidden",
		    "appraiser" },
	};
	char path[128], target[160];
	struct sent q = { .method = "POST",
		.target = target,
		.type = "application/json" };
	struct heard a = { 0 };
	struct digest before;
	struct gate g;

	gate_open(&g);
	send_one(&g, path);
	(void)snprintf(target, sizeof target, "%s/withdrawal", path);
	gate_token(&g, "H01");
	gate_token(&g, "appraiser");
	before = world_dump(&g.w, 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		q.as = rows[i].as;
		q.text = rows[i].body;
		gate_ask(&g, &q, &a);
		heard_problem(&a, rows[i].body, rows[i].status, rows[i].type,
		    rows[i].word);
		ck_assert_dump(&g.w, before);
	}
	q.as = "D01";
	q.text = "{\"reason\":\"nhầm tệp\"}";
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_ptr_nonnull(
	    strstr(heard_text(&a), "\"status\":\"withdrawn\""));
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "nhầm tệp"));
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 409);
	get(&g, "D01", path, &a);
	ck_assert_ptr_nonnull(
	    strstr(heard_text(&a), "\"status\":\"withdrawn\""));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(a_unit_s_submissions_are_listed_for_its_readers)
{
	struct heard a = { 0 };
	char path[128];
	struct gate g;

	gate_open(&g);
	send_one(&g, path);
	get(&g, "D01", "/v1/periods/2022/units/D01/submissions", &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_ptr_nonnull(strstr(heard_text(&a), strrchr(path, '/') + 1));
	get(&g, "H01", "/v1/periods/2022/units/D01/submissions", &a);
	heard_problem(&a, "H01", 403, "forbidden", "D01");
	get(&g, "D01", "/v1/periods/2022/units/D99/submissions", &a);
	ck_assert_int_ge(a.status, 400);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("uploads");
	TCase *c = tcase_create("uploads");
	SRunner *r;
	int failed;

	tcase_set_timeout(c, 60);
	tcase_add_test(c,
	    a_raw_document_is_acknowledged_with_a_receipt_that_holds);
	tcase_add_loop_test(c,
	    a_form_s_file_name_is_kept_in_one_form_and_the_original_beside, 0,
	    sizeof names / sizeof *names);
	tcase_add_test(c, every_field_comes_back);
	tcase_add_test(c, the_same_bytes_again_are_the_same_submission);
	tcase_add_test(c, a_key_replays_its_answer);
	tcase_add_test(c, a_submission_shows_to_those_who_may_read_the_unit);
	tcase_add_test(c, a_document_is_given_so_that_no_browser_runs_it);
	tcase_add_loop_test(c, a_part_of_a_document_can_be_asked_for, 0, 2);
	tcase_add_test(c, a_submission_can_be_taken_back_with_a_reason);
	tcase_add_test(c, a_unit_s_submissions_are_listed_for_its_readers);
	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
