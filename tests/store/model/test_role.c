/*
 * test_role.c - who may do what, and that everything not listed is refused;
 * the words of roles, jobs, events and submissions.
 */
#include <stdio.h>

#include "store/model/event.h"
#include "store/model/job.h"
#include "store/model/role.h"
#include "store/model/submission.h"
#include "tests/kit/suite.h"

/* The pairs that are allowed, written a second time from domain.md 1.6 and
 * the design's promise 9: o own unit only, a all. */
static const struct {
	enum role role;
	enum may may;
	char reach;
} listed[] = {
	{ ROLE_UNIT, MAY_SUBMIT, 'o' },
	{ ROLE_UNIT, MAY_WITHDRAW, 'o' },
	{ ROLE_UNIT, MAY_SCORE_SELF, 'o' },
	{ ROLE_UNIT, MAY_STEP, 'o' },
	{ ROLE_UNIT, MAY_READ_SHEET, 'o' },
	{ ROLE_UNIT, MAY_READ_OWN_RESULT, 'o' },
	{ ROLE_UNIT, MAY_READ_PLAN, 'a' },
	{ ROLE_UNIT, MAY_READ_FEED, 'a' },
	{ ROLE_UNIT, MAY_READ_LOG, 'a' },
	{ ROLE_LEADER, MAY_STEP, 'o' },
	{ ROLE_LEADER, MAY_READ_SHEET, 'o' },
	{ ROLE_LEADER, MAY_READ_OWN_RESULT, 'o' },
	{ ROLE_LEADER, MAY_READ_PLAN, 'a' },
	{ ROLE_LEADER, MAY_READ_FEED, 'a' },
	{ ROLE_LEADER, MAY_READ_LOG, 'a' },
	{ ROLE_LEAD, MAY_REGISTER_SEEN, 'a' },
	{ ROLE_LEAD, MAY_READ_REMARKS, 'a' },
	{ ROLE_LEAD, MAY_SCORE_ROUND1, 'a' },
	{ ROLE_LEAD, MAY_SCORE_ROUND2, 'a' },
	{ ROLE_LEAD, MAY_STEP, 'a' },
	{ ROLE_LEAD, MAY_ASSIGN, 'a' },
	{ ROLE_LEAD, MAY_READ_PEOPLE, 'a' },
	{ ROLE_LEAD, MAY_READ_SHEET, 'a' },
	{ ROLE_LEAD, MAY_READ_PLAN, 'a' },
	{ ROLE_LEAD, MAY_READ_FEED, 'a' },
	{ ROLE_LEAD, MAY_READ_LOG, 'a' },
	{ ROLE_APPRAISER, MAY_REGISTER_SEEN, 'a' },
	{ ROLE_APPRAISER, MAY_READ_REMARKS, 'a' },
	{ ROLE_APPRAISER, MAY_SCORE_ROUND2, 'a' },
	{ ROLE_APPRAISER, MAY_STEP, 'a' },
	{ ROLE_APPRAISER, MAY_SCORE_ROUND1, 'a' },
	{ ROLE_APPRAISER, MAY_READ_SHEET, 'a' },
	{ ROLE_APPRAISER, MAY_READ_PLAN, 'a' },
	{ ROLE_APPRAISER, MAY_READ_FEED, 'a' },
	{ ROLE_APPRAISER, MAY_READ_LOG, 'a' },
	{ ROLE_COUNCIL, MAY_READ_DESTROYED, 'a' },
	{ ROLE_COUNCIL, MAY_READ_REMARKS, 'a' },
	{ ROLE_COUNCIL, MAY_SCORE_COUNCIL, 'a' },
	{ ROLE_COUNCIL, MAY_STEP, 'a' },
	{ ROLE_COUNCIL, MAY_READ_PEOPLE, 'a' },
	{ ROLE_COUNCIL, MAY_READ_SHEET, 'a' },
	{ ROLE_COUNCIL, MAY_READ_SURVEY_POINTS, 'a' },
	{ ROLE_COUNCIL, MAY_READ_RESULTS, 'a' },
	{ ROLE_COUNCIL, MAY_READ_OWN_RESULT, 'a' },
	{ ROLE_COUNCIL, MAY_READ_PLAN, 'a' },
	{ ROLE_COUNCIL, MAY_READ_FEED, 'a' },
	{ ROLE_COUNCIL, MAY_READ_LOG, 'a' },
	{ ROLE_COUNCIL, MAY_READ_AUDIT, 'a' },
	{ ROLE_SURVEY, MAY_ENTER_FORMS, 'a' },
	{ ROLE_SURVEY, MAY_READ_PLAN, 'a' },
	{ ROLE_OPERATOR, MAY_DESTROY, 'a' },
	{ ROLE_OPERATOR, MAY_READ_DESTROYED, 'a' },
	{ ROLE_OPERATOR, MAY_REGISTER_SEEN, 'a' },
	{ ROLE_OPERATOR, MAY_READ_REMARKS, 'a' },
	{ ROLE_OPERATOR, MAY_READ_PEOPLE, 'a' },
	{ ROLE_OPERATOR, MAY_ASSIGN, 'a' },
	{ ROLE_OPERATOR, MAY_READ_SHEET, 'a' },
	{ ROLE_OPERATOR, MAY_READ_SURVEY_POINTS, 'a' },
	{ ROLE_OPERATOR, MAY_READ_RESULTS, 'a' },
	{ ROLE_OPERATOR, MAY_READ_OWN_RESULT, 'a' },
	{ ROLE_OPERATOR, MAY_READ_PLAN, 'a' },
	{ ROLE_OPERATOR, MAY_READ_FEED, 'a' },
	{ ROLE_OPERATOR, MAY_READ_LOG, 'a' },
	{ ROLE_OPERATOR, MAY_READ_AUDIT, 'a' },
	{ ROLE_AUDITOR, MAY_READ_DESTROYED, 'a' },
	{ ROLE_AUDITOR, MAY_READ_REMARKS, 'a' },
	{ ROLE_AUDITOR, MAY_READ_PEOPLE, 'a' },
	{ ROLE_AUDITOR, MAY_READ_SHEET, 'a' },
	{ ROLE_AUDITOR, MAY_READ_SURVEY_POINTS, 'a' },
	{ ROLE_AUDITOR, MAY_READ_RESULTS, 'a' },
	{ ROLE_AUDITOR, MAY_READ_OWN_RESULT, 'a' },
	{ ROLE_AUDITOR, MAY_READ_PLAN, 'a' },
	{ ROLE_AUDITOR, MAY_READ_FEED, 'a' },
	{ ROLE_AUDITOR, MAY_READ_LOG, 'a' },
	{ ROLE_AUDITOR, MAY_READ_AUDIT, 'a' },
	{ ROLE_SURVEY, MAY_CORRECT_FORMS, 'a' },
	{ ROLE_SURVEY, MAY_HAND_OVER, 'a' },
	{ ROLE_SURVEY, MAY_OPEN_SEAL, 'a' },
	{ ROLE_SURVEY, MAY_READ_SURVEYS, 'a' },
	{ ROLE_OPERATOR, MAY_CORRECT_FORMS, 'a' },
	{ ROLE_OPERATOR, MAY_HAND_OVER, 'a' },
	{ ROLE_OPERATOR, MAY_OPEN_SEAL, 'a' },
	{ ROLE_OPERATOR, MAY_READ_SURVEYS, 'a' },
	{ ROLE_OPERATOR, MAY_ENTER_FORMS, 'a' },
	{ ROLE_COUNCIL, MAY_READ_SURVEYS, 'a' },
	{ ROLE_AUDITOR, MAY_READ_SURVEYS, 'a' },
	{ ROLE_DMS, MAY_SUBMIT, 'a' },
	{ ROLE_DMS, MAY_WITHDRAW, 'a' },
	{ ROLE_DMS, MAY_STEP, 'a' },
	{ ROLE_DMS, MAY_READ_SHEET, 'a' },
	{ ROLE_DMS, MAY_READ_OWN_RESULT, 'a' },
	{ ROLE_DMS, MAY_READ_PLAN, 'a' },
	{ ROLE_DMS, MAY_READ_FEED, 'a' },
	{ ROLE_DMS, MAY_READ_LOG, 'a' },
	{ ROLE_COUNCIL, MAY_KEEP_RECORDS, 'a' },
	{ ROLE_COUNCIL, MAY_PUBLISH, 'a' },
	{ ROLE_COUNCIL, MAY_READ_RECORDS, 'a' },
	{ ROLE_COUNCIL, MAY_ADMIT_LATE, 'a' },
	{ ROLE_COUNCIL, MAY_RULE_TIME, 'a' },
	{ ROLE_OPERATOR, MAY_RULE_TIME, 'a' },
	{ ROLE_OPERATOR, MAY_KEEP_RECORDS, 'a' },
	{ ROLE_OPERATOR, MAY_PUBLISH, 'a' },
	{ ROLE_OPERATOR, MAY_READ_RECORDS, 'a' },
	{ ROLE_AUDITOR, MAY_READ_RECORDS, 'a' },
	{ ROLE_COUNCIL, MAY_AMEND, 'a' },
	{ ROLE_OPERATOR, MAY_AMEND, 'a' },
	{ ROLE_OPERATOR, MAY_ADMIT_LATE, 'a' },
	{ ROLE_UNIT, MAY_SUPPLY_FIGURES, 'o' },
	{ ROLE_LEAD, MAY_SUPPLY_FIGURES, 'a' },
	{ ROLE_COUNCIL, MAY_SUPPLY_FIGURES, 'a' },
	{ ROLE_OPERATOR, MAY_SUPPLY_FIGURES, 'a' },
};

