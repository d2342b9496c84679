/*
 * test_analysis.c - averages, losses, proofs in time, self beside appraised;
 * and that what is printed adds up.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/base/json_in.h"
#include "store/view/views.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;
static struct analysis *a;
static const struct plan *plan;

/* D01 full points of 1.1.2, appraised lower; D02 late; D03 nothing. */
static void
open_world(void)
{
	struct who d01 = world_unit("D01"), appraiser;

	world_open(&w);
	a = calloc(1, sizeof *a);
	ck_assert_ptr_nonnull(a);
	appraiser = world_who(ROLE_APPRAISER, "");
	ck_assert_err(world_score(&w, &d01, "D01", "1.1.2", COLUMN_SELF,
			  "{'a':10,'b':10}", 0, NULL),
	    OK);
	(void)world_upload(&w, "D01", "1.1.2", "in time");
	(void)world_upload(&w, "D01", "1.1.1", "in time too");
	world_clock(&w, WORLD_UNTIL);
	(void)world_upload(&w, "D02", "1.1.1", "late");
	(void)world_upload(&w, "D01", "1.1.1", "late as well");
	world_clock(&w, "2023-01-12T08:00:00+07:00");
	ck_assert_err(world_score(&w, &appraiser, "D01", "1.1.2", COLUMN_ROUND1,
			  "{'a':10,'b':9}", 0, NULL),
	    OK);
	(void)world_settle(&w);
}

static void
close_world(void)
{
	look_analysis_free(a);
	free(a);
	world_close(&w);
}

static void
look(void)
{
	struct who auditor = world_who(ROLE_AUDITOR, "");

	look_analysis_free(a);
	ck_assert_err(look_analysis(w.store, &auditor, w.period,
			  REVISION_NEWEST, a, NULL),
	    OK);
	plan = a->results.plan;
}

static unsigned
unit(const char *id)
{
	return (unsigned)plan_unit(plan, unit_named(id));
}

static unsigned
leaf(const char *id)
{
	return (unsigned)plan_leaf(plan, leaf_named(id));
}

static enum proof
proof(const char *u, const char *l)
{
	return a->proof[unit(u) * plan->n_leaves + leaf(l)];
}

START_TEST(papers_stand_by_the_best_there_is)
{
	open_world();
	look();
	ck_assert_int_eq(proof("D01", "1.1.2"), PROOF_ACCEPTED);
	ck_assert_int_eq(proof("D01", "1.1.1"), PROOF_ACCEPTED);
	ck_assert_int_eq(proof("D02", "1.1.1"), PROOF_LATE);
	ck_assert_int_eq(proof("D02", "1.1.2"), PROOF_MISSING);
	ck_assert_int_eq(proof("D01", "S1.1"), PROOF_NOT_ASKED);
	/* not in the department's set, and taken out by decision */
	ck_assert_int_eq(proof("D01", "4.3.2"), PROOF_NOT_ASKED);
	ck_assert_int_eq(proof("D04", "3.1.1"), PROOF_NOT_ASKED);
	close_world();
}
END_TEST

START_TEST(documents_on_time_are_counted_among_those_looked_at)
{
	struct points percent;

	open_world();
	look();
	ck_assert_uint_eq(a->unit[unit("D01")].proofs[PROOF_ACCEPTED], 2);
	ck_assert_uint_eq(a->unit[unit("D01")].proofs[PROOF_LATE], 1);
	ck_assert(analysis_on_time(a, unit("D01"), &percent));
	ck_assert_int_eq(percent.millionths, 66670000);
	ck_assert(analysis_on_time(a, unit("D02"), &percent));
	ck_assert_int_eq(percent.millionths, 0);
	ck_assert(!analysis_on_time(a, unit("D03"), &percent));
	close_world();
}
END_TEST

START_TEST(self_scores_stand_beside_appraised_ones)
{
	const struct unit_analysis *u;

	open_world();
	look();
	u = &a->unit[unit("D01")];
	ck_assert_uint_eq(u->compared, 1);
	ck_assert_int_eq(u->self.millionths, 2000000);
	ck_assert_int_eq(u->appraised.millionths, 1800000);
	ck_assert_uint_eq(a->unit[unit("D02")].compared, 0);
	close_world();
}
END_TEST

START_TEST(losses_come_greatest_first_and_say_why)
{
	unsigned list[LEAVES_MOST], n, l;
	int64_t sum = 0, by_unit = 0;

	open_world();
	look();
	n = analysis_losses(a, 0, list);
	ck_assert_uint_gt(n, 30);
	for (unsigned i = 0; i < n; i++) {
		const struct leaf_analysis *x = &a->leaf[list[i]];

		ck_assert(i == 0 || x->lost.millionths <=
					a->leaf[list[i - 1]].lost.millionths);
		ck_assert_int_le(x->lost.millionths, x->of.millionths);
		sum += x->lost.millionths;
	}
	for (unsigned u = 0; u < plan->n_units; u++)
		if (plan->units[u].block == 0)
			by_unit += a->unit[u].lost.millionths;
	ck_assert_int_eq(sum, by_unit);
	l = leaf("1.1.2");
	ck_assert_uint_eq(a->leaf[l].units, 18);
	ck_assert_uint_eq(a->leaf[l].losing, 18);
	ck_assert_uint_eq(a->leaf[l].status[LEAF_SCORED], 1);
	ck_assert_uint_eq(a->leaf[l].status[LEAF_NO_INPUTS], 17);
	ck_assert_uint_eq(a->leaf[l].unreasoned, 1);
	close_world();
}
END_TEST

