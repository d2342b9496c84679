/*
 * test_forms.c - survey forms are entered: all of a batch or nothing.
 */
#include <stdio.h>

#include "store/table/forms.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;
static struct forms_entered out;
static struct fault why;

#define ROW "{'q1':1,'q2':2,'q3':3,'q4':4,'q5':1,'q6':1,'q7':1}"

/* One organisation's form that judges D01. */
#define FORM(number)                                                           \
	"{'number':'" number "','group':'hdnd','units':{'D01':" ROW "}}"
#define OTHER(number)                                                          \
	"{'number':'" number "','group':'hdnd','units':{'D02':" ROW "}}"

static enum err
enter(const char *forms)
{
	why = (struct fault){ 0 };
	return world_forms(&w, "org-department", forms, &out, &why);
}

static uint64_t
kept(void)
{
	struct survey_id id = { "org-department" };
	struct txn t;
	uint64_t n;

	txn_read(&t, w.store->env);
	n = forms_count(&t, w.period, id);
	ck_assert_err(txn_end(&t), OK);
	return n;
}

/* How often a unit got the first answer to q1. */
static uint64_t
firsts(const char *unit)
{
	const struct plan *plan = world_plan(&w);
	struct tally tallies[LEAVES_MOST];
	struct txn t;

	txn_read(&t, w.store->env);
	tallies_get(&t, plan, (unsigned)plan_unit(plan, unit_named(unit)),
	    tallies);
	ck_assert_err(txn_end(&t), OK);
	return tallies[plan_leaf(plan, leaf_named("S1.1"))].count[0];
}

