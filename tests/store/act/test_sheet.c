/*
 * test_sheet.c - documents taken back, and what persons write on a sheet.
 */
#include <stdio.h>

#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;
static struct fault why;

#define APPRAISAL "2023-01-12T08:00:00+07:00"

/* A leaf scored by judgement in place of 6.1.2's yes or no. */
#define JUDGED                                                                 \
	WORLD_PATCHES("\"type\": \"flag\"}],\n\t\t \"rule\": {\"type\": "      \
		      "\"BOOL\", \"var\": \"issued\"}",                        \
	    "\"type\": \"decimal\"}],\n\t\t \"rule\": {\"type\": \"JUDGED\", " \
	    "\"var\": \"issued\", \"step\": \"0.25\"}")

/* ---- withdrawal ---- */

static void
not_withdrawn(const struct who *who, struct submission_id id,
    const char *reason, enum err e)
{
	struct digest before = world_dump(&w, 0);
	struct submission s;

	why = (struct fault){ 0 };
	ck_assert_err(act_withdraw(w.store, who, id, reason, &s, &why), e);
	ck_assert_dump(&w, before);
}

START_TEST(a_withdrawn_document_no_longer_counts)
{
	struct who d01 = world_unit("D01");
	struct submission s, taken;

	world_open(&w);
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 0);
	ck_assert_err(world_score(&w, &d01, "D01", "1.1.2", COLUMN_SELF,
			  "{'a':10,'b':10}", 0, NULL),
	    OK);
	s = world_upload(&w, "D01", "1.1.2", "x");
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 2000000);
	ck_assert_err(act_withdraw(w.store, &d01, s.id, "wrong file", &taken,
			  NULL),
	    OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_WITHDRAWAL);
	ck_assert_int_eq(taken.status, SUBMISSION_WITHDRAWN);
	ck_assert_str_eq(taken.reason, "wrong file");
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 0);
	ck_assert_uint_eq(world_rows(&w, T_DOCUMENTS), 1);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_document_withdrawn_while_its_check_runs_stays_withdrawn)
{
	struct who d01 = world_unit("D01");
	struct check check = { .accepted = true };
	struct job job = { .kind = JOB_SCORE_UNIT };
	struct settled out;
	struct submission s;

	world_open(&w);
	check.id = world_upload(&w, "D01", "1.1.1", "x").id;
	job.period = w.period;
	job.unit = unit_named("D01");
	ck_assert_err(look_job(w.store, &job), OK);
	ck_assert_err(act_withdraw(w.store, &d01, check.id, "no", &s, NULL),
	    OK);
	ck_assert_err(act_settle_unit(w.store, &job, &check, 1, &out), OK);
	ck_assert(!out.done); /* the withdrawal asked again */
	ck_assert_int_eq(world_submission(&w, check.id).status,
	    SUBMISSION_WITHDRAWN);
	world_close(&w);
}
END_TEST

START_TEST(withdrawing_is_for_the_unit_once_with_a_reason_in_the_window)
{
	struct who d01 = world_unit("D01"), d02 = world_unit("D02");
	struct who appraiser = world_who(ROLE_APPRAISER, "");
	struct submission s, other, taken;

	world_open(&w);
	s = world_upload(&w, "D01", "1.1.1", "x");
	other = s;
	other.id.b[15] ^= 1;
	not_withdrawn(&d01, other.id, "why", ERR_NOT_FOUND);
	not_withdrawn(&d02, s.id, "why", ERR_NOT_FOUND);
	not_withdrawn(&appraiser, s.id, "why", ERR_FORBIDDEN);
	not_withdrawn(&d01, s.id, "", ERR_MISSING_FIELD);
	ck_assert_str_eq(why.pointer, "/reason");
	other = world_upload(&w, "D01", "1.1.1", "y");
	world_clock(&w, WORLD_LAST);
	ck_assert_err(act_withdraw(w.store, &d01, s.id, "why", &taken, NULL),
	    OK);
	not_withdrawn(&d01, s.id, "why", ERR_WRONG_STATE);
	world_clock(&w, WORLD_UNTIL);
	not_withdrawn(&d01, other.id, "why", ERR_WINDOW_CLOSED);
	world_close(&w);
}
END_TEST

/* ---- cells ---- */

static void
not_scored(const struct who *who, const char *unit, const char *leaf,
    enum column column, const char *inputs, uint64_t seen, enum err e)
{
	struct digest before = world_dump(&w, 0);

