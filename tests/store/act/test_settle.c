/*
 * test_settle.c - the score job's one act: twice is once, in any order, and
 * no more often than it must.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/db/walk.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;

/* What depends on the order in which things happened. */
#define HISTORY                                                                \
	(WORLD_BIT(T_ENTRIES) | WORLD_BIT(T_NODES) |                           \
	    WORLD_BIT(T_CHECKPOINTS) | WORLD_BIT(T_HEAD) | WORLD_BIT(T_FEED))

static struct job
job_of(const char *unit)
{
	struct job job = { .kind = JOB_SCORE_UNIT,
		.period = w.period,
		.unit = unit_named(unit) };

	ck_assert_err(look_job(w.store, &job), OK);
	return job;
}

static void
count_one(void *self, const struct plan *plan, unsigned unit)
{
	unsigned *n = self;

	(void)plan;
	(void)unit;
	++*n;
}

static unsigned
differing(void)
{
	unsigned n = 0;

	ck_assert_err(look_recompute(w.store, w.period, count_one, &n), OK);
	return n;
}

START_TEST(settling_twice_changes_nothing)
{
	struct check check = { .accepted = true };
	struct settled out;
	struct digest before;
	struct job job;

	world_open(&w);
	world_earn(&w, "D01");
	job = job_of("D01");
	check.id = world_upload(&w, "D01", "1.1.1", "x").id;
	job = job_of("D01");
	ck_assert_err(act_settle_unit(w.store, &job, &check, 1, &out), OK);
	ck_assert(out.changed);
	ck_assert(!out.done); /* world_earn's own document is unchecked */
	ck_assert(world_settle_unit(&w, "D01", &out));
	ck_assert(out.done);
	before = world_dump(&w, 0);
	ck_assert_err(act_settle_unit(w.store, &job, &check, 1, &out), OK);
	ck_assert(!out.changed);
	ck_assert(!out.done); /* there was no row to settle */
	ck_assert_dump(&w, before);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_job_stays_due_when_more_was_asked_meanwhile)
{
	struct settled out;
	struct job seen;

	world_open(&w);
	(void)world_settle(&w);
	(void)world_upload(&w, "D01", "1.1.1", "x");
	seen = job_of("D01");
	(void)world_upload(&w, "D01", "1.1.2", "y");
	ck_assert_err(act_settle_unit(w.store, &seen, NULL, 0, &out), OK);
	ck_assert(!out.done);
	ck_assert_uint_eq(job_of("D01").wanted, seen.wanted + 1);
	ck_assert(world_settle_unit(&w, "D01", &out));
	ck_assert(out.done);
	ck_assert(!world_settle_unit(&w, "D01", &out));
	world_close(&w);
}
END_TEST

START_TEST(a_job_stays_due_while_documents_are_unchecked)
{
	struct settled out;
	struct job seen;

	world_open(&w);
	(void)world_upload(&w, "D01", "1.1.1", "x");
	seen = job_of("D01");
	ck_assert_err(act_settle_unit(w.store, &seen, NULL, 0, &out), OK);
	ck_assert(!out.done);
	ck_assert(world_settle_unit(&w, "D01", &out));
	ck_assert(out.done);
	world_close(&w);
}
END_TEST

START_TEST(before_after_and_without_a_document_points_differ_as_the_rule_says)
{
	struct who d01 = world_unit("D01");
	struct submission s, taken;

	world_open(&w);
	ck_assert_err(world_score(&w, &d01, "D01", "1.1.2", COLUMN_SELF,
			  "{'a':10,'b':10}", 0, NULL),
	    OK);
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 0);
	s = world_upload(&w, "D01", "1.1.2", "x");
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 2000000);
	ck_assert_uint_eq(differing(), 0);
	ck_assert_err(act_withdraw(w.store, &d01, s.id, "wrong", &taken, NULL),
	    OK);
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 0);
	ck_assert_uint_eq(differing(), 0);
	world_close(&w);
}
END_TEST

START_TEST(a_rejected_document_does_not_count_and_says_why)
{
	struct check check = { .reason = ERR_DISGUISED,
		.detail = "The bytes are HTML." };
	struct submission s;
	struct settled out;
	struct job job;

	world_open(&w);
	world_earn(&w, "D01");
	(void)world_settle(&w);
	check.id = world_upload(&w, "D01", "1.1.1", "<html>").id;
	job = job_of("D01");
	ck_assert_err(act_settle_unit(w.store, &job, &check, 1, &out), OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_VERDICT);
	ck_assert(world_newest_says(&w, "document", "rejected"));
	ck_assert(world_newest_says(&w, "reason", "disguised"));
	s = world_submission(&w, check.id);
	ck_assert_int_eq(s.status, SUBMISSION_REJECTED);
	ck_assert_str_eq(s.reason, check.detail);
	world_verified(&w);
	/* the same bytes again are not "the same submission" */
	ck_assert_mem_ne(world_upload(&w, "D01", "1.1.1", "<html>").id.b,
	    check.id.b, sizeof check.id.b);
	world_close(&w);
}
END_TEST

