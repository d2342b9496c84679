/*
 * test_publish.c - results are published under a decision and stay as they
 * were; a correction is another revision.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/db/key.h"
#include "store/table/results.h"
#include "store/table/revisions.h"
#include "store/table/schema.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define AFTER "2023-02-20T08:00:00+07:00"
#define AGAIN(why) ((why) = (struct fault){ 0 }, &(why))
#define PUBLISHED "2023-03-01T09:00:00+07:00"

static struct world w;
static struct who council;

static void
open_world(void)
{
	world_open(&w);
	council = world_who(ROLE_COUNCIL, "");
	world_earn(&w, "D01");
	(void)world_settle(&w);
}

static void
close_world(void)
{
	world_verified(&w);
	world_close(&w);
}

static int64_t
day(const char *text)
{
	int64_t days = 0;

	ck_assert_err(date_read(slice_text(text), &days), OK);
	return days;
}

static enum err
keep(const struct who *who, enum record_kind kind, const char *number,
    const char *date, struct record *out, struct fault *why)
{
	struct staged *stage = NULL;
	enum err e;

	*out = (struct record){ .period = w.period,
		.kind = kind,
		.date = day(date),
		.file_name = "scan.pdf" };
	(void)snprintf(out->number, sizeof out->number, "%s", number);
	ck_assert_err(stage_open(&stage, w.store->blobs, 1 << 20), OK);
	ck_assert_err(stage_more(stage, slice_text("%PDF-1.7 signed")), OK);
	ck_assert_err(stage_close(stage), OK);
	e = act_keep_record(w.store, who, out, stage, why);
	stage_drop(&stage);
	return e;
}

static uint64_t
must_keep(enum record_kind kind, const char *number, const char *date)
{
	struct record r;

	ck_assert_err(keep(&council, kind, number, date, &r, NULL), OK);
	return r.n;
}

static void
count_one(void *self, const struct plan *plan, unsigned unit)
{
	unsigned *n = self;

	(void)plan;
	(void)unit;
	++*n;
}

/* Results of a revision that its own frozen inputs do not give. */
static unsigned
differing(uint64_t which)
{
	unsigned n = 0;

	ck_assert_err(look_recompute_of(w.store, w.period, which, count_one, &n,
			  NULL),
	    OK);
	return n;
}

static enum err
publish(uint64_t decision, struct revision *out, struct fault *why)
{
	const struct publishing in = { w.period, decision, NULL };

	return act_publish(w.store, &council, &in, out, why);
}

static enum err
correct(uint64_t decision, const char *reason, struct revision *out,
    struct fault *why)
{
	const struct publishing in = { w.period, decision, reason };

	return act_correct(w.store, &council, &in, out, why);
}

/* Everything up to publication: minutes, decision, all jobs done. */
static uint64_t
make_final(void)
{
	world_clock(&w, AFTER);
	ck_assert_err(act_tick(w.store), OK);
	(void)world_settle(&w);
	(void)must_keep(RECORD_MINUTES, "12/BB-HĐ", "2023-02-20");
	world_clock(&w, PUBLISHED);
	return must_keep(RECORD_DECISION, "336/QĐ-UBND", "2023-03-01");
}

static struct points
points_of(const struct who *who, uint64_t which, const char *unit,
    enum results_status *status)
{
	struct results r;
	struct points points;
	int i;

	ck_assert_err(look_results_of(w.store, who, w.period, which, &r, NULL),
	    OK);
	i = plan_unit(r.plan, unit_named(unit));
	points = r.unit[i].score.points;
	*status = r.status;
	look_results_free(&r);
	return points;
}

static enum results_status
status_now(void)
{
	enum results_status status;

	(void)points_of(&council, REVISION_NEWEST, "D01", &status);
	return status;
}

START_TEST(results_are_provisional_appraised_final_and_published)
{
	struct revision r;

	open_world();
	ck_assert_int_eq(status_now(), RESULTS_PROVISIONAL);
	world_clock(&w, "2023-01-16T23:59:59.999999+07:00");
	ck_assert_int_eq(status_now(), RESULTS_PROVISIONAL);
	world_clock(&w, WORLD_CLOSES);
	ck_assert_int_eq(status_now(), RESULTS_APPRAISED);
	world_clock(&w, AFTER);
	(void)must_keep(RECORD_MINUTES, "12/BB-HĐ", "2023-02-20");
	ck_assert_int_eq(status_now(), RESULTS_FINAL);
	ck_assert_err(act_tick(w.store), OK);
	(void)world_settle(&w);
	ck_assert_err(publish(must_keep(RECORD_DECISION, "336/QĐ-UBND",
				  "2023-02-20"),
			  &r, NULL),
	    OK);
	ck_assert_uint_eq(r.n, 1);
	ck_assert_int_eq(world_newest(&w), ENTRY_PUBLICATION);
	ck_assert(world_newest_says(&w, "revision", "1"));
	ck_assert_int_eq(status_now(), RESULTS_PUBLISHED);
	close_world();
}
END_TEST