/* ---- what is printed adds up ---- */

static int64_t
printed(const struct jv *object, const char *key)
{
	struct jv v = jv_get(object, key);
	struct points p;
	struct slice text;

	ck_assert_msg(jv_text(&v, &text), "%s is no text", key);
	ck_assert_err(points_read(text, &p), OK);
	return p.millionths;
}

static struct json *
json_of(void (*view)(struct jout *j, const void *what), const void *what)
{
	struct buf text = { 0 };
	struct jout j = jout_start(&text);
	struct json *doc = NULL;

	view(&j, what);
	ck_assert_err(text.err, OK);
	ck_assert_err(json_parse(buf_all(&text), 1 << 24, &doc, NULL), OK);
	buf_free(&text);
	return doc;
}

static void
put_results(struct jout *j, const void *what)
{
	view_results(j, what);
}

static void
put_analysis(struct jout *j, const void *what)
{
	view_analysis(j, what);
}

/* The mean of what is printed, half up to two decimals. */
static int64_t
mean(int64_t sum, int64_t n)
{
	return (sum / 10000 * 2 + n) / (2 * n) * 10000;
}

START_TEST(averages_are_the_means_of_the_printed_table)
{
	struct json *results, *analysis;
	struct jv root, blocks, table, averages, mine;

	open_world();
	look();
	results = json_of(put_results, &a->results);
	analysis = json_of(put_analysis, a);
	root = json_root(results);
	blocks = jv_get(&root, "blocks");
	mine = json_root(analysis);
	mine = jv_get(&mine, "blocks");
	for (size_t b = 0; b < jv_count(&blocks); b++) {
		struct jv one = jv_at(&blocks, b), other = jv_at(&mine, b);
		int64_t sum = 0;

		table = jv_get(&one, "units");
		averages = jv_get(&other, "average");
		for (size_t i = 0; i < jv_count(&table); i++) {
			struct jv u = jv_at(&table, i);

			sum += printed(&u, "index");
		}
		ck_assert_int_eq(printed(&averages, "index"),
		    mean(sum, (int64_t)jv_count(&table)));
	}
	json_free(&results);
	json_free(&analysis);
	close_world();
}
END_TEST

START_TEST(printed_losses_and_points_add_up_to_the_maximum)
{
	struct json *results, *analysis;
	struct jv root, blocks, mine;

	open_world();
	look();
	results = json_of(put_results, &a->results);
	analysis = json_of(put_analysis, a);
	root = json_root(results);
	blocks = jv_get(&root, "blocks");
	mine = json_root(analysis);
	mine = jv_get(&mine, "blocks");
	for (size_t b = 0; b < jv_count(&blocks); b++) {
		struct jv one = jv_at(&blocks, b), other = jv_at(&mine, b);
		struct jv table = jv_get(&one, "units");
		struct jv losses = jv_get(&other, "losses");
		int64_t points = 0, max = 0, lost = 0, of = 0;

		for (size_t i = 0; i < jv_count(&table); i++) {
			struct jv u = jv_at(&table, i);

			points += printed(&u, "points");
			max += printed(&u, "max");
		}
		for (size_t i = 0; i < jv_count(&losses); i++) {
			struct jv l = jv_at(&losses, i);

			lost += printed(&l, "lost");
			of += printed(&l, "of");
		}
		ck_assert_int_eq(of, max);
		ck_assert_int_eq(points + lost, max);
	}
	json_free(&results);
	json_free(&analysis);
	close_world();
}
END_TEST

START_TEST(only_who_sees_every_sheet_and_index_sees_it)
{
	open_world();
	for (enum role role = 0; role < ROLES; role++) {
		struct who who =
		    world_who(role, role_has_unit(role) ? "D01" : "");
		bool sees = role == ROLE_COUNCIL || role == ROLE_OPERATOR ||
			    role == ROLE_AUDITOR;
		enum err e = look_analysis(w.store, &who, w.period,
		    REVISION_WORKING, a, NULL);

		ck_assert_msg(e == (sees ? OK : ERR_FORBIDDEN), "%s",
		    role_name(role));
		look_analysis_free(a);
	}
	close_world();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		papers_stand_by_the_best_there_is,
		documents_on_time_are_counted_among_those_looked_at,
		self_scores_stand_beside_appraised_ones,
		losses_come_greatest_first_and_say_why,
		averages_are_the_means_of_the_printed_table,
		printed_losses_and_points_add_up_to_the_maximum,
		only_who_sees_every_sheet_and_index_sees_it,
		NULL,
	};

	return suite_run("analysis", tests);
}
