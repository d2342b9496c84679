/*
 * test_score.c - sheets of the shipped period: every status of a leaf, not
 * applicable, the system's own leaf, sums that add up.
 */
#include <stdlib.h>

#include "store/model/score.h"
#include "tests/kit/criterion.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

static struct plan *plan;
static struct sheet_facts *facts;
static struct unit_score *got;
static unsigned unit;

static void
setup(void)
{
	plan = shipped_plan();
	facts = calloc(1, sizeof *facts);
	got = calloc(1, sizeof *got);
	unit = (unsigned)plan_unit(plan, (struct unit_id){ "D16" });
}

static void
teardown(void)
{
	free(facts);
	free(got);
	plan_free(&plan);
}

static unsigned
leaf(const char *id)
{
	struct leaf_id name = { "" };

	ck_assert_err(leaf_id_read(slice_text(id), &name), OK);
	ck_assert_int_ge(plan_leaf(plan, name), 0);
	return (unsigned)plan_leaf(plan, name);
}

static struct leaf_score *
scored(const char *id)
{
	ck_assert_err(unit_score(plan, unit, facts, got), OK);
	return &got->leaf[leaf(id)];
}

/* Writes two counts, a = planned and b = done, into a column of 1.1.2. */
static void
write_112(enum column c, int64_t a, int64_t b)
{
	struct leaf_facts *f = &facts->leaf[leaf("1.1.2")];

	f->has[c] = true;
	f->inputs[c] =
	    (struct inputs){ .given = { true, true }, .value = { a, b } };
}

static void
explains(const char *id, const char *want)
{
	struct buf t = { 0 };

	ck_assert_err(leaf_explain(plan, unit, leaf(id), facts, &t), OK);
	ck_assert_str_eq(buf_cstr(&t), want);
	buf_free(&t);
}

START_TEST(a_leaf_by_evidence_scores_only_on_an_accepted_document)
{
	struct leaf_facts *f;

	setup();
	f = &facts->leaf[leaf("1.1.2")];
	ck_assert_int_eq(scored("1.1.2")->status, LEAF_NO_INPUTS);
	explains("1.1.2", "no-inputs -> 0.00");
	write_112(COLUMN_SELF, 42, 38);
	ck_assert_int_eq(scored("1.1.2")->status, LEAF_NO_EVIDENCE);
	ck_assert_int_eq(scored("1.1.2")->points.millionths, 0);
	ck_assert_int_eq(scored("1.1.2")->by_column[COLUMN_SELF].millionths,
	    1810000);
	f->pending = true;
	ck_assert_int_eq(scored("1.1.2")->status, LEAF_WAITING);
	f->accepted = true;
	ck_assert_int_eq(scored("1.1.2")->status, LEAF_SCORED);
	ck_assert_int_eq(scored("1.1.2")->points.millionths, 1810000);
	ck_assert_int_eq(got->points.millionths, 1810000);
	explains("1.1.2", "self: b/a = 38/42 = 0.904762 >= 0.80: "
			  "2.00 x 38/42 = 1.809524 -> 1.81");
	teardown();
}
END_TEST

START_TEST(the_appraiser_s_inputs_count_before_the_unit_s)
{
	setup();
	facts->leaf[leaf("1.1.2")].accepted = true;
	write_112(COLUMN_SELF, 42, 38);
	write_112(COLUMN_ROUND1, 42, 33);
	ck_assert_int_eq(scored("1.1.2")->points.millionths, 0);
	ck_assert_int_eq(scored("1.1.2")->by_column[COLUMN_SELF].millionths,
	    1810000);
	explains("1.1.2", "round1: b/a = 33/42 = 0.785714 < 0.80: 0 -> 0.00");
	teardown();
}
END_TEST

START_TEST(the_last_column_in_authority_counts)
{
	setup();
	facts->leaf[leaf("1.1.2")].accepted = true;
	write_112(COLUMN_SELF, 100, 100);
	write_112(COLUMN_ROUND1, 100, 85);
	write_112(COLUMN_ROUND2, 100, 90);
	ck_assert_int_eq(scored("1.1.2")->points.millionths, 1800000);
	write_112(COLUMN_COUNCIL, 100, 95);
	ck_assert_int_eq(scored("1.1.2")->points.millionths, 1900000);
	explains("1.1.2", "council: b/a = 95/100 = 0.95 >= 0.80: "
			  "2.00 x 95/100 = 1.9 -> 1.90");
	teardown();
}
END_TEST

