/*
 * test_commit_bound.c - commitments that an unfit clock took in near a
 * deadline: the outside times around the commitment decide, of every submission
 * that completes it (commitment.h, bounds.h); and what a person may rule.
 */
#include "tests/kit/commit.h"
#include "tests/kit/suite.h"
#include "tests/kit/times.h"

static struct times m;
static struct fault why;

#define TWELVE COMMITMENTS_COUNT("12")

static struct commitment
commit(void)
{
	return commit_to(&m.w, "D01", "1.1.2", "one", "two");
}

static struct submission
complete(const struct commitment *c, const char *bytes)
{
	return commit_complete(&m.w, c, "1.1.2", bytes);
}

static void
stamp(int64_t at)
{
	times_stamp(&m, "vgca", at);
}

START_TEST(a_token_between_the_two_makes_all_that_complete_it_on_time)
{
	struct commitment c;
	struct submission one, two;

	times_open(&m, WORLD_PATCHES(TWELVE));
	stamp(-20 * MINUTE);
	times_carried(&m, -2 * SECOND, 0);
	c = commit();
	ck_assert_int_eq(c.verdict, VERDICT_ON_TIME_DOUBT);
	ck_assert_int_eq(c.trust, TRUST_UNFIT);
	ck_assert_uint_ne(c.after_by, 0);
	stamp(-SECOND);
	times_fit(&m, 40 * MINUTE);
	one = complete(&c, "one");
	two = complete(&c, "two");
	ck_assert_int_eq(one.trust, TRUST_FIT);
	ck_assert_int_eq(one.verdict, VERDICT_ON_TIME_DOUBT);
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 2);
	one = times_tick(&m, &one);
	two = world_submission(&m.w, two.id);
	ck_assert_int_eq(one.verdict, VERDICT_ON_TIME);
	ck_assert_int_eq(two.verdict, VERDICT_ON_TIME);
	ck_assert_int_eq(world_newest(&m.w), ENTRY_BOUNDED);
	ck_assert_int_eq(one.bounds.before.us,
	    TIMES_DEADLINE - SECOND + SECOND / 2);
	ck_assert_int_eq(one.bounds.after.us,
	    TIMES_DEADLINE - 20 * MINUTE - SECOND / 2);
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 0);
	times_close(&m);
}
END_TEST

START_TEST(a_token_behind_the_completion_serves_the_commitment_too)
{
	struct commitment c;
	struct submission s;

	times_open(&m, WORLD_PATCHES(TWELVE));
	stamp(-20 * MINUTE);
	times_alone(&m, -10 * MINUTE, 60 * MINUTE);
	c = commit();
	ck_assert_int_eq(c.verdict, VERDICT_LATE); /* an hour ahead, it says */
	ck_assert_int_eq(c.trust, TRUST_NONE);
	s = complete(&c, "one");
	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	stamp(-1 * MINUTE);
	s = times_tick(&m, &s);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 0);
	times_close(&m);
}
END_TEST

START_TEST(outside_time_may_show_that_it_came_too_late)
{
	struct commitment c;
	struct submission s;

	times_open(&m, WORLD_PATCHES(TWELVE));
	stamp(MINUTE);
	times_alone(&m, 2 * MINUTE, -60 * MINUTE);
	c = commit();
	ck_assert_int_eq(c.verdict, VERDICT_ON_TIME);
	s = complete(&c, "one");
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	stamp(5 * MINUTE);
	s = times_tick(&m, &s);
	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	times_close(&m);
}
END_TEST

START_TEST(
    where_the_commitment_is_sure_the_unfit_clock_of_the_bytes_is_not_asked)
{
	struct commitment c;
	struct submission s, other, two;

	times_open(&m, WORLD_PATCHES(TWELVE));
	stamp(-20 * MINUTE);
	times_fit(&m, -10 * MINUTE);
	c = commit();
	times_carried(&m, 40 * MINUTE, 0);
	s = complete(&c, "one");
	ck_assert_int_eq(s.trust, TRUST_UNFIT);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 0);
	/* nor when others around it wait for outside times */
	other = world_upload(&m.w, "D01", "1.1.2", "without a commitment");
	two = complete(&c, "two");
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 1);
	stamp(50 * MINUTE);
	s = times_tick(&m, &s);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	ck_assert_uint_eq(s.bounds.before_by, 0);
	two = world_submission(&m.w, two.id);
	ck_assert_int_eq(two.verdict, VERDICT_ON_TIME);
	ck_assert_uint_eq(two.bounds.before_by, 0);
	other = world_submission(&m.w, other.id);
	ck_assert_uint_ne(other.bounds.before_by, 0);
	times_close(&m);
}
END_TEST

