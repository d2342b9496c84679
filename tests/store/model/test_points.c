/*
 * test_points.c - reading, printing, exact fractions, the one rounding.
 */
#include "store/model/points.h"
#include "tests/kit/criterion.h"
#include "tests/kit/suite.h"

#define LARGEST ((__int128)(((unsigned __int128)1 << 127) - 1))

static struct fraction
over(__int128 num, __int128 den)
{
	return (struct fraction){ num, den };
}

START_TEST(points_are_read_exactly_or_not_at_all)
{
	static const struct {
		const char *text;
		enum err err;
		int64_t millionths;
	} rows[] = {
		{ "14.5", OK, 14500000 },
		{ "0.25", OK, 250000 },
		{ "100", OK, 100000000 },
		{ "-0.000001", OK, -1 },
		{ "007", OK, 7000000 },
		{ "1000000000", OK, INT64_C(1000000000000000) },
		{ "1000000000.000001", ERR_RANGE, 0 },
		{ "1000000001", ERR_RANGE, 0 },
		{ "99999999999999999999", ERR_RANGE, 0 },
		{ "000000000000000000001", ERR_MALFORMED, 0 },
		{ "", ERR_MALFORMED, 0 },
		{ "-", ERR_MALFORMED, 0 },
		{ ".5", ERR_MALFORMED, 0 },
		{ "5.", ERR_MALFORMED, 0 },
		{ "1.0000001", ERR_MALFORMED, 0 },
		{ "1,5", ERR_MALFORMED, 0 },
		{ "1/2", ERR_MALFORMED, 0 },
		{ "1e3", ERR_MALFORMED, 0 },
		{ " 1", ERR_MALFORMED, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct points p = { 0 };

		ck_assert_msg(points_read(slice_text(rows[i].text), &p) ==
				  rows[i].err,
		    "%s", rows[i].text);
		ck_assert_int_eq(p.millionths, rows[i].millionths);
	}
}
END_TEST

START_TEST(points_are_printed_with_the_decimals_asked_for)
{
	static const struct {
		int64_t millionths;
		unsigned decimals;
		const char *text;
	} rows[] = {
		{ 14500000, 2, "14.50" },
		{ 1809524, 2, "1.81" },
		{ 1809524, 6, "1.809524" },
		{ 1804999, 2, "1.80" },
		{ 1805000, 2, "1.81" },
		{ -1805000, 2, "-1.81" },
		{ -4999, 2, "0.00" },
		{ 999999, 0, "1" },
		{ 499999, 0, "0" },
		{ INT64_MIN, 6, "-9223372036854.775808" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		buf_clear(&b);
		points_put(&b, (struct points){ rows[i].millionths },
		    rows[i].decimals);
		ck_assert_str_eq(buf_cstr(&b), rows[i].text);
	}
	buf_clear(&b);
	points_put_short(&b, (struct points){ 14500000 });
	points_put_short(&b, (struct points){ -100000000 });
	points_put_short(&b, (struct points){ 0 });
	points_put_short(&b, (struct points){ 1 });
	ck_assert_str_eq(buf_cstr(&b), "14.5-10000.000001");
	buf_free(&b);
}
END_TEST

START_TEST(sums_past_64_bits_are_an_error)
{
	struct points p;

	ck_assert_err(points_add((struct points){ INT64_MAX },
			  (struct points){ 1 }, &p),
	    ERR_OVERFLOW);
	ck_assert_err(points_add((struct points){ 1 }, (struct points){ 2 },
			  &p),
	    OK);
	ck_assert_int_eq(p.millionths, 3);
}
END_TEST

START_TEST(fractions_are_exact_and_in_lowest_terms)
{
	struct fraction f;

	ck_assert_err(fraction_add(over(1, 6), over(1, 10), &f), OK);
	ck_assert(f.num == 4 && f.den == 15);
	ck_assert_err(fraction_sub(over(1, 6), over(1, 6), &f), OK);
	ck_assert(f.num == 0 && f.den == 1);
	ck_assert_err(fraction_mul(over(-2, 3), over(9, 4), &f), OK);
	ck_assert(f.num == -3 && f.den == 2);
	ck_assert_err(fraction_div(over(2, 3), over(-4, 9), &f), OK);
	ck_assert(f.num == -3 && f.den == 2);
	f = fraction_points((struct points){ 2500000 });
	ck_assert(f.num == 5 && f.den == 2);
	ck_assert_err(fraction_div(over(1, 1), over(0, 1), &f), ERR_DIVISION);
}
END_TEST

START_TEST(what_does_not_fit_128_bits_is_an_error_by_name)
{
	struct fraction f, big = over(LARGEST, 1), thin = over(1, LARGEST);

	ck_assert_err(fraction_add(big, over(1, 1), &f), ERR_OVERFLOW);
	ck_assert_err(fraction_add(big, over(1, 2), &f), ERR_OVERFLOW);
	ck_assert_err(fraction_add(over(1, 2), big, &f), ERR_OVERFLOW);
	ck_assert_err(fraction_sub(over(-LARGEST, 1), over(1, 1), &f),
	    ERR_OVERFLOW);
	ck_assert_err(fraction_sub(over(-LARGEST, 1), over(2, 1), &f),
	    ERR_OVERFLOW);
	ck_assert_err(fraction_add(thin, over(1, LARGEST - 1), &f),
	    ERR_OVERFLOW);
	ck_assert_err(fraction_mul(big, over(2, 1), &f), ERR_OVERFLOW);
	ck_assert_err(fraction_mul(thin, over(1, 2), &f), ERR_OVERFLOW);
	ck_assert_err(fraction_add(over(1, (__int128)1 << 100),
			  over(1, ((__int128)1 << 100) - 1), &f),
	    ERR_OVERFLOW);
	ck_assert_err(fraction_mul(big, thin, &f), OK);
	ck_assert(f.num == 1 && f.den == 1);
	ck_assert_err(fraction_add(big, over(-LARGEST, 1), &f), OK);
	ck_assert(f.num == 0 && f.den == 1);
}
END_TEST

START_TEST(fractions_compare_exactly_whatever_their_size)
{
	static const struct {
		__int128 a, b, c, d;
		int order;
	} rows[] = {
		{ 1, 2, 1, 2, 0 },
		{ 1, 2, 2, 3, -1 },
		{ -1, 2, 1, 3, -1 },
		{ -1, 3, -1, 2, 1 },
		{ -7, 2, -4, 1, 1 },
		{ 3, 1, 7, 2, -1 },
		{ LARGEST, LARGEST - 1, LARGEST - 1, LARGEST - 2, -1 },
		{ LARGEST, 1, -LARGEST, 1, 1 },
		{ 38, 42, 904761, 1000000, 1 },
		{ 38, 42, 904762, 1000000, -1 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fraction a = over(rows[i].a, rows[i].b),
				b = over(rows[i].c, rows[i].d);

		ck_assert_int_eq(fraction_cmp(a, b), rows[i].order);
		ck_assert_int_eq(fraction_cmp(b, a), -rows[i].order);
	}
}
END_TEST

START_TEST(the_rounding_is_half_up)
{
	static const struct {
		__int128 num, den;
		unsigned decimals;
		int64_t millionths;
	} rows[] = {
		{ 76, 42, 2, 1810000 },
		{ 76, 42, 6, 1809524 },
		{ 1, 8, 2, 130000 },
		{ 1249999, 10000000, 2, 120000 },
		{ 5, 1000, 2, 10000 },
		{ -5, 1000, 2, -10000 },
		{ 1, 3, 0, 0 },
		{ 1, 2, 0, 1000000 },
		{ 0, 1, 2, 0 },
	};
	struct points p;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ck_assert_err(fraction_points_rounded(over(rows[i].num,
							  rows[i].den),
				  rows[i].decimals, &p),
		    OK);
		ck_assert_int_eq(p.millionths, rows[i].millionths);
	}
	ck_assert_err(fraction_points_rounded(over(LARGEST, 1), 2, &p),
	    ERR_OVERFLOW);
	ck_assert_err(fraction_points_rounded(over(INT64_MAX, 1), 2, &p),
	    ERR_OVERFLOW);
	ck_assert_err(fraction_points_rounded(over(1, LARGEST), 0, &p), OK);
	ck_assert_int_eq(p.millionths, 0);
}
END_TEST

START_TEST(percentages_are_printed_rounded_and_compared_exactly)
{
	struct points p = points_of_text("61.2"), max = points_of_text("70.5"),
		      none = { 0 };
	struct buf b = { 0 };

	percent_put(&b, p, max, 2);
	buf_byte(&b, ' ');
	percent_put(&b, points_of_text("11.6"), points_of_text("16"), 2);
	buf_byte(&b, ' ');
	percent_put(&b, p, none, 2);
	ck_assert_str_eq(buf_cstr(&b), "86.81 72.50 0.00");
	buf_free(&b);
	ck_assert(percent_at_least(p, max, points_of_text("86.808510")));
	ck_assert(!percent_at_least(p, max, points_of_text("86.808511")));
	ck_assert(percent_at_least(points_of_text("12"), points_of_text("16"),
	    points_of_text("75")));
	ck_assert(!percent_at_least(points_of_text("11.999999"),
	    points_of_text("16"), points_of_text("75")));
	ck_assert(percent_at_least(none, none, none));
	ck_assert(!percent_at_least(none, none, (struct points){ 1 }));
}
END_TEST

START_TEST(indexes_compare_in_both_directions)
{
	static const struct {
		int64_t a, a_max, b, b_max;
		int order;
	} rows[] = {
		{ 50, 100, 1, 2, 0 },
		{ 50, 100, 499999, 1000000, 1 },
		{ 0, 0, 0, 100, 0 },
		{ 0, 0, 1, 100, -1 },
		{ INT64_MAX, INT64_MAX, INT64_MAX - 1, INT64_MAX, 1 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct points a = { rows[i].a }, am = { rows[i].a_max },
			      b = { rows[i].b }, bm = { rows[i].b_max };

		ck_assert_int_eq(percent_cmp(a, am, b, bm), rows[i].order);
		ck_assert_int_eq(percent_cmp(b, bm, a, am), -rows[i].order);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		points_are_read_exactly_or_not_at_all,
		points_are_printed_with_the_decimals_asked_for,
		sums_past_64_bits_are_an_error,
		fractions_are_exact_and_in_lowest_terms,
		what_does_not_fit_128_bits_is_an_error_by_name,
		fractions_compare_exactly_whatever_their_size,
		the_rounding_is_half_up,
		percentages_are_printed_rounded_and_compared_exactly,
		indexes_compare_in_both_directions,
		NULL,
	};

	return suite_run("points", tests);
}
