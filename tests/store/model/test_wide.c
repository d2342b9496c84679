/*
 * test_wide.c - numbers of many limbs at their upper end.
 */
#include "store/model/wide.h"

#include "tests/kit/suite.h"

/* 2 to the power of `n`. */
static struct wide
power(unsigned n)
{
	struct wide w = wide_of(0);

	w.limb[n / 32] = UINT32_C(1) << (n % 32);
	return w;
}

START_TEST(a_product_is_over_from_the_first_bit_that_does_not_fit)
{
	static const struct {
		unsigned power;
		uint64_t by;
		unsigned bit; /* of the product; 0: over */
	} rows[] = {
		{ 3070, 2, 3071 },
		{ 3071, 1, 3071 },
		{ 3071, 2, 0 },
		{ 3039, UINT64_C(1) << 32, 3071 },
		{ 3040, UINT64_C(1) << 32, 0 },
		{ 3008, UINT64_C(1) << 63, 3071 },
		{ 3009, UINT64_C(1) << 63, 0 },
		{ 3071, UINT64_C(1) << 33, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct wide w = power(rows[i].power), want;

		wide_mul(&w, rows[i].by);
		ck_assert_int_eq(w.over, rows[i].bit == 0);
		if (rows[i].bit == 0)
			continue;
		want = power(rows[i].bit);
		ck_assert_int_eq(wide_cmp(&w, &want), 0);
	}
}
END_TEST

START_TEST(a_sum_is_over_when_its_last_limb_carries)
{
	struct wide full = wide_of(0), one = wide_of(1);

	for (unsigned i = 0; i < WIDE_LIMBS; i++)
		full.limb[i] = UINT32_MAX;
	full.limb[0]--;
	wide_add(&full, &one);
	ck_assert(!full.over);
	wide_add(&full, &one);
	ck_assert(full.over);
}
END_TEST

START_TEST(what_is_over_stays_over_and_spreads)
{
	struct wide over = power(3071), small = wide_of(5);

	wide_mul(&over, 2);
	wide_mul(&over, 1);
	ck_assert(over.over);
	wide_mul(&over, UINT64_C(1) << 32);
	ck_assert(over.over);
	wide_add(&over, &small);
	ck_assert(over.over);
	ck_assert(!small.over);
	wide_add(&small, &over);
	ck_assert(small.over);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_product_is_over_from_the_first_bit_that_does_not_fit,
		a_sum_is_over_when_its_last_limb_carries,
		what_is_over_stays_over_and_spreads, NULL
	};

	return suite_run("wide", tests);
}
