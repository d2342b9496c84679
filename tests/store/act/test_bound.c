/*
 * test_bound.c - documents that an unfit clock took in near a deadline, and the
 * tokens of outside time around them (audit.md 4.6 R4): what becomes of their
 * verdicts, and that the log alone says the same.
 */
#include <stdio.h>

#include "store/table/mandates.h"
#include "store/table/unfit.h"
#include "tests/kit/suite.h"
#include "tests/kit/times.h"

#define DEADLINE TIMES_DEADLINE

#define ROWS "\"windows\": ["
/* A further evidence window of the departments. */
#define EVIDENCE(until)                                                        \
	ROWS "{\"block\":\"department\",\"stage\":\"evidence\","               \
	     "\"version\":2,\"opens\":\"" WORLD_OPENS                          \
	     "\",\"on_time_until\":\"" until "\",\"closes\":\"" WORLD_CLOSES   \
	     "\"},"

static struct times m;

static const char *const unit_doubt[] = { NULL };
#define STRICT "\"doubt\": \"unit\"", "\"doubt\": \"strict\""
#define REFUSE                                                                 \
	"\"late_policy\": \"mark\"", "\"late_policy\": \"refuse\"",            \
	    "\"closes\": \"" WORLD_CLOSES "\"",                                \
	    "\"closes\": \"2023-01-11T00:00:00+07:00\""

static void
stamp(int64_t at)
{
	times_stamp(&m, "vgca", at);
}

static struct submission
upload(const char *bytes)
{
	return world_upload(&m.w, "D01", "1.1.2", bytes);
}

/* ---- the four ways ---- */

START_TEST(late_by_a_clock_nobody_vouches_for_is_on_time_by_outside_time)
{
	struct submission s;

	times_open(&m, unit_doubt);
	stamp(-20 * MINUTE);
	times_alone(&m, -10 * MINUTE, 60 * MINUTE);
	s = upload("in time, but the clock says an hour later");
	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	ck_assert_int_eq(s.trust, TRUST_NONE);
	(void)world_settle(&m.w);
	ck_assert_int_eq(world_submission(&m.w, s.id).status, SUBMISSION_LATE);
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 1);
	stamp(-1 * MINUTE);
	s = times_tick(&m, &s);
	ck_assert_int_eq(world_newest(&m.w), ENTRY_BOUNDED);
	ck_assert(world_newest_says(&m.w, "was", "late"));
	ck_assert(world_newest_says(&m.w, "verdict", "on-time"));
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	ck_assert_int_eq(s.status, SUBMISSION_ACCEPTED);
	ck_assert_int_eq(s.bounds.before.us, DEADLINE - MINUTE + SECOND / 2);
	ck_assert_int_eq(s.bounds.after.us,
	    DEADLINE - 20 * MINUTE - SECOND / 2);
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 0);
	/* the unit's points follow */
	ck_assert_uint_gt(world_settle(&m.w), 0);
	times_close(&m);
}
END_TEST

START_TEST(a_doubt_becomes_late_or_on_time_by_what_lies_around_it)
{
	static const struct {
		int64_t after, at, before; /* true times */
		enum verdict want;
		enum submission_status status;
	} rows[] = {
		{ -MINUTE, -2 * SECOND, -SECOND, VERDICT_ON_TIME,
		    SUBMISSION_ACCEPTED },
		{ SECOND, 2 * SECOND, MINUTE, VERDICT_LATE, SUBMISSION_LATE },
		{ -MINUTE, 0, MINUTE, VERDICT_ON_TIME_DOUBT,
		    SUBMISSION_ACCEPTED },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct submission s;

		times_open(&m, unit_doubt);
		stamp(rows[i].after);
		times_carried(&m, rows[i].at, 0);
		s = upload("around the deadline");
		ck_assert_int_eq(s.verdict, VERDICT_ON_TIME_DOUBT);
		ck_assert_int_eq(s.trust, TRUST_UNFIT);
		(void)world_settle(&m.w);
		stamp(rows[i].before);
		s = times_tick(&m, &s);
		ck_assert_str_eq(verdict_name(s.verdict),
		    verdict_name(rows[i].want));
		ck_assert_int_eq(s.status, rows[i].status);
		ck_assert((world_newest(&m.w) == ENTRY_BOUNDED) ==
			  (rows[i].want != VERDICT_ON_TIME_DOUBT));
		times_close(&m);
	}
}
END_TEST

