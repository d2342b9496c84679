/*
 * test_text.c - text from outside, and moments.
 *
 * Knows the promises of text.h and moment.h. Touches nothing.
 */
#include <check.h>

#include "store/base/moment.h"
#include "store/base/text.h"
#include "tests/kit/suite.h"

static void
normalised(const char *in, enum err want, const char *out)
{
	struct buf b = { 0 };

	ck_assert_err(text_normalise(slice_text(in), &b), want);
	ck_assert_str_eq(buf_cstr(&b), out);
	buf_free(&b);
}

START_TEST(text_becomes_nfc_with_the_vietnamese_d)
{
	static const struct {
		const char *in, *out;
	} table[] = {
		/* clang-format off */
		{ "plain\ttext\n", "plain\ttext\n" },
		/* e + circumflex + dot below, in either order */
		{ "Vie\xcc\x82\xcc\xa3t", "Vi\xe1\xbb\x87t" },
		{ "Vie\xcc\xa3\xcc\x82t", "Vi\xe1\xbb\x87t" },
		{ "\xc3\x90i\xe1\xbb\x87n", "\xc4\x90i\xe1\xbb\x87n" },
		{ "\xc6\x89", "\xc4\x90" },
		{ "\xc3\xb0", "\xc4\x91" },
		{ "\xc4\x90\xc4\x91", "\xc4\x90\xc4\x91" },
		/* clang-format on */
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		normalised(table[i].in, OK, table[i].out);
}
END_TEST

START_TEST(controls_and_broken_utf_8_are_refused)
{
	static const char *const table[] = { "\r", "\x01", "\x1b", "\x7f",
		"\xc2\x85", "\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80",
		"\xf4\x90\x80\x80", "a\xe1\xbb" };
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		normalised(table[i], ERR_ENCODING, "");
	ck_assert_err(text_normalise(slice_of("a\0b", 3), &b), ERR_ENCODING);
	ck_assert_err(text_normalise(SLICE_NONE, &b), OK);
	ck_assert_uint_eq(b.n, 0);
	ck_assert(!text_is_utf8(slice_of("a\0b", 3)));
	ck_assert(!text_is_utf8(slice_text("\xc3")));
	ck_assert(text_is_utf8(slice_text("\xe1\xbb\x87\r")));
	ck_assert(text_is_utf8(SLICE_NONE));
	buf_free(&b);
}
END_TEST

START_TEST(folding_hides_capitals_and_forms_and_nothing_else)
{
	static const struct {
		const char *a, *b;
		bool same;
	} table[] = {
		/* clang-format off */
		{ "S\xe1\xbb\x9e N\xe1\xbb\x99i v\xe1\xbb\xa5",
		  "s\xe1\xbb\x9f n\xe1\xbb\x98I V\xe1\xbb\xa4", true },
		{ "\xc3\x90", "\xc4\x91", true },
		{ "\xc4\x90", "\xc4\x91", true },
		{ "e\xcc\x82\xcc\xa3", "\xe1\xbb\x86", true },
		{ "d", "\xc4\x91", false },
		{ "so", "s\xe1\xbb\x9f", false },
		/* clang-format on */
	};
	struct buf a = { 0 }, b = { 0 };

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		buf_clear(&a);
		buf_clear(&b);
		ck_assert_err(text_fold(slice_text(table[i].a), &a), OK);
		ck_assert_err(text_fold(slice_text(table[i].b), &b), OK);
		ck_assert_msg(slice_eq(buf_all(&a), buf_all(&b)) ==
				  table[i].same,
		    "%s", table[i].a);
	}
	buf_free(&a);
	buf_free(&b);
}
END_TEST

START_TEST(length_counts_code_points)
{
	ck_assert_uint_eq(text_length(slice_text("Vi\xe1\xbb\x87t")), 4);
	ck_assert_uint_eq(text_length(SLICE_NONE), 0);
}
END_TEST

