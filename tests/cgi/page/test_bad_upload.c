/*
 * test_bad_upload.c - every upload that must be refused: its status, its
 * problem, a word that helps, and nothing kept of it. Those that came whole and
 * are refused for what they are: test_returned.c.
 */
#include <stdlib.h>

#include "tests/kit/form_text.h"
#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define RAW "/v1/submissions?period=2022&unit=D01&leaf=1.1.1"
#define THUONG "&secrecy=th%C6%B0%E1%BB%9Dng"
#define ONE RAW THUONG "&file=a.pdf"
#define FORM "/v1/submissions"
#define PDF "%PDF-1.4 x"
#define BYTES(literal)                                                         \
	{                                                                      \
		(const uint8_t *)literal, sizeof literal - 1                   \
	}
/* clang-format off */
#define SENT(who, where, said) .q = { .as = who, .method = "POST", .target = where, .text = said }
#define SENT_FORM(who, said) .q = { .as = who, .method = "POST", .target = FORM, .type = FORM_TYPE, .body = BYTES(said) }
static const struct row {
	const char *name;
	struct sent q;
	int status;
	const char *type, *word;
	bool untouched; /* not a byte of the body is read */
} rows[] = {
	/* what it is for */
	{ "unknown period", SENT("D01", "/v1/submissions?period=1999&unit=D01&leaf=1.1.1&secrecy=thuong&file=a.pdf", PDF), 404, "unknown-period", "1999", true },
	{ "no name of a period", SENT("D01", "/v1/submissions?period=../x&unit=D01&leaf=1.1.1&secrecy=thuong&file=a.pdf", PDF), 404, "unknown-period", "period", true },
	{ "unknown unit", SENT("dms", "/v1/submissions?period=2022&unit=D99&leaf=1.1.1&secrecy=thuong&file=a.pdf", PDF), 404, "unknown-unit", "D99", true },
	{ "unknown leaf", SENT("D01", "/v1/submissions?period=2022&unit=D01&leaf=9.9.9&secrecy=thuong&file=a.pdf", PDF), 404, "unknown-leaf", "9.9.9", true },
	{ "a leaf of the other block", SENT("D01", "/v1/submissions?period=2022&unit=D01&leaf=4.3.2&secrecy=thuong&file=a.pdf", PDF), 422, "leaf-not-yours", "4.3.2", true },
	{ "a leaf that does not apply", SENT("dms", "/v1/submissions?period=2022&unit=D04&leaf=3.1.1&secrecy=thuong&file=a.pdf", PDF), 422, "leaf-not-yours", "3.1.1", true },
	{ "a survey's leaf", SENT("D01", "/v1/submissions?period=2022&unit=D01&leaf=S2.1&secrecy=thuong&file=a.pdf", PDF), 422, "leaf-not-yours", "S2.1", true },
	{ "the system's leaf", SENT("D01", "/v1/submissions?period=2022&unit=D01&leaf=1.8.1&secrecy=thuong&file=a.pdf", PDF), 422, "leaf-not-yours", "1.8.1", true },
	{ "a leaf twice", SENT("D01", ONE "&leaf=1.1.1", PDF), 409, "conflict", "twice", true },
	{ "seventeen leaves", SENT("D01", ONE "&leaf=1.1.2&leaf=1.2.1&leaf=1.3.1&leaf=1.3.2&leaf=1.4.1&leaf=1.5.1&leaf=1.6.1&leaf=1.7.1&leaf=2.1.1&leaf=2.2.1&leaf=2.2.2&leaf=2.3.1&leaf=2.4.1&leaf=3.1.1&leaf=3.1.2&leaf=3.2.1", PDF), 413, "too-big", "16", true },
	{ "no leaf", SENT("D01", "/v1/submissions?period=2022&unit=D01&secrecy=thuong&file=a.pdf", PDF), 400, "missing-field", "leaf", true },
	{ "no unit", SENT("D01", "/v1/submissions?period=2022&leaf=1.1.1&secrecy=thuong&file=a.pdf", PDF), 400, "missing-field", "unit", true },
	{ "no period", SENT("D01", "/v1/submissions?unit=D01&leaf=1.1.1&secrecy=thuong&file=a.pdf", PDF), 400, "missing-field", "period", true },
	{ "no query", SENT("D01", "/v1/submissions", PDF), 400, "missing-field", "file", true },
	{ "period twice", SENT("D01", ONE "&period=2022", PDF), 409, "conflict", "period", true },
	{ "unknown field", SENT("D01", ONE "&colour=red", PDF), 400, "unknown-field", "colour", true },
	{ "a date that does not exist", SENT("D01", ONE "&issued=2022-02-30", PDF), 422, "range", "YYYY-MM-DD", true },
	{ "a long number", SENT("D01", ONE "&number=123456789012", PDF), 413, "too-big", "11", true },
	{ "a broken note", SENT("D01", ONE "&note=%FF", PDF), 400, "encoding", "UTF-8", true },
	{ "a broken percent", SENT("D01", ONE "&note=%G1", PDF), 400, "malformed", "note", true },
	{ "replaces nothing", SENT("D01", ONE "&replaces=01854bf1-8e80-7505-beeb-427def3e9779", PDF), 404, "not-found", "replace", false },
	{ "replaces rubbish", SENT("D01", ONE "&replaces=x", PDF), 400, "malformed", "replaces", true },

	/* secrecy */
	{ "no secrecy", SENT("D01", RAW "&file=a.pdf", PDF), 400, "missing-field", "secrecy", true },
	{ "secret", SENT("D01", RAW "&file=a.pdf&secrecy=m%E1%BA%ADt", PDF), 422, "secrecy", "thường", true },
	{ "secret, in a form", SENT_FORM("D01", FORM_FIELD("secrecy", "mật") FORM_WHOLE), 422, "secrecy", "thường", false },
	{ "secrecy twice", SENT("D01", ONE "&secrecy=thuong", PDF), 409, "conflict", "secrecy", true },

	/* who */
	{ "no token", SENT(NULL, ONE, PDF), 401, "unauthenticated", "Bearer", true },
	{ "a forged token", .q = { .method = "POST", .target = ONE, .text = PDF, .headers = { { "Authorization", "Bearer par_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" } } }, 401, "unauthenticated", "unknown", true },
	{ "another scheme", .q = { .method = "POST", .target = ONE, .text = PDF, .headers = { { "Authorization", "Basic YTpi" } } }, 401, "unauthenticated", "Bearer", true },
	{ "a revoked token", SENT("D02", ONE, PDF), 401, "unauthenticated", "revoked", true },
	{ "another unit's token", SENT("H01", ONE, PDF), 403, "forbidden", "D01", true },
	{ "an appraiser", SENT("appraiser", ONE, PDF), 403, "forbidden", "appraiser", true },
	{ "the survey's operator", SENT("survey", ONE, PDF), 403, "forbidden", "survey", true },

	/* the body */
	{ "announced too big", .q = { .as = "D01", .method = "POST", .target = ONE, .text = PDF, .missing = 1 << 20 }, 413, "too-big", "1 MiB", true },
	{ "truncated", .q = { .as = "D01", .method = "POST", .target = ONE, .text = PDF, .missing = 5 }, 400, "truncated", "whole", false },
	{ "truncated form", .q = { .as = "D01", .method = "POST", .target = FORM, .type = FORM_TYPE, .text = FORM_WHOLE, .missing = 5 }, 400, "truncated", "whole", false },
	{ "aborted", .q = { .as = "D01", .method = "POST", .target = ONE, .text = PDF, .missing = 5, .fails = ERR_TRUNCATED }, 400, "truncated", "whole", false },
	{ "stalled", .q = { .as = "D01", .method = "POST", .target = ONE, .text = PDF, .missing = 5, .fails = ERR_TIMEOUT }, 408, "timeout", "whole", false },
	{ "no digest", .q = { .as = "D01", .method = "POST", .target = ONE, .text = PDF, .headers = { { "Content-Digest", "sha-256=47DE" } } }, 400, "malformed", "Content-Digest", true },
	{ "a type that cannot be read", .q = { .as = "D01", .method = "POST", .target = ONE, .type = "pdf", .text = PDF }, 415, "media-type", "Content-Type", true },
	{ "a part's type that cannot be read", SENT_FORM("D01", FORM_FIELDS FORM_PART("name=\"file\"; filename=\"a.pdf\"\r\nContent-Type: pdf", PDF) FORM_END), 400, "malformed", "media type", false },

	/* the name */
	{ "NUL in the name", SENT("D01", RAW THUONG "&file=a%00.pdf", PDF), 400, "encoding", "NUL", true },
	{ "NUL in a form's name", SENT_FORM("D01", FORM_FIELDS FORM_FILE("a\0.pdf", PDF) FORM_END), 400, "malformed", "control", false },
	{ "broken UTF-8", SENT("D01", RAW THUONG "&file=%C3.pdf", PDF), 400, "encoding", "UTF-8", true },
	{ "broken UTF-8 in a form", SENT_FORM("D01", FORM_FIELDS FORM_FILE("\303.pdf", PDF) FORM_END), 400, "encoding", "UTF-8", false },
	{ "two names", SENT("D01", ONE "&file=b.pdf", PDF), 409, "conflict", "one file", true },

	/* the form */
	{ "two files", SENT_FORM("D01", FORM_FIELDS FORM_FILE("a.pdf", PDF) FORM_FILE("b.pdf", PDF) FORM_END), 409, "conflict", "one file", false },
	{ "a file beside the file", SENT_FORM("D01", FORM_FIELDS FORM_PART("name=\"other\"; filename=\"a.pdf\"", PDF) FORM_FILE("b.pdf", PDF) FORM_END), 409, "conflict", "file", false },
	{ "a field after the file", SENT_FORM("D01", FORM_FIELDS FORM_FILE("a.pdf", PDF) FORM_FIELD("note", "x") FORM_END), 400, "malformed", "before the file", false },
	{ "the file first", SENT_FORM("D01", FORM_FILE("a.pdf", PDF) FORM_FIELDS FORM_END), 400, "missing-field", "period", false },
	{ "no file", SENT_FORM("D01", FORM_FIELDS FORM_END), 400, "missing-field", "file", false },
	{ "a file without a name", SENT_FORM("D01", FORM_FIELDS FORM_FIELD("file", PDF) FORM_END), 400, "missing-field", "file name", false },
	{ "a long value", SENT_FORM("D01", FORM_FIELD("note", "0123456789012345678901234567890123456789012345678901234567890123456789") FORM_FIELD("number", "123456789012") FORM_WHOLE), 413, "too-big", "11", false },
	{ "no boundary", .q = { .as = "D01", .method = "POST", .target = FORM, .type = "multipart/form-data", .text = FORM_WHOLE }, 400, "malformed", "boundary", true },
	{ "another boundary", .q = { .as = "D01", .method = "POST", .target = FORM, .type = "multipart/form-data; boundary=c", .text = FORM_WHOLE }, 400, "truncated", "boundary", false },
	{ "a boundary of spaces", .q = { .as = "D01", .method = "POST", .target = FORM, .type = "multipart/form-data; boundary=\"  \"", .text = FORM_WHOLE }, 400, "malformed", "boundary", true },
	{ "two boundaries", .q = { .as = "D01", .method = "POST", .target = FORM, .type = "multipart/form-data; boundary=b; boundary=c", .text = FORM_WHOLE }, 415, "media-type", "Content-Type", true },
	{ "garbage after a boundary", SENT_FORM("D01", FORM_FIELDS "--bx\r\n" FORM_FILE("a.pdf", PDF) FORM_END), 400, "malformed", "boundary", false },
	{ "no last boundary", SENT_FORM("D01", FORM_FIELDS FORM_FILE("a.pdf", PDF)), 400, "truncated", "boundary", false },
	{ "two names of one file", SENT_FORM("D01", FORM_FIELDS FORM_PART("name=\"file\"; filename=\"a.pdf\"; filename*=UTF-8''b.pdf", PDF) FORM_END), 400, "malformed", "filename", false },

	/* Idempotency-Key */
	{ "an empty key", .q = { .as = "D01", .method = "POST", .target = ONE, .text = PDF, .headers = { { "Idempotency-Key", "\"\"" } } }, 422, "empty", "Idempotency-Key", true },
	{ "a broken key", .q = { .as = "D01", .method = "POST", .target = ONE, .text = PDF, .headers = { { "Idempotency-Key", "\"a" } } }, 400, "malformed", "Idempotency-Key", true },
};
/* clang-format on */

