/* Who does which job, and when again. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/kit/suite.h"
#include "worker/dispatch/pump.h"

#define SECOND INT64_C(1000000)

static const struct worker_name anna = { "anna" }, binh = { "binh" };

static struct job
row(const char *unit)
{
	struct job j = { .kind = JOB_SCORE_UNIT, .period = { "2022" } };

	(void)snprintf(j.unit.text, sizeof j.unit.text, "%s", unit);
	return j;
}

static struct pump *
pump_with(unsigned n, const char *const *units)
{
	struct pump *p = pump_new(100);
	struct job rows[8];

	for (unsigned i = 0; i < n; i++)
		rows[i] = row(units[i]);
	ck_assert_err(pump_due(p, rows, n, 0), OK);
	return p;
}

#define PUMP_WITH(...)                                                         \
	pump_with(sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *),    \
	    (const char *[]){ __VA_ARGS__ })

static struct hand
handed(struct pump *p, int64_t now, const char *worker, const char *unit)
{
	struct hand h;

	ck_assert(pump_next(p, now, &h));
	ck_assert_str_eq(h.worker.text, worker);
	ck_assert_str_eq(h.job.unit.text, unit);
	return h;
}

static void
nothing(struct pump *p, int64_t now)
{
	struct hand h;

	ck_assert(!pump_next(p, now, &h));
}

static void
hello(struct pump *p, struct worker_name w, uint64_t seen, int64_t now)
{
	ck_assert_err(pump_hello(p, w, seen, now), OK);
}

START_TEST(a_worker_holds_one_job_and_a_job_one_worker)
{
	struct pump *p = PUMP_WITH("D01", "D02");

	nothing(p, 0);
	hello(p, anna, 0, 0);
	(void)handed(p, 0, "anna", "D01");
	nothing(p, 0);
	hello(p, binh, 0, 0);
	(void)handed(p, 0, "binh", "D02");
	nothing(p, 0);
	pump_free(&p);
	pump_free(&p);
}
END_TEST

START_TEST(a_row_listed_again_while_held_is_not_handed_out_twice)
{
	struct pump *p = PUMP_WITH("D01");
	struct job again = row("D01");
	struct hand h;

	hello(p, anna, 0, 0);
	hello(p, binh, 0, 0);
	h = handed(p, 0, "anna", "D01");
	again.wanted = 9;
	ck_assert_err(pump_due(p, &again, 1, 1), OK);
	nothing(p, 1);
	ck_assert(pump_done(p, anna, h.ticket, 2));
	nothing(p, 2);
	ck_assert_err(pump_due(p, &again, 1, 3), OK);
	h = handed(p, 2 + PUMP_REST_US, "binh", "D01");
	ck_assert_uint_eq(h.job.wanted, 9);
	pump_free(&p);
}
END_TEST

START_TEST(a_job_that_was_done_rests_and_others_go_before_it)
{
	struct pump *p = PUMP_WITH("D01");
	struct job rows[] = { row("D01"), row("D02") };
	struct hand h;

	hello(p, anna, 0, 0);
	h = handed(p, 0, "anna", "D01");
	ck_assert(pump_done(p, anna, h.ticket, 10));
	ck_assert_int_eq(pump_wake(p, 10), INT64_MAX); /* nothing is wanted */
	ck_assert_err(pump_due(p, rows, 2, 20), OK);
	h = handed(p, 20, "anna", "D02");
	ck_assert(pump_done(p, anna, h.ticket, 30));
	nothing(p, 9 + PUMP_REST_US);
	ck_assert_int_eq(pump_wake(p, 30), 10 + PUMP_REST_US);
	(void)handed(p, 10 + PUMP_REST_US, "anna", "D01");
	pump_free(&p);
}
END_TEST