START_TEST(nothing_is_published_before_its_time)
{
	struct fault why = { 0 };
	struct revision r;
	uint64_t decision;
	struct record minutes;

	open_world();
	decision = must_keep(RECORD_DECISION, "1/QĐ", "2022-12-26");
	ck_assert_err(publish(decision, &r, AGAIN(why)), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "has not closed"));
	ck_assert_err(keep(&council, RECORD_MINUTES, "2/BB", "2022-12-26",
			  &minutes, AGAIN(why)),
	    ERR_WRONG_STATE);
	world_clock(&w, AFTER);
	ck_assert_err(publish(decision, &r, AGAIN(why)), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "minutes"));
	(void)must_keep(RECORD_MINUTES, "2/BB", "2023-02-20");
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_err(publish(decision, &r, AGAIN(why)), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "still being computed"));
	(void)world_settle(&w);
	ck_assert_err(publish(2, &r, AGAIN(why)),
	    ERR_CONFLICT); /* the minutes */
	ck_assert_err(publish(7, &r, AGAIN(why)), ERR_NOT_FOUND);
	ck_assert_err(correct(decision, "why", &r, AGAIN(why)),
	    ERR_WRONG_STATE);
	ck_assert_err(publish(decision, &r, AGAIN(why)), OK);
	ck_assert_err(publish(decision, &r, AGAIN(why)), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "only a correction"));
	close_world();
}
END_TEST

START_TEST(only_council_and_operator_publish)
{
	const struct publishing in = { w.period, 1, "why" };
	struct fault why = { 0 };
	struct digest before;
	struct revision r;
	struct record record;

	open_world();
	before = world_dump(&w, 0);
	for (enum role role = 0; role < ROLES; role++) {
		struct who who =
		    world_who(role, role == ROLE_UNIT ? "D01" : "");

		if (role == ROLE_COUNCIL || role == ROLE_OPERATOR)
			continue;
		ck_assert_err(act_publish(w.store, &who, &in, &r, AGAIN(why)),
		    ERR_FORBIDDEN);
		ck_assert_err(act_correct(w.store, &who, &in, &r, AGAIN(why)),
		    ERR_FORBIDDEN);
		ck_assert_err(keep(&who, RECORD_DECISION, "1/QĐ", "2022-12-26",
				  &record, AGAIN(why)),
		    ERR_FORBIDDEN);
	}
	ck_assert_dump(&w, before);
	close_world();
}
END_TEST

START_TEST(a_record_says_number_day_and_file)
{
	struct fault why = { 0 };
	struct record r;

	open_world();
	ck_assert_err(keep(&council, RECORD_DECISION, "", "2022-12-26", &r,
			  AGAIN(why)),
	    ERR_MISSING_FIELD);
	ck_assert_str_eq(why.pointer, "/number");
	ck_assert_err(keep(&council, RECORD_DECISION, "1/QĐ", "2022-12-27", &r,
			  AGAIN(why)),
	    ERR_RANGE);
	ck_assert_str_eq(why.pointer, "/date");
	ck_assert_err(keep(&council, RECORD_DECISION, "1/QĐ", "2022-12-26", &r,
			  AGAIN(why)),
	    OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_RECORD);
	ck_assert(world_newest_says(&w, "kind", "decision"));
	ck_assert_err(keep(&council, RECORD_DECISION, "1/QĐ", "2022-12-26", &r,
			  AGAIN(why)),
	    ERR_EXISTS);
	close_world();
}
END_TEST

/* An appraisal that goes on after publication: the window is moved by a
 * longer one in the data. */
