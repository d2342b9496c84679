/*
 * test_route.c - paths to rows; queries; replies.
 */
#include <string.h>

#include "cgi/http/query.h"
#include "cgi/http/route.h"
#include "tests/kit/request.h"
#include "tests/kit/suite.h"

static void
nothing(void *self, struct ask *a, struct reply *r)
{
	(void)self;
	(void)a;
	(void)r;
}

static const struct route table[] = {
	{ METHOD_GET, "/", 0, 0, nothing },
	{ METHOD_GET, "/v1/periods", 0, 0, nothing },
	{ METHOD_GET, "/v1/periods/{p}/sheet/{leaf}", 0, 0, nothing },
	{ METHOD_PUT, "/v1/periods/{p}/sheet/{leaf}", 0, 0, nothing },
	{ METHOD_POST, "/v1/periods/{p}/sheet/{step}", 0, 0, nothing },
	{ METHOD_GET, "/v1/log/tile/{rest...}", 0, 0, nothing },
};
#define N (sizeof table / sizeof *table)

START_TEST(a_path_finds_its_row_or_the_reason_why_not)
{
	static const struct {
		const char *method, *path;
		enum routed routed;
		int row;
		const char *arg, *value;
	} rows[] = {
		{ "GET", "/", ROUTED, 0, NULL, NULL },
		{ "HEAD", "/v1/periods", ROUTED, 1, NULL, NULL },
		{ "GET", "/v1/periods/", ROUTED_NOWHERE, -1, NULL, NULL },
		{ "GET", "/v1//periods", ROUTED_NOWHERE, -1, NULL, NULL },
		{ "GET", "/V1/periods", ROUTED_NOWHERE, -1, NULL, NULL },
		{ "GET", "/v1/periods/2022/sheet/1.1", ROUTED, 2, "leaf",
		    "1.1" },
		{ "PUT", "/v1/periods/2022/sheet/a%2Fb", ROUTED, 3, "leaf",
		    "a/b" },
		{ "POST", "/v1/periods/20%32/sheet/confirm", ROUTED, 4, "p",
		    "202" },
		{ "GET", "/v1/periods//sheet/x", ROUTED_NOWHERE, -1, NULL,
		    NULL },
		{ "GET", "/v1/periods/%/sheet/x", ROUTED_BROKEN, -1, NULL,
		    NULL },
		{ "GET", "/v1/periods/%00/sheet/x", ROUTED_BROKEN, -1, NULL,
		    NULL },
		{ "GET", "/v1/periods/%ff/sheet/x", ROUTED_BROKEN, -1, NULL,
		    NULL },
		{ "GET", "/v1/log/tile/0/x001/067.p/3", ROUTED, 5, "rest",
		    "0/x001/067.p/3" },
		{ "GET", "/v1/log/tile/", ROUTED_NOWHERE, -1, NULL, NULL },
		{ "DELETE", "/v1/periods", ROUTED_OTHERWISE, -1, NULL, NULL },
		{ "OPTIONS", "/v1/periods", ROUTED_OPTIONS, -1, NULL, NULL },
		{ "OPTIONS", "/v2", ROUTED_NOWHERE, -1, NULL, NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct request q;
		struct ask a;
		const struct route *found;

		request_start(&q, rows[i].method, rows[i].path);
		request_ask(&q, "", &a);
		ck_assert_msg(route_find(table, N, &a, &found) ==
				  rows[i].routed,
		    "%s", rows[i].path);
		if (rows[i].row >= 0)
			ck_assert_ptr_eq(found, &table[rows[i].row]);
		if (rows[i].arg != NULL)
			ck_assert(
			    slice_is(ask_arg(&a, rows[i].arg), rows[i].value));
		ck_assert_ptr_null(ask_arg(&a, "none").p);
		ask_close(&a);
		request_end(&q);
	}
}
END_TEST

START_TEST(allow_names_every_method_of_the_path)
{
	struct request q;
	struct ask a;
	struct reply r;

	request_start(&q, "DELETE", "/v1/periods/2022/sheet/1");
	request_ask(&q, "", &a);
	reply_open(&r);
	route_allow(table, N, &a, &r);
	ck_assert(
	    slice_is(reply_has(&r, "Allow"), "GET, HEAD, POST, PUT, OPTIONS"));
	reply_close(&r);
	ask_close(&a);
	request_end(&q);
}
END_TEST

START_TEST(a_table_with_overlaps_or_slips_does_not_start)
{
	static const struct {
		struct route rows[2];
		enum err err;
	} tables[] = {
		{ { { METHOD_GET, "/a/{x}", 0, 0, nothing },
		      { METHOD_GET, "/a/b", 0, 0, nothing } },
		    ERR_CONFLICT },
		{ { { METHOD_GET, "/a/{x}", 0, 0, nothing },
		      { METHOD_PUT, "/a/b", 0, 0, nothing } },
		    OK },
		{ { { METHOD_GET, "/a/{x...}", 0, 0, nothing },
		      { METHOD_GET, "/a/b/c", 0, 0, nothing } },
		    ERR_CONFLICT },
		{ { { METHOD_GET, "/a/{x}/c", 0, 0, nothing },
		      { METHOD_GET, "/a/b/d", 0, 0, nothing } },
		    OK },
		{ { { METHOD_GET, "a", 0, 0, nothing },
		      { METHOD_GET, "/b", 0, 0, nothing } },
		    ERR_MALFORMED },
		{ { { METHOD_GET, "/a/", 0, 0, nothing },
		      { METHOD_GET, "/b", 0, 0, nothing } },
		    ERR_MALFORMED },
		{ { { METHOD_GET, "/{x...}/a", 0, 0, nothing },
		      { METHOD_GET, "/b/c/d", 0, 0, nothing } },
		    ERR_MALFORMED },
		{ { { METHOD_GET, "/a{x}", 0, 0, nothing },
		      { METHOD_GET, "/b", 0, 0, nothing } },
		    ERR_MALFORMED },
		{ { { METHOD_GET, "/a", 0, 0, NULL },
		      { METHOD_GET, "/b", 0, 0, nothing } },
		    ERR_MALFORMED },
	};
	struct fault why = { .err = OK };

	ck_assert_err(route_check(table, N, &why), OK);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		ck_assert_err(route_check(tables[i].rows, 2, &why),
		    tables[i].err);
}
END_TEST

START_TEST(a_query_is_read_strictly)
{
	static const struct {
		const char *text;
		enum err err;
		const char *a; /* NULL: absent */
		size_t n;
	} rows[] = {
		{ "", OK, NULL, 0 },
		{ "a=1", OK, "1", 1 },
		{ "a", OK, "", 1 },
		{ "a=", OK, "", 1 },
		{ "&a=1&&", OK, "1", 1 },
		{ "a=x+y%20z%2B", OK, "x y z+", 1 },
		{ "a=b=c", OK, "b=c", 1 },
		{ "%61=\xe1\xbb\x87", OK, "\xe1\xbb\x87", 1 },
		{ "=1", ERR_MALFORMED, NULL, 0 },
		{ "a=%4", ERR_MALFORMED, NULL, 0 },
		{ "a=%zz", ERR_MALFORMED, NULL, 0 },
		{ "a=%00", ERR_ENCODING, NULL, 0 },
		{ "a=%C3", ERR_ENCODING, NULL, 0 },
		{ "%ff=1", ERR_ENCODING, NULL, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct pool pool = { NULL };
		struct query q;
		struct slice a;
		struct fault why = { .err = OK };

		ck_assert_err(query_read(slice_text(rows[i].text), &pool, &q,
				  &why),
		    rows[i].err);
		if (rows[i].err == OK) {
			ck_assert_uint_eq(q.n, rows[i].n);
			ck_assert_err(query_maybe(&q, "a", &a, &why), OK);
			ck_assert(rows[i].a == NULL ? a.p == NULL
						    : slice_is(a, rows[i].a));
		}
		pool_free(&pool);
	}
}
END_TEST

START_TEST(repeated_missing_and_unknown_fields_are_named)
{
	static const char *const known[] = { "leaf", "unit", NULL };
	struct pool pool = { NULL };
	struct query q;
	struct slice v;
	struct fault why = { .err = OK };
	size_t at = 0, n = 0;

	ck_assert_err(query_read(slice_text("leaf=1&leaf=2&x=3"), &pool, &q,
			  &why),
	    OK);
	while (query_next(&q, "leaf", &at, &v))
		n++;
	ck_assert_uint_eq(n, 2);
	ck_assert_err(query_one(&q, "leaf", &v, &why), ERR_MALFORMED);
	ck_assert_str_eq(why.pointer, "query:leaf");
	why.err = OK;
	ck_assert_err(query_one(&q, "unit", &v, &why), ERR_MISSING_FIELD);
	ck_assert_str_eq(why.pointer, "query:unit");
	why.err = OK;
	ck_assert_err(query_known(&q, known, &why), ERR_UNKNOWN_FIELD);
	ck_assert_str_eq(why.pointer, "query:x");
	pool_free(&pool);
}
END_TEST

START_TEST(a_reply_is_a_header_block_and_a_body)
{
	struct reply r;
	struct buf to = { 0 };

	reply_open(&r);
	reply_bytes(&r, 202, MEDIA_JSON, slice_text("{}"));
	reply_header_text(&r, "Location", "/x");
	reply_head(&r, &to);
	ck_assert_str_eq(buf_cstr(&to),
	    "Status: 202 Accepted\r\nContent-Type: application/json\r\n"
	    "Location: /x\r\nContent-Length: 2\r\n\r\n");
	reply_header_drop(&r, "content-type");
	ck_assert_ptr_null(reply_has(&r, "Content-Type").p);
	ck_assert(slice_is(reply_has(&r, "location"), "/x"));
	reply_empty(&r, 204);
	buf_clear(&to);
	reply_head(&r, &to);
	ck_assert_str_eq(buf_cstr(&to),
	    "Status: 204 No Content\r\nLocation: /x\r\n\r\n");
	buf_free(&to);
	reply_close(&r);
}
END_TEST

START_TEST(a_header_that_splits_the_answer_spoils_it)
{
	struct reply r;
	char big[REPLY_HEADERS_MOST];

	reply_open(&r);
	ck_assert(reply_whole(&r));
	reply_header_text(&r, "X", "a\r\nSet-Cookie: b");
	ck_assert(!reply_whole(&r));
	reply_reset(&r, 500);
	ck_assert(reply_whole(&r));
	memset(big, 'x', sizeof big);
	reply_header(&r, "X", slice_of(big, sizeof big));
	ck_assert(!reply_whole(&r));
	reply_close(&r);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_path_finds_its_row_or_the_reason_why_not,
		allow_names_every_method_of_the_path,
		a_table_with_overlaps_or_slips_does_not_start,
		a_query_is_read_strictly,
		repeated_missing_and_unknown_fields_are_named,
		a_reply_is_a_header_block_and_a_body,
		a_header_that_splits_the_answer_spoils_it,
		NULL,
	};

	return suite_run("http/route", tests);
}
