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

START_TEST(a_text_that_is_no_bundle_gets_no_rows)
{
	static const char *const texts[] = { "", "[]", "{}", "{\"period\":1}",
		"{\"period\":{}}", "{\"period\":{\"windows\":7}}",
		"{\"period\":{\"windows\"", "{\"a\":[{\"period\":\"}" };
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
		rows_are_added_to_the_text_and_nothing_else_moves,
		a_text_that_is_no_bundle_gets_no_rows,
		NULL,
	};

	return suite_run("extend", tests);
}