	why = (struct fault){ 0 };
	ck_assert_err(world_score(&w, who, unit, leaf, column, inputs, seen,
			  &why),
	    e);
	ck_assert_int_eq(why.err, e);
	ck_assert_dump(&w, before);
}

START_TEST(versions_count_and_a_stale_one_is_refused)
{
	struct who d01 = world_unit("D01");
	const char *inputs = "{'a':10,'b':9}";

	world_open(&w);
	not_scored(&d01, "D01", "1.1.2", COLUMN_SELF, inputs, 1, ERR_STALE);
	for (uint64_t seen = 0; seen < 3; seen++) {
		ck_assert_err(world_score(&w, &d01, "D01", "1.1.2", COLUMN_SELF,
				  inputs, seen, NULL),
		    OK);
		ck_assert_int_eq(world_newest(&w), ENTRY_SCORE);
		ck_assert(world_newest_says(&w, "column", "self"));
	}
	ck_assert(world_newest_says(&w, "version", "3"));
	not_scored(&d01, "D01", "1.1.2", COLUMN_SELF, inputs, 2, ERR_STALE);
	ck_assert_str_eq(why.pointer, "header:If-Match");
	not_scored(&d01, "D01", "1.1.2", COLUMN_SELF, inputs, 0, ERR_STALE);
	world_verified(&w);
	world_close(&w);
}
END_TEST

static bool
newest_says_digest(const char *key, struct digest d)
{
	char hex[DIGEST_TEXT];

	digest_text(d, hex);
	return world_newest_says(&w, key, hex);
}

START_TEST(the_records_open_what_the_log_says_of_inputs)
{
	struct who d01 = world_unit("D01");
	struct cell cell = { .column = COLUMN_SELF,
		.inputs = { .given = { true, true }, .value = { 10, 9 } } };
	struct cell kept;
	struct buf said = { 0 };

	world_open(&w);
	cell.period = w.period;
	cell.unit = unit_named("D01");
	cell.leaf = leaf_named("1.1.2");
	ck_assert_err(act_score(w.store, &d01, &cell, 0, NULL), OK);
	kept = world_cell(&w, "D01", "1.1.2", COLUMN_SELF);
	ck_assert(
	    newest_says_digest("unit", entry_salted_unit(kept.salt, "D01")));
	buf_bytes(&said, kept.salt, sizeof kept.salt);
	buf_text(&said, "{\"inputs\":{\"a\":10,\"b\":9},"
			"\"not_applicable\":false,\"reason\":\"\"}");
	ck_assert(newest_says_digest("inputs", digest_of(buf_all(&said))));
	/* another salt each time: equal inputs do not look alike */
	ck_assert_err(act_score(w.store, &d01, &cell, 1, NULL), OK);
	ck_assert(!newest_says_digest("inputs", digest_of(buf_all(&said))));
	buf_free(&said);
	world_close(&w);
}
END_TEST

START_TEST(the_records_open_what_the_log_says_of_a_withdrawal)
{
	struct who d01 = world_unit("D01");
	struct buf said = { 0 };
	struct submission s;

	world_open(&w);
	s = world_upload(&w, "D01", "1.1.1", "x");
	ck_assert_err(act_withdraw(w.store, &d01, s.id, "wrong", &s, NULL), OK);
	buf_bytes(&said, s.salt, sizeof s.salt);
	buf_text(&said, "wrong");
	ck_assert(newest_says_digest("reason", digest_of(buf_all(&said))));
	buf_free(&said);
	world_close(&w);
}
END_TEST

START_TEST(each_column_has_its_owner)
{
	struct who unit = world_unit("D01"), other = world_unit("D02"), who;
	const char *inputs = "{'a':10,'b':9}";

	world_open(&w);
	for (enum role role = ROLE_NOBODY; role < ROLES; role++) {
		who = role == ROLE_UNIT ? other : world_who(role, "");
		not_scored(&who, "D01", "1.1.2", COLUMN_SELF, inputs, 0,
		    ERR_FORBIDDEN);
	}
	world_clock(&w, APPRAISAL);
	for (enum role role = ROLE_NOBODY; role < ROLES; role++) {
		who = role == ROLE_UNIT ? unit : world_who(role, "");
		if (role == ROLE_APPRAISER || role == ROLE_LEAD)
			continue;
		not_scored(&who, "D01", "1.1.2", COLUMN_ROUND1, inputs, 0,
		    ERR_FORBIDDEN);
	}
	who = world_who(ROLE_APPRAISER, "");
	ck_assert_err(world_score(&w, &who, "D01", "1.1.2", COLUMN_ROUND1,
			  inputs, 0, NULL),
	    OK);
	world_close(&w);
}
END_TEST

