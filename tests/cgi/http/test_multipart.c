/*
 * test_multipart.c - the push parser, whole and one byte at a time.
 */
#include <string.h>

#include "cgi/http/multipart.h"
#include "store/base/buf.h"
#include "tests/kit/suite.h"

/* Writes what it is given as "name[file](type)=data|". */
static enum err
begin(void *self, const struct multipart_part *part, struct fault *why)
{
	struct buf *to = self;

	(void)why;
	buf_slice(to, part->name);
	if (part->is_file) {
		buf_byte(to, '[');
		buf_slice(to, part->file_name);
		buf_byte(to, ']');
	}
	if (part->type.p != NULL) {
		buf_byte(to, '(');
		buf_slice(to, part->type);
		buf_byte(to, ')');
	}
	buf_byte(to, '=');
	return OK;
}

static enum err
data(void *self, struct slice bytes, struct fault *why)
{
	(void)why;
	ck_assert_uint_gt(bytes.n, 0);
	buf_slice(self, bytes);
	return OK;
}

static enum err
end(void *self, struct fault *why)
{
	(void)why;
	buf_byte(self, '|');
	return OK;
}

#define D "Content-Disposition: form-data; "
#define B "--xx\r\n"
#define E "\r\n--xx--"

static const struct row {
	const char *what, *body;
	enum err err;
	const char *parts;
} rows[] = {
	{ "two fields", B D "name=\"a\"\r\n\r\n1\r\n" B D "name=b\r\n\r\n2" E,
	    OK, "a=1|b=2|" },
	{ "a file with its type",
	    B D "name=\"f\"; filename=\"t\xe1\xbb\x87p.pdf\"\r\n"
		"Content-Type: application/pdf\r\n\r\n%PDF" E "\r\n",
	    OK, "f[t\xe1\xbb\x87p.pdf](application/pdf)=%PDF|" },
	{ "an empty part", B D "name=a\r\n\r\n" E, OK, "a=|" },
	{ "a preamble and an epilogue",
	    "hello\r\n" B D "name=a\r\n\r\n1" E "\r\nbye", OK, "a=1|" },
	{ "what looks like a boundary and is none",
	    B D "name=a\r\n\r\n\r\n--x\r\n-\r\r\n--xy" E, OK,
	    "a=\r\n--x\r\n-\r\r\n--xy|" },
	{ "padding after a boundary", "--xx \t\r\n" D "name=a\r\n\r\n1" E, OK,
	    "a=1|" },
	{ "an escaped quote in a file name",
	    B D "name=a; filename=\"x\\\"y\\\\z\"\r\n\r\n1" E, OK,
	    "a[x\"y\\z]=1|" },
	{ "an extended file name alone",
	    B D "name=a; filename*=UTF-8''t%E1%BB%87p\r\n\r\n1" E, OK,
	    "a[t\xe1\xbb\x87p]=1|" },
	{ "header names in any case",
	    B "content-disposition: FORM-DATA; NAME=a\r\n\r\n1" E, OK, "a=1|" },
	{ "no final boundary", B D "name=a\r\n\r\n1", ERR_TRUNCATED, "a=1" },
	{ "a final boundary without its dashes", B D "name=a\r\n\r\n1\r\n--xx",
	    ERR_TRUNCATED, "a=1|" },
	{ "nothing at all", "", ERR_TRUNCATED, "" },
	{ "something after a boundary", "--xxz\r\n", ERR_MALFORMED, "" },
	{ "a line feed alone after a boundary", "--xx\n" D, ERR_MALFORMED, "" },
	{ "one dash after a boundary", "--xx-\r\n", ERR_MALFORMED, "" },
	{ "a part that ends where its content should start",
	    B D "name=a\r\n\r\n--xx--", ERR_MALFORMED, "a=" },
	{ "both kinds of file name",
	    B D "name=a; filename=x; filename*=UTF-8''y\r\n\r\n1" E,
	    ERR_MALFORMED, "" },
	{ "two file names", B D "name=a; filename=x; filename=y\r\n\r\n1" E,
	    ERR_MALFORMED, "" },
	{ "two dispositions", B D "name=a\r\n" D "name=b\r\n\r\n1" E,
	    ERR_MALFORMED, "" },
	{ "no disposition", B "X-A: b\r\n\r\n1" E, ERR_MALFORMED, "" },
	{ "no headers", B "\r\n1" E, ERR_MALFORMED, "" },
	{ "an attachment",
	    B "Content-Disposition: attachment; name=a\r\n\r\n1" E,
	    ERR_MALFORMED, "" },
	{ "a disposition that only starts so",
	    B "Content-Disposition: form-data2; name=a\r\n\r\n1" E,
	    ERR_MALFORMED, "" },
	{ "an empty name", B D "name=\"\"\r\n\r\n1" E, ERR_MALFORMED, "" },
	{ "a folded header", B D "\r\n name=a\r\n\r\n1" E, ERR_MALFORMED, "" },
	{ "a bare line feed in headers", B D "name=a\n\r\n1" E, ERR_MALFORMED,
	    "" },
	{ "a bare carriage return in headers", B D "name=a\rb\r\n\r\n1" E,
	    ERR_MALFORMED, "" },
	{ "a header without a colon", B D "name=a\r\nhello\r\n\r\n1" E,
	    ERR_MALFORMED, "" },
	{ "space before the colon",
	    B "Content-Disposition : form-data; name=a\r\n\r\n1" E,
	    ERR_MALFORMED, "" },
	{ "base64",
	    B D "name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n1" E,
	    ERR_MALFORMED, "" },
	{ "a backslash that is no escape",
	    B D "name=a; filename=\"C:\\dir\\x\"\r\n\r\n1" E, ERR_MALFORMED,
	    "" },
	{ "a name that is not UTF-8", B D "name=\"\xff\"\r\n\r\n1" E,
	    ERR_ENCODING, "" },
	{ "an encoded NUL in a file name",
	    B D "name=a; filename*=UTF-8''x%00y\r\n\r\n1" E, ERR_ENCODING, "" },
	{ "too many parts",
	    B D "name=a\r\n\r\n1\r\n" B D "name=b\r\n\r\n2\r\n" B D
		"name=c\r\n\r\n3" E,
	    ERR_TOO_BIG, "a=1|b=2|" },
	{ "too long a value", B D "name=a\r\n\r\n12345678901234567890123456" E,
	    ERR_TOO_BIG, NULL },
};

