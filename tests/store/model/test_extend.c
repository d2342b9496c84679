/*
 * test_extend.c - what an outage moves, which rows an extension adds, and the
 * bundle's text around them.
 */
#include "store/model/extend.h"

#include <stdlib.h>
#include <string.h>

#include "store/model/bundle_windows.h"
#include "store/model/outage.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

#define HOUR INT64_C(3600000000)
#define DEADLINE INT64_C(1673370000000000)

START_TEST(each_clause_about_outages_decides_to_the_microsecond)
{
	const struct outage_rule rule = { { 24 * HOUR }, { HOUR },
		{ 6 * HOUR } };
	static const struct {
		int64_t from, to; /* from the deadline */
		bool moves;
	} rows[] = {
		{ -2 * HOUR, -HOUR, true },
		{ -2 * HOUR + 1, -HOUR, false },   /* too short */
		{ 0, HOUR, true },                 /* begins at it */
		{ 1, HOUR + 1, false },            /* begins behind it */
		{ -25 * HOUR, -24 * HOUR, false }, /* ended too early */
		{ -25 * HOUR + 1, -24 * HOUR + 1, false }, /* no later */
		{ -7 * HOUR, -6 * HOUR, false },           /* no later */
		{ -7 * HOUR, -6 * HOUR + 1, true },
	};
	struct moment until = { DEADLINE }, moved;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct moment from = { DEADLINE + rows[i].from };
		struct moment to = { DEADLINE + rows[i].to };

		ck_assert_msg(outage_moves(&rule, until, from, to, &moved) ==
				  rows[i].moves,
		    "row %zu", i);
		if (rows[i].moves)
			ck_assert_int_eq(moved.us, to.us + 6 * HOUR);
	}
	ck_assert(!outage_moves(&(struct outage_rule){ { 0 }, { 0 }, { 0 } },
	    until, until, (struct moment){ DEADLINE + HOUR }, &moved));
}
END_TEST

static struct extension_rows
rows_of(const struct plan *p, struct extension x, enum err want)
{
	struct extension_rows rows;
	struct fault why = { 0 };

	ck_assert_err(extend_rows(p, &x, &rows, &why), want);
	ck_assert_int_eq(why.err, want);
	return rows;
}

START_TEST(rows_follow_the_windows_in_force)
{
	struct plan *p = shipped_plan();
	struct extension x = { STAGE_EVIDENCE, EXTEND_ALL, EXTEND_ALL,
		{ DEADLINE + 24 * HOUR }, { 0 }, false, { 0 }, { 0 } };
	struct extension_rows rows = rows_of(p, x, OK);

	ck_assert_uint_eq(rows.n, 2);
	for (unsigned b = 0; b < 2; b++) {
		ck_assert_uint_eq(rows.list[b].block, b);
		ck_assert_uint_eq(rows.list[b].version, 2);
		ck_assert_int_eq(rows.list[b].unit, WINDOW_FOR_ALL);
		ck_assert_int_eq(rows.list[b].closes.us,
		    plan_window(p, b, STAGE_EVIDENCE)->closes.us);
	}
	free(rows.list);
	x.block = 1;
	x.until.us = DEADLINE + 240 * HOUR; /* behind the old closing */
	rows = rows_of(p, x, OK);
	ck_assert_uint_eq(rows.n, 1);
	ck_assert_uint_eq(rows.list[0].block, 1);
	ck_assert_int_eq(rows.list[0].closes.us, x.until.us);
	free(rows.list);
	x.block = EXTEND_ALL;
	x.unit = 3;
	rows = rows_of(p, x, OK);
	ck_assert_uint_eq(rows.n, 1);
	ck_assert_int_eq(rows.list[0].unit, 3);
	free(rows.list);
	x.until.us = DEADLINE;
	free(rows_of(p, x, ERR_BACKWARDS).list);
	/* the closing alone; or both */
	x.until.us = 0;
	x.closes = plan_window(p, 0, STAGE_EVIDENCE)->closes;
	free(rows_of(p, x, ERR_BACKWARDS).list);
	x.closes.us++;
	rows = rows_of(p, x, OK);
	ck_assert_int_eq(rows.list[0].on_time_until.us, DEADLINE);
	ck_assert_int_eq(rows.list[0].closes.us, x.closes.us);
	free(rows.list);
	x.until.us = DEADLINE + 1;
	rows = rows_of(p, x, OK);
	ck_assert_int_eq(rows.list[0].on_time_until.us, DEADLINE + 1);
	ck_assert_int_eq(rows.list[0].closes.us, x.closes.us);
	free(rows.list);
	x.unit = EXTEND_ALL;
	x.stage = STAGE_ROUND2; /* the period has none */
	free(rows_of(p, x, ERR_NOT_FOUND).list);
	plan_free(&p);
}
END_TEST

