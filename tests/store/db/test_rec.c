/*
 * test_rec.c - tagged records.
 *
 * Knows the promises of rec.h. Touches nothing.
 */
#include <check.h>
#include <string.h>

#include "store/db/rec.h"
#include "tests/kit/suite.h"

START_TEST(the_bytes_are_those_the_header_shows)
{
	static const uint8_t want[] = { 0x01, 0x01, 0x02, 0x02, 0x04, '2', '0',
		'2', '2' };
	struct buf b = { 0 };

	rec_int(&b, 1, 1);
	rec_text(&b, 2, "2022");
	ck_assert_err(b.err, OK);
	ck_assert(slice_eq(buf_all(&b), slice_of(want, sizeof want)));
	buf_free(&b);
}
END_TEST

START_TEST(every_number_comes_back)
{
	static const int64_t numbers[] = { 0, 1, -1, 63, 64, -64, -65, 127, 128,
		INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN };
	enum {
		N = sizeof numbers / sizeof *numbers
	};
	struct buf b = { 0 };
	int64_t list[N];
	struct rec r;

	for (size_t i = 0; i < N; i++) {
		rec_int(&b, 1, numbers[i]);
	}
	for (size_t i = 0; i < N; i++)
		rec_uint(&b, 2, (uint64_t)numbers[i]);
	rec_ints(&b, 3, numbers, N);
	r = rec_open(buf_all(&b));
	for (size_t i = 0; i < N; i++) {
		ck_assert(rec_on(&r));
		ck_assert_uint_eq(r.tag, 1);
		ck_assert_int_eq(rec_get_int(&r), numbers[i]);
	}
	for (size_t i = 0; i < N; i++) {
		ck_assert(rec_on(&r));
		ck_assert_uint_eq(rec_get_uint(&r), (uint64_t)numbers[i]);
	}
	ck_assert(rec_on(&r));
	ck_assert_uint_eq(rec_get_ints(&r, list, N), N);
	ck_assert_int_eq(memcmp(list, numbers, sizeof list), 0);
	ck_assert(!rec_on(&r));
	ck_assert_err(r.err, OK);
	buf_free(&b);
}
END_TEST

START_TEST(a_reader_skips_tags_it_does_not_know)
{
	struct buf b = { 0 };
	struct rec r;
	int64_t got = 0;

	rec_int(&b, 1, 7);
	rec_bytes(&b, 9, slice_text("from a later version"));
	rec_int(&b, 10, 8);
	r = rec_open(buf_all(&b));
	while (rec_on(&r))
		if (r.tag == 1 || r.tag == 10)
			got = got * 10 + rec_get_int(&r);
	ck_assert_err(r.err, OK);
	ck_assert_int_eq(got, 78);
	buf_free(&b);
}
END_TEST

START_TEST(an_empty_record_has_no_fields)
{
	struct rec r = rec_open(SLICE_NONE);

	ck_assert(!rec_on(&r));
	ck_assert_err(r.err, OK);
}
END_TEST

START_TEST(text_and_bytes_must_fit_exactly)
{
	char text[5] = "????";
	uint8_t bytes[4];
	struct buf b = { 0 };
	struct rec r;

	rec_text(&b, 1, "2022");
	r = rec_open(buf_all(&b));
	ck_assert(rec_on(&r));
	rec_get_text(&r, text, 5);
	ck_assert_str_eq(text, "2022");
	rec_get_bytes(&r, bytes, 4);
	ck_assert_int_eq(memcmp(bytes, "2022", 4), 0);
	ck_assert_err(r.err, OK);
	rec_get_text(&r, text, 4);
	ck_assert_err(r.err, ERR_BROKEN);
	ck_assert_str_eq(text, "");
	r = rec_open(buf_all(&b));
	ck_assert(rec_on(&r));
	rec_get_bytes(&r, bytes, 3);
	ck_assert_err(r.err, ERR_BROKEN);
	ck_assert(!rec_on(&r));
	buf_free(&b);
}
END_TEST

START_TEST(a_list_longer_than_its_room_breaks_the_record)
{
	static const int64_t list[] = { 1, 2, 3 };
	int64_t out[2];
	struct buf b = { 0 };
	struct rec r;

	rec_ints(&b, 1, list, 3);
	r = rec_open(buf_all(&b));
	ck_assert(rec_on(&r));
	ck_assert_uint_eq(rec_get_ints(&r, out, 2), 0);
	ck_assert_err(r.err, ERR_BROKEN);
	buf_free(&b);
}
END_TEST

START_TEST(bytes_that_are_no_record_are_broken)
{
	static const struct {
		const char *why;
		uint8_t bytes[14];
		size_t n;
	} table[] = {
		/* clang-format off */
		{ "tag zero", { 0, 0 }, 2 },
		{ "no length", { 1 }, 1 },
		{ "length without end", { 1, 0x80 }, 2 },
		{ "fewer bytes than announced", { 1, 3, 'a', 'b' }, 4 },
		{ "tags that descend", { 2, 0, 1, 0 }, 4 },
		{ "length written too long", { 1, 0x81, 0x00, 'a' }, 4 },
		{ "length of five bytes too large",
		  { 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 }, 7 },
		/* clang-format on */
	};
	struct rec r;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		r = rec_open(slice_of(table[i].bytes, table[i].n));
		while (rec_on(&r))
			;
		ck_assert_msg(r.err == ERR_BROKEN, "%s", table[i].why);
	}
}
END_TEST

START_TEST(a_number_that_is_none_breaks_the_record)
{
	static const struct {
		const char *why;
		uint8_t bytes[14];
		size_t n;
	} table[] = {
		/* clang-format off */
		{ "empty", { 1, 0 }, 2 },
		{ "two numbers", { 1, 2, 1, 1 }, 4 },
		{ "no end", { 1, 1, 0x80 }, 3 },
		{ "more than 64 bits", { 1, 10, 0xff, 0xff, 0xff, 0xff, 0xff,
		  0xff, 0xff, 0xff, 0xff, 0x02 }, 12 },
		/* clang-format on */
	};
	struct rec r;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		r = rec_open(slice_of(table[i].bytes, table[i].n));
		ck_assert(rec_on(&r));
		ck_assert_uint_eq(rec_get_uint(&r), 0);
		ck_assert_msg(r.err == ERR_BROKEN, "%s", table[i].why);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_bytes_are_those_the_header_shows,
		every_number_comes_back,
		a_reader_skips_tags_it_does_not_know,
		an_empty_record_has_no_fields,
		text_and_bytes_must_fit_exactly,
		a_list_longer_than_its_room_breaks_the_record,
		bytes_that_are_no_record_are_broken,
		a_number_that_is_none_breaks_the_record,
		NULL,
	};

	return suite_run("store/db/rec", tests);
}