static const struct multipart_limits limits = { 2, 25, 1000, 4096 };

static enum err
parse(const char *boundary, struct multipart_limits most, struct slice body,
    size_t piece, struct buf *out)
{
	struct pool pool = { NULL };
	struct multipart *m;
	struct fault why = { .err = OK };
	enum err e = multipart_open(&m, &pool, slice_text(boundary), most,
	    (struct multipart_calls){ begin, data, end, out }, &why);

	while (e == OK && body.n > 0) {
		size_t n = body.n < piece ? body.n : piece;

		e = multipart_feed(m, slice_of(body.p, n), &why);
		body = slice_of(body.p + n, body.n - n);
	}
	if (e == OK)
		e = multipart_end(m, &why);
	ck_assert(e == OK || why.detail[0] != '\0');
	pool_free(&pool);
	return e;
}

START_TEST(a_body_means_the_same_in_pieces_of_any_size)
{
	const struct row *r = &rows[_i];

	for (size_t piece = 1; piece < 400; piece++) {
		struct buf out = { 0 };
		enum err e =
		    parse("xx", limits, slice_text(r->body), piece, &out);

		ck_assert_msg(e == r->err, "%s, pieces of %zu: %s", r->what,
		    piece, err_name(e));
		if (r->parts != NULL)
			ck_assert_msg(slice_is(buf_all(&out), r->parts),
			    "%s, pieces of %zu: %s", r->what, piece,
			    buf_cstr(&out));
		buf_free(&out);
	}
}
END_TEST