START_TEST(what_is_wrong_is_refused_by_name_and_leaves_nothing)
{
	struct heard a = { 0 };
	struct digest before;
	unsigned files, fds;
	struct gate g;

	gate_open(&g);
	gate_token(&g, "D01");
	gate_token(&g, "H01");
	gate_token(&g, "dms");
	gate_token(&g, "appraiser");
	gate_token(&g, "survey");
	gate_revoke(&g, "D02");
	(void)world_upload(&g.w, "D01", "1.1.1", "makes the pack");
	before = world_dump(&g.w, 0);
	files = folder_files(&g.w.folder);
	fds = open_files();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		gate_ask(&g, &rows[i].q, &a);
		heard_problem(&a, rows[i].name, rows[i].status, rows[i].type,
		    rows[i].word);
		ck_assert_msg(!rows[i].untouched || a.taken == 0,
		    "%s: %llu bytes were read", rows[i].name,
		    (unsigned long long)a.taken);
		ck_assert_msg(digest_eq(world_dump(&g.w, 0), before) &&
				  folder_files(&g.w.folder) == files &&
				  open_files() == fds,
		    "%s: something was kept", rows[i].name);
	}
	heard_free(&a);
	gate_close(&g);
}
END_TEST

/* A body of `n` bytes that begins like a PDF. */
static struct slice
big(size_t n)
{
	uint8_t *p = calloc(1, n);

	memcpy(p, PDF, sizeof PDF - 1);
	return slice_of(p, n);
}

