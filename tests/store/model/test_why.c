/*
 * test_why.c - how sums and clauses of a result are told, and to whom.
 */
#include <stdlib.h>

#include "store/model/why.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

enum {
	F1,
	F2,
	S1
};
enum {
	L1_1,
	L2_1,
	L2_2,
	LS1_1,
	LS1_2
};

static struct plan *plan;
static struct why *w;
static struct buf told;

static void
give(unsigned leaf, int64_t points, int64_t max)
{
	unsigned field = plan->leaves[leaf].field;

	w->score.leaf[leaf].points.millionths = points;
	w->score.leaf[leaf].max.millionths = max;
	w->score.field[field].points.millionths += points;
	w->score.field[field].max.millionths += max;
	w->score.points.millionths += points;
	w->score.max.millionths += max;
}

static void
setup(void)
{
	struct buf small = source_file("tests/store/model/small.json");

	plan = plan_of(&small);
	buf_free(&small);
	w = calloc(1, sizeof *w);
	ck_assert_ptr_nonnull(w);
	w->plan = plan;
	w->unit = (unsigned)plan_unit(plan, (struct unit_id){ "W1" });
	w->survey_points = true;
	give(L1_1, 36000000, 40500000);
	give(L2_1, 15000000, 19500000);
	give(L2_2, 5000000, 10000000);
	give(LS1_1, 18000000, 20000000);
	give(LS1_2, 7000000, 10000000);
	w->score.group = w->score.class = -1;
}

static void
teardown(void)
{
	buf_free(&told);
	told = (struct buf){ 0 };
	free(w);
	plan_free(&plan);
}

/* What was told since the last time. */
static void
tells(const char *want)
{
	ck_assert_str_eq(buf_cstr(&told), want);
	told.n = 0;
}

START_TEST(the_whole_is_the_sum_of_the_fields_that_the_reader_sees)
{
	setup();
	why_whole(w, &told);
	tells("F1 36.00 + F2 20.00 + S1 25.00 = 81.00; 81.00/100.00 = 81.0 %");
	w->survey_points = false;
	why_whole(w, &told);
	tells("F1 36.00 + F2 20.00 = 56.00; 56.00/70.00 = 80.0 %");
	ck_assert(why_sees_field(w, F2));
	ck_assert(!why_sees_field(w, S1));
	w->score.field[F2].max.millionths = 0;
	why_whole(w, &told);
	tells("F1 36.00 = 36.00; 36.00/40.50 = 88.9 %");
	w->score.field[F1].max.millionths = 0;
	why_whole(w, &told);
	tells("");
	teardown();
}
END_TEST

START_TEST(bonus_and_penalty_are_told_where_they_count_to_who_sees_all)
{
	struct field fields[S1 + 1];
	const struct field *own;

	setup();
	own = plan->fields;
	memcpy(fields, own, sizeof fields);
	plan->outside_counted = true;
	why_whole(w, &told);
	tells("F1 36.00 + F2 20.00 + S1 25.00 = 81.00; 81.00/100.00 = 81.0 %");
	fields[F2].kind = FIELD_BONUS;
	fields[S1].kind = FIELD_PENALTY;
	w->score.field[F2].points.millionths = 2000000;
	w->score.field[S1].points.millionths = 500000;
	w->score.points.millionths = 37500000;
	plan->fields = fields;
	why_whole(w, &told);
	tells("F1 36.00 = 36.00; 36.00/40.50 = 88.9 %"
	      "; B3: 36.00 + 2.00 - 0.50 -> 37.50");
	w->survey_points = false;
	why_whole(w, &told);
	tells("F1 36.00 = 36.00; 36.00/40.50 = 88.9 %");
	w->survey_points = true;
	plan->outside_counted = false;
	why_whole(w, &told);
	tells("F1 36.00 = 36.00; 36.00/40.50 = 88.9 %");
	plan->fields = own;
	teardown();
}
END_TEST

START_TEST(a_field_and_a_criterion_are_the_sums_of_their_leaves)
{
	setup();
	why_field(w, F2, &told);
	tells("2.1 15.00 + 2.2 5.00 = 20.00; 20.00/29.50 = 67.8 %");
	why_criterion(w, "2", &told);
	tells("2.1 15.00 + 2.2 5.00 = 20.00; 20.00/29.50 = 67.8 %");
	why_criterion(w, "9", &told);
	tells("");
	w->score.leaf[L2_1].max.millionths = 0;
	why_criterion(w, "2", &told);
	tells("2.2 5.00 = 5.00; 5.00/10.00 = 50.0 %");
	why_field(w, S1, &told);
	tells("S1.1 18.00 + S1.2 7.00 = 25.00; 25.00/30.00 = 83.3 %");
	w->survey_points = false;
	ck_assert(!why_sees_leaf(w, LS1_1));
	ck_assert(why_sees_leaf(w, L2_1));
	why_field(w, S1, &told);
	tells("");
	teardown();
}
END_TEST

