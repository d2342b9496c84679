/*
 * test_commitment.c - what a commitment promises, and by what a submission
 * that completes one is judged: a row for each clause of commitment.h.
 */
#include "store/model/commitment.h"
#include "tests/kit/suite.h"

#define S INT64_C(1000000)
#define HOUR (3600 * S)
#define AT INT64_C(1673369000000000)
#define G ((struct span){ 12 * HOUR })
#define COMPLETION ((struct span){ 0 })

/* Bytes that came `after` the commitment's latest, by clocks of 1 s. */
static struct submission
submission(bool completes, int64_t after)
{
	struct submission s = {
		.received = { { AT + after - S }, { AT + after + S } },
		.trust = TRUST_NONE,
		.entry = 30,
	};

	if (completes)
		s.completes = (struct completes){ .id = { { 1 } },
			.received = { { AT - 2 * S }, { AT } },
			.trust = TRUST_UNFIT,
			.entry = 20 };
	return s;
}

START_TEST(every_clause_says_by_what_it_is_judged)
{
	static const struct {
		const char *clause;
		bool completes;
		int64_t within, after;
		bool want;
	} rows[] = {
		{ "1: no commitment", false, 12 * HOUR, 0, false },
		{ "1: completion counts", true, 0, 0, false },
		{ "2: at once", true, 12 * HOUR, 0, true },
		{ "2: all of it before the end", true, 12 * HOUR,
		    12 * HOUR - S - 1, true },
		{ "2: the doubt at the end is the unit's", true, 12 * HOUR,
		    12 * HOUR + S - 1, true },
		{ "3: from the end on", true, 12 * HOUR, 12 * HOUR + S, false },
		{ "3: long after", true, HOUR, 24 * HOUR, false },
		/* a clock that stepped back in between */
		{ "2: before it", true, HOUR, -HOUR, true },
		{ "2: no end beyond all time", true, INT64_MAX, 24 * HOUR,
		    true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct submission s =
		    submission(rows[i].completes, rows[i].after);
		struct basis b =
		    submission_basis(&s, (struct span){ rows[i].within });

		ck_assert_msg(b.commitment == rows[i].want, "%s",
		    rows[i].clause);
		ck_assert_uint_eq(b.place, rows[i].want ? 20 : 30);
		ck_assert_int_eq(b.trust,
		    rows[i].want ? TRUST_UNFIT : TRUST_NONE);
		ck_assert_int_eq(b.received.latest.us,
		    rows[i].want ? AT : s.received.latest.us);
	}
}
END_TEST

START_TEST(outside_times_cut_the_interval_that_counts)
{
	struct submission s = submission(true, HOUR);
	struct interval when;

	s.bounds = (struct bounds){ .after = { AT - S },
		.after_by = 18,
		.before = { AT + HOUR },
		.before_by = 22 };
	ck_assert_int_eq(submission_when(&s, G, &when), BOUNDED_CUT);
	ck_assert_int_eq(when.earliest.us, AT - S);
	ck_assert_int_eq(when.latest.us, AT);
	/* its own clock is one that nobody vouches for */
	ck_assert_int_eq(submission_when(&s, COMPLETION, &when), BOUNDED_ALONE);
	ck_assert_int_eq(when.latest.us, AT + HOUR);
}
END_TEST

START_TEST(a_list_names_documents_by_digest_and_size_together)
{
	const struct commitment c = { .leaf = { { "1.1.1" }, { "1.1.2" } },
		.n_leaves = 2,
		.document = { { { { 1 } }, 5 }, { { { 2 } }, 6 } },
		.n_documents = 2 };

	ck_assert(commitment_promises(&c, (struct digest){ { 2 } }, 6));
	ck_assert(!commitment_promises(&c, (struct digest){ { 2 } }, 5));
	ck_assert(!commitment_promises(&c, (struct digest){ { 3 } }, 6));
	ck_assert(!commitment_promises(&c, (struct digest){ { 0 } }, 0));
	ck_assert(commitment_has_leaf(&c, (struct leaf_id){ "1.1.2" }));
	ck_assert(!commitment_has_leaf(&c, (struct leaf_id){ "1.1" }));
}
END_TEST

START_TEST(a_submission_keeps_what_decides)
{
	const struct commitment c = { .id = { { 1 } },
		.received = { { AT }, { AT + S } },
		.trust = TRUST_UNFIT,
		.entry = 20,
		.after_by = 18 };
	struct completes is = commitment_completed(&c);

	ck_assert(commitment_id_eq(is.id, c.id));
	ck_assert_int_eq(is.received.latest.us, AT + S);
	ck_assert_int_eq(is.trust, TRUST_UNFIT);
	ck_assert_uint_eq(is.entry, 20);
	ck_assert_uint_eq(is.after_by, 18);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_clause_says_by_what_it_is_judged,
		outside_times_cut_the_interval_that_counts,
		a_list_names_documents_by_digest_and_size_together,
		a_submission_keeps_what_decides,
		NULL,
	};

	return suite_run("commitment", tests);
}