START_TEST(one_byte_too_many_is_too_big)
{
	struct slice body = big((1 << 20) + 1);
	struct sent q = { .as = "D01",
		.method = "POST",
		.target = ONE,
		.body = slice_of(body.p, body.n - 1) };
	struct heard a = { 0 };
	unsigned files;
	struct gate g;

	gate_open(&g);
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 202);
	files = folder_files(&g.w.folder);
	q.body = body;
	gate_ask(&g, &q, &a);
	heard_problem(&a, "raw", 413, "too-big", "1 MiB");
	ck_assert_uint_eq(folder_files(&g.w.folder), files);
	heard_free(&a);
	gate_close(&g);
	free((void *)(uintptr_t)body.p);
}
END_TEST

/* Small and large: in the act's own transaction, and as a file. */
START_TEST(a_full_disk_is_503_with_a_time_to_come_back)
{
	struct slice body = big(_i == 0 ? 100 : 300000);
	struct sent q = { .as = "D01",
		.method = "POST",
		.target = ONE,
		.body = body };
	struct heard a = { 0 };
	struct digest before;
	unsigned files;
	struct gate g;

	gate_open(&g);
	gate_token(&g, "D01");
	blobs_reserve(g.w.store->blobs, UINT64_MAX / 4);
	before = world_dump(&g.w, 0);
	files = folder_files(&g.w.folder);
	gate_ask(&g, &q, &a);
	heard_problem(&a, "full", 503, "no-space", "disk");
	ck_assert_str_ne(heard_header(&a, "Retry-After"), "");
	ck_assert_uint_eq(a.taken, 0);
	ck_assert_dump(&g.w, before);
	ck_assert_uint_eq(folder_files(&g.w.folder), files);

	blobs_reserve(g.w.store->blobs, 0);
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 202);
	heard_free(&a);
	gate_close(&g);
	free((void *)(uintptr_t)body.p);
}
END_TEST