START_TEST(a_criterion_begins_at_its_first_leaf_in_the_unit_s_block)
{
	struct leaf leaves[LS1_2 + 1];
	const struct leaf *own;
	unsigned town;

	setup();
	ck_assert(why_begins_criterion(w, L1_1));
	ck_assert(why_begins_criterion(w, L2_1));
	ck_assert(!why_begins_criterion(w, L2_2));
	w->unit = (unsigned)plan_unit(plan, (struct unit_id){ "T1" });
	ck_assert(why_begins_criterion(w, L1_1)); /* taken out by decision */
	ck_assert(why_begins_criterion(w, L2_1));
	ck_assert(!why_begins_criterion(w, LS1_1));
	own = plan->leaves;
	town = plan->units[w->unit].block;
	memcpy(leaves, own, sizeof leaves);
	leaves[L2_2].max[town] = leaves[L2_1].max[town];
	leaves[L2_1].max[town].millionths = 0;
	plan->leaves = leaves;
	ck_assert(!why_begins_criterion(w, L2_1));
	ck_assert(why_begins_criterion(w, L2_2));
	plan->leaves = own;
	teardown();
}
END_TEST

START_TEST(a_group_is_told_as_the_period_compares)
{
	setup();
	why_group(w, &told);
	tells("");
	for (unsigned i = 0; i < plan->n_groups; i++)
		if (strcmp(plan->groups[i].id, "90+") == 0)
			w->score.group = (int)i;
	why_group(w, &told);
	tells("G1: 81.0 < 90");
	w->score.points.millionths = 89950000;
	why_group(w, &told);
	tells("G1: 90.0 >= 90");
	plan->classify_on = CLASSIFY_EXACT;
	why_group(w, &told);
	tells("G1: 90.0 < 90");
	w->score.points.millionths = 90000000;
	why_group(w, &told);
	tells("G1: 90.0 >= 90");
	teardown();
}
END_TEST

START_TEST(a_class_is_told_from_the_best_with_the_fields_that_miss_it)
{
	setup();
	why_class(w, &told);
	tells("");
	w->score.class = 0;
	why_class(w, &told);
	tells("C1: good 81.0 >= 80, F2 67.8 < 70");
	w->score.class = 1;
	why_class(w, &told);
	tells("C1: good 81.0 >= 80, F2 67.8 < 70; "
	      "fair 81.0 >= 65, each field >= 50");
	w->score.class = 2;
	w->score.rule_gap = true;
	w->score.points.millionths = 64000000;
	why_class(w, &told);
	tells("C1, C3: good 64.0 < 80; fair 64.0 < 65; poor 64.0 >= 0");
	w->score.class = 0;
	w->score.rule_gap = false;
	w->score.points.millionths = 80000000;
	w->score.field[F2].max.millionths = 0;
	why_class(w, &told);
	tells("C1: good 80.0 >= 80, each field >= 70");
	teardown();
}
END_TEST

START_TEST(a_review_is_told_of_the_fields_that_may_owe_one)
{
	setup();
	why_review(w, F1, &told);
	tells("");
	why_review(w, F2, &told);
	tells("R1: 67.8 < 75");
	w->score.field[F2].points.millionths = 22125000;
	why_review(w, F2, &told);
	tells("R1: 75.0 >= 75");
	w->score.field[F2].max.millionths = 0;
	why_review(w, F2, &told);
	tells("");
	teardown();
}
END_TEST

START_TEST(a_change_is_told_where_both_years_have_a_rank)
{
	setup();
	w->rank = 15;
	w->change.rank = -1;
	why_change(w, &told);
	tells("");
	w->change.has_rank = true;
	why_change(w, &told);
	tells("Y3: 14 - 15 = -1");
	w->change.rank = 2;
	why_change(w, &told);
	tells("Y3: 17 - 15 = +2");
	w->rank = 0;
	why_change(w, &told);
	tells("");
	teardown();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_whole_is_the_sum_of_the_fields_that_the_reader_sees,
		bonus_and_penalty_are_told_where_they_count_to_who_sees_all,
		a_field_and_a_criterion_are_the_sums_of_their_leaves,
		a_criterion_begins_at_its_first_leaf_in_the_unit_s_block,
		a_group_is_told_as_the_period_compares,
		a_class_is_told_from_the_best_with_the_fields_that_miss_it,
		a_review_is_told_of_the_fields_that_may_owe_one,
		a_change_is_told_where_both_years_have_a_rank, NULL
	};

	return suite_run("why", tests);
}
