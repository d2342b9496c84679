/*
 * test_survey_score.c - the rules of a leaf whose answers are weighed; beside
 * exact fractions over random forms: tests/store/act/check_survey_points.py.
 */
#include "store/model/survey_score.h"

#include "tests/kit/suite.h"

static struct answer_sums sums;

static void
add(const char *group, int64_t weight, uint64_t worth, uint64_t answers)
{
	sums.list[sums.n++] = (struct answer_sum){ 7, group,
		{ weight * POINTS_ONE }, worth * POINTS_ONE, answers };
}

static int64_t
points(unsigned decimals, struct buf *trace)
{
	const struct points max = { 3 * POINTS_ONE };
	struct points out;

	ck_assert_err(survey_points(&sums, 7, max, decimals, &out, trace), OK);
	return out.millionths;
}

START_TEST(pooled_answers_are_one_mean)
{
	struct buf trace = { 0 };

	sums.n = 0;
	add("", 1, 3 * 100 + 60, 5);
	ck_assert_int_eq(points(2, &trace), 2160000);
	ck_assert_str_eq(buf_cstr(&trace), "3.00 x 360/(100 x 5) -> 2.16");
	buf_free(&trace);
}
END_TEST

START_TEST(groups_are_weighed_whatever_their_size)
{
	struct buf trace = { 0 };

	sums.n = 0;
	add("hdnd", 30, 1410, 20);
	add("huyen", 70, 7872, 96);
	/* 3 x (30 x 0.705 + 70 x 0.82)/100 = 2.3565 */
	ck_assert_int_eq(points(2, &trace), 2360000);
	ck_assert_int_eq(points(4, NULL), 2356500);
	ck_assert_str_eq(buf_cstr(&trace),
	    "3.00 x (hdnd 30 x 1410/(100 x 20) + huyen 70 x 7872/(100 x 96))"
	    "/100 -> 2.36");
	buf_free(&trace);
}
END_TEST

START_TEST(a_group_without_an_answer_is_in_neither_sum)
{
	sums.n = 0;
	add("hdnd", 30, 1410, 20);
	add("mttq", 70, 0, 0);
	ck_assert_int_eq(points(3, NULL), 2115000);
	ck_assert_uint_eq(answer_sums_of(&sums, 7), 20);
	ck_assert_uint_eq(answer_sums_of(&sums, 8), 0);
}
END_TEST

START_TEST(half_is_rounded_up)
{
	sums.n = 0;
	add("a", 1, 1, 12); /* 3 x 1/1200 = 0.0025 */
	ck_assert_int_eq(points(3, NULL), 3000);
	sums.list[0].worth--;
	ck_assert_int_eq(points(3, NULL), 2000);
}
END_TEST

START_TEST(few_answers_of_a_group_are_not_in_the_arithmetic)
{
	struct buf trace = { 0 };

	sums.n = 0;
	add("hdnd", 30, 1410, 20);
	add("mttq", 70, 320, 4);
	(void)points(2, &trace);
	ck_assert_ptr_null(strstr(buf_cstr(&trace), "1410"));
	ck_assert_ptr_null(strstr(buf_cstr(&trace), "320"));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&trace), "fewer than 5"));
	buf_free(&trace);
}
END_TEST

START_TEST(thirty_two_groups_of_many_answers_are_exact)
{
	struct points out;
	const struct points max = { 3 * POINTS_ONE };

	sums.n = 0;
	for (unsigned i = 0; i < SURVEY_GROUPS_MOST; i++) {
		add("a", 1000000, 0, 0);
		sums.list[i].answers = UINT64_C(99999989) + i;
		sums.list[i].worth = sums.list[i].answers * 50 * POINTS_ONE;
	}
	ck_assert_int_eq(points(6, NULL), 1500000);
	add("b", 1, 100, 1);
	ck_assert_err(survey_points(&sums, 7, max, 2, &out, NULL),
	    ERR_OVERFLOW);
}
END_TEST

START_TEST(nothing_answered_has_no_mean)
{
	const struct points max = { POINTS_ONE };
	struct points out;

	sums.n = 0;
	ck_assert_err(survey_points(&sums, 7, max, 2, &out, NULL),
	    ERR_DIVISION);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { pooled_answers_are_one_mean,
		groups_are_weighed_whatever_their_size,
		a_group_without_an_answer_is_in_neither_sum, half_is_rounded_up,
		few_answers_of_a_group_are_not_in_the_arithmetic,
		thirty_two_groups_of_many_answers_are_exact,
		nothing_answered_has_no_mean, NULL };

	return suite_run("survey score", tests);
}