/* What there is of a leaf's documents, by which policy, and what comes of it:
 * the laws E1 to E4 of score_leaf.c. */
START_TEST(a_leaf_without_proof_scores_as_the_period_s_policy_says)
{
	static const struct {
		const char *law;
		enum unproven missing, late, rejected;
		bool is_late, is_rejected, pending, explained, appraised;
		enum leaf_status status;
	} rows[] = {
		{ "E1", UNPROVEN_JUDGED, UNPROVEN_JUDGED, UNPROVEN_JUDGED,
		    false, false, true, true, true, LEAF_WAITING },
		{ "E2 late", UNPROVEN_ZERO, UNPROVEN_JUDGED, UNPROVEN_ZERO,
		    true, true, false, false, true, LEAF_SCORED },
		{ "E2 late alone", UNPROVEN_JUDGED, UNPROVEN_ZERO,
		    UNPROVEN_JUDGED, true, true, false, true, true,
		    LEAF_NO_EVIDENCE },
		{ "E2 rejected", UNPROVEN_ZERO, UNPROVEN_ZERO, UNPROVEN_JUDGED,
		    false, true, false, false, true, LEAF_SCORED },
		{ "E2 missing", UNPROVEN_JUDGED, UNPROVEN_ZERO, UNPROVEN_ZERO,
		    false, false, false, false, true, LEAF_SCORED },
		{ "E3 self", UNPROVEN_JUDGED, UNPROVEN_JUDGED, UNPROVEN_JUDGED,
		    false, false, false, true, false, LEAF_NO_EVIDENCE },
		{ "E3 explained", UNPROVEN_EXPLAINED, UNPROVEN_ZERO,
		    UNPROVEN_ZERO, false, false, false, true, true,
		    LEAF_SCORED },
		{ "E4 not explained", UNPROVEN_EXPLAINED, UNPROVEN_ZERO,
		    UNPROVEN_ZERO, false, false, false, false, true,
		    LEAF_NO_EVIDENCE },
		{ "E4 zero", UNPROVEN_ZERO, UNPROVEN_ZERO, UNPROVEN_ZERO, false,
		    false, false, true, true, LEAF_NO_EVIDENCE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct leaf_facts *f;

		setup();
		f = &facts->leaf[leaf("1.1.2")];
		plan->life.missing = rows[i].missing;
		plan->life.late = rows[i].late;
		plan->life.rejected = rows[i].rejected;
		f->late = rows[i].is_late;
		f->rejected = rows[i].is_rejected;
		f->pending = rows[i].pending;
		f->explained = rows[i].explained;
		write_112(rows[i].appraised ? COLUMN_ROUND1 : COLUMN_SELF, 10,
		    10);
		ck_assert_msg(scored("1.1.2")->status == rows[i].status, "%s",
		    rows[i].law);
		ck_assert_int_eq(scored("1.1.2")->points.millionths,
		    rows[i].status == LEAF_SCORED ? 2000000 : 0);
		teardown();
	}
}
END_TEST

START_TEST(nothing_submitted_is_neither_a_value_nor_a_document)
{
	setup();
	(void)scored("1.1.2");
	ck_assert(got->nothing);
	write_112(COLUMN_ROUND1, 10, 10);
	(void)scored("1.1.2");
	ck_assert(got->nothing);
	facts->leaf[leaf("1.1.2")].rejected = true;
	(void)scored("1.1.2");
	ck_assert(!got->nothing);
	facts->leaf[leaf("1.1.2")].rejected = false;
	write_112(COLUMN_SELF, 10, 10);
	(void)scored("1.1.2");
	ck_assert(!got->nothing);
	teardown();
}
END_TEST

START_TEST(a_rule_that_cannot_compute_is_flagged_and_gives_nothing)
{
	setup();
	facts->leaf[leaf("1.1.2")].accepted = true;
	facts->leaf[leaf("1.1.2")].has[COLUMN_SELF] = true;
	ck_assert_int_eq(scored("1.1.2")->status, LEAF_FAULTY);
	ck_assert_int_eq(scored("1.1.2")->clause, -1);
	explains("1.1.2", "self: ; faulty -> 0.00");
	teardown();
}
END_TEST

START_TEST(not_applicable_counts_only_where_the_leaf_allows_it)
{
	struct leaf *l;
	struct leaf_facts *f;

	setup();
	l = (struct leaf *)(uintptr_t)&plan->leaves[leaf("1.1.2")];
	f = &facts->leaf[leaf("1.1.2")];
	f->has[COLUMN_SELF] = f->accepted = true;
	f->inputs[COLUMN_SELF].not_applicable = true;
	l->na_allowed = false;
	ck_assert_int_eq(scored("1.1.2")->status, LEAF_FAULTY);
	l->na_allowed = true;
	ck_assert_int_eq(scored("1.1.2")->status, LEAF_NOT_APPLICABLE);
	ck_assert_int_eq(scored("1.1.2")->max.millionths, 0);
	ck_assert_int_eq(got->max.millionths, 98 * POINTS_ONE);
	explains("1.1.2", "self: N/A; not-applicable");
	write_112(COLUMN_ROUND1, 42, 42);
	ck_assert_int_eq(scored("1.1.2")->status, LEAF_SCORED);
	ck_assert_int_eq(got->max.millionths, 100 * POINTS_ONE);
	teardown();
}
END_TEST

START_TEST(what_a_decision_takes_out_leaves_the_maximum)
{
	setup();
	unit = (unsigned)plan_unit(plan, (struct unit_id){ "D11" });
	ck_assert_int_eq(scored("3.1.1")->status, LEAF_NOT_APPLICABLE);
	ck_assert_int_eq(scored("8.1.1")->status, LEAF_NOT_ASSESSED);
	ck_assert_int_eq(got->max.millionths, 70500000);
	explains("8.1.1", "not-assessed");
	teardown();
}
END_TEST

START_TEST(a_survey_leaf_scores_its_tally)
{
	setup();
	ck_assert_int_eq(scored("S1.1")->status, LEAF_NO_INPUTS);
	facts->leaf[leaf("S1.1")].tally = (struct tally){ { 60, 36, 18, 6 } };
	ck_assert_int_eq(scored("S1.1")->status, LEAF_SCORED);
	ck_assert_int_eq(scored("S1.1")->points.millionths, 2130000);
	facts->leaf[leaf("S1.1")].tally.count[0] = UINT64_MAX;
	ck_assert_int_eq(scored("S1.1")->status, LEAF_FAULTY);
	teardown();
}
END_TEST

/* Every evidence leaf that applies has a self-score of 42 and 42 of 42 where
 * it is 1.1.2, and anything incomplete elsewhere. */
static void
self_score_all(void)
{
	for (unsigned i = 0; i < plan->n_leaves; i++)
		if (plan->leaves[i].mode == LEAF_EVIDENCE)
			facts->leaf[i].has[COLUMN_SELF] = true;
	write_112(COLUMN_SELF, 100, 100);
}

START_TEST(the_system_s_leaf_waits_and_then_looks_at_the_others)
{
	setup();
	self_score_all();
	ck_assert_int_eq(scored("1.8.1")->status, LEAF_WAITING);
	explains("1.8.1", "waiting -> 0.00");
	facts->appraisal_closed = true;
	ck_assert_int_eq(scored("1.8.1")->points.millionths, 1000000);
	/* 2.00 against 1.90: 5.3 % of 1.90 apart */
	write_112(COLUMN_ROUND1, 100, 95);
	ck_assert_int_eq(scored("1.8.1")->points.millionths, 500000);
	/* 2.00 against 1.92 */
	write_112(COLUMN_ROUND1, 100, 96);
	ck_assert_int_eq(scored("1.8.1")->points.millionths, 1000000);
	/* the other way: 1.80 against 1.90 */
	write_112(COLUMN_SELF, 100, 90);
	write_112(COLUMN_ROUND1, 100, 95);
	ck_assert_int_eq(scored("1.8.1")->points.millionths, 500000);
	/* exactly 5 %: 1.90 against 2.00 */
	write_112(COLUMN_SELF, 100, 95);
	write_112(COLUMN_ROUND1, 100, 100);
	ck_assert_int_eq(scored("1.8.1")->points.millionths, 1000000);
	facts->leaf[leaf("2.1.1")].late = true;
	ck_assert_int_eq(scored("1.8.1")->points.millionths, 500000);
	facts->leaf[leaf("2.1.1")].late = false;
	facts->leaf[leaf("2.1.1")].has[COLUMN_SELF] = false;
	ck_assert_int_eq(scored("1.8.1")->points.millionths, 500000);
	teardown();
}
END_TEST

START_TEST(nothing_self_scored_is_neither_on_time_nor_close)
{
	setup();
	facts->appraisal_closed = true;
	ck_assert_int_eq(scored("1.8.1")->points.millionths, 0);
	teardown();
}
END_TEST

START_TEST(the_facts_of_the_system_have_names)
{
	ck_assert(system_fact_known("self_on_time"));
	ck_assert(system_fact_known("self_close"));
	ck_assert(!system_fact_known("self"));
	ck_assert_str_eq(column_name(COLUMN_ROUND1), "round1");
	ck_assert_str_eq(leaf_status_name(LEAF_FAULTY), "faulty");
}
END_TEST

START_TEST(sums_past_64_bits_are_an_error_by_name)
{
	struct leaf *a, *b;

	setup();
	a = (struct leaf *)(uintptr_t)&plan->leaves[leaf("1.1.1")];
	b = (struct leaf *)(uintptr_t)&plan->leaves[leaf("2.1.1")];
	for (unsigned i = 0; i < plan->n_blocks; i++)
		a->max[i].millionths = b->max[i].millionths = INT64_MAX;
	ck_assert_err(unit_score(plan, unit, facts, got), ERR_OVERFLOW);
	teardown();
}
END_TEST

static uint64_t
next(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return *state >> 33;
}

/* Any value a leaf's variable may have, mostly small. */
static void
any_inputs(uint64_t *seed, const struct leaf *l, struct inputs *in)
{
	*in = (struct inputs){ .not_applicable = next(seed) % 8 == 0 };
	for (unsigned v = 0; v < l->n_vars; v++) {
		int64_t value = l->vars[v].least + (int64_t)(next(seed) % 9);

		in->given[v] = next(seed) % 9 != 0;
		in->value[v] =
		    value > l->vars[v].most ? l->vars[v].most : value;
	}
}

static void
any_facts(uint64_t *seed)
{
	facts->appraisal_closed = next(seed) % 2;
	for (unsigned i = 0; i < plan->n_leaves; i++) {
		struct leaf_facts *f = &facts->leaf[i];

		f->accepted = next(seed) % 4 != 0;
		f->late = next(seed) % 16 == 0;
		f->pending = next(seed) % 4 == 0;
		for (enum column c = 0; c < COLUMNS; c++) {
			f->has[c] = next(seed) % 4 != 0;
			any_inputs(seed, &plan->leaves[i], &f->inputs[c]);
		}
		for (unsigned k = 0; k < 5; k++)
			f->tally.count[k] = next(seed) % 30;
	}
}

START_TEST(any_sheet_adds_up_as_printed_and_stays_within_100_percent)
{
	uint64_t seed = 27;

	setup();
	for (unsigned n = 0; n < 300; n++) {
		int64_t points = 0, max = 0;

		unit = n % plan->n_units;
		any_facts(&seed);
		ck_assert_err(unit_score(plan, unit, facts, got), OK);
		for (unsigned i = 0; i < plan->n_leaves; i++) {
			const struct leaf_score *l = &got->leaf[i];

			ck_assert(l->points.millionths >= 0);
			ck_assert(l->points.millionths <= l->max.millionths);
			ck_assert_int_eq(l->points.millionths % 10000, 0);
			points += l->points.millionths;
		}
		ck_assert_int_eq(points, got->points.millionths);
		for (unsigned f = 0; f < plan->n_fields; f++) {
			points -= got->field[f].points.millionths;
			max += got->field[f].max.millionths;
		}
		ck_assert_int_eq(points, 0);
		ck_assert_int_eq(max, got->max.millionths);
		ck_assert(got->max.millionths <= 100 * POINTS_ONE);
		ck_assert(got->points.millionths <= got->max.millionths);
	}
	teardown();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_leaf_by_evidence_scores_only_on_an_accepted_document,
		the_appraiser_s_inputs_count_before_the_unit_s,
		the_last_column_in_authority_counts,
		a_leaf_without_proof_scores_as_the_period_s_policy_says,
		nothing_submitted_is_neither_a_value_nor_a_document,
		a_rule_that_cannot_compute_is_flagged_and_gives_nothing,
		not_applicable_counts_only_where_the_leaf_allows_it,
		what_a_decision_takes_out_leaves_the_maximum,
		a_survey_leaf_scores_its_tally,
		the_system_s_leaf_waits_and_then_looks_at_the_others,
		nothing_self_scored_is_neither_on_time_nor_close,
		the_facts_of_the_system_have_names,
		sums_past_64_bits_are_an_error_by_name,
		any_sheet_adds_up_as_printed_and_stays_within_100_percent,
		NULL,
	};

	return suite_run("score", tests);
}
