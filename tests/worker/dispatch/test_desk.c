/* Desk and workers over real sockets, between real processes. */
#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/kit/folder.h"
#include "tests/kit/suite.h"
#include "worker/bus/ring.h"
#include "worker/dispatch/desk.h"
#include "worker/run/shift.h"

#define JOBS 600
#define SECOND INT64_C(1000000)
#define BACK (1000 * SECOND) /* how far a test sets its clock back */

/* An outbox of numbered units; what a worker did comes back over a pipe. */
struct outbox {
	struct job rows[JOBS];
	bool done[JOBS];
	unsigned n, left, twice, failures;
	int from; /* finished unit numbers */
	struct job list[JOBS];
};

static void
collect(struct outbox *o)
{
	uint32_t unit;

	while (read(o->from, &unit, sizeof unit) == (ssize_t)sizeof unit) {
		ck_assert_uint_lt(unit, o->n);
		o->twice += o->done[unit];
		o->left -= !o->done[unit];
		o->done[unit] = true;
	}
}

static enum err
due(void *self, const struct job **list, size_t *n)
{
	struct outbox *o = self;

	collect(o);
	*n = 0;
	for (unsigned i = 0; i < o->n; i++)
		if (!o->done[i])
			o->list[(*n)++] = o->rows[i];
	*list = o->list;
	return OK;
}

static enum err
failed(void *self, const struct job *job, const char *reason)
{
	struct outbox *o = self;

	o->rows[atoi(job->unit.text + 1)].failures++;
	o->failures++;
	ck_assert_int_gt(strlen(reason), 0);
	return OK;
}

/* What a worker of this test is. */
struct hand_of {
	int to;            /* where it says what it did */
	unsigned stops_at; /* hangs on this job, counted from 1; 0 never */
	unsigned fails_at;
	bool second; /* begins only when let_second_begin has been called */
	unsigned n;
};

static enum err
work(void *self, const struct job *job, struct fault *why)
{
	struct hand_of *h = self;
	uint32_t unit = (uint32_t)atoi(job->unit.text + 1);

	if (++h->n == h->stops_at)
		for (;;)
			(void)pause();
	if (h->n == h->fails_at)
		return fault_set(why, ERR_IO, "", "The disk\nis broken.");
	ck_assert_int_eq(write(h->to, &unit, sizeof unit), sizeof unit);
	return OK;
}

/* Everything of one test: workers are started before the context is made. */
static struct folder folder;
static struct outbox box;
static int to_parent;
static int starter[2]; /* the second worker waits for a byte from it */
static struct bus *bus;
static struct desk *desk;
static int64_t ahead; /* how far the test's clock is ahead */

static int64_t
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec / 1000 + ahead;
}