/* What a published revision shows beside that. */
static const struct {
	enum role role;
	enum may may;
} shown[] = {
	{ ROLE_UNIT, MAY_READ_RESULTS },
	{ ROLE_UNIT, MAY_READ_OWN_RESULT },
	{ ROLE_UNIT, MAY_READ_SURVEY_POINTS },
	{ ROLE_UNIT, MAY_READ_RECORDS },
	{ ROLE_APPRAISER, MAY_READ_RESULTS },
	{ ROLE_APPRAISER, MAY_READ_OWN_RESULT },
	{ ROLE_APPRAISER, MAY_READ_SURVEY_POINTS },
	{ ROLE_APPRAISER, MAY_READ_RECORDS },
	{ ROLE_LEADER, MAY_READ_RESULTS },
	{ ROLE_LEADER, MAY_READ_OWN_RESULT },
	{ ROLE_LEADER, MAY_READ_SURVEY_POINTS },
	{ ROLE_LEADER, MAY_READ_RECORDS },
	{ ROLE_LEAD, MAY_READ_RESULTS },
	{ ROLE_LEAD, MAY_READ_OWN_RESULT },
	{ ROLE_LEAD, MAY_READ_SURVEY_POINTS },
	{ ROLE_LEAD, MAY_READ_RECORDS },
	{ ROLE_SURVEY, MAY_READ_RESULTS },
	{ ROLE_SURVEY, MAY_READ_OWN_RESULT },
	{ ROLE_SURVEY, MAY_READ_SURVEY_POINTS },
	{ ROLE_SURVEY, MAY_READ_RECORDS },
	{ ROLE_DMS, MAY_READ_RESULTS },
	{ ROLE_DMS, MAY_READ_OWN_RESULT },
	{ ROLE_DMS, MAY_READ_SURVEY_POINTS },
	{ ROLE_DMS, MAY_READ_RECORDS },
};