START_TEST(a_file_name_is_cut_to_a_name)
{
	static const struct {
		const char *in;
		enum err want;
		const char *out;
	} table[] = {
		/* clang-format off */
		{ "b\xc3\xa1o c\xc3\xa1o.pdf", OK, "b\xc3\xa1o c\xc3\xa1o.pdf" },
		{ "/etc/passwd", OK, "passwd" },
		{ "..\\..\\x.pdf", OK, "x.pdf" },
		{ "C:x.pdf", OK, "x.pdf" },
		{ "C:\\a\\x.pdf", OK, "x.pdf" },
		{ "a:b", OK, "b" },
		{ "1:b", OK, "1:b" },
		{ "", ERR_MALFORMED, "" },
		{ ".", ERR_MALFORMED, "" },
		{ "a/..", ERR_MALFORMED, "" },
		{ "a/", ERR_MALFORMED, "" },
		{ "C:", ERR_MALFORMED, "" },
		{ "a\nb", ERR_MALFORMED, "" },
		{ "a\x01", ERR_ENCODING, "" },
		/* clang-format on */
	};
	struct buf b = { 0 };
	char longest[257];

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		buf_clear(&b);
		ck_assert_err(text_file_name(slice_text(table[i].in), &b),
		    table[i].want);
		ck_assert_str_eq(buf_cstr(&b), table[i].out);
	}
	memset(longest, 'a', sizeof longest);
	ck_assert_err(text_file_name(slice_of(longest, 255), &b), OK);
	ck_assert_err(text_file_name(slice_of(longest, 256), &b), ERR_TOO_BIG);
	buf_free(&b);
}
END_TEST

START_TEST(moments_are_read_and_written_as_rfc_3339)
{
	static const struct {
		const char *in;
		enum err want;
		const char *out;
	} table[] = {
		/* clang-format off */
		{ "2023-01-10T23:59:59.999999+07:00", OK,
		  "2023-01-10T23:59:59.999999+07:00" },
		{ "2023-01-10T24:00:00+07:00", OK,
		  "2023-01-11T00:00:00.000000+07:00" },
		{ "2023-01-10T17:00:00Z", OK,
		  "2023-01-11T00:00:00.000000+07:00" },
		{ "2024-02-29T00:00:00.5-01:30", OK,
		  "2024-02-29T08:30:00.500000+07:00" },
		{ "2023-02-29T00:00:00Z", ERR_RANGE, NULL },
		{ "2100-02-29T00:00:00Z", ERR_RANGE, NULL },
		{ "1969-12-31T00:00:00Z", ERR_RANGE, NULL },
		{ "2023-01-10T24:00:00.000001Z", ERR_RANGE, NULL },
		{ "2023-01-10T24:00:01Z", ERR_RANGE, NULL },
		{ "2023-01-10T25:00:00Z", ERR_RANGE, NULL },
		{ "2023-01-10T23:59:60Z", ERR_RANGE, NULL },
		{ "2023-13-01T00:00:00Z", ERR_RANGE, NULL },
		{ "2023-01-10T23:59:59", ERR_MALFORMED, NULL },
		{ "2023-01-10 23:59:59Z", ERR_MALFORMED, NULL },
		{ "2023-01-10T23:59:59.1234567Z", ERR_MALFORMED, NULL },
		{ "2023-01-10T23:59:59.Z", ERR_MALFORMED, NULL },
		{ "2023-01-10T23:59:59Zx", ERR_MALFORMED, NULL },
		{ "2023-1-10T23:59:59Z", ERR_MALFORMED, NULL },
		{ "2023-01-10T23:59:59+24:00", ERR_MALFORMED, NULL },
		{ "", ERR_MALFORMED, NULL },
		/* clang-format on */
	};
	char text[MOMENT_TEXT];
	struct moment m;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		ck_assert_err(moment_read(slice_text(table[i].in), &m),
		    table[i].want);
		if (table[i].want != OK)
			continue;
		moment_text(m, text);
		ck_assert_str_eq(text, table[i].out);
	}
}
END_TEST

START_TEST(a_day_starts_at_midnight_in_viet_nam)
{
	char text[MOMENT_TEXT], date[DATE_TEXT];
	int64_t days, again;

	ck_assert_err(date_read(slice_text("2023-01-11"), &days), OK);
	moment_text(date_start(days), text);
	ck_assert_str_eq(text, "2023-01-11T00:00:00.000000+07:00");
	for (days = 0; days < 100000; days++) {
		date_text(days, date);
		ck_assert_err(date_read(slice_text(date), &again), OK);
		ck_assert_int_eq(again, days);
	}
	ck_assert_err(date_read(slice_text("2023-01-11T"), &days),
	    ERR_MALFORMED);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		text_becomes_nfc_with_the_vietnamese_d,
		controls_and_broken_utf_8_are_refused,
		folding_hides_capitals_and_forms_and_nothing_else,
		length_counts_code_points,
		a_file_name_is_cut_to_a_name,
		moments_are_read_and_written_as_rfc_3339,
		a_day_starts_at_midnight_in_viet_nam,
		NULL,
	};

	return suite_run("store/base/text", tests);
}