START_TEST(a_strict_doubt_becomes_on_time)
{
	struct submission s;

	times_open(&m, WORLD_PATCHES(STRICT));
	times_carried(&m, -3 * SECOND, 0);
	s = upload("in time");
	ck_assert_int_eq(s.verdict, VERDICT_LATE_DOUBT);
	stamp(-SECOND);
	s = times_tick(&m, &s);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	/* not looked at by the check yet: it goes on from the new verdict */
	(void)world_settle(&m.w);
	ck_assert_int_eq(world_submission(&m.w, s.id).status,
	    SUBMISSION_ACCEPTED);
	times_close(&m);
}
END_TEST

START_TEST(no_fit_reading_leaves_the_outside_times_alone_and_a_doubt)
{
	struct submission s;

	times_open(&m, unit_doubt);
	stamp(-20 * MINUTE);
	times_alone(&m, -10 * MINUTE, -30 * MINUTE);
	s = upload("the clock says: well in time");
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	stamp(10 * MINUTE);
	s = times_tick(&m, &s);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME_DOUBT);
	times_close(&m);
}
END_TEST

/* ---- what does not count ---- */

START_TEST(a_clock_nobody_vouches_for_takes_in_what_would_be_refused)
{
	struct submission s;

	times_open(&m, WORLD_PATCHES(REFUSE));
	times_alone(&m, -10 * MINUTE, 30 * 24 * 60 * MINUTE);
	s = upload("a month ahead, it says");
	ck_assert_int_eq(s.verdict, VERDICT_CLOSED);
	stamp(-MINUTE);
	s = times_tick(&m, &s);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	(void)world_settle(&m.w);
	ck_assert_int_eq(world_submission(&m.w, s.id).status,
	    SUBMISSION_ACCEPTED);
	times_close(&m);
}
END_TEST

START_TEST(a_fit_clock_leaves_no_row_and_takes_no_outside_time)
{
	struct submission s;

	times_open(&m, unit_doubt);
	stamp(-20 * MINUTE);
	times_clock(&m, 0, 0, CLOCK_FIT, CLOCK_BY_CHRONY, SECOND);
	s = upload("around the deadline, by a fit clock");
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME_DOUBT);
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 0);
	stamp(-SECOND);
	s = times_tick(&m, &s);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME_DOUBT);
	ck_assert_uint_eq(s.bounds.before_by, 0);
	times_close(&m);
}
END_TEST

START_TEST(outside_times_that_leave_nothing_change_nothing)
{
	struct submission s;

	times_open(&m, unit_doubt);
	times_carried(&m, -10 * MINUTE, 0);
	s = upload("in time");
	stamp(-20 * MINUTE); /* of a checkpoint that was not there then */
	s = times_tick(&m, &s);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	ck_assert_uint_ne(s.bounds.before_by, 0);
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 0);
	world_close(&m.w);
}
END_TEST

START_TEST(the_first_token_over_it_counts_and_the_last_before_it)
{
	struct submission s;
	struct buf note = { 0 };
	uint64_t size;

	times_open(&m, unit_doubt);
	times_stamp(&m, "one", -30 * MINUTE);
	times_stamp(&m, "two", -20 * MINUTE);
	ck_assert_err(look_checkpoint(m.w.store, &note, &size), OK);
	times_carried(&m, -SECOND, 0);
	s = upload("around the deadline");
	/* a late answer about an earlier checkpoint says nothing of it */
	ck_assert_err(act_stamped(m.w.store,
			  &(struct stamping){ .by = "slow",
			      .note = buf_all(&note),
			      .request = slice_text("request"),
			      .response = slice_text("response"),
			      .token = { .time = { DEADLINE - 10 * MINUTE },
				  .policy = "1.2",
				  .serial = "0b" } }),
	    OK);
	ck_assert_err(act_tick(m.w.store), OK);
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 1);
	times_stamp(&m, "one", -SECOND);
	times_stamp(&m, "two", MINUTE);
	s = times_tick(&m, &s);
	ck_assert_int_eq(s.bounds.after.us,
	    DEADLINE - 20 * MINUTE - SECOND / 2);
	ck_assert_int_eq(s.bounds.before.us, DEADLINE - SECOND / 2);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	buf_free(&note);
	times_close(&m);
}
END_TEST

