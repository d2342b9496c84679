/*
 * test_sight.c - secret documents that are seen in person and never kept.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/table/lives.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;

static struct sighting
sighting(void)
{
	struct sighting s = { .period = w.period,
		.unit = unit_named("D01"),
		.leaf = { leaf_named("1.1.2"), leaf_named("1.1.1") },
		.n_leaves = 2,
		.number = "12",
		.symbol = "BC-SNV",
		.person = "Nguyễn Văn A" };

	ck_assert_err(moment_read(slice_text(WORLD_OPENS), &s.seen), OK);
	return s;
}

static enum err
see(enum role role, struct sighting *s, struct fault *why)
{
	struct who who = world_who(role,
	    role == ROLE_UNIT || role == ROLE_LEADER ? "D01" : "");

	return act_see_document(w.store, &who, s, why);
}

START_TEST(a_document_seen_in_person_counts_as_evidence_for_all_its_leaves)
{
	struct who own = world_unit("D01");
	struct sighting s;

	world_open(&w);
	s = sighting();
	ck_assert_err(world_score(&w, &own, "D01", "1.1.2", COLUMN_SELF,
			  "{'a':10,'b':10}", 0, NULL),
	    OK);
	(void)world_settle(&w);
	ck_assert_int_eq(world_leaf(&w, "D01", "1.1.2").status,
	    LEAF_NO_EVIDENCE);
	ck_assert_err(see(ROLE_APPRAISER, &s, NULL), OK);
	ck_assert_uint_eq(s.n, 1);
	(void)world_settle(&w);
	ck_assert_int_eq(world_leaf(&w, "D01", "1.1.2").status, LEAF_SCORED);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 2000000);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(the_log_tells_that_it_was_seen_and_nothing_of_it)
{
	struct sighting s;
	struct slice bytes;
	struct txn t;

	world_open(&w);
	s = sighting();
	ck_assert_err(see(ROLE_APPRAISER, &s, NULL), OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_SIGHTING);
	ck_assert(world_newest_says(&w, "leaf", "1.1.2"));
	txn_read(&t, w.store->env);
	ck_assert(ledger_entry(w.store->ledger, &t, s.entry, &bytes));
	ck_assert_ptr_null(memmem(bytes.p, bytes.n, "BC-SNV", 6));
	ck_assert_ptr_null(memmem(bytes.p, bytes.n, "Nguy", 4));
	ck_assert_err(txn_end(&t), OK);
	ck_assert_uint_eq(world_rows(&w, T_DOCUMENTS), 0);
	ck_assert_uint_eq(world_rows(&w, T_SUBMISSIONS), 0);
	world_close(&w);
}
END_TEST

START_TEST(one_that_is_taken_back_counts_no_more_and_stays_readable)
{
	struct who appraiser = world_who(ROLE_APPRAISER, "");
	struct who own = world_unit("D01");
	struct sighting s;

	world_open(&w);
	s = sighting();
	ck_assert_err(world_score(&w, &own, "D01", "1.1.2", COLUMN_SELF,
			  "{'a':10,'b':10}", 0, NULL),
	    OK);
	ck_assert_err(see(ROLE_APPRAISER, &s, NULL), OK);
	ck_assert_err(act_unsee_document(w.store, &appraiser, &s,
			  "another document", NULL),
	    OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_SIGHTING_WITHDRAWAL);
	(void)world_settle(&w);
	ck_assert_int_eq(world_leaf(&w, "D01", "1.1.2").status,
	    LEAF_NO_EVIDENCE);
	ck_assert_err(act_unsee_document(w.store, &appraiser, &s, "again",
			  NULL),
	    ERR_WRONG_STATE);
	ck_assert_uint_eq(world_rows(&w, T_SIGHTINGS), 1);
	s.n = 2;
	ck_assert_err(act_unsee_document(w.store, &appraiser, &s, "x", NULL),
	    ERR_NOT_FOUND);
	world_close(&w);
}
END_TEST

static const struct {
	enum role role;
	enum err err;
} roles[] = {
	{ ROLE_UNIT, ERR_FORBIDDEN },
	{ ROLE_LEADER, ERR_FORBIDDEN },
	{ ROLE_APPRAISER, OK },
	{ ROLE_LEAD, OK },
	{ ROLE_COUNCIL, ERR_FORBIDDEN },
	{ ROLE_SURVEY, ERR_FORBIDDEN },
	{ ROLE_OPERATOR, OK },
	{ ROLE_AUDITOR, ERR_FORBIDDEN },
	{ ROLE_DMS, ERR_FORBIDDEN },
};

START_TEST(only_the_secretariat_registers)
{
	struct sighting s;

	world_open(&w);
	s = sighting();
	ck_assert_err(see(roles[_i].role, &s, NULL), roles[_i].err);
	world_close(&w);
}
END_TEST

static void
without_number(struct sighting *s)
{
	s->number[0] = 0;
}

static void
without_person(struct sighting *s)
{
	s->person[0] = 0;
}

static void
without_time(struct sighting *s)
{
	s->seen.us = 0;
}

static void
without_leaf(struct sighting *s)
{
	s->n_leaves = 0;
}

static void
of_no_day(struct sighting *s)
{
	(void)snprintf(s->issued, sizeof s->issued, "2022-02-30");
}

static void
twice(struct sighting *s)
{
	s->leaf[1] = s->leaf[0];
}

static void
of_a_survey(struct sighting *s)
{
	s->leaf[1] = leaf_named("S1.1");
}

static void
in_the_future(struct sighting *s)
{
	s->seen.us += INT64_C(90) * 86400 * 1000000;
}

static void
of_nobody(struct sighting *s)
{
	s->unit = unit_named("D99");
}

static const struct {
	void (*spoil)(struct sighting *s);
	enum err err;
	const char *pointer;
} faults[] = {
	{ without_number, ERR_MISSING_FIELD, "/number" },
	{ without_person, ERR_MISSING_FIELD, "/person" },
	{ without_time, ERR_MISSING_FIELD, "/seen" },
	{ without_leaf, ERR_MISSING_FIELD, "/leaves" },
	{ of_no_day, ERR_RANGE, "/issued" },
	{ twice, ERR_CONFLICT, "/leaves/1" },
	{ of_a_survey, ERR_LEAF_NOT_YOURS, "/leaves/1" },
	{ in_the_future, ERR_RANGE, "/seen" },
	{ of_nobody, ERR_UNKNOWN_UNIT, "/unit" },
};

START_TEST(what_is_wrong_is_named_and_nothing_changes)
{
	struct fault why = { 0 };
	struct sighting s;
	struct digest before;

	world_open(&w);
	s = sighting();
	faults[_i].spoil(&s);
	before = world_dump(&w, 0);
	ck_assert_err(see(ROLE_APPRAISER, &s, &why), faults[_i].err);
	ck_assert_str_eq(why.pointer, faults[_i].pointer);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

START_TEST(it_is_registered_until_appraisal_ends)
{
	struct sighting s;
	struct fault why = { 0 };

	world_open(&w);
	s = sighting();
	world_clock(&w, "2023-01-16T23:00:00+07:00");
	ck_assert_err(see(ROLE_APPRAISER, &s, &why), OK);
	ck_assert_err(why.err, OK);
	s = sighting();
	world_clock(&w, WORLD_CLOSES);
	ck_assert_err(see(ROLE_APPRAISER, &s, &why), ERR_WINDOW_CLOSED);
	world_close(&w);
}
END_TEST

static enum err
decide(struct txn *t, void *arg)
{
	struct life life = { .period = w.period, .unit = unit_named("D01") };

	(void)arg;
	lives_get(t, &life);
	life.state = LIFE_DECIDED;
	lives_put(t, &life);
	return t->err;
}

START_TEST(what_the_council_decided_takes_no_more_evidence)
{
	struct sighting s;

	world_open(&w);
	s = sighting();
	ck_assert_err(env_change(w.store->env, decide, NULL, 0), OK);
	ck_assert_err(see(ROLE_APPRAISER, &s, NULL), ERR_WRONG_STATE);
	world_close(&w);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("sight");
	TCase *c = tcase_create("sight");
	SRunner *r;
	int failed;

	tcase_set_timeout(c, 60);
	tcase_add_test(c,
	    a_document_seen_in_person_counts_as_evidence_for_all_its_leaves);
	tcase_add_test(c, the_log_tells_that_it_was_seen_and_nothing_of_it);
	tcase_add_test(c,
	    one_that_is_taken_back_counts_no_more_and_stays_readable);
	tcase_add_loop_test(c, only_the_secretariat_registers, 0,
	    sizeof roles / sizeof *roles);
	tcase_add_loop_test(c, what_is_wrong_is_named_and_nothing_changes, 0,
	    sizeof faults / sizeof *faults);
	tcase_add_test(c, it_is_registered_until_appraisal_ends);
	tcase_add_test(c, what_the_council_decided_takes_no_more_evidence);
	suite_add_tcase(suite, c);
	r = srunner_create(suite);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
