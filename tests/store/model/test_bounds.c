/*
 * test_bounds.c - one row a clause of bounds.h, to the microsecond.
 */
#include "store/model/bounds.h"
#include "tests/kit/suite.h"

#define UNTIL 2000

static const struct window window = { .version = 3,
	.opens = { 1000 },
	.on_time_until = { UNTIL },
	.closes = { 9000 } };

/* What a verdict is by the whole law. */
static enum verdict
judged(enum trust trust, struct interval claimed, const struct bounds *b,
    enum doubt doubt, const struct ruling *ruling, enum bounded *how)
{
	struct interval when;

	*how = bounds_cut(trust, claimed, b, &when);
	return verdict_ruled(verdict_of(when, &window, doubt), *how, ruling,
	    window.version);
}

START_TEST(a_clock_is_fit_unfit_or_nobody_vouches_for_it)
{
	static const enum trust want[][CLOCK_SOURCES] = {
		[CLOCK_FIT] = { TRUST_FIT, TRUST_FIT, TRUST_FIT },
		[CLOCK_UNFIT] = { TRUST_UNFIT, TRUST_UNFIT, TRUST_UNFIT },
		[CLOCK_UNSYNCHRONISED] = { TRUST_NONE, TRUST_NONE,
		    TRUST_UNFIT },
		[CLOCK_SIMULATED] = { TRUST_FIT, TRUST_FIT, TRUST_FIT },
	};

	for (unsigned s = 0; s <= CLOCK_SIMULATED; s++)
		for (unsigned x = 0; x < CLOCK_SOURCES; x++)
			ck_assert_int_eq(trust_of((enum clock_status)s,
					     (enum clock_source)x),
			    want[s][x]);
	ck_assert_str_eq(trust_name(TRUST_NONE), "unknown");
}
END_TEST

START_TEST(each_clause_decides)
{
	static const struct {
		enum trust trust;
		int64_t earliest, latest; /* claimed */
		int64_t after, before;    /* outside; 0: none */
		enum bounded how;
		enum verdict unit, strict; /* whose the doubt is */
	} rows[] = {
		/* 1 */
		{ TRUST_FIT, 1999, 2000, 1990, 1999, BOUNDED_CLAIM,
		    VERDICT_ON_TIME_DOUBT, VERDICT_LATE_DOUBT },
		/* 2: no outside time */
		{ TRUST_UNFIT, 1900, 2100, 0, 0, BOUNDED_CLAIM,
		    VERDICT_ON_TIME_DOUBT, VERDICT_LATE_DOUBT },
		/* 2: the later one ends the doubt, to the microsecond */
		{ TRUST_UNFIT, 1900, 2100, 0, 1999, BOUNDED_CUT,
		    VERDICT_ON_TIME, VERDICT_ON_TIME },
		{ TRUST_UNFIT, 1900, 2100, 0, 2000, BOUNDED_CUT,
		    VERDICT_ON_TIME_DOUBT, VERDICT_LATE_DOUBT },
		/* 2: so does the earlier one */
		{ TRUST_UNFIT, 1900, 2100, 2000, 2050, BOUNDED_CUT,
		    VERDICT_LATE, VERDICT_LATE },
		{ TRUST_UNFIT, 1900, 2100, 1999, 2050, BOUNDED_CUT,
		    VERDICT_ON_TIME_DOUBT, VERDICT_LATE_DOUBT },
		/* 2: wider ones cut nothing, and late stays late */
		{ TRUST_UNFIT, 1900, 2100, 1000, 3000, BOUNDED_CLAIM,
		    VERDICT_ON_TIME_DOUBT, VERDICT_LATE_DOUBT },
		{ TRUST_UNFIT, 2000, 2100, 1000, 2010, BOUNDED_CUT,
		    VERDICT_LATE, VERDICT_LATE },
		/* 3: the claim waits for a later one */
		{ TRUST_NONE, 2500, 2600, 0, 0, BOUNDED_WAITS, VERDICT_LATE,
		    VERDICT_LATE },
		{ TRUST_NONE, 2500, 2600, 1500, 0, BOUNDED_WAITS, VERDICT_LATE,
		    VERDICT_LATE },
		/* 3: then it counts no more: late to on time, and back */
		{ TRUST_NONE, 2500, 2600, 1500, 1999, BOUNDED_ALONE,
		    VERDICT_ON_TIME, VERDICT_ON_TIME },
		{ TRUST_NONE, 2500, 2600, 0, 1999, BOUNDED_ALONE,
		    VERDICT_ON_TIME, VERDICT_ON_TIME },
		{ TRUST_NONE, 1500, 1600, 2000, 2600, BOUNDED_ALONE,
		    VERDICT_LATE, VERDICT_LATE },
		{ TRUST_NONE, 1500, 1600, 1400, 2600, BOUNDED_ALONE,
		    VERDICT_ON_TIME_DOUBT, VERDICT_LATE_DOUBT },
		{ TRUST_NONE, 1500, 1600, 0, 2600, BOUNDED_ALONE,
		    VERDICT_ON_TIME_DOUBT, VERDICT_LATE_DOUBT },
		{ TRUST_NONE, 1500, 1600, 900, 999, BOUNDED_ALONE,
		    VERDICT_NOT_OPEN, VERDICT_NOT_OPEN },
		/* 4 */
		{ TRUST_UNFIT, 1900, 1950, 1951, 2600, BOUNDED_AGAINST,
		    VERDICT_ON_TIME, VERDICT_ON_TIME },
		{ TRUST_UNFIT, 2100, 2200, 0, 2099, BOUNDED_AGAINST,
		    VERDICT_LATE, VERDICT_LATE },
		{ TRUST_NONE, 1500, 1600, 2600, 2000, BOUNDED_AGAINST,
		    VERDICT_ON_TIME, VERDICT_ON_TIME },
	};
	static const struct ruling none = { .entry = 0 };
	enum bounded how;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct interval claimed = { { rows[i].earliest },
			{ rows[i].latest } };
		struct bounds b = { .after = { rows[i].after },
			.before = { rows[i].before },
			.after_by = rows[i].after != 0,
			.before_by = rows[i].before != 0 };
		enum verdict v =
		    judged(rows[i].trust, claimed, &b, DOUBT_UNIT, &none, &how);

		ck_assert_msg(v == rows[i].unit && how == rows[i].how,
		    "row %zu: %s, %d", i, verdict_name(v), (int)how);
		v = judged(rows[i].trust, claimed, &b, DOUBT_STRICT, &none,
		    &how);
		ck_assert_msg(v == rows[i].strict, "row %zu: %s", i,
		    verdict_name(v));
	}
}
END_TEST

