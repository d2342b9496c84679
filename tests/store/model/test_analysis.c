/*
 * test_analysis.c - documents, cells and scores of a small period, summed.
 */
#include <stdlib.h>

#include "store/model/analysis.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

enum {
	L1_1,
	L2_1,
	L2_2,
	LS1_1,
	LS1_2
};

static struct plan *plan;
static struct analysis *a;
static unsigned w1, w2, t1, ward, town;

static void
setup(void)
{
	struct buf small = source_file("tests/store/model/small.json");

	plan = plan_of(&small);
	buf_free(&small);
	a = calloc(1, sizeof *a);
	ck_assert_ptr_nonnull(a);
	a->results.plan = plan;
	a->results.unit = calloc(plan->n_units, sizeof *a->results.unit);
	a->results.scored = calloc(plan->n_units, sizeof *a->results.scored);
	ck_assert_err(analysis_start(a), OK);
	w1 = (unsigned)plan_unit(plan, (struct unit_id){ "W1" });
	w2 = (unsigned)plan_unit(plan, (struct unit_id){ "W2" });
	t1 = (unsigned)plan_unit(plan, (struct unit_id){ "T1" });
	ward = plan->units[w1].block;
	town = plan->units[t1].block;
}

static void
teardown(void)
{
	free(a->proof);
	free(a->unit);
	free(a->leaf);
	free(a->results.unit);
	free(a->results.scored);
	free(a);
	plan_free(&plan);
}

/* Scores a leaf, and with it its field and the whole. */
static struct leaf_score *
give(unsigned unit, unsigned leaf, int64_t points, int64_t max)
{
	struct unit_score *s = &a->results.unit[unit].score;
	unsigned field = plan->leaves[leaf].field;

	a->results.scored[unit] = true;
	s->leaf[leaf].points.millionths = points;
	s->leaf[leaf].max.millionths = max;
	s->field[field].points.millionths += points;
	s->field[field].max.millionths += max;
	s->points.millionths += points;
	s->max.millionths += max;
	return &s->leaf[leaf];
}

static struct leaf_analysis *
of(unsigned block, unsigned leaf)
{
	return &a->leaf[block * plan->n_leaves + leaf];
}

static enum proof
proof(unsigned unit, unsigned leaf)
{
	return a->proof[unit * plan->n_leaves + leaf];
}

START_TEST(a_leaf_stands_as_its_best_document_does)
{
	setup();
	analysis_document(a, w1, L1_1, SUBMISSION_WITHDRAWN);
	analysis_document(a, w1, L1_1, SUBMISSION_SUPERSEDED);
	ck_assert_int_eq(proof(w1, L1_1), PROOF_NOT_ASKED);
	analysis_document(a, w1, L1_1, SUBMISSION_REJECTED);
	ck_assert_int_eq(proof(w1, L1_1), PROOF_REJECTED);
	analysis_document(a, w1, L1_1, SUBMISSION_LATE);
	ck_assert_int_eq(proof(w1, L1_1), PROOF_LATE);
	analysis_document(a, w1, L1_1, SUBMISSION_QUEUED);
	ck_assert_int_eq(proof(w1, L1_1), PROOF_WAITING);
	analysis_document(a, w1, L1_1, SUBMISSION_ACCEPTED);
	analysis_document(a, w1, L1_1, SUBMISSION_LATE);
	ck_assert_int_eq(proof(w1, L1_1), PROOF_ACCEPTED);
	ck_assert_int_eq(proof(w2, L1_1), PROOF_NOT_ASKED);
	ck_assert_uint_eq(a->unit[w1].proofs[PROOF_NOT_ASKED], 0);
	ck_assert_uint_eq(a->unit[w1].proofs[PROOF_REJECTED], 1);
	ck_assert_uint_eq(a->unit[w1].proofs[PROOF_LATE], 2);
	ck_assert_uint_eq(a->unit[w1].proofs[PROOF_WAITING], 1);
	ck_assert_uint_eq(a->unit[w1].proofs[PROOF_ACCEPTED], 1);
	ck_assert_str_eq(proof_name(PROOF_WAITING), "waiting");
	teardown();
}
END_TEST

START_TEST(on_time_is_a_share_of_what_was_looked_at)
{
	struct points percent = { -1 };

	setup();
	analysis_document(a, w1, L1_1, SUBMISSION_QUEUED);
	analysis_document(a, w1, L1_1, SUBMISSION_REJECTED);
	ck_assert(!analysis_on_time(a, w1, &percent));
	ck_assert_int_eq(percent.millionths, 0);
	analysis_document(a, w1, L1_1, SUBMISSION_ACCEPTED);
	analysis_document(a, w1, L2_1, SUBMISSION_ACCEPTED);
	analysis_document(a, w1, L2_1, SUBMISSION_LATE);
	ck_assert(analysis_on_time(a, w1, &percent));
	ck_assert_int_eq(percent.millionths, 66700000);
	teardown();
}
END_TEST