START_TEST(our_own_queue_makes_nobody_late)
{
	struct submit in;
	struct submitted out;
	struct staged *stage;
	struct submission s;

	times_open(&m, unit_doubt);
	times_carried(&m, -SECOND, 0);
	in = world_request(&m.w, "D01", "1.1.2");
	ck_assert_err(stage_open(&stage, m.w.store->blobs, 1 << 20), OK);
	ck_assert_err(stage_more(stage, slice_text("in time")), OK);
	ck_assert_err(stage_close(stage), OK);
	ck_assert_err(store_now(m.w.store, &in.arrival.after), OK);
	in.arrival.bytes = 7;
	in.stage = stage;
	/* a token comes in while it waits for its commit */
	times_carried(&m, 20 * SECOND, 0);
	stamp(19 * SECOND);
	ck_assert_err(act_submit(m.w.store, &in, &out, NULL), OK);
	stage_drop(&stage);
	stamp(30 * SECOND);
	s = times_tick(&m, &out.submission);
	ck_assert_int_eq(s.bounds.after.us, DEADLINE - 2 * SECOND - SECOND / 2);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME_DOUBT);
	times_close(&m);
}
END_TEST

START_TEST(many_wait_and_a_token_serves_them_in_batches)
{
	char bytes[32];

	times_open(&m, unit_doubt);
	for (unsigned i = 0; i < 150; i++) {
		times_carried(&m, -3 * SECOND, 0);
		(void)snprintf(bytes, sizeof bytes, "document %u", i);
		(void)upload(bytes);
	}
	/* one row says from where on they are */
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 1);
	stamp(-SECOND);
	ck_assert_err(act_tick(m.w.store), OK);
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 0);
	ck_assert(world_rejudge(&m.w, "D01"));
	times_close(&m);
}
END_TEST

static void
lies_between(const struct submission *s, int64_t after, int64_t before)
{
	struct submission is = world_submission(&m.w, s->id);

	ck_assert_int_eq(is.bounds.after.us,
	    after == 0 ? 0 : DEADLINE + after - SECOND / 2);
	ck_assert_int_eq(is.bounds.before.us,
	    before == 0 ? 0 : DEADLINE + before + SECOND / 2);
}

START_TEST(each_lies_between_its_own_two_tokens)
{
	struct submission s[5];

	times_open(&m, unit_doubt);
	times_carried(&m, -50 * MINUTE, 0);
	s[0] = upload("before any token");
	s[1] = upload("likewise");
	stamp(-40 * MINUTE);
	s[2] = upload("between two");
	times_fit(&m, -35 * MINUTE);
	s[3] = upload("by a fit clock");
	times_carried(&m, -34 * MINUTE, 0);
	ck_assert_err(act_tick(m.w.store), OK);
	lies_between(&s[0], 0, -40 * MINUTE);
	lies_between(&s[1], 0, -40 * MINUTE);
	lies_between(&s[2], 0, 0);
	stamp(-30 * MINUTE);
	s[4] = upload("behind two");
	ck_assert_err(act_tick(m.w.store), OK);
	lies_between(&s[2], -40 * MINUTE, -30 * MINUTE);
	lies_between(&s[3], 0, 0);
	lies_between(&s[4], 0, 0);
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 1);
	stamp(-20 * MINUTE);
	ck_assert_err(act_tick(m.w.store), OK);
	lies_between(&s[4], -30 * MINUTE, -20 * MINUTE);
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 0);
	times_close(&m);
}
END_TEST

/* A row for each, as an older program left it. */
static enum err
as_before(struct txn *t, void *arg)
{
	const struct submission *s = arg;
	struct unfit onward = { .what = UNFIT_ONWARD, .entry = s->entry },
		     one = { .what = UNFIT_ONE,
			     .entry = s->entry,
			     .id = s->id };

	ck_assert(unfit_drop(t, &onward));
	unfit_put(t, &one);
	return t->err;
}

START_TEST(one_that_an_older_program_noted_gets_its_times)
{
	struct submission s;

	times_open(&m, unit_doubt);
	times_carried(&m, -50 * MINUTE, 0);
	s = upload("noted by itself");
	ck_assert_err(env_change(m.w.store->env, as_before, &s, 1), OK);
	stamp(-40 * MINUTE);
	ck_assert_err(act_tick(m.w.store), OK);
	lies_between(&s, 0, -40 * MINUTE);
	ck_assert_uint_eq(world_rows(&m.w, T_UNFIT), 0);
	times_close(&m);
}
END_TEST

/* ---- rulings ---- */

static struct fault why;

static enum err
rule(struct submission *s, enum verdict verdict, enum role role)
{
	struct who who = world_who(role, role == ROLE_UNIT ? "D01" : "");
	struct mandate mandate = world_mandate();

	why = (struct fault){ 0 };
	return act_rule_time(m.w.store, &who, s->id, verdict, &mandate, s,
	    &why);
}