START_TEST(each_column_has_its_window)
{
	struct who d01 = world_unit("D01");
	struct who appraiser = world_who(ROLE_APPRAISER, "");
	const char *inputs = "{'a':10,'b':9}";

	world_open(&w);
	world_clock(&w, WORLD_LAST);
	not_scored(&appraiser, "D01", "1.1.2", COLUMN_ROUND1, inputs, 0,
	    ERR_WINDOW_NOT_OPEN);
	ck_assert_err(world_score(&w, &d01, "D01", "1.1.2", COLUMN_SELF, inputs,
			  0, NULL),
	    OK);
	world_clock(&w, WORLD_UNTIL);
	not_scored(&d01, "D01", "1.1.2", COLUMN_SELF, inputs, 1,
	    ERR_WINDOW_CLOSED);
	ck_assert_err(world_score(&w, &appraiser, "D01", "1.1.2", COLUMN_ROUND1,
			  inputs, 0, NULL),
	    OK);
	world_clock(&w, WORLD_CLOSES);
	not_scored(&appraiser, "D01", "1.1.2", COLUMN_ROUND1, inputs, 1,
	    ERR_WINDOW_CLOSED);
	world_close(&w);
}
END_TEST

START_TEST(the_appraised_inputs_take_the_place_of_the_units_own)
{
	struct who appraiser = world_who(ROLE_APPRAISER, "");

	world_open(&w);
	world_earn(&w, "D01");
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 2000000);
	world_clock(&w, APPRAISAL);
	ck_assert_err(world_score(&w, &appraiser, "D01", "1.1.2", COLUMN_ROUND1,
			  "{'a':10,'b':9}", 0, NULL),
	    OK);
	(void)world_settle(&w);
	ck_assert_int_lt(world_points(&w, "D01", "1.1.2"), 2000000);
	world_close(&w);
}
END_TEST

START_TEST(only_some_leaves_may_be_declared_not_applicable_and_with_a_reason)
{
	struct who d01 = world_unit("D01");
	struct who appraiser = world_who(ROLE_APPRAISER, "");
	struct cell cell = { .column = COLUMN_SELF };
	struct digest before;

	world_open(&w);
	cell.period = w.period;
	cell.unit = unit_named("D01");
	cell.leaf = leaf_named("5.1.2");
	cell.inputs.not_applicable = true;
	before = world_dump(&w, 0);
	ck_assert_err(act_score(w.store, &d01, &cell, 0, &why),
	    ERR_MISSING_FIELD);
	ck_assert_str_eq(why.pointer, "/reason");
	ck_assert_dump(&w, before);
	ck_assert_err(world_score(&w, &d01, "D01", "5.1.2", COLUMN_SELF,
			  "{'not_applicable':true}", 0, NULL),
	    OK);
	not_scored(&d01, "D01", "1.1.2", COLUMN_SELF, "{'not_applicable':true}",
	    0, ERR_RANGE);
	ck_assert_str_eq(why.pointer, "/not_applicable");
	world_clock(&w, APPRAISAL);
	not_scored(&appraiser, "D01", "1.1.2", COLUMN_ROUND1,
	    "{'not_applicable':true}", 0, ERR_RANGE);
	ck_assert_err(world_score(&w, &appraiser, "D01", "5.1.2", COLUMN_ROUND1,
			  "{'not_applicable':true}", 0, NULL),
	    OK);
	world_close(&w);
}
END_TEST