static void
open_late_world(void)
{
	struct forms_entered entered;

	world_open_with(&w,
	    WORLD_PATCHES("\"closes\": \"2023-01-17T00:00:00+07:00\"",
		"\"closes\": \"2023-06-01T00:00:00+07:00\""));
	council = world_who(ROLE_COUNCIL, "");
	world_earn(&w, "D01");
	ck_assert_err(world_forms(&w, "org-department",
			  "[{'number':'1','group':'hdnd','units':{"
			  "'D01':{'q1':1,'q2':1},'D02':{'q1':2}}}]",
			  &entered, NULL),
	    OK);
	(void)world_settle(&w);
}

START_TEST(what_happens_after_publication_leaves_the_published_rows_alone)
{
	const uint64_t but = ~(WORLD_BIT(T_FROZEN) | WORLD_BIT(T_REVISIONS));
	enum results_status status;
	struct points published;
	struct digest frozen;
	struct revision r;
	struct publication *p = calloc(1, sizeof *p);

	ck_assert_ptr_nonnull(p);
	open_late_world();
	ck_assert_err(publish(make_final(), &r, NULL), OK);
	published = points_of(&council, 1, "D01", &status);
	ck_assert_int_gt(published.millionths, 0);
	ck_assert_uint_eq(differing(1), 0);
	frozen = world_dump(&w, but);
	/* a late document, and the withdrawal of the one that counted */
	(void)world_upload(&w, "D02", "1.1.1", "late");
	(void)world_settle(&w);
	ck_assert(digest_eq(world_dump(&w, but), frozen));
	ck_assert_err(look_publication(w.store, &council, w.period, p, NULL),
	    OK);
	ck_assert_uint_eq(p->n_due, 1);
	ck_assert_str_eq(p->due[0].text, "D02");
	ck_assert_uint_eq(p->n_revisions, 1);
	ck_assert_uint_eq(differing(1), 0);
	ck_assert_int_eq(points_of(&council, 1, "D01", &status).millionths,
	    published.millionths);
	ck_assert_int_eq(status, RESULTS_PUBLISHED);
	free(p);
	close_world();
}
END_TEST

static unsigned
events_of(const struct who *who, enum event_kind kind)
{
	static struct event list[1000];
	struct feed_look look;
	unsigned n = 0;

	ck_assert_err(look_events(w.store, who, 0, list, 1000, &look), OK);
	for (size_t i = 0; i < look.n; i++)
		n += list[i].kind == kind;
	return n;
}

START_TEST(the_council_is_told_once_that_a_correction_is_due)
{
	struct who d02 = world_unit("D02");
	struct revision r;

	open_late_world();
	ck_assert_err(publish(make_final(), &r, NULL), OK);
	(void)world_upload(&w, "D02", "1.1.1", "one");
	(void)world_settle(&w);
	(void)world_upload(&w, "D02", "1.1.1", "two");
	(void)world_settle(&w);
	ck_assert_uint_eq(events_of(&council, EVENT_CORRECTION_DUE), 1);
	ck_assert_uint_eq(events_of(&d02, EVENT_CORRECTION_DUE), 0);
	ck_assert_uint_eq(events_of(&d02, EVENT_RESULTS_PUBLISHED), 1);
	/* a rescore that nobody's act asked for is no reason */
	ck_assert_err(act_rescore(w.store, &council, w.period), ERR_FORBIDDEN);
	close_world();
}
END_TEST

static const struct plan *plan;

static enum err
put_older_result(struct txn *t, void *arg)
{
	struct result *r = arg;

	ck_assert(results_get(t, plan, 0, r));
	r->score.points.millionths -= POINTS_ONE;
	(void)results_put(t, plan, 0, r);
	return t->err;
}

START_TEST(a_rescore_that_gives_another_result_makes_a_correction_due)
{
	const struct who operator= world_who(ROLE_OPERATOR, "");
	struct result *older = calloc(1, sizeof *older);
	struct revision r;

	ck_assert_ptr_nonnull(older);
	open_late_world();
	ck_assert_err(publish(make_final(), &r, NULL), OK);
	/* nothing is another: nobody is told */
	ck_assert_err(act_rescore(w.store, &operator, w.period), OK);
	(void)world_settle(&w);
	ck_assert_uint_eq(events_of(&council, EVENT_CORRECTION_DUE), 0);
	/* what an older program had made of the same records */
	plan = world_plan(&w);
	ck_assert_err(env_change(w.store->env, put_older_result, older, 0), OK);
	ck_assert_err(act_rescore(w.store, &operator, w.period), OK);
	(void)world_settle(&w);
	ck_assert_uint_eq(events_of(&council, EVENT_CORRECTION_DUE), 1);
	free(older);
	close_world();
}
END_TEST

