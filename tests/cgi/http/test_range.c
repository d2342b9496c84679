/*
 * test_range.c - byte ranges.
 */
#include <stdlib.h>
#include <unistd.h>

#include "cgi/http/range.h"
#include "tests/kit/request.h"
#include "tests/kit/suite.h"

START_TEST(a_range_is_read_as_rfc_9110_says)
{
	static const struct {
		const char *field;
		uint64_t size;
		enum range range;
		uint64_t first, length;
	} rows[] = {
		{ "bytes=0-0", 10, RANGE_PART, 0, 1 },
		{ "bytes=0-9", 10, RANGE_PART, 0, 10 },
		{ "bytes=0-10", 10, RANGE_PART, 0, 10 },
		{ "bytes=9-", 10, RANGE_PART, 9, 1 },
		{ "bytes=10-", 10, RANGE_OUTSIDE, 0, 0 },
		{ "bytes=-1", 10, RANGE_PART, 9, 1 },
		{ "bytes=-11", 10, RANGE_PART, 0, 10 },
		{ "bytes=-0", 10, RANGE_OUTSIDE, 0, 0 },
		{ "bytes=0-", 0, RANGE_OUTSIDE, 0, 0 },
		{ "bytes=99999999999999999999999-", 10, RANGE_OUTSIDE, 0, 0 },
		{ "bytes=5-99999999999999999999999", 10, RANGE_PART, 5, 5 },
		{ "Bytes=1-2", 10, RANGE_PART, 1, 2 },
		{ "bytes=2-1", 10, RANGE_WHOLE, 0, 10 },
		{ "bytes=0-1,3-4", 10, RANGE_WHOLE, 0, 10 },
		{ "bytes=-", 10, RANGE_WHOLE, 0, 10 },
		{ "bytes=1", 10, RANGE_WHOLE, 0, 10 },
		{ "pages=1-2", 10, RANGE_WHOLE, 0, 10 },
		{ "", 10, RANGE_WHOLE, 0, 10 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint64_t first, length;
		enum range got = range_read(slice_text(rows[i].field),
		    rows[i].size, &first, &length);

		ck_assert_msg(got == rows[i].range, "%s", rows[i].field);
		if (got == RANGE_OUTSIDE)
			continue;
		ck_assert_msg(first == rows[i].first &&
				  length == rows[i].length,
		    "%s", rows[i].field);
	}
}
END_TEST

/* A reply of "0123456789", from memory or from a file. */
static void
digits(struct reply *r, bool file)
{
	char path[] = "/tmp/range-XXXXXX";
	int fd;

	reply_open(r);
	if (!file) {
		reply_bytes(r, 200, MEDIA_TEXT, slice_text("0123456789"));
		return;
	}
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	unlink(path);
	reply_file(r, 200, MEDIA_TEXT, fd, 0, 10);
}

START_TEST(an_answer_is_narrowed_when_the_condition_holds)
{
	static const struct {
		const char *method, *range, *condition;
		int status;
		const char *says;
		uint64_t length;
	} rows[] = {
		{ "GET", "bytes=2-4", NULL, 206, "bytes 2-4/10", 3 },
		{ "GET", "bytes=2-4", "\"t\"", 206, "bytes 2-4/10", 3 },
		{ "GET", "bytes=2-4", "\"u\"", 200, NULL, 10 },
		{ "GET", "bytes=2-4", "W/\"t\"", 200, NULL, 10 },
		{ "HEAD", "bytes=2-4", NULL, 200, NULL, 10 },
		{ "GET", "bytes=10-", NULL, 416, "bytes */10", 0 },
	};

	for (size_t i = 0; i < 2 * (sizeof rows / sizeof *rows); i++) {
		struct request q;
		struct ask a;
		struct reply r;

		request_start(&q, rows[i / 2].method, "/");
		request_variable(&q, "HTTP_RANGE", rows[i / 2].range);
		if (rows[i / 2].condition != NULL)
			request_variable(&q, "HTTP_IF_RANGE",
			    rows[i / 2].condition);
		request_ask(&q, "", &a);
		digits(&r, i % 2 == 1);
		range_apply(&r, &a, slice_text("\"t\""));
		ck_assert_int_eq(r.status, rows[i / 2].status);
		ck_assert_uint_eq(reply_length(&r), rows[i / 2].length);
		if (rows[i / 2].says != NULL)
			ck_assert(slice_is(reply_has(&r, "Content-Range"),
			    rows[i / 2].says));
		else
			ck_assert_ptr_null(reply_has(&r, "Content-Range").p);
		if (r.status == 206 && i % 2 == 0)
			ck_assert(slice_is(buf_all(&r.body), "234"));
		if (r.status == 206 && i % 2 == 1)
			ck_assert_uint_eq(r.offset, 2);
		ck_assert(slice_is(reply_has(&r, "Accept-Ranges"), "bytes"));
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
		a_range_is_read_as_rfc_9110_says,
		an_answer_is_narrowed_when_the_condition_holds,
		NULL,
	};

	return suite_run("http/range", tests);
}