static struct plan *
small_plan(void)
{
	struct buf small = source_file("tests/store/model/small.json");
	struct plan *p = plan_of(&small);

	buf_free(&small);
	return p;
}

/* The wards' evidence window, for the first unit alone: `more` later. */
static void
grant(struct plan *p, struct window list[7], int64_t more)
{
	memcpy(list, p->windows, 6 * sizeof *list);
	list[6] = list[0];
	list[6].unit = 0;
	list[6].version = 2;
	list[6].on_time_until.us += more;
	list[6].closes = list[6].on_time_until;
	p->windows = list;
	p->n_windows = 7;
}

START_TEST(a_unit_keeps_what_it_was_granted_beyond_its_block)
{
	struct plan *p = small_plan();
	struct window list[7];
	struct extension x = { STAGE_EVIDENCE, 0, EXTEND_ALL, { 0 }, { 0 },
		false, { 0 }, { 0 } };
	struct extension_rows rows;

	grant(p, list, 24 * HOUR);
	x.until.us = list[0].on_time_until.us + HOUR;
	rows = rows_of(p, x, OK);
	ck_assert_uint_eq(rows.n, 2);
	ck_assert_int_eq(rows.list[0].unit, WINDOW_FOR_ALL);
	ck_assert_uint_eq(rows.list[0].version, 3);
	ck_assert_int_eq(rows.list[1].unit, 0);
	ck_assert_uint_eq(rows.list[1].version, 4);
	ck_assert_int_eq(rows.list[1].on_time_until.us,
	    list[6].on_time_until.us);
	free(rows.list);
	/* not where the block comes as far */
	x.until = list[6].on_time_until;
	rows = rows_of(p, x, OK);
	ck_assert_uint_eq(rows.n, 1);
	ck_assert_int_eq(rows.list[0].unit, WINDOW_FOR_ALL);
	free(rows.list);
	plan_free(&p);
}
END_TEST

START_TEST(a_closing_earlier_than_the_old_one_leaves_it)
{
	struct plan *p = shipped_plan();
	struct extension x = { STAGE_EVIDENCE, 0, EXTEND_ALL,
		{ DEADLINE + HOUR }, { DEADLINE + HOUR }, false, { 0 }, { 0 } };
	struct extension_rows rows = rows_of(p, x, OK);

	ck_assert_int_eq(rows.list[0].closes.us,
	    plan_window(p, 0, STAGE_EVIDENCE)->closes.us);
	ck_assert_int_gt(rows.list[0].closes.us, x.closes.us);
	free(rows.list);
	plan_free(&p);
}
END_TEST

START_TEST(an_earlier_deadline_is_refused_though_the_closing_is_later)
{
	struct plan *p = shipped_plan();
	struct extension x = { STAGE_EVIDENCE, 0, EXTEND_ALL, { DEADLINE - 1 },
		{ DEADLINE + 1000 * HOUR }, false, { 0 }, { 0 } };

	free(rows_of(p, x, ERR_BACKWARDS).list);
	plan_free(&p);
}
END_TEST

START_TEST(a_row_is_above_the_highest_version_wherever_that_stands)
{
	struct plan *p = small_plan();
	struct window list[6];
	struct extension x = { STAGE_EVIDENCE, 1, EXTEND_ALL, { 0 }, { 0 },
		false, { 0 }, { 0 } };
	struct extension_rows rows;

	memcpy(list, p->windows, sizeof list);
	list[3] = p->windows[4]; /* the town's second before its first */
	list[4] = p->windows[3];
	p->windows = list;
	x.until.us = list[3].on_time_until.us + HOUR;
	rows = rows_of(p, x, OK);
	ck_assert_uint_eq(rows.n, 1);
	ck_assert_uint_eq(rows.list[0].version, 3);
	ck_assert_int_eq(rows.list[0].opens.us, list[3].opens.us);
	free(rows.list);
	plan_free(&p);
}
END_TEST