START_TEST(a_correction_is_the_next_revision_under_its_own_decision)
{
	struct publication *p = calloc(1, sizeof *p);
	struct fault why = { 0 };
	struct revision r;
	uint64_t first, second;

	ck_assert_ptr_nonnull(p);
	open_late_world();
	first = make_final();
	ck_assert_err(publish(first, &r, NULL), OK);
	(void)world_upload(&w, "D02", "1.1.1", "late");
	(void)world_settle(&w);
	ck_assert_err(correct(first, "late papers", &r, AGAIN(why)),
	    ERR_CONFLICT);
	second = must_keep(RECORD_DECISION, "400/QĐ-UBND", "2023-03-01");
	ck_assert_err(correct(second, "", &r, AGAIN(why)), ERR_MISSING_FIELD);
	ck_assert_err(correct(second, "late papers", &r, AGAIN(why)), OK);
	ck_assert_uint_eq(r.n, 2);
	ck_assert(world_newest_says(&w, "corrects", "1"));
	ck_assert_err(look_publication(w.store, &council, w.period, p, NULL),
	    OK);
	ck_assert_uint_eq(p->n_revisions, 2);
	ck_assert_uint_eq(p->n_due, 0);
	ck_assert_str_eq(p->revision[1].reason, "late papers");
	ck_assert(!digest_eq(p->revision[0].rows, p->revision[1].rows));
	free(p);
	close_world();
}
END_TEST

/* Promise 9: one table of role, stage and datum, asked through the looks. */
static void
see(enum role role, uint64_t which, bool *own, bool *all, bool *ranks,
    bool *surveys)
{
	struct who who = world_who(role, role_has_unit(role) ? "D01" : "");
	struct results r;

	*own = *all = *ranks = *surveys = false;
	if (look_results_of(w.store, &who, w.period, which, &r, NULL) == OK) {
		*own = true;
		*all = r.only < 0;
		*ranks = r.ranks && r.n_ranked == 30;
		*surveys = r.survey_points;
	}
	look_results_free(&r);
}

START_TEST(before_publication_few_see_ranks_and_after_it_all)
{
	/* before: own, every unit's, ranks, survey points */
	static const char *const before[ROLES] = {
		[ROLE_UNIT] = "o---",
		[ROLE_LEADER] = "o---",
		[ROLE_COUNCIL] = "oars",
		[ROLE_OPERATOR] = "oars",
		[ROLE_AUDITOR] = "oars",
		[ROLE_DMS] = "oa--",
	};
	bool own, all, ranks, surveys;
	struct revision r;

	open_world();
	ck_assert_err(publish(make_final(), &r, NULL), OK);
	for (enum role role = ROLE_UNIT; role < ROLES; role++) {
		const char *want = before[role] == NULL ? "----" : before[role];

		see(role, REVISION_WORKING, &own, &all, &ranks, &surveys);
		ck_assert_msg(own == (want[0] == 'o') &&
				  all == (want[1] == 'a') &&
				  ranks == (want[2] == 'r') &&
				  surveys == (want[3] == 's'),
		    "%s", role_name(role));
		see(role, 1, &own, &all, &ranks, &surveys);
		ck_assert_msg(own && all && ranks && surveys, "%s",
		    role_name(role));
	}
	see(ROLE_NOBODY, 1, &own, &all, &ranks, &surveys);
	ck_assert(!own);
	close_world();
}
END_TEST

START_TEST(a_published_sheet_is_its_units_own)
{
	struct sheet_look *look = malloc(sizeof *look);
	struct who d01 = world_unit("D01"), d02 = world_unit("D02");
	struct fault why = { 0 };
	struct buf text = { 0 };
	struct revision r;

	ck_assert_ptr_nonnull(look);
	open_world();
	ck_assert_err(publish(make_final(), &r, NULL), OK);
	ck_assert_err(look_sheet_of(w.store, &d01, w.period, unit_named("D01"),
			  1, look, &why),
	    OK);
	ck_assert_uint_eq(look->revision, 1);
	ck_assert(look->survey_points);
	ck_assert_uint_eq(look->leaf[plan_leaf(look->plan, leaf_named("1.1.2"))]
			      .accepted,
	    1);
	ck_assert_err(look_sheet_of(w.store, &d02, w.period, unit_named("D01"),
			  1, look, &why),
	    ERR_FORBIDDEN);
	ck_assert_err(look_sheet_of(w.store, &d01, w.period, unit_named("D01"),
			  2, look, &why),
	    ERR_NOT_FOUND);
	ck_assert_err(look_explain_of(w.store, &d01, w.period,
			  unit_named("D01"), leaf_named("1.1.2"), 1, &text,
			  &why),
	    OK);
	ck_assert_ptr_nonnull(strstr(buf_cstr(&text), "-> 2.00"));
	buf_free(&text);
	free(look);
	close_world();
}
END_TEST

