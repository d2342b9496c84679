/*
 * test_verdict.c - one row a clause of verdict.h, to the microsecond.
 */
#include "store/model/verdict.h"
#include "tests/kit/suite.h"

#define OPENS 1000
#define UNTIL 2000
#define CLOSES 3000

START_TEST(each_clause_decides_to_the_microsecond)
{
	static const struct window marked = { .opens = { OPENS },
		.on_time_until = { UNTIL },
		.closes = { CLOSES } };
	static const struct window strict = { .opens = { OPENS },
		.on_time_until = { UNTIL },
		.closes = { UNTIL } };
	static const struct {
		int64_t earliest, latest;
		enum verdict unit_doubt, strict_doubt, nothing_late;
	} rows[] = {
		{ 998, 999, VERDICT_NOT_OPEN, VERDICT_NOT_OPEN,
		    VERDICT_NOT_OPEN },
		{ 999, 1000, VERDICT_ON_TIME, VERDICT_ON_TIME,
		    VERDICT_ON_TIME },
		{ 1999, 1999, VERDICT_ON_TIME, VERDICT_ON_TIME,
		    VERDICT_ON_TIME },
		{ 1999, 2000, VERDICT_ON_TIME_DOUBT, VERDICT_LATE_DOUBT,
		    VERDICT_ON_TIME_DOUBT },
		{ 1999, 9000, VERDICT_ON_TIME_DOUBT, VERDICT_LATE_DOUBT,
		    VERDICT_ON_TIME_DOUBT },
		{ 2000, 2000, VERDICT_LATE, VERDICT_LATE, VERDICT_CLOSED },
		{ 2999, 3001, VERDICT_LATE, VERDICT_LATE, VERDICT_CLOSED },
		{ 3000, 3000, VERDICT_CLOSED, VERDICT_CLOSED, VERDICT_CLOSED },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct interval at = { { rows[i].earliest },
			{ rows[i].latest } };

		ck_assert_int_eq(verdict_of(at, &marked, DOUBT_UNIT),
		    rows[i].unit_doubt);
		ck_assert_int_eq(verdict_of(at, &marked, DOUBT_STRICT),
		    rows[i].strict_doubt);
		ck_assert_int_eq(verdict_of(at, &strict, DOUBT_UNIT),
		    rows[i].nothing_late);
	}
}
END_TEST

START_TEST(only_verdicts_on_time_count)
{
	for (enum verdict v = 0; v < VERDICTS; v++)
		ck_assert(verdict_counts(v) ==
			  (v == VERDICT_ON_TIME || v == VERDICT_ON_TIME_DOUBT ||
			      v == VERDICT_CURED));
	ck_assert_str_eq(verdict_name(VERDICT_ON_TIME_DOUBT),
	    "on-time-in-doubt");
	ck_assert_str_eq(verdict_name(VERDICT_CLOSED), "closed");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_clause_decides_to_the_microsecond,
		only_verdicts_on_time_count,
		NULL,
	};

	return suite_run("verdict", tests);
}