START_TEST(reasons_are_counted_by_place_and_a_loss_without_one_as_such)
{
	static const int reasons[] = { 1, -1, ANALYSIS_REASONS,
		ANALYSIS_REASONS - 1, 1 };

	setup();
	analysis_cell(a, w1, L1_1, true, COLUMN_ROUND1, reasons, 5);
	ck_assert_uint_eq(of(ward, L1_1)->reason[1], 0); /* not applicable */
	ck_assert_uint_eq(a->unit[w1].compared, 0);
	give(w1, L1_1, 30000000, 40500000);
	analysis_cell(a, w1, L1_1, false, COLUMN_ROUND1, reasons, 5);
	ck_assert_uint_eq(of(ward, L1_1)->reason[1], 2);
	ck_assert_uint_eq(of(ward, L1_1)->reason[ANALYSIS_REASONS - 1], 1);
	ck_assert_uint_eq(of(ward, L1_1)->reason[0], 0);
	ck_assert_uint_eq(of(ward, L1_1)->unreasoned, 0);
	analysis_cell(a, w1, L1_1, false, COLUMNS, NULL, 0);
	analysis_cell(a, w1, L1_1, true, COLUMN_SELF, NULL, 0);
	ck_assert_uint_eq(of(ward, L1_1)->unreasoned, 0);
	analysis_cell(a, w1, L1_1, false, COLUMN_ROUND1, NULL, 0);
	ck_assert_uint_eq(of(ward, L1_1)->unreasoned, 1);
	give(w1, L2_1, 19500000, 19500000);
	analysis_cell(a, w1, L2_1, false, COLUMN_ROUND1, NULL, 0);
	ck_assert_uint_eq(of(ward, L2_1)->unreasoned, 0);
	ck_assert_uint_eq(a->unit[w1].compared, 0);
	teardown();
}
END_TEST

START_TEST(a_cell_is_compared_where_both_the_unit_and_an_appraiser_wrote)
{
	struct leaf_score *s;

	setup();
	s = give(w1, L1_1, 30000000, 40500000);
	s->by_column[COLUMN_SELF].millionths = 36000000;
	s->by_column[COLUMN_ROUND1].millionths = 33000000;
	s->by_column[COLUMN_COUNCIL].millionths = 30000000;
	analysis_cell(a, w1, L1_1, true, COLUMNS, NULL, 0);
	analysis_cell(a, w1, L1_1, true, COLUMN_SELF, NULL, 0);
	analysis_cell(a, w1, L1_1, false, COLUMN_COUNCIL, NULL, 0);
	ck_assert_uint_eq(a->unit[w1].compared, 0);
	analysis_cell(a, w1, L1_1, true, COLUMN_COUNCIL, NULL, 0);
	ck_assert_uint_eq(a->unit[w1].compared, 1);
	ck_assert_int_eq(a->unit[w1].self.millionths, 36000000);
	ck_assert_int_eq(a->unit[w1].appraised.millionths, 30000000);
	ck_assert_int_eq(of(ward, L1_1)->self.millionths, 36000000);
	ck_assert_int_eq(of(ward, L1_1)->appraised.millionths, 30000000);
	ck_assert_int_eq(of(town, L1_1)->self.millionths, 0);
	teardown();
}
END_TEST

START_TEST(losses_and_means_are_those_of_the_scored_units_of_a_block)
{
	unsigned list[8] = { 0 };

	setup();
	give(w1, L1_1, 30000000, 40500000);
	give(w1, L2_1, 19500000, 19500000);
	give(w1, L2_2, 0, 10000000)->status = LEAF_NO_INPUTS;
	give(w1, LS1_1, 18000000, 20000000);
	give(w2, L1_1, 40500000, 40500000);
	give(w2, L2_1, 9500000, 19500000);
	analysis_document(a, w1, L1_1, SUBMISSION_ACCEPTED);
	analysis_document(a, w2, L2_2, SUBMISSION_ACCEPTED);
	analysis_finish(a);
	ck_assert_int_eq(proof(w1, L1_1), PROOF_ACCEPTED);
	ck_assert_int_eq(proof(w1, L2_1), PROOF_MISSING);
	ck_assert_int_eq(proof(w1, LS1_1), PROOF_NOT_ASKED);
	ck_assert_int_eq(proof(w2, L2_2), PROOF_NOT_ASKED);
	ck_assert_uint_eq(a->unit[w1].leaves[PROOF_ACCEPTED], 1);
	ck_assert_uint_eq(a->unit[w1].leaves[PROOF_MISSING], 1);
	ck_assert_uint_eq(a->unit[w1].leaves[PROOF_NOT_ASKED], 3);
	ck_assert_uint_eq(a->unit[t1].leaves[PROOF_NOT_ASKED], 0);
	ck_assert_int_eq(a->unit[w1].lost.millionths, 22500000);
	ck_assert_uint_eq(of(ward, L1_1)->units, 2);
	ck_assert_uint_eq(of(ward, L1_1)->losing, 1);
	ck_assert_int_eq(of(ward, L1_1)->of.millionths, 81000000);
	ck_assert_uint_eq(of(ward, L2_2)->status[LEAF_NO_INPUTS], 1);
	/* 67.5 of 90, and 50 of 60: 75.0 and 83.3 */
	ck_assert_uint_eq(a->block[ward].index.n, 2);
	ck_assert_int_eq(a->block[ward].index.percent.millionths, 79200000);
	ck_assert_uint_eq(a->block[ward].field[2].n, 1);
	ck_assert_int_eq(a->block[ward].field[2].percent.millionths, 90000000);
	ck_assert_uint_eq(a->block[town].index.n, 0);
	/* 1.1 lost 10.5; 2.1 and 2.2 lost 10 each; S1.2 applies to nobody */
	ck_assert_uint_eq(analysis_losses(a, ward, list), 4);
	ck_assert_uint_eq(list[0], L1_1);
	ck_assert_uint_eq(list[1], L2_1);
	ck_assert_uint_eq(list[2], L2_2);
	ck_assert_uint_eq(list[3], LS1_1);
	ck_assert_uint_eq(analysis_losses(a, town, list), 0);
	teardown();
}
END_TEST

