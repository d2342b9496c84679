/*
 * test_jobs.c - failures, burials, retries, what the time brings, and two
 * processes that append at once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;

static struct job
job_of(const char *unit)
{
	struct job job = { .kind = JOB_SCORE_UNIT,
		.period = w.period,
		.unit = unit_named(unit) };

	ck_assert_err(look_job(w.store, &job), OK);
	return job;
}

static size_t
due(void)
{
	struct job list[64];
	size_t n;

	ck_assert_err(look_due_jobs(w.store, list, 64, &n), OK);
	return n;
}

START_TEST(a_job_that_fails_too_often_is_buried_with_its_reason)
{
	unsigned tries = job_policies[JOB_SCORE_UNIT].tries;
	struct job job;

	world_open(&w);
	job = job_of("D01");
	for (unsigned i = 1; i <= tries; i++) {
		ck_assert(!job_of("D01").buried);
		ck_assert_err(act_job_failed(w.store, &job, "probe died"), OK);
		ck_assert_uint_eq(job_of("D01").failures, i);
	}
	ck_assert(job_of("D01").buried);
	ck_assert_str_eq(job_of("D01").reason, "probe died");
	ck_assert_uint_eq(due(), 29);
	world_close(&w);
}
END_TEST

START_TEST(a_buried_job_is_dug_up_by_a_retry_or_by_a_new_upload)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct job job;

	world_open(&w);
	job = job_of("D01");
	ck_assert_err(act_job_bury(w.store, &operator, & job, "by hand"), OK);
	ck_assert_uint_eq(due(), 29);
	ck_assert_str_eq(job_of("D01").reason, "by hand");
	ck_assert_err(act_job_retry(w.store, &operator, & job), OK);
	ck_assert_uint_eq(due(), 30);
	ck_assert_uint_eq(job_of("D01").failures, 0);
	ck_assert_str_eq(job_of("D01").reason, "");
	ck_assert_err(act_job_bury(w.store, &operator, & job, "by hand"), OK);
	(void)world_upload(&w, "D01", "1.1.1", "x");
	ck_assert_uint_eq(due(), 30);
	world_close(&w);
}
END_TEST

START_TEST(a_failure_of_a_settled_job_is_nothing_and_its_retry_not_found)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct digest before;
	struct job job;

	world_open(&w);
	job = job_of("D01");
	(void)world_settle(&w);
	before = world_dump(&w, 0);
	ck_assert_err(act_job_failed(w.store, &job, "late news"), OK);
	ck_assert_err(act_job_retry(w.store, &operator, & job), ERR_NOT_FOUND);
	ck_assert_err(act_job_bury(w.store, &operator, & job, "no"),
	    ERR_NOT_FOUND);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

START_TEST(a_tick_asks_for_every_unit_once_when_a_window_ends)
{
	struct digest before;

	world_open(&w);
	ck_assert_err(act_tick(w.store), OK); /* windows are open */
	(void)world_settle(&w);
	before = world_dump(&w, 0);
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_dump(&w, before);
	world_clock(&w, WORLD_LAST);
	ck_assert_err(act_tick(w.store), OK);
	(void)world_settle(&w); /* reminders */
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_uint_eq(due(), 0);
	world_clock(&w, WORLD_UNTIL);
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_uint_eq(due(), 30);
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_uint_eq(job_of("D01").wanted, 1);
	(void)world_settle(&w);
	before = world_dump(&w, 0);
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_dump(&w, before);
	world_clock(&w, WORLD_CLOSES);
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_uint_eq(due(), 30);
	world_close(&w);
}
END_TEST

START_TEST(the_systems_own_leaf_is_scored_by_the_tick_that_closes_appraisal)
{
	world_open(&w);
	world_earn(&w, "D01");
	(void)world_settle(&w);
	ck_assert_int_eq(world_leaf(&w, "D01", "1.8.1").status, LEAF_WAITING);
	world_clock(&w, WORLD_CLOSES);
	ck_assert_err(act_tick(w.store), OK);
	(void)world_settle(&w);
	ck_assert_int_eq(world_leaf(&w, "D01", "1.8.1").status, LEAF_SCORED);
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_uint_eq(due(), 0);
	world_close(&w);
}
END_TEST

/* ---- two processes ---- */

#define EACH 40

/* In a child: opens the store, uploads EACH documents, and ends. */
static void
upload_many(char mark)
{
	char unit[] = "D01", bytes[16];

	world_reopen(&w);
	for (unsigned i = 0; i < EACH; i++) {
		unit[2] = (char)('1' + i % 9);
		(void)snprintf(bytes, sizeof bytes, "%c%u", mark, i);
		(void)world_upload(&w, unit, "1.1.1", bytes);
	}
	store_close(&w.store);
	_exit(0);
}

START_TEST(two_processes_keep_one_log)
{
	uint64_t before;
	pid_t child[2];
	int status;

	world_open(&w);
	before = world_log(&w);
	store_close(&w.store);
	for (unsigned i = 0; i < 2; i++) {
		child[i] = fork();
		ck_assert_int_ge(child[i], 0);
		if (child[i] == 0)
			upload_many(i == 0 ? 'a' : 'b');
	}
	for (unsigned i = 0; i < 2; i++) {
		ck_assert_int_eq(waitpid(child[i], &status, 0), child[i]);
		ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	world_reopen(&w);
	ck_assert_uint_eq(world_log(&w), before + 2 * EACH);
	ck_assert_uint_eq(world_rows(&w, T_SUBMISSIONS), 2 * EACH);
	world_verified(&w);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_job_that_fails_too_often_is_buried_with_its_reason,
		a_buried_job_is_dug_up_by_a_retry_or_by_a_new_upload,
		a_failure_of_a_settled_job_is_nothing_and_its_retry_not_found,
		a_tick_asks_for_every_unit_once_when_a_window_ends,
		the_systems_own_leaf_is_scored_by_the_tick_that_closes_appraisal,
		two_processes_keep_one_log,
		NULL,
	};

	return suite_run("jobs", tests);
}