START_TEST(zero_bytes_pass_in_content_and_not_in_headers)
{
	static const char good[] = B D "name=a\r\n\r\n1\0002" E;
	static const char bad[] = B D "name=\"a\0b\"\r\n\r\n1" E;
	struct buf out = { 0 };

	ck_assert_err(parse("xx", limits, slice_of(good, sizeof good - 1), 7,
			  &out),
	    OK);
	ck_assert_uint_eq(out.n, 6);
	ck_assert_err(parse("xx", limits, slice_of(bad, sizeof bad - 1), 7,
			  &out),
	    ERR_MALFORMED);
	buf_free(&out);
}
END_TEST

static const struct {
	const char *boundary;
	enum err err;
} boundaries[] = {
	{ "", ERR_MALFORMED },
	{ "a b", OK },
	{ "a ", ERR_MALFORMED },
	{ "a\"b", ERR_MALFORMED },
	{ "a\r\nb", ERR_MALFORMED },
	{ "0123456789012345678901234567890123456789012345678901234567890123456"
	  "789",
	    OK },
	{ "0123456789012345678901234567890123456789012345678901234567890123456"
	  "7890",
	    ERR_MALFORMED },
};

START_TEST(a_boundary_is_what_rfc_2046_says)
{
	struct buf out = { 0 };
	enum err e =
	    parse(boundaries[_i].boundary, limits, SLICE_NONE, 1, &out);

	ck_assert_err(e == ERR_TRUNCATED ? OK : e, boundaries[_i].err);
	buf_free(&out);
}
END_TEST

START_TEST(headers_preamble_epilogue_and_total_are_bounded)
{
	struct multipart_limits wide = { 2, 25, 1000, 1 << 20 };
	struct buf body = { 0 }, out = { 0 };
	static char filler[MULTIPART_HEADERS_MOST + 1];

	memset(filler, 'x', sizeof filler - 1);
	ck_assert_err(parse("xx", wide, slice_text(filler), 512, &out),
	    ERR_MALFORMED);
	buf_text(&body, B "X: ");
	buf_text(&body, filler);
	ck_assert_err(parse("xx", wide, buf_all(&body), 512, &out),
	    ERR_TOO_BIG);
	buf_clear(&body);
	buf_text(&body, B D "name=a\r\n\r\n1" E);
	buf_text(&body, filler);
	ck_assert_err(parse("xx", wide, buf_all(&body), 512, &out),
	    ERR_MALFORMED);
	wide.total_most = 100;
	ck_assert_err(parse("xx", wide, buf_all(&body), 512, &out),
	    ERR_TOO_BIG);
	buf_free(&body);
	buf_free(&out);
}
END_TEST

static enum err
full(void *self, struct slice bytes, struct fault *why)
{
	(void)self;
	(void)bytes;
	return fault_set(why, ERR_NO_SPACE, "", "the disk is full");
}

START_TEST(a_failure_of_the_caller_stops_the_parser_and_stays)
{
	struct pool pool = { NULL };
	struct multipart *m;
	struct fault why = { .err = OK };
	struct buf out = { 0 };

	ck_assert_err(multipart_open(&m, &pool, slice_text("xx"), limits,
			  (struct multipart_calls){ begin, full, end, &out },
			  &why),
	    OK);
	ck_assert_err(multipart_feed(m, slice_text(B D "name=a\r\n\r\n1" E),
			  &why),
	    ERR_NO_SPACE);
	ck_assert_err(multipart_feed(m, slice_text("x"), &why), ERR_NO_SPACE);
	ck_assert_err(multipart_end(m, &why), ERR_NO_SPACE);
	pool_free(&pool);
	buf_free(&out);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("http/multipart");
	TCase *c = tcase_create("multipart");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, c);
	tcase_add_loop_test(c, a_body_means_the_same_in_pieces_of_any_size, 0,
	    sizeof rows / sizeof *rows);
	tcase_add_test(c, zero_bytes_pass_in_content_and_not_in_headers);
	tcase_add_loop_test(c, a_boundary_is_what_rfc_2046_says, 0,
	    sizeof boundaries / sizeof *boundaries);
	tcase_add_test(c, headers_preamble_epilogue_and_total_are_bounded);
	tcase_add_test(c, a_failure_of_the_caller_stops_the_parser_and_stays);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