START_TEST(a_judgement_needs_a_reason_and_keeps_to_its_steps)
{
	struct who d01 = world_unit("D01");
	struct who appraiser = world_who(ROLE_APPRAISER, "");
	struct cell cell = { .column = COLUMN_ROUND1 };

	world_open_with(&w, JUDGED);
	not_scored(&d01, "D01", "6.1.2", COLUMN_SELF, "{'issued':'0.3'}", 0,
	    ERR_RANGE);
	ck_assert_str_eq(why.pointer, "/inputs");
	not_scored(&d01, "D01", "6.1.2", COLUMN_SELF, "{'issued':'1.25'}", 0,
	    ERR_RANGE);
	world_clock(&w, APPRAISAL);
	cell.period = w.period;
	cell.unit = unit_named("D01");
	cell.leaf = leaf_named("6.1.2");
	cell.inputs = (struct inputs){ .given = { true }, .value = { 250000 } };
	why = (struct fault){ 0 };
	ck_assert_err(act_score(w.store, &appraiser, &cell, 0, &why),
	    ERR_MISSING_FIELD);
	ck_assert_str_eq(why.pointer, "/reason");
	ck_assert_err(world_score(&w, &appraiser, "D01", "6.1.2", COLUMN_ROUND1,
			  "{'issued':'0.75'}", 0, NULL),
	    OK);
	world_close(&w);
}
END_TEST

START_TEST(inputs_that_cannot_be_scored_are_never_kept)
{
	struct who d01 = world_unit("D01");
	struct cell cell = { .column = COLUMN_SELF };
	struct digest before;

	world_open(&w);
	cell.period = w.period;
	cell.unit = unit_named("D01");
	cell.leaf = leaf_named("1.1.2");
	before = world_dump(&w, 0);
	ck_assert_err(act_score(w.store, &d01, &cell, 0, &why),
	    ERR_MISSING_FIELD);
	ck_assert_dump(&w, before);
	not_scored(&d01, "D01", "1.1.2", COLUMN_SELF, "{'a':1,'b':2}", 0,
	    ERR_RANGE);
	not_scored(&d01, "D99", "1.1.2", COLUMN_SELF, "{'a':1,'b':1}", 0,
	    ERR_FORBIDDEN);
	not_scored(&d01, "D01", "8.3.1", COLUMN_SELF, "{'a':1,'b':1}", 0,
	    ERR_LEAF_NOT_YOURS);
	not_scored(&d01, "D01", "S1.1", COLUMN_SELF, "{}", 0,
	    ERR_LEAF_NOT_YOURS);
	world_close(&w);
}
END_TEST

/* ---- what was written over ---- */

struct heard {
	uint64_t version[HISTORY_MOST + 1];
	int64_t b[HISTORY_MOST + 1];
	uint32_t rules;
	unsigned n;
	bool older;
};

static void
hear(void *self, const struct past_cell *one)
{
	struct heard *h = self;

	ck_assert_uint_lt(h->n, HISTORY_MOST + 1);
	h->version[h->n] = one->cell->version;
	h->b[h->n++] = one->cell->inputs.value[1];
	h->rules = one->plan->version;
}

static struct heard
history(enum column column, uint64_t before)
{
	struct who auditor = world_who(ROLE_AUDITOR, "");
	struct cell of = { .period = w.period,
		.unit = unit_named("D01"),
		.leaf = leaf_named("1.1.2"),
		.column = column };
	struct heard h = { .n = 0 };

	ck_assert_err(look_cell_history(w.store, &auditor, &of, before,
			  REVISION_WORKING, hear, &h, &h.older, NULL),
	    OK);
	return h;
}

static void
write_b(const struct who *who, enum column column, unsigned b, uint64_t seen)
{
	char inputs[40];

	(void)snprintf(inputs, sizeof inputs, "{'a':60,'b':%u}", b);
	ck_assert_err(world_score(&w, who, "D01", "1.1.2", column, inputs, seen,
			  NULL),
	    OK);
}