START_TEST(a_check_of_another_units_document_is_refused)
{
	struct check check = { .accepted = true };
	struct settled out;
	struct digest before;
	struct job job;

	world_open(&w);
	check.id = world_upload(&w, "D02", "1.1.1", "x").id;
	job = job_of("D01");
	before = world_dump(&w, 0);
	ck_assert_err(act_settle_unit(w.store, &job, &check, 1, &out),
	    ERR_CONFLICT);
	check.id.b[15] ^= 1;
	ck_assert_err(act_settle_unit(w.store, &job, &check, 1, &out),
	    ERR_BROKEN);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

START_TEST(a_job_of_an_unknown_unit_or_period_fails)
{
	struct settled out;
	struct job job;

	world_open(&w);
	job = job_of("D01");
	job.unit = unit_named("D99");
	ck_assert_err(act_settle_unit(w.store, &job, NULL, 0, &out),
	    ERR_UNKNOWN_UNIT);
	job.period.text[0] = '3';
	ck_assert_err(act_settle_unit(w.store, &job, NULL, 0, &out),
	    ERR_UNKNOWN_PERIOD);
	world_close(&w);
}
END_TEST

START_TEST(a_thousand_uploads_are_sixteen_jobs)
{
	struct submission_id left;
	struct env_counts before;
	struct settled out;
	unsigned ran = 0;
	size_t n_left;
	char bytes[16];

	world_open(&w);
	(void)world_settle(&w);
	for (unsigned i = 0; i < 1000; i++) {
		(void)snprintf(bytes, sizeof bytes, "%u", i);
		(void)world_upload(&w, "D01", "1.1.1", bytes);
	}
	ck_assert_uint_eq(world_rows(&w, T_OUTBOX), 1);
	before = env_counts(w.store->env);
	while (world_settle_unit(&w, "D01", &out))
		ran++;
	ck_assert_uint_eq(ran, (1000 + CHECKS_MOST - 1) / CHECKS_MOST);
	ck_assert_uint_eq(env_counts(w.store->env).commits,
	    before.commits + ran);
	ck_assert_err(look_unchecked(w.store, (struct period_id){ "2022" },
			  (struct unit_id){ "D01" }, &left, 1, &n_left),
	    OK);
	ck_assert_uint_eq(n_left, 0);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_recompute_that_changes_nothing_writes_nothing_but_its_settlement)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct digest before;

	world_open(&w);
	world_earn(&w, "D01");
	(void)world_settle(&w);
	before = world_dump(&w, 0);
	ck_assert_err(act_rescore(w.store, &operator, w.period), OK);
	ck_assert_uint_eq(world_settle(&w), 30);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

/* Drops results and ranks, as if no job had ever run. */
static enum err
forget(struct txn *t, void *arg)
{
	struct walk walk;

	(void)arg;
	for (walk_start(&walk, t, T_RESULTS, SLICE_NONE); walk_on(&walk);)
		walk_drop(&walk);
	walk_end(&walk);
	for (walk_start(&walk, t, T_RANKS, SLICE_NONE); walk_on(&walk);)
		walk_drop(&walk);
	walk_end(&walk);
	return t->err;
}

/* Settles all due jobs in an order drawn from `seed`. */
static void
settle_shuffled(unsigned seed)
{
	struct job list[64];
	struct settled out;
	size_t n, at;

	for (;;) {
		ck_assert_err(look_due_jobs(w.store, list, 64, &n), OK);
		if (n == 0)
			break;
		at = (size_t)rand_r(&seed) % n;
		ck_assert(world_settle_unit(&w, list[at].unit.text, &out));
	}
}

START_TEST(jobs_in_any_order_give_the_same_bytes)
{
	static const char *const units[] = { "D01", "D05", "D18", "H03",
		"H11" };
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct forms_entered entered;
	struct digest first = { { 0 } }, is;

	world_open(&w);
	for (unsigned i = 0; i < 5; i++)
		world_earn(&w, units[i]);
	ck_assert_err(world_forms(&w, "org-department",
			  "[{'number':'1','group':'hdnd','units':{"
			  "'D01':{'q1':1},'D02':{'q1':2}}}]",
			  &entered, NULL),
	    OK);
	(void)world_settle(&w);
	for (unsigned seed = 0; seed < 5; seed++) {
		ck_assert_err(env_change(w.store->env, forget, NULL, 0), OK);
		ck_assert_err(act_rescore(w.store, &operator, w.period), OK);
		settle_shuffled(seed);
		is = world_dump(&w, HISTORY);
		if (seed == 0)
			first = is;
		ck_assert(digest_eq(first, is));
		ck_assert_uint_eq(differing(), 0);
	}
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		settling_twice_changes_nothing,
		a_job_stays_due_when_more_was_asked_meanwhile,
		a_job_stays_due_while_documents_are_unchecked,
		before_after_and_without_a_document_points_differ_as_the_rule_says,
		a_rejected_document_does_not_count_and_says_why,
		a_check_of_another_units_document_is_refused,
		a_job_of_an_unknown_unit_or_period_fails,
		a_thousand_uploads_are_sixteen_jobs,
		a_recompute_that_changes_nothing_writes_nothing_but_its_settlement,
		jobs_in_any_order_give_the_same_bytes,
		NULL,
	};

	return suite_run("settle", tests);
}