/* Hands D01 out at `at`, when `wanted` is its counter, and has it done. */
static void
work_off(struct pump *p, uint64_t wanted, int64_t at)
{
	struct job again = row("D01");
	struct hand h;

	again.wanted = wanted;
	ck_assert_err(pump_due(p, &again, 1, at), OK);
	h = handed(p, at, "anna", "D01");
	ck_assert(pump_done(p, anna, h.ticket, at));
	ck_assert_err(pump_due(p, &again, 1, at), OK);
}

START_TEST(in_a_rush_a_job_rests_longer_and_no_longer_than_the_rush)
{
	struct pump *p = PUMP_WITH("D01");
	int64_t at = PUMP_RUSH_REST_US;

	hello(p, anna, 0, 0);
	work_off(p, 1, at);
	work_off(p, 1 + PUMP_RUSH, at += PUMP_REST_US);
	nothing(p, at - 1 + PUMP_REST_US);
	work_off(p, 2 + 2 * PUMP_RUSH, at += PUMP_REST_US); /* one more */
	nothing(p, at - 1 + PUMP_RUSH_REST_US);
	/* nothing came since, but not all was looked at */
	work_off(p, 2 + 2 * PUMP_RUSH, at += PUMP_RUSH_REST_US);
	nothing(p, at - 1 + PUMP_REST_US);
	work_off(p, 5, at += PUMP_REST_US); /* another row, after that one */
	nothing(p, at - 1 + PUMP_REST_US);
	(void)handed(p, at + PUMP_REST_US, "anna", "D01");
	pump_free(&p);
}
END_TEST

START_TEST(a_job_done_long_ago_is_forgotten_and_comes_back_at_once)
{
	struct pump *p = PUMP_WITH("D01");
	struct job again = row("D01");
	struct hand h;

	hello(p, anna, 0, 0);
	h = handed(p, 0, "anna", "D01");
	ck_assert(pump_done(p, anna, h.ticket, 10));
	ck_assert_uint_eq(pump_counts(p, 10).known, 0);
	ck_assert_err(pump_due(p, NULL, 0, 11 + PUMP_REST_US), OK);
	ck_assert_err(pump_due(p, &again, 1, 12 + PUMP_REST_US), OK);
	(void)handed(p, 12 + PUMP_REST_US, "anna", "D01");
	pump_free(&p);
}
END_TEST

START_TEST(the_job_due_longest_goes_first_to_the_worker_idle_longest)
{
	struct pump *p = PUMP_WITH("D05");
	struct job rows[] = { row("D01"), row("D05"), row("D09") };
	struct hand first;

	ck_assert_err(pump_due(p, rows, 3, 1), OK);
	hello(p, binh, 0, 1);
	hello(p, anna, 0, 2);
	hello(p, binh, 0, 3);
	first = handed(p, 4, "binh", "D05");
	(void)handed(p, 4, "anna", "D01");
	ck_assert(pump_done(p, binh, first.ticket, 5));
	ck_assert_err(pump_due(p, rows, 3, 6), OK);
	(void)handed(p, 6, "binh", "D09");
	nothing(p, 6);
	pump_free(&p);
}
END_TEST

START_TEST(a_job_held_longer_than_its_lease_is_lost_and_comes_back)
{
	struct pump *p = PUMP_WITH("D01");
	int64_t lease = job_policies[JOB_SCORE_UNIT].lease_seconds * SECOND;
	struct hand h;
	struct job lost;

	hello(p, anna, 0, 0);
	h = handed(p, 0, "anna", "D01");
	ck_assert_int_eq(pump_wake(p, 1), lease);
	ck_assert(!pump_lost(p, lease - 1, &lost));
	ck_assert(pump_lost(p, lease, &lost));
	ck_assert_str_eq(lost.unit.text, "D01");
	ck_assert(!pump_lost(p, lease, &lost));
	ck_assert(!pump_done(p, anna, h.ticket, lease));
	hello(p, binh, 0, lease);
	nothing(p, lease);
	(void)handed(p, lease + SECOND, "binh", "D01");
	pump_free(&p);
}
END_TEST