/* ---- in a period that says how sheets live ---- */

#define LIFE                                                                   \
	WORLD_PATCHES("\"classify_on\"",                                       \
	    "\"life\": {\"missing_evidence\": \"zero\"},\n\t\"classify_on\"")

static void
step(enum role role, unsigned unit, enum life_step step)
{
	struct who who = world_who(role, "");
	struct step_asked in = { .period = w.period,
		.unit = world_plan(&w)->units[unit].id,
		.step = step };
	struct life_taken taken;
	struct fault why = { 0 };

	if (role == ROLE_UNIT)
		who = world_unit(in.unit.text);
	memcpy(in.signature.number, "12/BB", 6);
	memcpy(in.signature.date, "2023-02-20", 11);
	ck_assert_msg(act_step(w.store, &who, &in, &taken, &why) == OK,
	    "%s: %s", in.unit.text, why.detail);
}

static void
end_round1(void)
{
	world_clock(&w, "2023-01-12T08:00:00+07:00");
	for (unsigned i = 0; i < world_plan(&w)->n_units; i++)
		step(ROLE_LEAD, i, STEP_END_ROUND1);
}

static void
decide_from(unsigned unit, unsigned to)
{
	for (; unit < to; unit++) {
		step(ROLE_COUNCIL, unit, STEP_DECIDE);
		step(ROLE_COUNCIL, unit, STEP_FINISH);
	}
	(void)world_settle(&w);
}

START_TEST(results_are_published_once_every_sheet_is_final)
{
	struct fault why = { 0 };
	struct revision r;
	uint64_t decision;
	struct digest before;

	world_open_with(&w, LIFE);
	council = world_who(ROLE_COUNCIL, "");
	end_round1();
	decision = make_final();
	decide_from(7, world_plan(&w)->n_units);
	before = world_dump(&w, 0);
	ck_assert_err(publish(decision, &r, AGAIN(why)), ERR_WRONG_STATE);
	ck_assert_str_eq(why.detail,
	    "Period 2022: 7 sheets are not final yet: D01 (appraised), D02 "
	    "(appraised), D03 (appraised), D04 (appraised), D05 (appraised), "
	    "and others.");
	ck_assert_dump(&w, before);
	decide_from(0, 6);
	step(ROLE_COUNCIL, 6, STEP_DECIDE);
	(void)world_settle(&w);
	ck_assert_err(publish(decision, &r, AGAIN(why)), ERR_WRONG_STATE);
	ck_assert_str_eq(why.detail,
	    "Period 2022: 1 sheets are not final yet: D07 (decided).");
	step(ROLE_COUNCIL, 6, STEP_FINISH);
	(void)world_settle(&w);
	ck_assert_err(publish(decision, &r, AGAIN(why)), OK);
	close_world();
}
END_TEST

static enum err
forge_lock(struct txn *t, void *arg)
{
	(void)arg;
	locked_sheets_put(t, w.period, unit_named("D01"), 1,
	    slice_text("parindex-sheet/1\n"));
	return t->err;
}

static struct digest
locked_at(uint64_t which)
{
	struct who d01 = world_unit("D01");
	struct buf text = { 0 };
	struct locked_look look;
	struct digest d;

	ck_assert_err(look_locked_sheet(w.store, &d01, w.period,
			  unit_named("D01"), which, &look, &text, NULL),
	    OK);
	d = digest_of(buf_all(&text));
	buf_free(&text);
	return d;
}