static char
reach_of(enum role role, enum may may)
{
	for (size_t i = 0; i < sizeof listed / sizeof *listed; i++)
		if (listed[i].role == role && listed[i].may == may)
			return listed[i].reach;
	return 'n';
}

START_TEST(every_pair_not_listed_is_refused)
{
	const struct unit_id d01 = { "D01" }, d02 = { "D02" }, none = { "" };

	for (enum role role = 0; role < ROLES; role++)
		for (enum may may = 0; may < MAYS; may++) {
			char reach = reach_of(role, may);
			struct who officer = { .role = role, .unit = d01 },
				   nameless = { .role = role };

			ck_assert_msg(who_may(&officer, may, d01) ==
					  (reach != 'n'),
			    "%s %s", role_name(role), may_name(may));
			ck_assert(
			    who_may(&officer, may, d02) == (reach == 'a'));
			ck_assert(
			    who_may(&officer, may, none) == (reach == 'a'));
			ck_assert(
			    who_may(&nameless, may, none) == (reach == 'a'));
			ck_assert(
			    who_may(&nameless, may, d01) == (reach == 'a'));
		}
}
END_TEST

static bool
is_shown(enum role role, enum may may)
{
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		if (shown[i].role == role && shown[i].may == may)
			return true;
	return false;
}

static const struct period_id period = { "2022" };

START_TEST(publication_shows_what_is_listed_and_nothing_else)
{
	const struct unit_id d01 = { "D01" }, d02 = { "D02" };

	for (enum role role = 0; role < ROLES; role++)
		for (enum may may = 0; may < MAYS; may++) {
			struct who officer = { .role = role, .unit = d01 };
			bool more = is_shown(role, may);

			ck_assert_msg(who_may_published(&officer, may, period,
					  d02) ==
					  (more || who_may(&officer, may, d02)),
			    "%s %s", role_name(role), may_name(may));
			ck_assert(
			    who_may_published(&officer, may, period, d01) ==
			    (more || who_may(&officer, may, d01)));
		}
}
END_TEST

