/*
 * test_amend.c - each clause of what an amendment may do: a copy of a plan is
 * changed in one place, and exactly that is refused.
 */
#include "store/model/amend.h"

#include <string.h>

#include "tests/kit/period.h"
#include "tests/kit/suite.h"

#define HOUR INT64_C(3600000000)
#define MORE 4 /* room behind each list */

/* The plan of small.json as it was, and a copy that can be written to. */
static struct plan *was;
static struct plan is;
static struct block blocks[2 + MORE];
static struct field fields[3 + MORE];
static struct leaf leaves[5 + MORE];
static struct var vars[2 + MORE];
static struct survey surveys[2 + MORE];
static struct question questions[2 + MORE];
static struct unit units[3 + MORE];
static struct window windows[6 + MORE];
static struct moment now;
static struct amend_kept kept;

#define COPY(list)                                                             \
	do {                                                                   \
		memcpy(list, was->list, was->n_##list * sizeof *(list));       \
		is.list = list;                                                \
	} while (0)

static void
copy(void)
{
	is = *was;
	COPY(blocks);
	COPY(fields);
	COPY(leaves);
	COPY(surveys);
	COPY(units);
	COPY(windows);
	memcpy(vars, was->leaves[0].vars, 2 * sizeof *vars);
	leaves[0].vars = vars;
	memcpy(questions, was->surveys[0].questions, 2 * sizeof *questions);
	surveys[0].questions = questions;
}

static void
begin(void)
{
	struct buf small = source_file("tests/store/model/small.json");

	was = plan_of(&small);
	buf_free(&small);
	ck_assert_uint_eq(was->n_blocks, 2);
	ck_assert_uint_eq(was->n_fields, 3);
	ck_assert_uint_eq(was->n_leaves, 5);
	ck_assert_uint_eq(was->n_surveys, 2);
	ck_assert_uint_eq(was->n_units, 3);
	ck_assert_uint_eq(was->n_windows, 6);
	now.us = was->windows[0].opens.us + HOUR;
	copy();
}

/* Exactly one fault, there (NULL: none); then the copy is fresh again. */
static void
ck_found(const struct interval *outage, const char *pointer, enum err want)
{
	struct faults fs = { 0 };

	amend_check(was, &is, now, outage, &kept, &fs);
	if (pointer == NULL)
		ck_assert_msg(fs.n == 0, "%s",
		    fs.n > 0 ? fs.list[0].detail : "");
	else {
		ck_assert_msg(fs.n == 1, "%zu faults, not %s", fs.n, pointer);
		ck_assert_str_eq(fs.list[0].pointer, pointer);
		ck_assert_err(fs.list[0].err, want);
	}
	faults_free(&fs);
	copy();
}

#define CK_CONFLICT(pointer) ck_found(NULL, pointer, ERR_CONFLICT)
#define CK_NOTHING() ck_found(NULL, NULL, OK)

START_TEST(the_same_plan_and_one_with_more_behind_it_are_taken)
{
	begin();
	CK_NOTHING();
	blocks[is.n_blocks++] = blocks[0];
	fields[is.n_fields++] = fields[0];
	leaves[is.n_leaves++] = leaves[0];
	surveys[is.n_surveys++] = surveys[0];
	leaves[0].n_vars = 3;
	vars[2] = vars[0];
	vars[2].key = "c";
	CK_NOTHING();
	plan_free(&was);
}
END_TEST

START_TEST(the_period_stays_and_its_doubt_may_change)
{
	begin();
	is.period.text[0] = '3';
	CK_CONFLICT("/period/id");
	is.doubt = DOUBT_UNIT;
	CK_NOTHING();
	is.doubt = DOUBT_UNIT;
	ck_assert(amend_rejudges(was, &is, was->units[0].id));
	is.doubt = was->doubt;
	ck_assert(!amend_rejudges(was, &is, was->units[0].id));
	is.cure.us++;
	ck_assert(amend_rejudges(was, &is, was->units[0].id));
	plan_free(&was);
}
END_TEST

START_TEST(what_counts_of_a_commitment_was_announced_and_stays)
{
	begin();
	is.commitment.us = HOUR;
	CK_CONFLICT("/period/commitments");
	was->commitment.us = 2 * HOUR;
	is.commitment.us = 0;
	CK_CONFLICT("/period/commitments");
	is.commitment.us = 2 * HOUR;
	CK_NOTHING();
	plan_free(&was);
}
END_TEST

START_TEST(blocks_stay_at_their_places_and_fields_need_not)
{
	begin();
	is.n_blocks = 1;
	CK_CONFLICT("/criteria/blocks/1");
	blocks[0].id.text[0] = 'x';
	CK_CONFLICT("/criteria/blocks/0");
	is.n_fields = 2;
	CK_NOTHING();
	fields[0] = was->fields[1];
	fields[1] = was->fields[0];
	CK_NOTHING();
	plan_free(&was);
}
END_TEST

START_TEST(a_leaf_may_move_and_go_but_keeps_its_mode)
{
	begin();
	is.n_leaves = 4;
	CK_NOTHING();
	leaves[0] = was->leaves[1];
	leaves[1] = was->leaves[0];
	CK_NOTHING();
	leaves[0].field = 1;
	CK_NOTHING();
	leaves[0] = was->leaves[2];
	leaves[0].mode = LEAF_APPRAISED;
	is.n_leaves = 1;
	CK_CONFLICT("/criteria/leaves/0/mode");
	/* of another id it is another leaf */
	leaves[0].id.text[0] = 'x';
	leaves[0].mode = LEAF_APPRAISED;
	CK_NOTHING();
	plan_free(&was);
}
END_TEST

START_TEST(a_variable_may_move_and_go_but_keeps_its_type)
{
	begin();
	leaves[0].n_vars = 1;
	CK_NOTHING();
	vars[0] = was->leaves[0].vars[1];
	vars[1] = was->leaves[0].vars[0];
	CK_NOTHING();
	vars[0] = was->leaves[0].vars[1];
	vars[0].type = was->leaves[1].vars[0].type;
	leaves[0].n_vars = 1;
	CK_CONFLICT("/criteria/leaves/0/vars/0/type");
	vars[0].key = "c";
	vars[0].type = was->leaves[1].vars[0].type;
	CK_NOTHING();
	plan_free(&was);
}
END_TEST

START_TEST(a_survey_without_forms_may_change_and_go)
{
	begin();
	is.n_surveys = 0;
	CK_NOTHING();
	questions[1].scale = 5;
	questions[0].id = "q9";
	surveys[0].kind = SURVEY_CITIZEN;
	CK_NOTHING();
	plan_free(&was);
}
END_TEST

START_TEST(a_survey_with_forms_keeps_what_was_printed)
{
	begin();
	kept.forms[0] = true;
	is.n_surveys = 1; /* no form of the other one came */
	CK_NOTHING();
	is.n_surveys = 0;
	CK_CONFLICT("/period/surveys");
	surveys[0] = was->surveys[1];
	surveys[1] = was->surveys[0];
	CK_NOTHING();
	surveys[0].kind = SURVEY_CITIZEN;
	CK_CONFLICT("/period/surveys/0/kind");
	surveys[0].block = 1;
	CK_CONFLICT("/period/surveys/0/block");
	surveys[0].n_questions = 1;
	CK_CONFLICT("/period/surveys/0/questions/1");
	surveys[0].n_questions = 3;
	questions[2] = questions[1];
	CK_CONFLICT("/period/surveys/0/questions/2");
	questions[0] = was->surveys[0].questions[1];
	questions[1] = was->surveys[0].questions[0];
	CK_CONFLICT("/period/surveys/0/questions/0");
	questions[1].scale = 5;
	CK_CONFLICT("/period/surveys/0/questions/1");
	questions[1].leaf = 4;
	questions[0].leaf = FEEDS_NO_LEAF;
	CK_NOTHING();
	surveys[0].n_respondents = 1;
	CK_CONFLICT("/period/surveys/0/respondents");
	kept.forms[0] = false;
	plan_free(&was);
}
END_TEST

START_TEST(a_unit_stays_wherever_it_stands_and_may_change_its_block)
{
	begin();
	units[0] = was->units[2];
	units[2] = was->units[0];
	CK_NOTHING();
	is.n_units = 2;
	CK_CONFLICT("/units/units");
	units[1].block = 1;
	CK_NOTHING();
	units[1].block = 1;
	ck_assert(amend_moves(was, &is, units[1].id, STAGE_EVIDENCE));
	ck_assert(amend_rejudges(was, &is, units[1].id));
	ck_assert(!amend_rejudges(was, &is, units[0].id));
	plan_free(&was);
}
END_TEST

START_TEST(an_announced_row_stays_as_it_was)
{
	begin();
	is.n_windows = 5;
	CK_CONFLICT("/period/windows/5");
	windows[0].opens.us++;
	CK_CONFLICT("/period/windows/0");
	windows[1].on_time_until.us--;
	CK_CONFLICT("/period/windows/1");
	windows[2].closes.us++;
	CK_CONFLICT("/period/windows/2");
	windows[0].unit = 0;
	CK_CONFLICT("/period/windows/0");
	plan_free(&was);
}
END_TEST

START_TEST(a_row_for_one_unit_stays_that_units)
{
	struct window granted[6];

	begin();
	memcpy(granted, was->windows, sizeof granted);
	granted[0].unit = 0;
	was->windows = granted;
	copy();
	CK_NOTHING();
	windows[0].unit = 1;
	CK_CONFLICT("/period/windows/0");
	windows[0].unit = WINDOW_FOR_ALL;
	CK_CONFLICT("/period/windows/0");
	plan_free(&was);
}
END_TEST

/* A further row behind the ward's evidence window. */
static struct window *
further(void)
{
	struct window *w = &windows[is.n_windows++];

	*w = was->windows[0];
	w->version = 2;
	w->on_time_until.us += HOUR;
	w->closes = w->on_time_until;
	return w;
}

START_TEST(a_new_row_has_a_version_above_all_and_ends_after_now)
{
	struct window turned[6];

	begin();
	(void)further();
	CK_NOTHING();
	/* the town has two versions */
	*further() = was->windows[4];
	windows[6].version = 3;
	CK_NOTHING();
	*further() = was->windows[4];
	windows[6].version = 0;
	CK_CONFLICT("/period/windows/6/version");
	/* a gap below the highest is not above it, wherever that
	 * stands */
	memcpy(turned, was->windows, sizeof turned);
	turned[3] = was->windows[4];
	turned[4] = was->windows[3];
	turned[3].version = 3;
	was->windows = turned;
	copy();
	*further() = turned[3];
	windows[6].version = 2;
	CK_CONFLICT("/period/windows/6/version");
	further()->on_time_until = now;
	ck_found(NULL, "/period/windows/6/on_time_until", ERR_BACKWARDS);
	further()->on_time_until.us = now.us + 1;
	CK_NOTHING();
	/* what has ended may be said again with the same end */
	now.us = was->windows[0].on_time_until.us + HOUR;
	further()->on_time_until = was->windows[0].on_time_until;
	CK_NOTHING();
	plan_free(&was);
}
END_TEST

START_TEST(a_window_that_has_opened_keeps_its_opening)
{
	begin();
	now = was->windows[0].opens;
	further()->opens.us++;
	CK_CONFLICT("/period/windows/6/opens");
	now.us--;
	further()->opens.us++;
	CK_NOTHING();
	plan_free(&was);
}
END_TEST

START_TEST(a_window_of_a_stage_or_block_that_had_none_is_new)
{
	begin();
	further()->stage = STAGE_ROUND2;
	windows[6].version = 1;
	CK_NOTHING();
	further()->stage = STAGE_ROUND2;
	windows[6].on_time_until.us = now.us - 1;
	ck_found(NULL, "/period/windows/6/on_time_until", ERR_BACKWARDS);
	blocks[is.n_blocks++] = blocks[0];
	further()->block = 2;
	windows[6].version = 1;
	CK_NOTHING();
	plan_free(&was);
}
END_TEST

START_TEST(a_row_for_one_unit_follows_that_units_window)
{
	begin();
	further()->unit = 1;
	windows[6].opens.us++;
	CK_CONFLICT("/period/windows/6/opens");
	/* a unit that is new follows its block's */
	units[is.n_units++] = units[0];
	units[3].id.text[0] = 'N';
	further()->unit = 3;
	windows[6].opens.us++;
	CK_CONFLICT("/period/windows/6/opens");
	plan_free(&was);
}
END_TEST

START_TEST(by_an_outage_a_deadline_moves_to_where_the_rule_says)
{
	struct interval outage;

	begin();
	was->outage =
	    (struct outage_rule){ { 24 * HOUR }, { HOUR }, { 6 * HOUR } };
	copy();
	outage.latest = was->windows[0].on_time_until;
	outage.earliest.us = outage.latest.us - HOUR;
	now.us = outage.latest.us + 48 * HOUR; /* it may have passed */
	further()->on_time_until.us = outage.latest.us + 6 * HOUR;
	ck_found(&outage, NULL, OK);
	further()->on_time_until.us = outage.latest.us + 6 * HOUR + 1;
	ck_found(&outage, "/period/windows/6/on_time_until", ERR_CONFLICT);
	/* too short by a microsecond */
	outage.earliest.us++;
	further()->on_time_until.us = outage.latest.us + 6 * HOUR;
	ck_found(&outage, "/period/windows/6/on_time_until", ERR_CONFLICT);
	outage.earliest.us--;
	/* no other stage, though its deadline were the same */
	*further() = was->windows[1];
	windows[6].version = 2;
	windows[6].on_time_until.us = outage.latest.us + 6 * HOUR;
	ck_found(&outage, "/period/windows/6/on_time_until", ERR_CONFLICT);
	/* nor a window that there was not */
	further()->stage = STAGE_ROUND2;
	ck_found(&outage, "/period/windows/6/on_time_until", ERR_CONFLICT);
	plan_free(&was);
}
END_TEST

START_TEST(it_moves_those_units_whose_window_in_force_has_another_version)
{
	struct unit_id east, west, south;

	begin();
	east = was->units[0].id;
	west = was->units[1].id;
	south = was->units[2].id;
	ck_assert(!amend_moves(was, &is, east, STAGE_EVIDENCE));
	further()->unit = 0;
	ck_assert(amend_moves(was, &is, east, STAGE_EVIDENCE));
	ck_assert(!amend_moves(was, &is, east, STAGE_APPRAISAL));
	ck_assert(!amend_moves(was, &is, west, STAGE_EVIDENCE));
	ck_assert(!amend_moves(was, &is, south, STAGE_EVIDENCE));
	/* a stage that only one of the plans has */
	windows[6].stage = STAGE_ROUND2;
	ck_assert(!amend_moves(was, &is, east, STAGE_ROUND2));
	ck_assert(!amend_moves(&is, was, east, STAGE_ROUND2));
	/* a unit that only one of them has */
	windows[6].stage = STAGE_EVIDENCE;
	units[0].id.text[0] = 'N';
	ck_assert(!amend_moves(was, &is, east, STAGE_EVIDENCE));
	ck_assert(!amend_moves(was, &is, units[0].id, STAGE_EVIDENCE));
	plan_free(&was);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_same_plan_and_one_with_more_behind_it_are_taken,
		the_period_stays_and_its_doubt_may_change,
		what_counts_of_a_commitment_was_announced_and_stays,
		blocks_stay_at_their_places_and_fields_need_not,
		a_leaf_may_move_and_go_but_keeps_its_mode,
		a_variable_may_move_and_go_but_keeps_its_type,
		a_survey_without_forms_may_change_and_go,
		a_survey_with_forms_keeps_what_was_printed,
		a_unit_stays_wherever_it_stands_and_may_change_its_block,
		an_announced_row_stays_as_it_was,
		a_row_for_one_unit_stays_that_units,
		a_new_row_has_a_version_above_all_and_ends_after_now,
		a_window_that_has_opened_keeps_its_opening,
		a_window_of_a_stage_or_block_that_had_none_is_new,
		a_row_for_one_unit_follows_that_units_window,
		by_an_outage_a_deadline_moves_to_where_the_rule_says,
		it_moves_those_units_whose_window_in_force_has_another_version,
		NULL,
	};

	return suite_run("amend", tests);
}