START_TEST(a_ruling_decides_a_doubt_and_a_claim_alone_and_nothing_else)
{
	static const struct {
		enum trust trust;
		int64_t after, before;
		uint32_t window;
		enum verdict want; /* when ruled to be late; it claims 1900 to
				    * 2100 */
	} rows[] = {
		{ TRUST_FIT, 0, 0, 3, VERDICT_LATE },
		{ TRUST_UNFIT, 1950, 2050, 3, VERDICT_LATE },
		{ TRUST_NONE, 0, 0, 3, VERDICT_LATE },
		{ TRUST_NONE, 1500, 2500, 3, VERDICT_LATE },
		/* about another version of the window */
		{ TRUST_FIT, 0, 0, 2, VERDICT_ON_TIME_DOUBT },
		/* outside time decides */
		{ TRUST_UNFIT, 0, 1999, 3, VERDICT_ON_TIME },
		{ TRUST_NONE, 0, 1999, 3, VERDICT_ON_TIME },
		/* a contradiction is for a person */
		{ TRUST_UNFIT, 2101, 2500, 3, VERDICT_LATE },
	};
	enum bounded how;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct interval claimed = { { 1900 }, { 2100 } };
		struct ruling ruling = { 77, VERDICT_LATE, rows[i].window };
		struct bounds b = { .after = { rows[i].after },
			.before = { rows[i].before },
			.after_by = rows[i].after != 0,
			.before_by = rows[i].before != 0 };
		enum verdict v = judged(rows[i].trust, claimed, &b, DOUBT_UNIT,
		    &ruling, &how);

		ck_assert_msg(v == rows[i].want, "row %zu: %s", i,
		    verdict_name(v));
	}
}
END_TEST

START_TEST(a_clock_nobody_vouches_for_sends_nobody_away)
{
	for (enum verdict v = VERDICT_ON_TIME; v < VERDICTS; v++)
		for (enum trust t = 0; t < TRUSTS; t++)
			ck_assert(arrival_is_taken(v, LATE_REFUSE, t) ==
				  (t == TRUST_NONE ||
				      verdict_is_taken(v, LATE_REFUSE)));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_clock_is_fit_unfit_or_nobody_vouches_for_it,
		each_clause_decides,
		a_ruling_decides_a_doubt_and_a_claim_alone_and_nothing_else,
		a_clock_nobody_vouches_for_sends_nobody_away,
		NULL,
	};

	return suite_run("bounds", tests);
}
