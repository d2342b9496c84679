/*
 * test_submission.c - which submissions stand, which count, and their version.
 */
#include "store/model/submission.h"

#include "tests/kit/suite.h"

START_TEST(only_what_was_not_refused_replaced_or_taken_back_stands)
{
	static const bool stands[SUBMISSION_STATUSES] = {
		[SUBMISSION_QUEUED] = true,
		[SUBMISSION_ACCEPTED] = true,
		[SUBMISSION_LATE] = true,
	};

	for (unsigned s = 0; s < SUBMISSION_STATUSES; s++)
		ck_assert_msg(submission_stands((enum submission_status)s) ==
				  stands[s],
		    "%s", submission_status_name((enum submission_status)s));
}
END_TEST

START_TEST(only_what_came_in_time_or_was_cured_counts)
{
	static const bool counts[VERDICTS] = {
		[VERDICT_ON_TIME] = true,
		[VERDICT_ON_TIME_DOUBT] = true,
		[VERDICT_CURED] = true,
	};

	for (unsigned v = 0; v < VERDICTS; v++) {
		struct submission s = { .verdict = (enum verdict)v };

		ck_assert_msg(submission_counts(&s) == counts[v], "%s",
		    verdict_name((enum verdict)v));
	}
}
END_TEST

START_TEST(what_the_council_admits_counts_although_it_is_late)
{
	struct submission s = { .verdict = VERDICT_LATE };

	ck_assert(!submission_counts(&s));
	s.admitted = 7;
	ck_assert(submission_counts(&s));
}
END_TEST

START_TEST(an_older_record_without_version_is_the_first)
{
	struct submission s = { .version = 0 };

	ck_assert_uint_eq(submission_version(&s), 1);
	s.version = 1;
	ck_assert_uint_eq(submission_version(&s), 1);
	s.version = 2;
	ck_assert_uint_eq(submission_version(&s), 2);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		only_what_was_not_refused_replaced_or_taken_back_stands,
		only_what_came_in_time_or_was_cured_counts,
		what_the_council_admits_counts_although_it_is_late,
		an_older_record_without_version_is_the_first,
		NULL,
	};

	return suite_run("submission", tests);
}