START_TEST(
    where_neither_clock_is_fit_the_times_are_still_those_of_the_commitment)
{
	struct commitment c;
	struct submission s;

	times_open(&m, WORLD_PATCHES(TWELVE));
	stamp(-20 * MINUTE);
	times_carried(&m, -2 * SECOND, 0);
	c = commit();
	stamp(-SECOND);
	stamp(30 * MINUTE);
	times_carried(&m, 40 * MINUTE, 0);
	s = complete(&c, "one");
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME_DOUBT);
	s = times_tick(&m, &s);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	ck_assert_int_eq(s.bounds.after.us,
	    TIMES_DEADLINE - 20 * MINUTE - SECOND / 2);
	stamp(50 * MINUTE);
	s = times_tick(&m, &s);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	times_close(&m);
}
END_TEST

#define REFUSE                                                                 \
	"\"late_policy\": \"mark\"", "\"late_policy\": \"refuse\"",            \
	    "\"closes\": \"" WORLD_CLOSES "\"",                                \
	    "\"closes\": \"2023-01-11T00:00:00+07:00\""

START_TEST(
    a_late_claim_of_nobodys_clock_is_taken_though_the_bytes_have_a_fit_one)
{
	struct commitment c;
	struct submission s;

	times_open(&m, WORLD_PATCHES(TWELVE, REFUSE));
	stamp(-20 * MINUTE);
	times_alone(&m, -10 * MINUTE, 30 * 60 * MINUTE);
	c = commit();
	ck_assert_int_eq(c.verdict, VERDICT_CLOSED);
	stamp(-MINUTE);
	times_fit(&m, 40 * MINUTE);
	s = complete(&c, "one");
	ck_assert_int_eq(s.verdict, VERDICT_CLOSED);
	s = times_tick(&m, &s);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	times_close(&m);
}
END_TEST

START_TEST(where_completion_counts_the_times_around_the_bytes_decide)
{
	struct commitment c;
	struct submission s;

	times_open(&m, (const char *const[]){ NULL });
	stamp(-20 * MINUTE);
	times_carried(&m, -10 * MINUTE, 0);
	c = commit();
	stamp(-5 * MINUTE);
	times_carried(&m, -2 * SECOND, 0);
	s = complete(&c, "one");
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME_DOUBT);
	stamp(-SECOND);
	s = times_tick(&m, &s);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	ck_assert_int_eq(s.bounds.after.us,
	    TIMES_DEADLINE - 5 * MINUTE - SECOND / 2);
	times_close(&m);
}
END_TEST

static enum err
rule(struct submission *s, enum verdict verdict)
{
	struct who council = world_who(ROLE_COUNCIL, "");
	struct mandate mandate = world_mandate();

	why = (struct fault){ 0 };
	return act_rule_time(m.w.store, &council, s->id, verdict, &mandate, s,
	    &why);
}

START_TEST(a_person_rules_on_the_doubt_that_is_left_of_the_commitment)
{
	struct commitment c;
	struct submission one, two;

	times_open(&m, WORLD_PATCHES(TWELVE));
	stamp(-20 * MINUTE);
	times_alone(&m, -10 * MINUTE, 0);
	c = commit();
	times_fit(&m, 40 * MINUTE);
	one = complete(&c, "one");
	two = complete(&c, "two");
	stamp(50 * MINUTE);
	/* its outside times come first */
	ck_assert_err(rule(&one, VERDICT_LATE), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "under way"));
	one = times_tick(&m, &one);
	two = world_submission(&m.w, two.id);
	ck_assert_int_eq(one.verdict, VERDICT_ON_TIME_DOUBT);
	ck_assert_err(rule(&one, VERDICT_LATE), OK);
	ck_assert_int_eq(one.verdict, VERDICT_LATE);
	/* about this submission alone */
	ck_assert_int_eq(world_submission(&m.w, two.id).verdict,
	    VERDICT_ON_TIME_DOUBT);
	times_close(&m);
}
END_TEST

START_TEST(a_sure_commitment_leaves_nothing_to_rule_on)
{
	struct commitment c;
	struct submission s;

	times_open(&m, WORLD_PATCHES(TWELVE));
	c = commit();
	times_alone(&m, 40 * MINUTE, 0);
	s = complete(&c, "one");
	ck_assert_int_eq(s.trust, TRUST_NONE);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	ck_assert_err(rule(&s, VERDICT_LATE), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "beyond doubt"));
	times_close(&m);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_token_between_the_two_makes_all_that_complete_it_on_time,
		a_token_behind_the_completion_serves_the_commitment_too,
		outside_time_may_show_that_it_came_too_late,
		where_the_commitment_is_sure_the_unfit_clock_of_the_bytes_is_not_asked,
		where_neither_clock_is_fit_the_times_are_still_those_of_the_commitment,
		a_late_claim_of_nobodys_clock_is_taken_though_the_bytes_have_a_fit_one,
		where_completion_counts_the_times_around_the_bytes_decide,
		a_person_rules_on_the_doubt_that_is_left_of_the_commitment,
		a_sure_commitment_leaves_nothing_to_rule_on,
		NULL,
	};

	return suite_run("commit_bound", tests);
}