START_TEST(what_a_column_said_before_stays_to_be_read)
{
	struct who d01 = world_unit("D01");
	struct who appraiser = world_who(ROLE_APPRAISER, "");
	struct heard h;

	world_open(&w);
	ck_assert_uint_eq(history(COLUMN_SELF, 0).n, 0);
	write_b(&d01, COLUMN_SELF, 9, 0);
	ck_assert_uint_eq(history(COLUMN_SELF, 0).n, 0);
	write_b(&d01, COLUMN_SELF, 8, 1);
	write_b(&d01, COLUMN_SELF, 7, 2);
	world_clock(&w, APPRAISAL);
	write_b(&appraiser, COLUMN_ROUND1, 6, 0);
	write_b(&appraiser, COLUMN_ROUND1, 5, 1);
	h = history(COLUMN_SELF, 0);
	ck_assert_uint_eq(h.n, 2);
	ck_assert(!h.older);
	ck_assert_uint_eq(h.version[0], 2);
	ck_assert_int_eq(h.b[0], 8);
	ck_assert_uint_eq(h.version[1], 1);
	ck_assert_int_eq(h.b[1], 9);
	ck_assert_uint_eq(history(COLUMN_SELF, 2).n, 1);
	h = history(COLUMN_ROUND1, 0);
	ck_assert_uint_eq(h.n, 1);
	ck_assert_int_eq(h.b[0], 6);
	ck_assert_uint_eq(history(COLUMN_COUNCIL, 0).n, 0);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_write_costs_one_row_however_long_the_history_is)
{
	struct who d01 = world_unit("D01");
	struct heard h;

	world_open(&w);
	for (unsigned i = 0; i < HISTORY_MOST + 3; i++) {
		write_b(&d01, COLUMN_SELF, i, i);
		ck_assert_uint_eq(world_rows(&w, T_CELLS), 1);
		ck_assert_uint_eq(world_rows(&w, T_CELL_VERSIONS), i);
	}
	h = history(COLUMN_SELF, 0);
	ck_assert_uint_eq(h.n, HISTORY_MOST);
	ck_assert(h.older);
	ck_assert_uint_eq(h.version[0], HISTORY_MOST + 2);
	h = history(COLUMN_SELF, h.version[HISTORY_MOST - 1]);
	ck_assert_uint_eq(h.n, 2);
	ck_assert(!h.older);
	world_close(&w);
}
END_TEST

START_TEST(an_older_version_goes_with_the_rules_of_its_time)
{
	struct who d01 = world_unit("D01");

	world_open(&w);
	write_b(&d01, COLUMN_SELF, 9, 0);
	ck_assert_err(world_amend(&w,
			  WORLD_PATCHES("\"year\": 2022", "\"year\": 2021"),
			  NULL),
	    OK);
	write_b(&d01, COLUMN_SELF, 8, 1);
	write_b(&d01, COLUMN_SELF, 7, 2);
	ck_assert_uint_eq(history(COLUMN_SELF, 2).rules, 1);
	ck_assert_uint_eq(history(COLUMN_SELF, 0).n, 2);
	ck_assert_uint_eq(history(COLUMN_SELF, 0).rules, 1); /* of the last */
	world_close(&w);
}
END_TEST

START_TEST(the_history_is_for_who_may_read_the_sheet)
{
	struct who d01 = world_unit("D01"), d02 = world_unit("D02");
	struct cell of = { .column = COLUMN_SELF };
	struct heard h = { .n = 0 };

	world_open(&w);
	of.period = w.period;
	of.unit = unit_named("D01");
	of.leaf = leaf_named("1.1.2");
	ck_assert_err(look_cell_history(w.store, &d01, &of, 0, REVISION_WORKING,
			  hear, &h, &h.older, NULL),
	    OK);
	ck_assert_err(look_cell_history(w.store, &d02, &of, 0, REVISION_WORKING,
			  hear, &h, &h.older, NULL),
	    ERR_FORBIDDEN);
	of.leaf = leaf_named("4.3.2"); /* of the other block */
	ck_assert_err(look_cell_history(w.store, &d01, &of, 0, REVISION_WORKING,
			  hear, &h, &h.older, NULL),
	    ERR_UNKNOWN_LEAF);
	ck_assert_err(look_cell_history(w.store, &d01, &of, 0, 1, hear, &h,
			  &h.older, NULL),
	    ERR_NOT_FOUND);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_withdrawn_document_no_longer_counts,
		a_document_withdrawn_while_its_check_runs_stays_withdrawn,
		withdrawing_is_for_the_unit_once_with_a_reason_in_the_window,
		versions_count_and_a_stale_one_is_refused,
		the_records_open_what_the_log_says_of_inputs,
		the_records_open_what_the_log_says_of_a_withdrawal,
		each_column_has_its_owner,
		each_column_has_its_window,
		the_appraised_inputs_take_the_place_of_the_units_own,
		only_some_leaves_may_be_declared_not_applicable_and_with_a_reason,
		a_judgement_needs_a_reason_and_keeps_to_its_steps,
		inputs_that_cannot_be_scored_are_never_kept,
		what_a_column_said_before_stays_to_be_read,
		a_write_costs_one_row_however_long_the_history_is,
		an_older_version_goes_with_the_rules_of_its_time,
		the_history_is_for_who_may_read_the_sheet,
		NULL,
	};

	return suite_run("sheet", tests);
}