START_TEST(one_unit_has_no_window_of_a_stage_that_its_block_has_not)
{
	struct plan *p = small_plan();
	struct extension x = { STAGE_SURVEY, EXTEND_ALL, 2, { INT64_MAX },
		{ 0 }, false, { 0 }, { 0 } }; /* the town has no survey */

	free(rows_of(p, x, ERR_NOT_FOUND).list);
	x.unit = 0;
	x.until.us = p->windows[2].on_time_until.us;
	free(rows_of(p, x, ERR_BACKWARDS).list);
	plan_free(&p);
}
END_TEST

START_TEST(an_outage_moves_blocks_and_the_units_that_had_more)
{
	struct plan *p = small_plan();
	struct window list[7];
	struct extension x = { STAGE_EVIDENCE, EXTEND_ALL, EXTEND_ALL, { 0 },
		{ 0 }, true, { 0 }, { 0 } };
	struct extension_rows rows;

	grant(p, list, 240 * HOUR);
	p->outage = (struct outage_rule){ { 0 }, { 0 }, { 0 } };
	free(rows_of(p, x, ERR_WRONG_STATE).list);
	p->outage =
	    (struct outage_rule){ { 24 * HOUR }, { HOUR }, { 6 * HOUR } };
	/* the wards' deadline: the granted one lies far behind, and stays */
	x.to = list[0].on_time_until;
	x.from.us = x.to.us - HOUR;
	rows = rows_of(p, x, OK);
	ck_assert_uint_eq(rows.n, 2);
	ck_assert_int_eq(rows.list[0].unit, WINDOW_FOR_ALL);
	ck_assert_int_eq(rows.list[0].on_time_until.us, x.to.us + 6 * HOUR);
	ck_assert_int_eq(rows.list[1].unit, 0);
	ck_assert_int_eq(rows.list[1].on_time_until.us,
	    list[6].on_time_until.us);
	free(rows.list);
	/* the granted deadline alone */
	x.to = list[6].on_time_until;
	x.from.us = x.to.us - HOUR;
	rows = rows_of(p, x, OK);
	ck_assert_uint_eq(rows.n, 1);
	ck_assert_int_eq(rows.list[0].unit, 0);
	ck_assert_int_eq(rows.list[0].on_time_until.us, x.to.us + 6 * HOUR);
	free(rows.list);
	/* of the wards, and not of the towns */
	x.block = 0;
	rows = rows_of(p, x, OK);
	ck_assert_uint_eq(rows.n, 1);
	free(rows.list);
	x.block = 1;
	free(rows_of(p, x, ERR_WRONG_STATE).list);
	/* a stage that nobody has */
	x.block = EXTEND_ALL;
	x.stage = STAGE_ROUND2;
	free(rows_of(p, x, ERR_NOT_FOUND).list);
	x.stage = STAGE_EVIDENCE;
	/* too short for anybody */
	x.block = EXTEND_ALL;
	x.from.us++;
	free(rows_of(p, x, ERR_WRONG_STATE).list);
	plan_free(&p);
}
END_TEST

/* The bundle with the rows reads as the plan with them, and is the old text
 * around them. */
static void
ck_added(struct slice bundle)
{
	struct faults fs = { 0 };
	struct plan *p = plan_read(bundle, 1, &fs), *again;
	struct window row = { .unit = WINDOW_FOR_ALL };
	struct buf out = { 0 };
	size_t head = 0;

	ck_assert_ptr_nonnull(p);
	row = *plan_window(p, 0, STAGE_EVIDENCE);
	row.version = 7;
	row.unit = 0;
	ck_assert_err(bundle_add_windows(bundle, p, &row, 1, &out), OK);
	again = plan_read(buf_all(&out), 1, &fs);
	ck_assert_msg(again != NULL, "%s", fs.n > 0 ? fs.list[0].detail : "");
	ck_assert_uint_eq(again->n_windows, p->n_windows + 1);
	ck_assert_int_eq(again->windows[p->n_windows].unit, 0);
	ck_assert_uint_eq(again->windows[p->n_windows].version, 7);
	while (head < bundle.n && out.p[head] == bundle.p[head])
		head++;
	ck_assert_mem_eq(out.p + out.n - (bundle.n - head), bundle.p + head,
	    bundle.n - head);
	plan_free(&p);
	plan_free(&again);
	faults_free(&fs);
	buf_free(&out);
}