static void
setup(void)
{
	int ends[2];

	folder = folder_make();
	ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
	ck_assert_int_eq(pipe2(starter, O_CLOEXEC), 0);
	ck_assert_int_eq(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	box = (struct outbox){ .from = ends[0] };
	to_parent = ends[1];
	ahead = BACK; /* a machine just started is not that old */
}

static void
teardown(void)
{
	desk_close(&desk);
	bus_close(&bus);
	(void)close(box.from);
	(void)close(to_parent);
	(void)close(starter[0]);
	(void)close(starter[1]);
	folder_remove(&folder);
}

static pid_t
worker(const char *name, struct hand_of as)
{
	char address[BUS_ADDRESS];
	struct shift_work job = { work, &as };
	struct shift *shift;
	struct bus *own;
	uint8_t begun;
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (pid != 0)
		return pid;
	as.to = to_parent;
	if (as.second && read(starter[0], &begun, 1) != 1)
		_exit(1);
	bus_address(folder.path, BUS_JOBS, address);
	if (bus_open(&own, NULL) != OK ||
	    shift_open(&shift, own, address, name, job, NULL) != OK)
		_exit(1);
	for (;;)
		(void)shift_turn(shift, -1);
}

/* Lets the first worker be the one that holds the first job. */
static void
let_second_begin(void)
{
	ck_assert_int_eq(write(starter[1], "", 1), 1);
}

static void
end(pid_t pid)
{
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
}

static void
open_desk(unsigned jobs)
{
	struct desk_rows rows = { due, failed, &box };
	struct fault why = { .err = OK };

	box.n = box.left = jobs;
	for (unsigned i = 0; i < jobs; i++) {
		box.rows[i].period = (struct period_id){ "2022" };
		(void)snprintf(box.rows[i].unit.text,
		    sizeof box.rows[i].unit.text, "u%03u", i);
	}
	if (bus == NULL)
		ck_assert_err(bus_open(&bus, NULL), OK);
	ck_assert_msg(desk_open(&desk, bus, folder.path, rows, (uint64_t)now(),
			  &why) == OK,
	    "%s", why.detail);
}

/* Turns until `held` jobs are held and the rest is done. */
static void
turn_until(unsigned left, unsigned held)
{
	for (;;) {
		(void)desk_turn(desk, now());
		collect(&box);
		if (box.left == left && desk_counts(desk, now()).held == held)
			return;
		(void)desk_wait(desk, -1, now(), now() + SECOND / 20);
	}
}

START_TEST(workers_do_600_jobs_once_each)
{
	pid_t a = worker("a", (struct hand_of){ 0 });
	pid_t b = worker("b", (struct hand_of){ 0 });

	open_desk(JOBS);
	turn_until(0, 0);
	ck_assert_uint_eq(box.twice, 0);
	ck_assert_uint_eq(box.failures, 0);
	end(a);
	end(b);
}
END_TEST

START_TEST(none_of_600_jobs_is_lost_when_one_of_two_workers_is_killed)
{
	pid_t a = worker("a", (struct hand_of){ .stops_at = 20 });
	pid_t b = worker("b", (struct hand_of){ .second = true });

	open_desk(JOBS);
	turn_until(JOBS - 19, 1);
	let_second_begin();
	turn_until(1, 1);
	end(a);
	desk_worker_ended(desk, (uint64_t)a);
	(void)desk_turn(desk, now());
	ck_assert_uint_eq(box.failures, 1);
	ahead += SECOND; /* its back-off */
	turn_until(0, 0);
	ck_assert_uint_eq(box.twice, 0);
	end(b);
}
END_TEST

START_TEST(a_lease_that_ends_brings_the_job_to_another_worker)
{
	pid_t a = worker("a", (struct hand_of){ .stops_at = 1 });
	pid_t b = worker("b", (struct hand_of){ .second = true });

	open_desk(8);
	turn_until(8, 1);
	let_second_begin();
	turn_until(1, 1);
	end(a); /* and nobody is told */
	ahead += job_policies[JOB_SCORE_UNIT].lease_seconds * SECOND;
	(void)desk_turn(desk, now());
	ck_assert_uint_eq(box.failures, 1);
	ahead += SECOND;
	turn_until(0, 0);
	ck_assert_uint_eq(box.twice, 0);
	end(b);
}
END_TEST

START_TEST(a_failure_is_kept_and_the_job_comes_again)
{
	pid_t a = worker("a", (struct hand_of){ .fails_at = 1 });

	open_desk(1);
	while (box.failures == 0) {
		(void)desk_turn(desk, now());
		(void)desk_wait(desk, -1, now(), now() + SECOND / 20);
	}
	ahead += SECOND;
	turn_until(0, 0);
	ck_assert_uint_eq(box.failures, 1);
	end(a);
}
END_TEST

START_TEST(workers_find_a_dispatcher_that_restarted)
{
	pid_t a = worker("a", (struct hand_of){ 0 });

	open_desk(3);
	turn_until(0, 0);
	desk_close(&desk);
	memset(box.done, 0, sizeof box.done);
	open_desk(5);
	turn_until(0, 0);
	end(a);
}
END_TEST

START_TEST(a_bell_makes_the_desk_look_before_its_next_scan)
{
	pid_t a = worker("a", (struct hand_of){ 0 });
	char address[BUS_ADDRESS];
	struct bell *bell;

	open_desk(2);
	box.done[1] = true;
	box.left = 1;
	turn_until(0, 0);
	ahead -= BACK; /* no scan will come of itself */
	box.done[1] = false;
	box.left = 1;
	bus_address(folder.path, BUS_BELL, address);
	ck_assert_err(bell_open(&bell, bus, address, NULL), OK);
	bell_ring(bell);
	turn_until(0, 0);
	bell_close(&bell);
	end(a);
}
END_TEST

/* As a commit that comes while the bell rests. */
START_TEST(a_desk_that_heard_a_bell_looks_once_more)
{
	pid_t a = worker("a", (struct hand_of){ 0 });
	char address[BUS_ADDRESS];
	struct bell *bell;

	open_desk(2);
	box.done[1] = true;
	box.left = 1;
	turn_until(0, 0);
	ahead -= BACK; /* no scan will come of itself */
	bus_address(folder.path, BUS_BELL, address);
	ck_assert_err(bell_open(&bell, bus, address, NULL), OK);
	while (desk_turn(desk, now()))
		; /* what the job's end had to tell */
	bell_ring(bell);
	while (!desk_turn(desk, now()))
		(void)desk_wait(desk, -1, now(), now() + SECOND / 20);
	box.done[1] = false;
	box.left = 1;
	turn_until(0, 0);
	bell_close(&bell);
	end(a);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("desk");
	TCase *t = tcase_create("processes");
	SRunner *r = srunner_create(s);
	int n;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, workers_do_600_jobs_once_each);
	tcase_add_test(t,
	    none_of_600_jobs_is_lost_when_one_of_two_workers_is_killed);
	tcase_add_test(t, a_lease_that_ends_brings_the_job_to_another_worker);
	tcase_add_test(t, a_failure_is_kept_and_the_job_comes_again);
	tcase_add_test(t, workers_find_a_dispatcher_that_restarted);
	tcase_add_test(t, a_bell_makes_the_desk_look_before_its_next_scan);
	tcase_add_test(t, a_desk_that_heard_a_bell_looks_once_more);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	n = srunner_ntests_failed(r);
	srunner_free(r);
	return n != 0;
}