static struct submission
one_in_doubt(void)
{
	struct submission s;

	times_open(&m, unit_doubt);
	stamp(-20 * MINUTE);
	times_alone(&m, -10 * MINUTE, -30 * MINUTE);
	s = upload("the clock says: well in time");
	(void)world_settle(&m.w);
	stamp(10 * MINUTE);
	return times_tick(&m, &s);
}

START_TEST(a_person_rules_where_outside_times_leave_a_doubt)
{
	struct submission s = one_in_doubt();
	struct mandated kept;
	struct txn t;

	times_fit(&m, 20 * MINUTE);
	ck_assert_err(rule(&s, VERDICT_LATE, ROLE_COUNCIL), OK);
	ck_assert_int_eq(world_newest(&m.w), ENTRY_RULING);
	ck_assert(world_newest_says(&m.w, "was", "on-time-in-doubt"));
	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	ck_assert_int_eq(s.status, SUBMISSION_LATE);
	txn_read(&t, m.w.store->env);
	ck_assert(mandates_get(&t, s.ruling.entry, &kept));
	ck_assert_str_eq(kept.mandate.number, "12/QĐ-UBND");
	ck_assert_err(txn_end(&t), OK);
	ck_assert_uint_gt(world_settle(&m.w), 0);
	/* twice it would be the same; another one may correct it */
	ck_assert_err(rule(&s, VERDICT_LATE, ROLE_OPERATOR), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "already"));
	ck_assert_err(rule(&s, VERDICT_ON_TIME, ROLE_OPERATOR), OK);
	ck_assert_int_eq(s.status, SUBMISSION_ACCEPTED);
	ck_assert_int_eq(world_submission(&m.w, s.id).verdict, VERDICT_ON_TIME);
	times_close(&m);
}
END_TEST

START_TEST(only_council_and_operator_rule_and_only_on_what_is_open)
{
	struct submission s = one_in_doubt(), sure;
	struct mandate none = { .number = "" };
	struct who council = world_who(ROLE_COUNCIL, "");
	struct digest before;

	times_fit(&m, -5 * MINUTE);
	sure = world_upload(&m.w, "D01", "1.1.2", "by a fit clock");
	before = world_dump(&m.w, 0);
	for (enum role role = 0; role < ROLES; role++)
		if (role != ROLE_COUNCIL && role != ROLE_OPERATOR)
			ck_assert_int_ne(rule(&s, VERDICT_LATE, role), OK);
	for (enum verdict v = 0; v < VERDICTS; v++)
		if (v != VERDICT_ON_TIME && v != VERDICT_LATE)
			ck_assert_err(rule(&s, v, ROLE_COUNCIL), ERR_RANGE);
	ck_assert_err(act_rule_time(m.w.store, &council, s.id, VERDICT_LATE,
			  &none, &s, &why),
	    ERR_MISSING_FIELD);
	ck_assert_err(rule(&sure, VERDICT_LATE, ROLE_COUNCIL), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "beyond doubt"));
	s.id.b[15] ^= 1;
	ck_assert_err(rule(&s, VERDICT_LATE, ROLE_COUNCIL), ERR_NOT_FOUND);
	ck_assert_dump(&m.w, before);
	world_close(&m.w);
}
END_TEST

START_TEST(outside_time_that_comes_later_overrules_a_ruling)
{
	struct submission s;

	times_open(&m, unit_doubt);
	times_alone(&m, -10 * MINUTE, 60 * MINUTE);
	s = upload("no fit reading, and no token yet");
	(void)world_settle(&m.w);
	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	ck_assert_err(rule(&s, VERDICT_ON_TIME, ROLE_COUNCIL), OK);
	ck_assert_err(rule(&s, VERDICT_LATE, ROLE_COUNCIL), OK);
	stamp(-MINUTE);
	/* its new verdict comes first */
	ck_assert_err(rule(&s, VERDICT_ON_TIME, ROLE_COUNCIL), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "under way"));
	s = times_tick(&m, &s);
	ck_assert_int_eq(world_newest(&m.w), ENTRY_BOUNDED);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	ck_assert_err(rule(&s, VERDICT_LATE, ROLE_COUNCIL), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "beyond doubt"));
	times_close(&m);
}
END_TEST