START_TEST(the_locked_sheets_are_published_as_they_were)
{
	struct revision r;
	struct digest before;
	uint64_t decision;

	world_open_with(&w, LIFE);
	council = world_who(ROLE_COUNCIL, "");
	step(ROLE_UNIT, 0, STEP_LOCK);
	before = locked_at(REVISION_WORKING);
	end_round1();
	decision = make_final();
	decide_from(0, world_plan(&w)->n_units);
	ck_assert_err(publish(decision, &r, NULL), OK);
	ck_assert_err(env_change(w.store->env, forge_lock, NULL, 0), OK);
	ck_assert(!digest_eq(locked_at(REVISION_WORKING), before));
	ck_assert(digest_eq(locked_at(1), before));
	close_world();
}
END_TEST

static void
count_versions(void *self, const struct past_cell *one)
{
	unsigned *n = self;

	(*n)++;
	ck_assert_uint_lt(one->cell->version, 3);
}

START_TEST(what_was_written_over_is_published_too)
{
	struct who d01 = world_unit("D01");
	struct cell of = { .column = COLUMN_SELF };
	struct revision r;
	unsigned n = 0;
	bool older;

	open_world();
	of.period = w.period;
	of.unit = unit_named("D01");
	of.leaf = leaf_named("1.1.2");
	for (uint64_t seen = 1; seen < 3; seen++)
		ck_assert_err(world_score(&w, &d01, "D01", "1.1.2", COLUMN_SELF,
				  "{'a':10,'b':9}", seen, NULL),
		    OK);
	ck_assert_err(publish(make_final(), &r, NULL), OK);
	ck_assert_err(look_cell_history(w.store, &d01, &of, 0, 1,
			  count_versions, &n, &older, NULL),
	    OK);
	ck_assert_uint_eq(n, 2);
	close_world();
}
END_TEST

/* ---- what the store's check says of it ---- */

static char complaint[256];

static void
hear(void *self, const char *sentence)
{
	(void)self;
	(void)snprintf(complaint, sizeof complaint, "%s", sentence);
}

/* The last thing that is wrong; "" when nothing is. */
static const char *
wrong(void)
{
	struct checked n;

	complaint[0] = 0;
	ck_assert_err(look_check(w.store, hear, NULL, &n), OK);
	ck_assert_uint_eq(n.revisions, 1);
	return complaint;
}

static enum err
add_frozen_row(struct txn *t, void *arg)
{
	struct key k = key_of_text(w.period.text);
	const bool *there = arg;

	key_u64(&k, 1);
	key_u8(&k, 'c');
	key_text(&k, "a cell that nobody wrote");
	if (*there)
		txn_put(t, T_FROZEN, key_all(&k), slice_text("1"));
	else
		txn_drop(t, T_FROZEN, key_all(&k));
	return t->err;
}

static enum err
change_digest(struct txn *t, void *arg)
{
	struct revision r = { .period = w.period, .n = 1 };

	(void)arg;
	ck_assert(revisions_get(t, &r));
	r.kept = r.rows; /* only the log is contradicted then */
	r.rows.b[0] ^= 1;
	revisions_put(t, &r);
	return t->err;
}

START_TEST(what_is_kept_of_a_revision_is_compared_with_the_log)
{
	struct revision r;
	bool there = true;

	open_world();
	ck_assert_err(publish(make_final(), &r, NULL), OK);
	ck_assert_str_eq(wrong(), "");
	ck_assert_err(env_change(w.store->env, add_frozen_row, &there, 0), OK);
	ck_assert_str_eq(wrong(),
	    "Revision 1 of period 2022: its rows are not those that were "
	    "published.");
	there = false;
	ck_assert_err(env_change(w.store->env, add_frozen_row, &there, 0), OK);
	ck_assert_str_eq(wrong(), "");
	ck_assert_err(env_change(w.store->env, change_digest, NULL, 0), OK);
	ck_assert_ptr_nonnull(strstr(wrong(), "says something else"));
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		results_are_provisional_appraised_final_and_published,
		nothing_is_published_before_its_time,
		only_council_and_operator_publish,
		a_record_says_number_day_and_file,
		what_happens_after_publication_leaves_the_published_rows_alone,
		the_council_is_told_once_that_a_correction_is_due,
		a_rescore_that_gives_another_result_makes_a_correction_due,
		a_correction_is_the_next_revision_under_its_own_decision,
		before_publication_few_see_ranks_and_after_it_all,
		a_published_sheet_is_its_units_own,
		results_are_published_once_every_sheet_is_final,
		the_locked_sheets_are_published_as_they_were,
		what_was_written_over_is_published_too,
		what_is_kept_of_a_revision_is_compared_with_the_log,
		NULL,
	};

	return suite_run("publish", tests);
}
