/*
 * test_outside.c - bonus and penalty, from the appraiser's hand to the
 * published index: a test for each clause of the law.
 */
#include <stdlib.h>

#include "store/model/outside.h"
#include "tests/kit/outside_patch.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define APPRAISAL "2023-01-12T08:00:00+07:00"

static struct world w;
static struct who appraiser;
static struct results r;
static const struct unit_score *d01;

static void
open_world(const char *const *patches)
{
	world_open_with(&w, patches);
	appraiser = world_who(ROLE_APPRAISER, "");
	world_earn(&w, "D01");
	world_clock(&w, APPRAISAL);
}

static void
close_world(void)
{
	look_results_free(&r);
	world_verified(&w);
	world_close(&w);
}

static void
judge(const char *leaf, const char *inputs)
{
	ck_assert_err(world_score(&w, &appraiser, "D01", leaf, COLUMN_ROUND1,
			  inputs, 0, NULL),
	    OK);
}

static void
look(void)
{
	struct who auditor = world_who(ROLE_AUDITOR, "");

	(void)world_settle(&w);
	look_results_free(&r);
	ck_assert_err(look_results(w.store, &auditor, w.period, &r, NULL), OK);
	d01 = &r.unit[plan_unit(r.plan, unit_named("D01"))].score;
}

START_TEST(shown_points_stand_beside_the_result_and_change_nothing)
{
	open_world(WORLD_PATCHES(OUTSIDE_PATCH("shown")));
	judge("B.1", "{'x':'1.5'}");
	judge("P.1", "{'x':'0.5'}");
	look();
	ck_assert_int_eq(d01->points.millionths, 2000000);
	ck_assert_int_eq(d01->max.millionths, 100000000);
	ck_assert_int_eq(outside_sum(r.plan, d01, FIELD_BONUS).millionths,
	    1500000);
	ck_assert_int_eq(outside_sum(r.plan, d01, FIELD_PENALTY).millionths,
	    500000);
	ck_assert_int_eq(outside_adjustment(r.plan, d01).millionths, 0);
	close_world();
}
END_TEST

START_TEST(counted_points_are_added_and_taken)
{
	open_world(WORLD_PATCHES(OUTSIDE_PATCH("counted")));
	judge("B.1", "{'x':'1.5'}");
	judge("P.1", "{'x':'0.5'}");
	look();
	ck_assert_int_eq(d01->points.millionths, 3000000);
	ck_assert_int_eq(d01->max.millionths, 100000000);
	ck_assert_int_eq(outside_adjustment(r.plan, d01).millionths, 1000000);
	ck_assert_uint_eq(r.ranked[0].points.millionths, 3000000);
	close_world();
}
END_TEST

START_TEST(a_bonus_ends_at_its_cap)
{
	open_world(WORLD_PATCHES(OUTSIDE_PATCH("counted")));
	judge("B.1", "{'x':'1.5'}");
	judge("B.2", "{'x':'1.5'}");
	look();
	/* B.2 is by evidence, of which there is none */
	ck_assert_int_eq(d01->points.millionths, 3500000);
	close_world();

	world_open_with(&w, WORLD_PATCHES(OUTSIDE_PATCH("counted")));
	world_earn(&w, "D01");
	(void)world_upload(&w, "D01", "B.2", "a prize");
	world_clock(&w, APPRAISAL);
	judge("B.1", "{'x':'1.5'}");
	judge("B.2", "{'x':'1.5'}");
	look();
	ck_assert_int_eq(outside_sum(r.plan, d01, FIELD_BONUS).millionths,
	    2000000);
	ck_assert_int_eq(d01->points.millionths, 4000000);
	close_world();
}
END_TEST

START_TEST(no_penalty_leads_below_nothing)
{
	open_world(WORLD_PATCHES(OUTSIDE_PATCH("counted")));
	judge("P.1", "{'x':'3'}");
	look();
	ck_assert_int_eq(d01->points.millionths, 0);
	ck_assert_int_eq(outside_adjustment(r.plan, d01).millionths, -2000000);
	close_world();
}
END_TEST

START_TEST(no_bonus_leads_above_the_maximum)
{
	struct plan *plan;
	struct unit_score s = { .points = { 99000000 }, .max = { 100000000 } };
	int bonus = -1;

	open_world(WORLD_PATCHES(OUTSIDE_PATCH("counted")));
	look();
	plan = (struct plan *)(uintptr_t)r.plan;
	for (unsigned f = 0; f < plan->n_fields; f++)
		if (plan->fields[f].kind == FIELD_BONUS)
			bonus = (int)f;
	ck_assert_int_ge(bonus, 0);
	s.field[bonus].points.millionths = 3000000;
	s.field[bonus].max.millionths = 3000000;
	outside_apply(plan, 0, &s);
	ck_assert_int_eq(s.points.millionths, 100000000);
	/* nothing to assess: nothing added */
	s.points.millionths = s.max.millionths = 0;
	outside_apply(plan, 0, &s);
	ck_assert_int_eq(s.points.millionths, 0);
	close_world();
}
END_TEST

START_TEST(a_unit_does_not_score_what_only_others_give)
{
	struct who officer = world_unit("D01");
	struct fault why = { 0 };

	world_open_with(&w, WORLD_PATCHES(OUTSIDE_PATCH("counted")));
	ck_assert_err(world_score(&w, &officer, "D01", "P.1", COLUMN_SELF,
			  "{'x':'0'}", 0, &why),
	    ERR_LEAF_NOT_YOURS);
	ck_assert_ptr_nonnull(strstr(why.detail, "by the unit itself"));
	close_world();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		shown_points_stand_beside_the_result_and_change_nothing,
		counted_points_are_added_and_taken,
		a_bonus_ends_at_its_cap,
		no_penalty_leads_below_nothing,
		no_bonus_leads_above_the_maximum,
		a_unit_does_not_score_what_only_others_give,
		NULL,
	};

	return suite_run("outside", tests);
}
