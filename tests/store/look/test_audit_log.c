/*
 * test_audit_log.c - the auditor's report on the clock, the log and those who
 * run the place: for each kind of finding, what brings it and what nearly
 * does.
 */
#include <stdio.h>
#include <string.h>

#include "tests/kit/audit.h"
#include "tests/kit/suite.h"

static void
beat(struct world *w, struct reading clock)
{
	audit_put(w, ENTRY_HEARTBEAT, clock, "size 1\nfree 1\n", NULL);
}

static void
two_beats(struct world *w, const char *from, int64_t apart)
{
	beat(w, audit_fit(from, 0));
	beat(w, audit_fit(from, apart));
}

static void
a_calm_day(struct world *w)
{
	for (int i = 0; i < 4; i++)
		beat(w, audit_fit(MORNING, i * 60 * S));
}

/* Two beats a second apart, the second's wall clock `by` behind the first's. */
static void
two_beats_back(struct world *w, int64_t by)
{
	struct reading back = audit_fit(MORNING, -by);

	back.boottime_us += by + S;
	beat(w, audit_fit(MORNING, 0));
	beat(w, back);
}

static void
clock_goes_back(struct world *w)
{
	two_beats_back(w, 10 * S);
}

static void
clock_goes_back_within_its_error(struct world *w)
{
	two_beats_back(w, 1500);
}

/* It read the clock, and another was faster: no clock went back. */
static void
an_act_waits_for_its_turn(struct world *w)
{
	two_beats(w, MORNING, -10 * S);
}

/* It waited for a second, but its clock is ten behind. */
static void
clock_goes_back_while_an_act_waits(struct world *w)
{
	struct reading back = audit_fit(MORNING, -10 * S);

	back.boottime_us += 9 * S;
	beat(w, audit_fit(MORNING, 0));
	beat(w, back);
}

static void
clock_steps(struct world *w)
{
	struct reading stepped = audit_fit(MORNING, 70 * S);

	stepped.boottime_us -= 60 * S;
	beat(w, audit_fit(MORNING, 0));
	beat(w, stepped);
}

static void
machine_restarts(struct world *w)
{
	struct reading again = audit_fit(MORNING, 70 * S);

	again.boottime_us = 60 * S;
	again.boot_id[0] = 2;
	beat(w, audit_fit(MORNING, 0));
	beat(w, again);
}

static void
unfit(struct world *w, unsigned n, enum clock_status status)
{
	for (unsigned i = 0; i < n; i++) {
		struct reading r = audit_fit(MORNING, i * S);

		r.status = status;
		r.bound.us = 2 * S;
		beat(w, r);
	}
}

static void
clock_is_unfit(struct world *w)
{
	unfit(w, 3, CLOCK_UNFIT);
}

static void
clock_is_unfit_then_nobodys(struct world *w)
{
	unfit(w, 3, CLOCK_UNFIT);
	unfit(w, 2, CLOCK_UNSYNCHRONISED);
}

static void
silent_181_s(struct world *w)
{
	two_beats(w, MORNING, 181 * S);
}

static void
silent_179_s(struct world *w)
{
	two_beats(w, MORNING, 179 * S);
}

static void
silent_31_s_at_last(struct world *w)
{
	two_beats(w, LAST_HALF, 31 * S);
}

static void
silent_29_s_at_last(struct world *w)
{
	two_beats(w, LAST_HALF, 29 * S);
}

static void
silent_later(struct world *w)
{
	two_beats(w, MUCH_LATER, 3600 * S);
}

static void
outage_told(struct world *w)
{
	audit_put(w, ENTRY_OUTAGE, audit_fit(MORNING, 0),
	    "after 1\nfrom 1672100000000000\nuntil 1672100600000000\n", NULL);
}

static void
incident_told(struct world *w)
{
	audit_put(w, ENTRY_INCIDENT, audit_fit(MORNING, 0), "after 1\nby -5\n",
	    NULL);
}

static void
incident_told_later(struct world *w)
{
	audit_put(w, ENTRY_INCIDENT, audit_fit(MUCH_LATER, 0),
	    "after 1\nby -5\n", NULL);
}

