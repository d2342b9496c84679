/*
 * test_grade.c - one row a clause of grade.c and of rank.c.
 */
#include "store/model/grade.h"
#include "store/model/rank.h"
#include "tests/kit/suite.h"

#define P(whole)                                                               \
	{                                                                      \
		INT64_C(whole) * POINTS_ONE                                    \
	}

/* Fields: 0 and 1 count for the class, 1 for review, 2 for nothing. */
static const struct field fields[3];
static const struct unit units[] = {
	{ .block = 0, .order = 3 },
	{ .block = 0, .order = 1 },
	{ .block = 1, .order = 2 },
	{ .block = 1, .order = 1 },
	{ .block = 1, .order = 1 },
};
static const struct group groups[] = {
	{ .block = 1, .from = P(90) },
	{ .block = 0, .from = P(90) },
	{ .block = 0, .from = P(80) },
	{ .block = 0, .from = P(0) },
};
static const struct head_class classes[] = {
	{ .id = "excellent", .from = P(90), .fields_from = P(80) },
	{ .id = "good", .from = P(80), .fields_from = P(70) },
	{ .id = "completed", .from = P(65), .fields_from = P(50) },
	{ .id = "not_completed" },
};

static struct plan
plan_with(enum classify_on on, unsigned n_classes)
{
	return (struct plan){
		.index_decimals = 2,
		.classify_on = on,
		.units = units,
		.n_units = 5,
		.fields = fields,
		.n_fields = 3,
		.groups = groups,
		.n_groups = 4,
		.classes = classes,
		.n_classes = n_classes,
		.class_field = { true, true, false },
		.review_field = { false, true, false },
		.review_below = P(75),
	};
}

static const struct row {
	const char *clause;
	int64_t index, max; /* millionths of a point */
	int64_t field[3], field_max[3];
	unsigned unit;
	int group, class;
	bool gap, review;
} rows[] = {
#define FULL                                                                   \
	{                                                                      \
		100, 100, 100                                                  \
	}
#define INDEX(per_million) (int64_t)(per_million), 1000000
	{ "C1 excellent at its bounds", INDEX(900000), { 80, 80, 0 }, FULL, 0,
	    1, 0, false, false },
	{ "C1 good just below 90", INDEX(899999), { 80, 80, 0 }, FULL, 0, 2, 1,
	    false, false },
	{ "C1 a field below 80 falls to good", INDEX(900000), { 79, 80, 0 },
	    FULL, 0, 1, 1, true, false },
	{ "C1 good at its bounds", INDEX(800000), { 70, 75, 0 }, FULL, 0, 2, 1,
	    false, false },
	{ "C1 a field below 70 falls to completed (D16, H06)", INDEX(850000),
	    { 69, 75, 0 }, FULL, 0, 2, 2, true, false },
	{ "C1 completed at its bounds", INDEX(650000), { 50, 75, 0 }, FULL, 0,
	    3, 2, false, false },
	{ "C1 not completed just below 65", INDEX(649999), { 50, 75, 0 }, FULL,
	    0, 3, 3, false, false },
	{ "C3 completed, some field below 50", INDEX(700000), { 49, 75, 0 },
	    FULL, 0, 3, 3, true, false },
	{ "C3 high index, some field below 50", INDEX(950000), { 49, 75, 0 },
	    FULL, 0, 1, 3, true, false },
	{ "C1 the last class asks no field", INDEX(0), { 0, 75, 0 }, FULL, 0, 3,
	    3, false, false },
	{ "R1 exactly 75 owes nothing", INDEX(850000), { 80, 75, 0 }, FULL, 0,
	    2, 1, false, false },
	{ "R1 below 75 owes a review", INDEX(850000), { 80, 74, 0 }, FULL, 0, 2,
	    1, false, true },
	{ "R1 only review fields are asked", INDEX(850000), { 74, 80, 0 }, FULL,
	    0, 2, 1, false, false },
	{ "A1 a field not applicable is skipped", INDEX(900000), { 80, 0, 0 },
	    { 100, 0, 100 }, 0, 1, 0, false, false },
	{ "A2 nothing to assess", 0, 0, { 0, 0, 0 }, { 0, 0, 0 }, 0, -1, -1,
	    false, false },
	{ "G1 the band of the unit's own block", INDEX(950000), { 100, 100, 0 },
	    FULL, 2, 0, 0, false, false },
	{ "G2 no band is reached", INDEX(850000), { 100, 100, 0 }, FULL, 2, -1,
	    1, false, false },
};

static struct unit_score
score_of(const struct row *row)
{
	struct unit_score s = { .group = 7, .class = 7, .rule_gap = true };

	s.points.millionths = row->index;
	s.max.millionths = row->max;
	for (unsigned f = 0; f < 3; f++) {
		s.field[f].points.millionths = row->field[f];
		s.field[f].max.millionths = row->field_max[f];
		s.review[f] = true;
	}
	return s;
}

START_TEST(each_clause_of_the_law_decides)
{
	struct plan p = plan_with(CLASSIFY_EXACT, 4);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct unit_score s = score_of(&rows[i]);

		grade_unit(&p, rows[i].unit, &s);
		ck_assert_msg(s.group == rows[i].group, "%s", rows[i].clause);
		ck_assert_msg(s.class == rows[i].class, "%s", rows[i].clause);
		ck_assert_msg(s.rule_gap == rows[i].gap, "%s", rows[i].clause);
		ck_assert_msg(s.review[1] == rows[i].review, "%s",
		    rows[i].clause);
		ck_assert(!s.review[0] && !s.review[2]);
	}
}
END_TEST