START_TEST(a_bonus_loses_no_points_and_has_no_mean)
{
	struct field fields[3];
	const struct field *own;

	setup();
	own = plan->fields;
	memcpy(fields, own, sizeof fields);
	fields[1].kind = FIELD_BONUS;
	plan->fields = fields;
	give(w1, L1_1, 30000000, 40500000);
	give(w1, L2_1, 0, 19500000);
	analysis_document(a, w1, L2_1, SUBMISSION_ACCEPTED);
	analysis_finish(a);
	ck_assert_int_eq(proof(w1, L2_1), PROOF_ACCEPTED);
	ck_assert_uint_eq(of(ward, L2_1)->units, 1);
	ck_assert_uint_eq(of(ward, L2_1)->losing, 0);
	ck_assert_int_eq(a->unit[w1].lost.millionths, 10500000);
	ck_assert_uint_eq(a->block[ward].field[0].n, 1);
	ck_assert_uint_eq(a->block[ward].field[1].n, 0);
	plan->fields = own;
	teardown();
}
END_TEST

START_TEST(a_bonus_is_won_a_penalty_lost_and_no_bonus_is_missing_evidence)
{
	struct field fields[3];
	const struct field *own;
	unsigned list[8] = { 0 }, n;

	setup();
	own = plan->fields;
	memcpy(fields, own, sizeof fields);
	fields[plan->leaves[L1_1].field].kind = FIELD_BONUS;
	fields[plan->leaves[L2_1].field].kind = FIELD_PENALTY;
	plan->fields = fields;
	give(w1, L1_1, 30000000, 40500000);
	give(w1, L2_1, 2000000, 19500000);
	give(w2, L1_1, 0, 40500000);
	give(w2, L2_1, 0, 19500000);
	analysis_cell(a, w1, L2_1, false, COLUMN_ROUND1, NULL, 0);
	analysis_cell(a, w2, L1_1, true, COLUMN_ROUND1, NULL, 0);
	analysis_finish(a);
	ck_assert_int_eq(of(ward, L1_1)->lost.millionths, 0);
	ck_assert_int_eq(of(ward, L1_1)->won.millionths, 30000000);
	ck_assert_uint_eq(of(ward, L1_1)->winning, 1);
	ck_assert_uint_eq(of(ward, L1_1)->unreasoned, 0);
	ck_assert_int_eq(a->unit[w1].won.millionths, 30000000);
	ck_assert_int_eq(of(ward, L2_1)->lost.millionths, 2000000);
	ck_assert_uint_eq(of(ward, L2_1)->losing, 1);
	ck_assert_uint_eq(of(ward, L2_1)->unreasoned, 1);
	ck_assert_int_eq(a->unit[w1].lost.millionths, 2000000);
	/* who claims no bonus is asked for no proof of it */
	ck_assert_int_eq(proof(w1, L1_1), PROOF_NOT_ASKED);
	ck_assert_int_eq(proof(w2, L1_1), PROOF_MISSING);
	n = analysis_losses(a, ward, list);
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_eq(list[0], L2_1);
	/* a penalty that nobody got is not told of */
	a->leaf[ward * plan->n_leaves + L2_1].losing = 0;
	ck_assert_uint_eq(analysis_losses(a, ward, list), 1);
	plan->fields = own;
	teardown();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { a_leaf_stands_as_its_best_document_does,
		on_time_is_a_share_of_what_was_looked_at,
		reasons_are_counted_by_place_and_a_loss_without_one_as_such,
		a_cell_is_compared_where_both_the_unit_and_an_appraiser_wrote,
		losses_and_means_are_those_of_the_scored_units_of_a_block,
		a_bonus_loses_no_points_and_has_no_mean,
		a_bonus_is_won_a_penalty_lost_and_no_bonus_is_missing_evidence,
		NULL };

	return suite_run("analysis", tests);
}