static void
log_succeeded(struct world *w)
{
	audit_put(w, ENTRY_SUCCESSION, audit_fit(MUCH_LATER, 0),
	    "origin a\nstore real\nvkey b\nbefore c\nsize 1\n"
	    "root 00\nreason lost\n",
	    NULL);
}

/* ---- rules and operators ---- */

#define RULES(period)                                                          \
	"period " period "\nversion 2\nbundle 00\ndoubt unit\nlate mark\n"

static void
rules_again(struct world *w)
{
	audit_put(w, ENTRY_RULES, audit_fit(MORNING, 0), RULES("2022"), NULL);
}

static void
rules_of_another_period(struct world *w)
{
	audit_put(w, ENTRY_RULES, audit_fit(MORNING, 0), RULES("2023"), NULL);
}

static void
issue_token(struct world *w)
{
	struct who boss = world_who(ROLE_OPERATOR, "");
	struct buf secret = { 0 };
	struct token_id number;

	ck_assert_err(act_issue_token(w->store, &boss, ROLE_AUDITOR,
			  (struct unit_id){ "" }, "a", &number, &secret, NULL),
	    OK);
	buf_free(&secret);
}

static void
token_when_all_is_over(struct world *w)
{
	world_clock(w, MUCH_LATER);
	issue_token(w);
}

static void
clock_moved(struct world *w)
{
	world_clock(w, MORNING);
}

static void
clock_moved_later(struct world *w)
{
	world_clock(w, MUCH_LATER);
}

/* ---- after a lock ---- */

static void
score_at(struct world *w, const char *when)
{
	struct cell cell = { .period = w->period,
		.unit = unit_named("D01"),
		.leaf = leaf_named("1.1.2"),
		.column = COLUMN_ROUND1,
		.version = 1 };

	audit_put(w, ENTRY_SCORE, audit_fit(when, 0),
	    "period 2022\nunit 00\nleaf 1.1.2\ncolumn round1\nversion 1\n"
	    "inputs 00\nby 1\n",
	    &cell);
}

static void
score_in_time(struct world *w)
{
	score_at(w, "2023-01-11T08:00:00+07:00");
}

static void
score_too_late(struct world *w)
{
	score_at(w, MUCH_LATER);
}

static void
withdrawal_at(struct world *w, const char *when)
{
	struct submission s = world_upload(w, "D01", "1.1.2", "a");
	char id[UUID_TEXT], body[256];

	submission_id_text(s.id, id);
	(void)snprintf(body, sizeof body, "id %s\nabout 1\nreason 00\nby 1\n",
	    id);
	audit_put(w, ENTRY_WITHDRAWAL, audit_fit(when, 0), body, NULL);
}

static void
withdrawal_in_time(struct world *w)
{
	withdrawal_at(w, LAST_HALF);
}

static void
withdrawal_too_late(struct world *w)
{
	withdrawal_at(w, MUCH_LATER);
}

/* ---- the table ---- */

/* clang-format off */
static const struct audit_row rows[] = {
	{ a_calm_day, FINDING_CLOCK_BACK, 0 },
	{ clock_goes_back, FINDING_CLOCK_BACK, 1 },
	{ clock_goes_back_within_its_error, FINDING_CLOCK_BACK, 0 },
	{ an_act_waits_for_its_turn, FINDING_CLOCK_BACK, 0 },
	{ clock_goes_back_while_an_act_waits, FINDING_CLOCK_BACK, 1 },
	{ a_calm_day, FINDING_CLOCK_STEP, 0 },
	{ clock_steps, FINDING_CLOCK_STEP, 1 },
	{ machine_restarts, FINDING_CLOCK_STEP, 0 },
	{ a_calm_day, FINDING_CLOCK_UNFIT, 0 },
	{ clock_is_unfit, FINDING_CLOCK_UNFIT, 1 },
	{ clock_is_unfit_then_nobodys, FINDING_CLOCK_UNFIT, 2 },
	{ a_calm_day, FINDING_SILENCE, 0 },
	{ silent_181_s, FINDING_SILENCE, 1 },
	{ silent_179_s, FINDING_SILENCE, 0 },
	{ silent_31_s_at_last, FINDING_SILENCE, 1 },
	{ silent_29_s_at_last, FINDING_SILENCE, 0 },
	{ silent_later, FINDING_SILENCE, 0 },
	{ outage_told, FINDING_OUTAGE, 1 },
	{ incident_told, FINDING_OUTAGE, 0 },
	{ incident_told, FINDING_CLOCK_INCIDENT, 1 },
	{ incident_told_later, FINDING_CLOCK_INCIDENT, 0 },
	{ log_succeeded, FINDING_LOG_SUCCEEDED, 1 },
	{ a_calm_day, FINDING_LOG_SUCCEEDED, 0 },
	{ rules_again, FINDING_RULES_CHANGED, 1 },
	{ rules_of_another_period, FINDING_RULES_CHANGED, 0 },
	{ issue_token, FINDING_TOKEN, 1 },
	{ token_when_all_is_over, FINDING_TOKEN, 0 },
	{ clock_moved, FINDING_CLOCK_SET, 1 },
	{ clock_moved_later, FINDING_CLOCK_SET, 0 },
	{ score_in_time, FINDING_SCORE_AFTER_CLOSE, 0 },
	{ score_too_late, FINDING_SCORE_AFTER_CLOSE, 1 },
	{ withdrawal_in_time, FINDING_WITHDRAWN_AFTER_CLOSE, 0 },
	{ withdrawal_too_late, FINDING_WITHDRAWN_AFTER_CLOSE, 1 },
};
/* clang-format on */
#define ROWS (sizeof rows / sizeof *rows)