START_TEST(a_worker_that_ends_loses_its_job_at_once)
{
	struct pump *p = PUMP_WITH("D01");
	struct job lost;

	hello(p, anna, 0, 0);
	(void)handed(p, 0, "anna", "D01");
	pump_gone(p, binh);
	ck_assert(!pump_lost(p, 1, &lost));
	pump_gone(p, anna);
	ck_assert_int_eq(pump_wake(p, 1), 1);
	ck_assert(pump_lost(p, 1, &lost));
	ck_assert_uint_eq(pump_counts(p, 1).workers, 0);
	pump_free(&p);
}
END_TEST

START_TEST(a_hello_before_the_job_arrived_keeps_it_and_one_after_loses_it)
{
	struct pump *p = PUMP_WITH("D01");
	struct hand h;
	struct job lost;

	hello(p, anna, 0, 0);
	h = handed(p, 0, "anna", "D01");
	hello(p, anna, 0, 1);
	ck_assert(!pump_lost(p, 1, &lost));
	hello(p, anna, h.ticket, 2);
	ck_assert(pump_lost(p, 2, &lost));
	(void)handed(p, 2 + SECOND, "anna", "D01");
	pump_free(&p);
}
END_TEST

START_TEST(a_failed_job_waits_longer_each_time)
{
	struct pump *p = PUMP_WITH("D01");
	int64_t now = 0;

	for (unsigned n = 1; n <= 12; n++) {
		struct job failed;
		struct hand h;
		int64_t wait = job_backoff_seconds(n) * SECOND;

		hello(p, anna, 0, now);
		h = handed(p, now, "anna", "D01");
		ck_assert(pump_failed(p, anna, h.ticket, now, &failed));
		ck_assert_uint_eq(failed.failures, n - 1);
		ck_assert_int_eq(pump_wake(p, now), now + wait);
		nothing(p, now + wait - 1);
		now += wait;
	}
	pump_free(&p);
}
END_TEST

START_TEST(a_failing_job_does_not_hold_up_the_others)
{
	struct pump *p = PUMP_WITH("D01", "D02");
	struct hand h;

	hello(p, anna, 0, 0);
	h = handed(p, 0, "anna", "D01");
	ck_assert(pump_failed(p, anna, h.ticket, 0, NULL));
	h = handed(p, 0, "anna", "D02");
	ck_assert(pump_done(p, anna, h.ticket, SECOND));
	(void)handed(p, SECOND, "anna", "D01");
	pump_free(&p);
}
END_TEST

START_TEST(what_is_buried_or_no_longer_listed_is_not_handed_out)
{
	struct pump *p = PUMP_WITH("D01", "D02", "D03");
	struct job rows[] = { row("D01"), row("D03") };

	rows[0].buried = true;
	ck_assert_err(pump_due(p, rows, 2, 1), OK);
	hello(p, anna, 0, 1);
	hello(p, binh, 0, 1);
	(void)handed(p, 1, "anna", "D03");
	nothing(p, 1);
	ck_assert_err(pump_due(p, NULL, 0, 2), OK);
	ck_assert_uint_eq(pump_counts(p, 2).known, 1);
	ck_assert_uint_eq(pump_counts(p, 2).held, 1);
	pump_free(&p);
}
END_TEST

START_TEST(an_answer_with_the_wrong_ticket_or_worker_means_nothing)
{
	struct pump *p = PUMP_WITH("D01");
	struct hand h;

	hello(p, anna, 0, 0);
	hello(p, binh, 0, 0);
	h = handed(p, 0, "anna", "D01");
	ck_assert(!pump_done(p, binh, h.ticket, 1));
	ck_assert(!pump_done(p, anna, h.ticket + 1, 1));
	ck_assert(!pump_done(p, anna, 0, 1));
	ck_assert(!pump_done(p, binh, 0, 1));
	ck_assert(!pump_failed(p, binh, h.ticket, 1, NULL));
	ck_assert(pump_done(p, anna, h.ticket, 1));
	ck_assert(!pump_done(p, anna, h.ticket, 1));
	pump_free(&p);
}
END_TEST