START_TEST(a_batch_is_kept_tallied_logged_and_asks_for_the_judged)
{
	struct job job = { .kind = JOB_SCORE_UNIT };

	world_open(&w);
	(void)world_settle(&w);
	ck_assert_err(enter("[" FORM("P-1") "," FORM("P-2") "]"), OK);
	ck_assert_uint_eq(out.taken, 2);
	ck_assert_uint_eq(out.known, 0);
	ck_assert_uint_eq(kept(), 2);
	ck_assert_uint_eq(firsts("D01"), 2);
	ck_assert_uint_eq(firsts("D02"), 0);
	ck_assert_int_eq(world_newest(&w), ENTRY_SURVEY);
	ck_assert(world_newest_says(&w, "forms", "2"));
	job.period = w.period;
	job.unit = unit_named("D01");
	ck_assert_err(look_job(w.store, &job), OK);
	ck_assert_uint_eq(job.wanted, 1);
	ck_assert_uint_eq(world_settle(&w), 1);
	ck_assert_int_eq(world_points(&w, "D01", "S1.1"), 3000000);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_batch_that_came_before_writes_nothing)
{
	struct digest before;

	world_open(&w);
	ck_assert_err(enter("[" FORM("P-1") "," FORM("P-2") "]"), OK);
	before = world_dump(&w, 0);
	ck_assert_err(enter("[" FORM("P-1") "," FORM("P-2") "]"), OK);
	ck_assert_uint_eq(out.taken, 0);
	ck_assert_uint_eq(out.known, 2);
	ck_assert_err(enter("[" FORM("P-2") "]"), OK);
	ck_assert_uint_eq(out.known, 1);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

START_TEST(known_forms_among_new_ones_are_counted_once)
{
	world_open(&w);
	ck_assert_err(enter("[" FORM("P-1") "]"), OK);
	ck_assert_err(enter(
			  "[" FORM("P-1") "," FORM("P-2") "," FORM("P-2") "]"),
	    OK);
	ck_assert_uint_eq(out.taken, 1);
	ck_assert_uint_eq(out.known, 2);
	ck_assert_uint_eq(kept(), 2);
	ck_assert_uint_eq(firsts("D01"), 2);
	world_close(&w);
}
END_TEST

START_TEST(a_number_with_other_answers_stops_the_whole_batch)
{
	struct digest before;

	world_open(&w);
	ck_assert_err(enter("[" FORM("P-1") "]"), OK);
	before = world_dump(&w, 0);
	ck_assert_err(enter("[" FORM("P-2") "," OTHER("P-1") "]"),
	    ERR_CONFLICT);
	ck_assert_str_eq(why.pointer, "/forms/1/number");
	ck_assert_ptr_nonnull(strstr(why.detail, "P-1"));
	ck_assert_dump(&w, before);
	/* the same within one batch */
	ck_assert_err(enter("[" FORM("P-3") "," OTHER("P-3") "]"),
	    ERR_CONFLICT);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

START_TEST(a_number_is_unique_within_its_survey_only)
{
	world_open(&w);
	ck_assert_err(enter("[" FORM("P-1") "]"), OK);
	ck_assert_err(world_forms(&w, "org-district",
			  "[{'number':'P-1','group':'hdnd','units':{'H01':" ROW
			  "}}]",
			  &out, NULL),
	    OK);
	ck_assert_uint_eq(out.taken, 1);
	world_close(&w);
}
END_TEST

START_TEST(tallies_do_not_depend_on_how_forms_are_batched)
{
	char batch[400];

	world_open(&w);
	for (unsigned i = 0; i < 7; i++) {
		(void)snprintf(batch, sizeof batch,
		    "[{'number':'P-%u','group':'mttq','units':{'D01':" ROW
		    ",'D02':" ROW "}}]",
		    i);
		ck_assert_err(enter(batch), OK);
	}
	ck_assert_err(enter(
			  "[" FORM("Q-1") "," FORM("Q-2") "," OTHER("Q-3") "]"),
	    OK);
	ck_assert_uint_eq(firsts("D01"), 9);
	ck_assert_uint_eq(firsts("D02"), 8);
	world_close(&w);
}
END_TEST

START_TEST(forms_are_entered_by_the_survey_operator_in_the_window)
{
	struct survey_id id = { "org-department" };
	struct form form = { .number = "P-1" };
	struct digest before, batch = { { 0 } };

	world_open(&w);
	before = world_dump(&w, 0);
	for (enum role role = ROLE_NOBODY; role < ROLES; role++) {
		struct who who =
		    world_who(role, role == ROLE_UNIT ? "D01" : "");

		if (role == ROLE_SURVEY || role == ROLE_OPERATOR)
			continue;
		ck_assert_err(act_enter_forms(w.store, &who, w.period, id,
				  &form, 1, batch, &out, NULL),
		    ERR_FORBIDDEN);
	}
	ck_assert_dump(&w, before);
	world_clock(&w, "2023-01-16T23:59:59.999999+07:00");
	ck_assert_err(enter("[" FORM("P-1") "]"), OK);
	world_clock(&w, WORLD_CLOSES);
	before = world_dump(&w, 0);
	ck_assert_err(enter("[" FORM("P-2") "]"), ERR_WINDOW_CLOSED);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

START_TEST(a_batch_has_one_to_a_thousand_forms_of_a_known_survey)
{
	static struct form forms[FORMS_MOST + 1];
	struct who who = world_who(ROLE_SURVEY, "");
	struct survey_id id = { "org-department" }, no = { "none" };
	struct digest before, batch = { { 0 } };

	world_open(&w);
	before = world_dump(&w, 0);
	ck_assert_err(act_enter_forms(w.store, &who, w.period, no, forms, 1,
			  batch, &out, NULL),
	    ERR_NOT_FOUND);
	ck_assert_err(act_enter_forms(w.store, &who, w.period, id, forms, 0,
			  batch, &out, NULL),
	    ERR_EMPTY);
	ck_assert_err(act_enter_forms(w.store, &who, w.period, id, forms,
			  FORMS_MOST + 1, batch, &out, NULL),
	    ERR_TOO_BIG);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_batch_is_kept_tallied_logged_and_asks_for_the_judged,
		a_batch_that_came_before_writes_nothing,
		known_forms_among_new_ones_are_counted_once,
		a_number_with_other_answers_stops_the_whole_batch,
		a_number_is_unique_within_its_survey_only,
		tallies_do_not_depend_on_how_forms_are_batched,
		forms_are_entered_by_the_survey_operator_in_the_window,
		a_batch_has_one_to_a_thousand_forms_of_a_known_survey,
		NULL,
	};

	return suite_run("forms", tests);
}