START_TEST(a_ruling_is_about_one_version_of_the_window)
{
	struct submission s = one_in_doubt();

	times_fit(&m, 20 * MINUTE);
	ck_assert_err(rule(&s, VERDICT_LATE, ROLE_COUNCIL), OK);
	ck_assert_err(world_amend(&m.w,
			  WORLD_PATCHES(ROWS,
			      EVIDENCE("2023-01-13T00:00:00+07:00")),
			  NULL),
	    OK);
	ck_assert(world_rejudge(&m.w, "D01"));
	ck_assert_int_eq(world_submission(&m.w, s.id).verdict, VERDICT_ON_TIME);
	times_close(&m);
}
END_TEST

struct found {
	unsigned open, ruled;
};

static void
count_ruling(void *self, const struct submission *s, bool open)
{
	struct found *f = self;

	(void)s;
	f->open += open;
	f->ruled += !open;
}

START_TEST(what_is_open_for_a_ruling_is_listed)
{
	struct submission s = one_in_doubt();
	struct who council = world_who(ROLE_COUNCIL, "");
	struct who unit = world_unit("D01");
	struct found f = { 0 };

	ck_assert_err(look_rulings(m.w.store, &council, m.w.period,
			  count_ruling, &f, &why),
	    OK);
	ck_assert_uint_eq(f.open, 1);
	ck_assert_uint_eq(f.ruled, 0);
	ck_assert_err(rule(&s, VERDICT_ON_TIME, ROLE_COUNCIL), OK);
	f = (struct found){ 0 };
	ck_assert_err(look_rulings(m.w.store, &council, m.w.period,
			  count_ruling, &f, &why),
	    OK);
	ck_assert_uint_eq(f.open, 0);
	ck_assert_uint_eq(f.ruled, 1);
	ck_assert_err(look_rulings(m.w.store, &unit, m.w.period, count_ruling,
			  &f, &why),
	    ERR_FORBIDDEN);
	world_close(&m.w);
}
END_TEST

/* ---- windows ---- */

START_TEST(a_moved_deadline_and_outside_times_go_together)
{
	struct submission s;

	times_open(&m, unit_doubt);
	stamp(-20 * MINUTE);
	times_alone(&m, -10 * MINUTE, 60 * MINUTE);
	s = upload("the clock says an hour later");
	stamp(10 * MINUTE);
	s = times_tick(&m, &s);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME_DOUBT);
	/* a new deadline, behind the later outside time */
	times_fit(&m, 20 * MINUTE);
	ck_assert_err(world_amend(&m.w,
			  WORLD_PATCHES(ROWS,
			      EVIDENCE("2023-01-13T00:00:00+07:00")),
			  NULL),
	    OK);
	ck_assert(world_rejudge(&m.w, "D01"));
	ck_assert_int_eq(world_newest(&m.w), ENTRY_BOUNDED);
	s = world_submission(&m.w, s.id);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	ck_assert_uint_eq(s.window_version, 2);
	times_close(&m);
}
END_TEST

START_TEST(a_clock_nobody_vouches_for_closes_no_window_but_by_outside_time)
{
	times_open(&m, unit_doubt);
	times_alone(&m, -60 * MINUTE, 24 * 60 * MINUTE);
	ck_assert_err(act_tick(m.w.store), OK);
	ck_assert_int_ne(world_newest(&m.w), ENTRY_CLOSED);
	stamp(5 * MINUTE);
	ck_assert_err(act_tick(m.w.store), OK);
	ck_assert_int_eq(world_newest(&m.w), ENTRY_CLOSED);
	times_close(&m);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		late_by_a_clock_nobody_vouches_for_is_on_time_by_outside_time,
		a_doubt_becomes_late_or_on_time_by_what_lies_around_it,
		a_strict_doubt_becomes_on_time,
		no_fit_reading_leaves_the_outside_times_alone_and_a_doubt,
		a_clock_nobody_vouches_for_takes_in_what_would_be_refused,
		a_fit_clock_leaves_no_row_and_takes_no_outside_time,
		outside_times_that_leave_nothing_change_nothing,
		the_first_token_over_it_counts_and_the_last_before_it,
		our_own_queue_makes_nobody_late,
		many_wait_and_a_token_serves_them_in_batches,
		each_lies_between_its_own_two_tokens,
		one_that_an_older_program_noted_gets_its_times,
		a_person_rules_where_outside_times_leave_a_doubt,
		only_council_and_operator_rule_and_only_on_what_is_open,
		outside_time_that_comes_later_overrules_a_ruling,
		a_ruling_is_about_one_version_of_the_window,
		what_is_open_for_a_ruling_is_listed,
		a_moved_deadline_and_outside_times_go_together,
		a_clock_nobody_vouches_for_closes_no_window_but_by_outside_time,
		NULL,
	};

	return suite_run("bound", tests);
}