START_TEST(a_finding_is_there_with_its_cause_and_not_without)
{
	audit_row(&rows[_i]);
}
END_TEST

START_TEST(a_later_version_of_a_deadline_is_found)
{
	struct world w;
	static const char added[] =
	    "\"windows\": [{\"block\":\"department\",\"stage\":\"evidence\","
	    "\"version\":2,\"opens\":\"" WORLD_OPENS "\","
	    "\"on_time_until\":\"2023-01-10T12:00:00+07:00\","
	    "\"closes\":\"" WORLD_CLOSES "\"},";
	struct findings fs;

	world_open_with(&w, WORLD_PATCHES("\"windows\": [", added));
	fs = audit_of(&w);
	ck_assert_uint_eq(fs.count[FINDING_DEADLINE_CHANGED], 1);
	ck_assert_ptr_nonnull(strstr(fs.list[0].vi, "phiên bản 2"));
	findings_free(&fs);
	world_close(&w);
}
END_TEST

START_TEST(the_gravest_comes_first_and_one_noisy_kind_is_cut)
{
	struct world w;
	struct findings fs;

	world_open(&w);
	for (unsigned i = 0; i < FINDINGS_MOST + 5; i++)
		audit_put(&w, ENTRY_TOKEN, audit_fit(MORNING, i * S),
		    "token 1\nrole auditor\naction issued\n", NULL);
	clock_goes_back(&w);
	fs = audit_of(&w);
	ck_assert_int_eq(fs.list[0].code, FINDING_CLOCK_BACK);
	ck_assert_uint_eq(fs.count[FINDING_TOKEN], FINDINGS_MOST + 5);
	ck_assert_uint_eq(fs.kept[FINDING_TOKEN], FINDINGS_MOST);
	findings_free(&fs);
	world_close(&w);
}
END_TEST

START_TEST(a_unit_may_not_read_it_and_no_other_period_is_there)
{
	struct world w;
	struct who auditor = world_who(ROLE_AUDITOR, "");
	struct who unit = world_unit("D01");
	struct fault why = { 0 };
	struct findings fs;

	world_open(&w);
	ck_assert_err(look_audit(w.store, &unit, w.period, &fs, &why),
	    ERR_FORBIDDEN);
	ck_assert_err(look_audit(w.store, &auditor,
			  (struct period_id){ "2021" }, &fs, NULL),
	    ERR_UNKNOWN_PERIOD);
	world_close(&w);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("audit of the log");
	TCase *cases = tcase_create("audit of the log");
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 60);
	tcase_add_loop_test(cases,
	    a_finding_is_there_with_its_cause_and_not_without, 0, ROWS);
	tcase_add_test(cases, a_later_version_of_a_deadline_is_found);
	tcase_add_test(cases,
	    the_gravest_comes_first_and_one_noisy_kind_is_cut);
	tcase_add_test(cases,
	    a_unit_may_not_read_it_and_no_other_period_is_there);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
