/*
 * test_etag.c - conditions on entity tags.
 */
#include "cgi/http/etag.h"
#include "tests/kit/request.h"
#include "tests/kit/suite.h"

START_TEST(fields_are_star_or_a_list_of_tags)
{
	static const struct {
		const char *field;
		enum err err;
		bool names; /* does it name "v1"? */
	} rows[] = {
		{ "*", OK, true },
		{ "\"v1\"", OK, true },
		{ "W/\"v1\"", OK, true },
		{ "\"v2\"", OK, false },
		{ "\"v2\", W/\"v1\"", OK, true },
		{ "\"v2\",,\"v1\" ,", OK, true },
		{ "\"a,\\\", \"v1\"", OK, true },
		{ "v1", ERR_MALFORMED, false },
		{ "\"v1", ERR_MALFORMED, false },
		{ "\"v1\" \"v2\"", ERR_MALFORMED, false },
		{ "\"v 1\"", ERR_MALFORMED, false },
		{ "w/\"v1\"", ERR_MALFORMED, false },
		{ "*, \"v1\"", ERR_MALFORMED, false },
		{ "", ERR_MALFORMED, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct etag_field f;

		ck_assert_err(etag_read(slice_text(rows[i].field), &f),
		    rows[i].err);
		if (rows[i].err == OK)
			ck_assert_msg(etag_names(&f, slice_text("\"v1\"")) ==
					  rows[i].names,
			    "%s", rows[i].field);
	}
}
END_TEST

START_TEST(star_names_only_what_exists)
{
	struct etag_field f;

	ck_assert_err(etag_read(slice_text("*"), &f), OK);
	ck_assert(!etag_names(&f, SLICE_NONE));
	ck_assert_err(etag_read(SLICE_NONE, &f), OK);
	ck_assert(f.absent && !etag_names(&f, slice_text("\"v1\"")));
}
END_TEST

START_TEST(an_act_is_given_one_version_or_an_error)
{
	static const struct {
		const char *field; /* NULL: absent */
		enum err err;
		uint64_t version;
		bool any;
	} rows[] = {
		{ NULL, ERR_PRECONDITION_REQUIRED, 0, false },
		{ "\"v12\"", OK, 12, false },
		{ "W/\"v0\"", OK, 0, false },
		{ "*", OK, 0, true },
		{ "\"v12\", \"v13\"", ERR_STALE, 12, false },
		{ "\"v012\"", ERR_STALE, 0, false },
		{ "\"12\"", ERR_STALE, 0, false },
		{ "\"v99999999999999999999\"", ERR_STALE, 0, false },
		{ "\"v\"", ERR_STALE, 0, false },
		{ "v12", ERR_MALFORMED, 0, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct request q;
		struct ask a;
		struct fault why = { .err = OK };
		uint64_t version;
		bool any;

		request_start(&q, "PUT", "/");
		if (rows[i].field != NULL)
			request_variable(&q, "HTTP_IF_MATCH", rows[i].field);
		request_ask(&q, "", &a);
		ck_assert_err(etag_asked(&a, &version, &any, &why),
		    rows[i].err);
		if (rows[i].err == OK) {
			ck_assert_uint_eq(version, rows[i].version);
			ck_assert_int_eq(any, rows[i].any);
		}
		ask_close(&a);
		request_end(&q);
	}
}
END_TEST

START_TEST(a_reader_who_has_it_already_gets_304)
{
	static const struct {
		const char *method, *field;
		int status;
	} rows[] = {
		{ "GET", "\"v1\"", 304 },
		{ "HEAD", "W/\"v1\"", 304 },
		{ "GET", "\"v2\"", 200 },
		{ "PUT", "\"v1\"", 200 },
		{ "GET", "broken", 200 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct request q;
		struct ask a;
		struct reply r;

		request_start(&q, rows[i].method, "/");
		request_variable(&q, "HTTP_IF_NONE_MATCH", rows[i].field);
		request_ask(&q, "", &a);
		reply_open(&r);
		reply_bytes(&r, 200, MEDIA_TEXT, slice_text("x"));
		ck_assert_int_eq(etag_apply(&r, &a, slice_text("\"v1\"")),
		    rows[i].status == 304);
		ck_assert_int_eq(r.status, rows[i].status);
		ck_assert(slice_is(reply_has(&r, "etag"), "\"v1\""));
		ck_assert_uint_eq(reply_length(&r), rows[i].status == 200);
		reply_close(&r);
		ask_close(&a);
		request_end(&q);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		fields_are_star_or_a_list_of_tags,
		star_names_only_what_exists,
		an_act_is_given_one_version_or_an_error,
		a_reader_who_has_it_already_gets_304,
		NULL,
	};

	return suite_run("http/etag", tests);
}