START_TEST(rows_are_added_to_the_text_and_nothing_else_moves)
{
	struct buf shipped = shipped_bundle();
	struct buf small = source_file("tests/store/model/small.json");
	struct buf tight = { 0 };
	bool quoted = false;

	ck_assert_mem_eq(small.p, "{", 1);
	ck_added(buf_all(&shipped));
	ck_added(buf_all(&small));
	/* without a space that is not in a text */
	for (size_t i = 0; i < shipped.n; i++) {
		if (shipped.p[i] == '"' && shipped.p[i - 1] != '\\')
			quoted = !quoted;
		if (quoted || strchr(" \t\n", shipped.p[i]) == NULL)
			buf_byte(&tight, shipped.p[i]);
	}
	ck_added(buf_all(&tight));
	buf_free(&shipped);
	buf_free(&small);
	buf_free(&tight);
}
END_TEST

/* A row is put right before `behind`, and the text stays as it is around it. */
static void
ck_found_list(const char *text, const char *behind)
{
	struct plan *p = shipped_plan();
	struct window row = p->windows[0];
	struct buf out = { 0 };
	size_t n = strlen(text) - strlen(behind);

	row.closes = row.on_time_until; /* then it is not said */
	ck_assert_err(bundle_add_windows(slice_text(text), p, &row, 1, &out),
	    OK);
	ck_assert_ptr_null(strstr(buf_cstr(&out), "closes"));
	ck_assert_mem_eq(out.p, text, n);
	ck_assert_mem_eq(out.p + n, ",\n\t\t{", 5);
	ck_assert_str_eq(buf_cstr(&out) + out.n - strlen(behind), behind);
	buf_free(&out);
	plan_free(&p);
}

START_TEST(the_list_is_found_behind_whatever_else_there_is)
{
	ck_found_list("{\"period\":{\"windows\":[1]}}", "]}}");
	ck_found_list("{ \"a\" :\r\n\"]}\\\"\" , \"b\":-1.5\t,\"c\":null,"
		      "\"period\":{\"d\":{\"windows\":[2]},\"e\":[[],[{}]],"
		      "\"windows\" : [{\"x\":\"]\"}\r\n ] }}",
	    "\r\n ] }}");
}
END_TEST

START_TEST(a_text_that_is_no_bundle_gets_no_rows)
{
	static const char *const texts[] = { "", "[]", "{}", "{\"period\":1}",
		"{\"period\":{}}", "{\"period\":{\"windows\":7}}",
		"{\"period\":{\"windows\"", "{\"a\":[{\"period\":\"}",
		"{\"period\":{\"windows\":", "{\"period\":", "{", "{\"a\"",
		"{\"a\" 1}", "{\"a\":1", "{\"a\":1 ", "{\"a\":", "{\"a\":1,",
		"{\"a\":1,2}", "{\"a\\", "{\"a\":{\"b\":[1]};", " \r\t\n" };
	struct plan *p = shipped_plan();

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct buf out = { 0 };

		ck_assert_err(bundle_add_windows(slice_text(texts[i]), p,
				  p->windows, 1, &out),
		    ERR_MALFORMED);
		buf_free(&out);
	}
	plan_free(&p);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_clause_about_outages_decides_to_the_microsecond,
		rows_follow_the_windows_in_force,
		a_unit_keeps_what_it_was_granted_beyond_its_block,
		a_closing_earlier_than_the_old_one_leaves_it,
		an_earlier_deadline_is_refused_though_the_closing_is_later,
		a_row_is_above_the_highest_version_wherever_that_stands,
		one_unit_has_no_window_of_a_stage_that_its_block_has_not,
		an_outage_moves_blocks_and_the_units_that_had_more,
		rows_are_added_to_the_text_and_nothing_else_moves,
		the_list_is_found_behind_whatever_else_there_is,
		a_text_that_is_no_bundle_gets_no_rows,
		NULL,
	};

	return suite_run("extend", tests);
}