static const struct {
	const char *clock, *type, *word;
} windows[] = {
	{ NULL, "window-not-open", "2022-12-27T00:00:00" },
	{ WORLD_CLOSES, "window-closed", "2023-01-17T00:00:00" },
};

START_TEST(outside_its_window_only_the_refusal_is_kept)
{
	static const char *const later[] = { "2022-12-25T00:00:00+07:00",
		"2022-12-27T00:00:00+07:00", NULL };
	const struct sent q = { .as = "D01",
		.method = "POST",
		.target = ONE,
		.text = PDF };
	struct heard a = { 0 };
	struct digest before;
	uint64_t log;
	struct gate g;
	const uint64_t ledger = WORLD_BIT(T_CLOSINGS) | WORLD_BIT(T_ENTRIES) |
				WORLD_BIT(T_NODES) | WORLD_BIT(T_CHECKPOINTS) |
				WORLD_BIT(T_HEAD);

	gate_open_with(&g, later);
	gate_token(&g, "D01");
	if (windows[_i].clock != NULL)
		world_clock(&g.w, windows[_i].clock);
	log = world_log(&g.w);
	before = world_dump(&g.w, ledger);
	gate_ask(&g, &q, &a);
	heard_problem(&a, windows[_i].type, 409, windows[_i].type,
	    windows[_i].word);
	ck_assert_uint_eq(world_log(&g.w), log + 1);
	ck_assert_int_eq(world_newest(&g.w), ENTRY_REFUSAL);
	heard_receipt(&g, &a, ENTRY_REFUSAL, "D01");
	ck_assert(digest_eq(world_dump(&g.w, ledger), before));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(a_key_used_for_another_request_is_refused)
{
	struct sent q = { .as = "D01",
		.method = "POST",
		.target = ONE,
		.text = PDF,
		.headers = { { "Idempotency-Key", "\"k1\"" } } };
	struct heard a = { 0 };
	struct digest before;
	struct gate g;

	gate_open(&g);
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 202);
	before = world_dump(&g.w, 0);
	q.text = PDF "other";
	gate_ask(&g, &q, &a);
	heard_problem(&a, "reused", 422, "key-reused", "Idempotency-Key");
	ck_assert_dump(&g.w, before);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(a_token_that_sent_its_day_s_worth_waits)
{
	struct sent q = { .as = "D01",
		.method = "POST",
		.target = ONE,
		.text = PDF };
	struct heard a = { 0 };
	struct digest before;
	struct gate g;

	gate_open(&g);
	g.door.day_most = sizeof PDF - 1;
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 202);
	before = world_dump(&g.w, 0);
	q.text = PDF "more";
	gate_ask(&g, &q, &a);
	heard_problem(&a, "quota", 429, "quota", "day");
	ck_assert_str_ne(heard_header(&a, "Retry-After"), "");
	ck_assert_dump(&g.w, before);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("bad uploads");
	TCase *c = tcase_create("bad uploads");
	SRunner *r;
	int failed;

	tcase_set_timeout(c, 60);
	tcase_add_test(c, what_is_wrong_is_refused_by_name_and_leaves_nothing);
	tcase_add_test(c, one_byte_too_many_is_too_big);
	tcase_add_loop_test(c, a_full_disk_is_503_with_a_time_to_come_back, 0,
	    2);
	tcase_add_loop_test(c, outside_its_window_only_the_refusal_is_kept, 0,
	    2);
	tcase_add_test(c, a_key_used_for_another_request_is_refused);
	tcase_add_test(c, a_token_that_sent_its_day_s_worth_waits);
	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