START_TEST(a_worker_unheard_for_long_gets_nothing)
{
	struct pump *p = PUMP_WITH("D01");

	hello(p, anna, 0, 0);
	hello(p, binh, 0, SECOND);
	(void)handed(p, PUMP_SILENCE_US + SECOND, "binh", "D01");
	ck_assert_uint_eq(pump_counts(p, PUMP_SILENCE_US + SECOND).workers, 1);
	pump_free(&p);
}
END_TEST

START_TEST(a_job_that_could_not_be_sent_has_not_failed)
{
	struct pump *p = PUMP_WITH("D01");
	struct hand h;
	struct job lost;

	hello(p, anna, 0, 0);
	h = handed(p, 0, "anna", "D01");
	pump_unsent(p, &h);
	ck_assert(!pump_lost(p, 0, &lost));
	nothing(p, 0);
	hello(p, binh, 0, 0);
	ck_assert_uint_eq(handed(p, 0, "binh", "D01").job.failures, 0);
	pump_free(&p);
}
END_TEST

/*
 * 600 jobs, two workers, one of them dies with a job in hand after each 20th:
 * each job is done, and nobody ever holds two.
 */
START_TEST(none_of_600_jobs_is_lost_when_workers_die)
{
	static struct job rows[600];
	bool done[600] = { false };
	struct pump *p = pump_new(1);
	size_t left = 600, steps = 0;
	int64_t now = 0;

	for (size_t i = 0; i < 600; i++) {
		char unit[NAME_ROOM];

		(void)snprintf(unit, sizeof unit, "u%03zu", i);
		rows[i] = row(unit);
	}
	while (left > 0) {
		struct job due[600], lost;
		struct hand h;
		size_t n = 0;

		for (size_t i = 0; i < 600; i++)
			if (!done[i])
				due[n++] = rows[i];
		hello(p, anna, 0, now);
		hello(p, binh, 0, now);
		ck_assert_err(pump_due(p, due, n, now), OK);
		while (pump_next(p, now, &h)) {
			size_t at = (size_t)atoi(h.job.unit.text + 1);

			if (++steps % 20 == 0) {
				pump_gone(p, h.worker);
				continue;
			}
			ck_assert(!done[at]);
			done[at] = true;
			left--;
			ck_assert(pump_done(p, h.worker, h.ticket, now));
		}
		while (pump_lost(p, now, &lost))
			ck_assert(!done[atoi(lost.unit.text + 1)]);
		ck_assert_uint_lt(steps, 10000);
		now += SECOND;
	}
	pump_free(&p);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_worker_holds_one_job_and_a_job_one_worker,
		a_row_listed_again_while_held_is_not_handed_out_twice,
		a_job_that_was_done_rests_and_others_go_before_it,
		in_a_rush_a_job_rests_longer_and_no_longer_than_the_rush,
		a_job_done_long_ago_is_forgotten_and_comes_back_at_once,
		the_job_due_longest_goes_first_to_the_worker_idle_longest,
		a_job_held_longer_than_its_lease_is_lost_and_comes_back,
		a_worker_that_ends_loses_its_job_at_once,
		a_hello_before_the_job_arrived_keeps_it_and_one_after_loses_it,
		a_failed_job_waits_longer_each_time,
		a_failing_job_does_not_hold_up_the_others,
		what_is_buried_or_no_longer_listed_is_not_handed_out,
		an_answer_with_the_wrong_ticket_or_worker_means_nothing,
		a_worker_unheard_for_long_gets_nothing,
		a_job_that_could_not_be_sent_has_not_failed,
		none_of_600_jobs_is_lost_when_workers_die,
		NULL,
	};

	return suite_run("pump", tests);
}