START_TEST(printed_percentages_decide_only_where_the_period_says_so)
{
	const struct row just_below = { "", INDEX(899951), { 80, 75, 0 }, FULL,
		0, 0, 0, false, false };
	struct plan exact = plan_with(CLASSIFY_EXACT, 4),
		    printed = plan_with(CLASSIFY_PRINTED, 4);
	struct unit_score s = score_of(&just_below);

	grade_unit(&exact, 0, &s);
	ck_assert_int_eq(s.group, 2);
	grade_unit(&printed, 0, &s);
	ck_assert_int_eq(s.group, 1);
	s.points.millionths = 899949;
	grade_unit(&printed, 0, &s);
	ck_assert_int_eq(s.group, 2);
}
END_TEST

START_TEST(below_every_class_there_is_none_and_a_gap)
{
	const struct row low = { "", INDEX(640000), { 80, 80, 0 }, FULL, 0, 0,
		0, false, false };
	struct plan p = plan_with(CLASSIFY_EXACT, 3);
	struct unit_score s = score_of(&low);

	grade_unit(&p, 0, &s);
	ck_assert_int_eq(s.class, -1);
	ck_assert(s.rule_gap);
	s.points.millionths = 950000;
	s.field[0].points.millionths = 10;
	grade_unit(&p, 0, &s);
	ck_assert_int_eq(s.class, -1);
	ck_assert(s.rule_gap);
}
END_TEST

/* ---- ranks ---- */

struct rank_row {
	const char *clause;
	enum classify_on on;
	enum tie_rule tie;
	int64_t points[5], max[5]; /* of units 0..4 */
	unsigned rank[5];          /* of units 0..4 */
	unsigned page[5];          /* units in the order they stand */
};

static const struct rank_row ranks[] = {
	{ "1: the higher index first", CLASSIFY_EXACT, TIE_SHARED,
	    { 1, 2, 3, 4, 5 }, { 10, 10, 10, 10, 10 }, { 5, 4, 3, 2, 1 },
	    { 4, 3, 2, 1, 0 } },
	{ "1: the index, not the points", CLASSIFY_EXACT, TIE_SHARED,
	    { 70, 65, 1, 0, 0 }, { 100, 70, 100, 100, 0 }, { 2, 1, 3, 4, 4 },
	    { 1, 0, 2, 3, 4 } },
	{ "2: equals share, in the decision's order", CLASSIFY_EXACT,
	    TIE_SHARED, { 5, 1, 1, 1, 2 }, { 10, 2, 2, 2, 10 },
	    { 1, 1, 1, 1, 5 }, { 1, 3, 2, 0, 4 } },
	{ "3: shared counts on", CLASSIFY_EXACT, TIE_SHARED, { 9, 9, 8, 7, 7 },
	    { 10, 10, 10, 10, 10 }, { 1, 1, 3, 4, 4 }, { 1, 0, 2, 3, 4 } },
	{ "3: dense does not", CLASSIFY_EXACT, TIE_DENSE, { 9, 9, 8, 7, 7 },
	    { 10, 10, 10, 10, 10 }, { 1, 1, 2, 3, 3 }, { 1, 0, 2, 3, 4 } },
	{ "1: exact tells apart what prints alike", CLASSIFY_EXACT, TIE_SHARED,
	    { 900001, 900002, 0, 0, 0 }, { 1000000, 1000000, 1, 1, 1 },
	    { 2, 1, 3, 3, 3 }, { 1, 0, 3, 4, 2 } },
	{ "1: printed does not", CLASSIFY_PRINTED, TIE_SHARED,
	    { 900002, 900001, 0, 0, 0 }, { 1000000, 1000000, 1, 1, 1 },
	    { 1, 1, 3, 3, 3 }, { 1, 0, 3, 4, 2 } },
	{ "1: printed, the higher first", CLASSIFY_PRINTED, TIE_DENSE,
	    { 1, 2, 3, 4, 5 }, { 10, 10, 10, 10, 10 }, { 5, 4, 3, 2, 1 },
	    { 4, 3, 2, 1, 0 } },
};

static void
check_ranks(const struct rank_row *row, const unsigned *order)
{
	struct plan p = plan_with(row->on, 4);
	struct standing list[5];

	p.tie = row->tie;
	for (unsigned i = 0; i < 5; i++)
		list[i] = (struct standing){ order[i],
			{ row->points[order[i]] }, { row->max[order[i]] }, 0 };
	rank_units(&p, list, 5);
	for (unsigned i = 0; i < 5; i++) {
		ck_assert_msg(list[i].unit == row->page[i], "%s: place %u",
		    row->clause, i);
		ck_assert_msg(list[i].rank == row->rank[list[i].unit], "%s",
		    row->clause);
	}
}

START_TEST(ranks_follow_the_law_whatever_order_the_units_come_in)
{
	static const unsigned orders[][5] = { { 0, 1, 2, 3, 4 },
		{ 4, 3, 2, 1, 0 }, { 2, 0, 4, 1, 3 }, { 3, 4, 0, 2, 1 } };

	for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
		for (unsigned k = 0; k < 4; k++)
			check_ranks(&ranks[i], orders[k]);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_clause_of_the_law_decides,
		printed_percentages_decide_only_where_the_period_says_so,
		below_every_class_there_is_none_and_a_gap,
		ranks_follow_the_law_whatever_order_the_units_come_in,
		NULL,
	};

	return suite_run("grade", tests);
}