/* Of H03's rounds, which are 2022 alone. */
static struct who
bound(enum role role)
{
	struct who who = { .role = role,
		.unit = { "D01" },
		.owner = { "H03" },
		.n_rounds = 1 };

	who.round[0] = period;
	return who;
}

START_TEST(a_bound_token_of_any_role_reaches_its_rounds_and_nothing_else)
{
	const struct unit_id d01 = { "D01" };
	const struct period_id other = { "2023" };

	for (enum role role = 0; role < ROLES; role++)
		for (enum may may = 0; may < MAYS; may++) {
			struct who who = bound(role);
			struct who free = { .role = role, .unit = d01 };
			bool anywhere = may == MAY_READ_PLAN ||
					may == MAY_READ_FEED ||
					may == MAY_READ_LOG;

			ck_assert(who_may_in(&who, may, period, d01) ==
				  who_may(&free, may, d01));
			ck_assert(!who_may_in(&who, may, other, d01));
			ck_assert(who_may(&who, may, d01) ==
				  (anywhere && who_may(&free, may, d01)));
			ck_assert(who_may_published(&who, may, period, d01) ==
				  who_may_published(&free, may, period, d01));
			ck_assert(!who_may_published(&who, may, other, d01));
			ck_assert(who_may_in(&free, may, other, d01) ==
				  who_may(&free, may, d01));
		}
}
END_TEST

START_TEST(a_bound_token_whose_owner_has_no_round_reaches_none)
{
	struct who who = bound(ROLE_OPERATOR);

	who.n_rounds = 0;
	ck_assert(!who_reaches(&who, period));
	ck_assert(!who_reaches(&who, (struct period_id){ "" }));
}
END_TEST

START_TEST(roles_are_read_by_their_names)
{
	for (enum role role = 0; role < ROLES; role++)
		ck_assert_int_eq(role_read(slice_text(role_name(role))), role);
	ck_assert_int_eq(role_read(slice_text("king")), ROLE_NOBODY);
	ck_assert_int_eq(role_read(slice_text("")), ROLE_NOBODY);
	ck_assert_str_eq(may_name(MAY_SCORE_ROUND1), "score-round1");
}
END_TEST

START_TEST(jobs_are_named_and_wait_twice_as_long_each_time)
{
	static const unsigned waits[] = { 1, 2, 4, 8, 16, 32, 64, 128, 300,
		300 };

	ck_assert_int_eq(job_kind_read(slice_text("score-unit")),
	    JOB_SCORE_UNIT);
	ck_assert_int_eq(job_kind_read(slice_text("score")), JOB_KINDS);
	for (unsigned i = 0; i < sizeof waits / sizeof *waits; i++)
		ck_assert_uint_eq(job_backoff_seconds(i + 1), waits[i]);
	ck_assert_uint_eq(job_backoff_seconds(4000000000u), 300);
}
END_TEST

START_TEST(events_show_nobody_more_than_the_things_themselves)
{
	ck_assert_str_eq(event_policies[EVENT_RANKS_CHANGED].name,
	    "ranks-changed");
	ck_assert_int_eq(event_policies[EVENT_RANKS_CHANGED].may,
	    MAY_READ_RESULTS);
	ck_assert_int_eq(event_policies[EVENT_FORMS_ENTERED].may,
	    MAY_READ_SURVEY_POINTS);
	for (enum event_kind k = 0; k < EVENT_KINDS; k++)
		ck_assert_ptr_nonnull(event_policies[k].name);
}
END_TEST

START_TEST(submissions_have_words_for_their_states)
{
	ck_assert_str_eq(submission_status_name(SUBMISSION_QUEUED), "queued");
	ck_assert_str_eq(submission_status_name(SUBMISSION_WITHDRAWN),
	    "withdrawn");
	ck_assert_str_eq(time_source_name(TIME_FRONT), "front");
	ck_assert_str_eq(time_source_name(TIME_SIMULATED), "simulated");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_pair_not_listed_is_refused,
		publication_shows_what_is_listed_and_nothing_else,
		a_bound_token_of_any_role_reaches_its_rounds_and_nothing_else,
		a_bound_token_whose_owner_has_no_round_reaches_none,
		roles_are_read_by_their_names,
		jobs_are_named_and_wait_twice_as_long_each_time,
		events_show_nobody_more_than_the_things_themselves,
		submissions_have_words_for_their_states,
		NULL,
	};

	return suite_run("role", tests);
}
