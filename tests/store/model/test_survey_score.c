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

START_TEST(a_group_alone_shows_its_few_answers)
{
	struct buf trace = { 0 };

	sums.n = 0;
	add("", 1, 200, 4);
	ck_assert_int_eq(points(2, &trace), 1500000);
	ck_assert_str_eq(buf_cstr(&trace), "3.00 x 200/(100 x 4) -> 1.50");
	buf_free(&trace);
}
END_TEST

static const struct choice choices[] = { { "A", "Tốt", true },
	{ "K", "Không biết", false } };
static const struct question questions[] = {
	{ "q1", "", 7, 2, choices, { { 100 * POINTS_ONE } } },
	{ "q2", "", 7, 2, NULL, { { 50 * POINTS_ONE }, { 20 * POINTS_ONE } } },
	{ "q3", "", 8, 1, NULL, { { 100 * POINTS_ONE } } },
	{ "q4", "", 9, 1, NULL, { { 100 * POINTS_ONE } } },
};
static const struct respondents groups[] = {
	{ .id = "pooled" },
	{ .id = "also-pooled" },
	{ .id = "a", .weight = { 30 * POINTS_ONE } },
	{ .id = "b", .weight = { 70 * POINTS_ONE } },
	{ .id = "a", .weight = { 40 * POINTS_ONE } },
};
static const struct survey survey = { .questions = questions,
	.n_questions = 4,
	.respondents = groups,
	.n_respondents = 5 };
static uint64_t count[4 * ANSWERS_MOST];
static struct plan plan; /* leaf 9 is scored by a pooled tally */

static enum err
answered(unsigned group)
{
	plan.leaf_by_group[7] = plan.leaf_by_group[8] = true;
	return answer_sums_add(&sums, &plan, &survey, group, count);
}

START_TEST(answers_are_summed_by_leaf_group_and_weight)
{
	memset(count, 0, sizeof count);
	count[0] = 3; /* q1: A */
	count[1] = 9; /* q1: don't know */
	count[ANSWERS_MOST] = 2;
	count[ANSWERS_MOST + 1] = 1;
	count[2 * ANSWERS_MOST] = 4;
	count[3 * ANSWERS_MOST] = 5;
	sums.n = 0;
	ck_assert_err(answered(0), OK);
	ck_assert_err(answered(1), OK);
	ck_assert_uint_eq(sums.n, 2);
	ck_assert_str_eq(sums.list[0].group, "");
	ck_assert_int_eq(sums.list[0].weight.millionths, POINTS_ONE);
	/* twice 3 x 100 + 2 x 50 + 1 x 20 */
	ck_assert_uint_eq(sums.list[0].worth, UINT64_C(840) * POINTS_ONE);
	ck_assert_uint_eq(answer_sums_of(&sums, 7), 12);
	ck_assert_uint_eq(answer_sums_of(&sums, 8), 8);
	ck_assert_uint_eq(answer_sums_of(&sums, 9), 0);
	for (unsigned g = 2; g < 5; g++)
		ck_assert_err(answered(g), OK);
	ck_assert_uint_eq(sums.n, 8);
	ck_assert_str_eq(sums.list[4].group, "b");
	ck_assert_int_eq(sums.list[6].weight.millionths, 40 * POINTS_ONE);
	ck_assert_uint_eq(sums.list[6].answers, 6);
}
END_TEST

START_TEST(more_answers_than_a_word_holds_are_refused)
{
	const uint64_t most = UINT64_MAX / (100 * (uint64_t)POINTS_ONE);

	memset(count, 0, sizeof count);
	sums.n = 0;
	count[0] = most;
	ck_assert_err(answered(0), OK);
	ck_assert_uint_eq(answer_sums_of(&sums, 7), most);
	/* the sum of worths */
	ck_assert_err(answered(0), ERR_OVERFLOW);
	/* one worth */
	sums.n = 0;
	count[0] = most + 1;
	ck_assert_err(answered(0), ERR_OVERFLOW);
	/* the number of answers */
	count[0] = 1;
	sums.n = 0;
	ck_assert_err(answered(0), OK);
	sums.list[0].answers = UINT64_MAX;
	ck_assert_err(answered(0), ERR_OVERFLOW);
}
END_TEST

START_TEST(more_sums_than_there_is_room_for_are_refused)
{
	memset(count, 0, sizeof count);
	sums.n = 0;
	while (sums.n < SURVEY_SUMS_MOST - 1)
		add("other", 1, 1, 1);
	sums.list[0].leaf = 8;
	sums.list[0].group = "a";
	sums.list[0].weight = groups[2].weight;
	/* leaf 7 takes the last place, leaf 8 is there */
	ck_assert_err(answered(2), OK);
	ck_assert_uint_eq(sums.n, SURVEY_SUMS_MOST);
	ck_assert_err(answered(3), ERR_OVERFLOW);
	ck_assert_uint_eq(sums.n, SURVEY_SUMS_MOST);
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
		nothing_answered_has_no_mean,
		a_group_alone_shows_its_few_answers,
		answers_are_summed_by_leaf_group_and_weight,
		more_answers_than_a_word_holds_are_refused,
		more_sums_than_there_is_room_for_are_refused, NULL };

	return suite_run("survey score", tests);
}
