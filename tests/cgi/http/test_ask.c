/*
 * test_ask.c - a request out of variables; its body.
 */
#include <stdlib.h>
#include <string.h>

#include "cgi/http/ask.h"
#include "store/base/buf.h"
#include "tests/kit/request.h"
#include "tests/kit/suite.h"

static const struct {
	const char *method, *target;
	int refused;
	const char *path;
} rows[] = {
	{ "GET", "/parindex/v1/periods?x=1", 0, "/v1/periods" },
	{ "GET", "/parindex", 0, "/" },
	{ "GET", "/parindex/", 0, "/" },
	{ "GET", "/parindexes/v1", 404, NULL },
	{ "GET", "/", 404, NULL },
	{ "GET", "parindex/v1", 400, NULL },
	{ "GET", "/parindex/a%2Fb", 0, "/a%2Fb" },
	{ "BREW", "/parindex/v1", 501, NULL },
	{ "get", "/parindex/v1", 501, NULL },
};

START_TEST(method_and_path_are_read_or_refused)
{
	struct request q;
	struct ask a;

	request_start(&q, rows[_i].method, rows[_i].target);
	request_ask(&q, "/parindex", &a);
	ck_assert_int_eq(a.refused, rows[_i].refused);
	if (rows[_i].path != NULL)
		ck_assert(slice_is(a.path, rows[_i].path));
	else
		ck_assert_int_ne(a.why.detail[0], '\0');
	ask_close(&a);
	request_end(&q);
}
END_TEST

START_TEST(path_info_serves_where_there_is_no_request_uri)
{
	struct request q = { .front = false };
	struct ask a;

	request_variable(&q, "REQUEST_METHOD", "GET");
	request_variable(&q, "PATH_INFO", "/v1/50%/x");
	request_ask(&q, "", &a);
	ck_assert_int_eq(a.refused, 0);
	ck_assert(slice_is(a.path, "/v1/50%25/x"));
	ask_close(&a);
	request_end(&q);
}
END_TEST

START_TEST(lengths_are_bounded)
{
	static const struct {
		size_t path, query, header;
		int refused;
	} sizes[] = { { 1024, 8192, 8000, 0 }, { 1025, 0, 0, 414 },
		{ 10, 8193, 0, 414 }, { 10, 0, 9000, 431 } };
	static char text[20000], header[10000];

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct request q;
		struct ask a;

		memset(text, 'a', sizeof text);
		text[0] = '/';
		text[sizes[i].path] = '?';
		text[sizes[i].path + 1 + sizes[i].query] = '\0';
		memset(header, 'h', sizeof header);
		header[sizes[i].header] = '\0';
		request_start(&q, "GET", text);
		request_variable(&q, "HTTP_COOKIE", header);
		request_ask(&q, "", &a);
		ck_assert_int_eq(a.refused, sizes[i].refused);
		ask_close(&a);
		request_end(&q);
	}
}
END_TEST

START_TEST(headers_are_found_by_their_http_names)
{
	struct request q;
	struct ask a;

	request_start(&q, "GET", "/");
	request_variable(&q, "HTTP_IF_MATCH", " \"v1\"\t");
	request_variable(&q, "CONTENT_TYPE", "text/csv");
	request_variable(&q, "HTTP_EMPTY", "");
	request_ask(&q, "", &a);
	ck_assert(slice_is(ask_header(&a, "if-match"), "\"v1\""));
	ck_assert(slice_is(ask_header(&a, "Content-Type"), "text/csv"));
	ck_assert_ptr_null(ask_header(&a, "If-Mat").p);
	ck_assert_ptr_nonnull(ask_header(&a, "Empty").p);
	ck_assert(slice_is(a.remote, "192.0.2.1"));
	ask_close(&a);
	request_end(&q);
}
END_TEST

static const struct {
	const char *stamp;
	bool front;
	int64_t us; /* -1: none */
} stamps[] = {
	{ "1673370000.123", true, INT64_C(1673370000123000) },
	{ "1673370000.123", false, -1 },
	{ "1673370000", true, -1 },
	{ "1673370000.12", true, -1 },
	{ "1673370000.1234", true, -1 },
	{ "-1673370000.123", true, -1 },
	{ "99999999999999999.123", true, -1 },
	{ "1673370000.12x", true, -1 },
	{ ".123", true, -1 },
	{ "", true, -1 },
};

START_TEST(a_stamp_is_the_front_servers_milliseconds)
{
	struct request q;
	struct ask a;

	request_start(&q, "GET", "/");
	request_variable(&q, "PARINDEX_LAST_BYTE", stamps[_i].stamp);
	q.front = stamps[_i].front;
	request_ask(&q, "", &a);
	ck_assert_int_eq(a.stamped, stamps[_i].us >= 0);
	if (a.stamped)
		ck_assert_int_eq(a.front_stamp.us, stamps[_i].us);
	ask_close(&a);
	request_end(&q);
}
END_TEST

/* What is announced, what comes, how the reading ends. */
static const struct {
	const char *length, *body;
	enum err fails, err;
	uint64_t taken;
	int refused;
} bodies[] = {
	{ "5", "12345", OK, OK, 5, 0 },
	{ "5", "1234", OK, ERR_TRUNCATED, 4, 0 },
	{ "5", "123456", OK, OK, 5, 0 },
	{ "0", "1", OK, OK, 0, 0 },
	{ "", "123", OK, OK, 3, 0 },
	{ "5", "12", ERR_TIMEOUT, ERR_TIMEOUT, 2, 0 },
	{ "11", "12345678901", OK, ERR_TOO_BIG, 0, 0 },
	{ "", "12345678901", OK, ERR_TOO_BIG, 11, 0 },
	{ "-1", "", OK, OK, 0, 400 },
	{ "5x", "", OK, OK, 0, 400 },
	{ "99999999999999999999", "", OK, OK, 0, 400 },
};

START_TEST(a_body_is_what_content_length_says_or_an_error)
{
	for (size_t piece = 0; piece < 4; piece++) {
		struct request q;
		struct ask a;
		struct buf to = { 0 };
		size_t got;

		request_start(&q, "POST", "/");
		request_variable(&q, "CONTENT_LENGTH", bodies[_i].length);
		q.body = slice_text(bodies[_i].body);
		q.piece = piece;
		q.fails = bodies[_i].fails;
		request_ask(&q, "", &a);
		ck_assert_int_eq(a.refused, bodies[_i].refused);
		if (a.refused == 0) {
			ck_assert_err(ask_read_all(&a, 10, &to),
			    bodies[_i].err);
			ck_assert_uint_eq(a.taken, bodies[_i].taken);
			if (bodies[_i].err == ERR_TRUNCATED)
				ck_assert_err(ask_read(&a, &got, 1, &got),
				    ERR_TRUNCATED);
		}
		buf_free(&to);
		ask_close(&a);
		request_end(&q);
	}
}
END_TEST

#define COUNT(t) ((int)(sizeof(t) / sizeof *(t)))

int
main(void)
{
	Suite *suite = suite_create("http/ask");
	TCase *c = tcase_create("ask");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, c);
	tcase_add_loop_test(c, method_and_path_are_read_or_refused, 0,
	    COUNT(rows));
	tcase_add_test(c, path_info_serves_where_there_is_no_request_uri);
	tcase_add_test(c, lengths_are_bounded);
	tcase_add_test(c, headers_are_found_by_their_http_names);
	tcase_add_loop_test(c, a_stamp_is_the_front_servers_milliseconds, 0,
	    COUNT(stamps));
	tcase_add_loop_test(c, a_body_is_what_content_length_says_or_an_error,
	    0, COUNT(bodies));
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
