/*
 * test_looks.c - who sees what: a matrix of roles and looks, and what the
 * answers hold.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/base/json_in.h"
#include "store/view/views.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;
static struct submission mine;

/* A world in which D01 has proved a leaf and was judged by a form. */
static void
setup_world(void)
{
	struct forms_entered entered;

	world_open(&w);
	world_earn(&w, "D01");
	mine = world_upload(&w, "D01", "1.1.1", "of D01");
	(void)world_upload(&w, "D02", "1.1.1", "of D02");
	ck_assert_err(world_forms(&w, "org-department",
			  "[{'number':'1','group':'hdnd','units':{"
			  "'D01':{'q1':1,'q2':1},'D02':{'q1':2}}}]",
			  &entered, NULL),
	    OK);
	(void)world_settle(&w);
}

/* ---- the matrix ---- */

static enum err
see_submission(const struct who *who)
{
	struct submission s;

	return look_submission(w.store, who, mine.id, &s);
}

static enum err
see_receipt(const struct who *who)
{
	struct buf text = { 0 };
	enum err e = look_receipt(w.store, who, mine.id, &text);

	ck_assert((e == OK) == (text.n > 0));
	buf_free(&text);
	return e;
}

static enum err
see_document(const struct who *who)
{
	struct buf bytes = { 0 };
	struct document doc;
	char name[256];
	int fd;
	enum err e =
	    look_document(w.store, who, mine.document, &doc, name, &bytes, &fd);

	ck_assert_int_eq(fd, -1);
	ck_assert((e == OK) == slice_is(buf_all(&bytes), "of D01"));
	buf_free(&bytes);
	return e;
}

static bool
any(void *self, const struct submission *s, const struct remarks_look *remarks)
{
	unsigned *n = self;

	(void)s;
	ck_assert_uint_eq(remarks->n, 0);
	++*n;
	return true;
}

static enum err
see_submissions(const struct who *who)
{
	unsigned n = 0;
	enum err e = look_submissions(w.store, who, w.period, unit_named("D01"),
	    any, &n);

	ck_assert_uint_eq(n, e == OK ? 2 : 0);
	return e;
}

static enum err
see_sheet(const struct who *who)
{
	struct sheet_look *look = malloc(sizeof *look);
	enum err e;

	ck_assert_ptr_nonnull(look);
	e = look_sheet(w.store, who, w.period, unit_named("D01"), look, NULL);
	free(look);
	return e;
}

static enum err
see_why(const struct who *who)
{
	struct buf text = { 0 };
	enum err e = look_explain(w.store, who, w.period, unit_named("D01"),
	    leaf_named("1.1.2"), &text, NULL);

	buf_free(&text);
	return e;
}

static enum err
see_survey_why(const struct who *who)
{
	struct buf text = { 0 };
	enum err e = look_explain(w.store, who, w.period, unit_named("D01"),
	    leaf_named("S1.1"), &text, NULL);

	buf_free(&text);
	return e;
}

static enum err
see_results(const struct who *who)
{
	struct results r;
	enum err e = look_results(w.store, who, w.period, &r, NULL);

	look_results_free(&r);
	return e;
}

static enum err
see_events(const struct who *who)
{
	struct event list[200];
	struct feed_look feed;

	ck_assert_err(look_events(w.store, who, 0, list, 200, &feed), OK);
	return feed.n > 0 ? OK : ERR_FORBIDDEN;
}

#define F ERR_FORBIDDEN
#define N ERR_NOT_FOUND

/* Each look at D01's things, by role; a unit is D02's officer first, then
 * D01's own. */
/* clang-format off */
static const struct {
	const char *name;
	enum err (*see)(const struct who *who);
	enum err other, own, nobody, appraiser, council, survey, operator,
	    auditor, dms;
} matrix[] = {
	/*                               other own no appr coun surv oper audi dms */
	{ "submission",  see_submission,  N, OK, N, OK, OK, N, OK, OK, OK },
	{ "receipt",     see_receipt,     N, OK, N, OK, OK, N, OK, OK, OK },
	{ "document",    see_document,    N, OK, N, OK, OK, N, OK, OK, OK },
	{ "submissions", see_submissions, F, OK, F, OK, OK, F, OK, OK, OK },
	{ "sheet",       see_sheet,       F, OK, F, OK, OK, F, OK, OK, OK },
	{ "explain",     see_why,         F, OK, F, OK, OK, F, OK, OK, OK },
	{ "survey why",  see_survey_why,  F,  F, F,  F, OK, F, OK, OK,  F },
	{ "results",     see_results,    OK, OK, F,  F, OK, F, OK, OK, OK },
	{ "feed",        see_events,     OK, OK, F, OK, OK, F, OK, OK, OK },
};
/* clang-format on */

START_TEST(every_role_sees_what_the_table_says_and_nothing_else)
{
	setup_world();
	for (size_t i = 0; i < sizeof matrix / sizeof *matrix; i++) {
		const struct {
			struct who who;
			enum err want;
		} cases[] = { { world_unit("D02"), matrix[i].other },
			{ world_unit("D01"), matrix[i].own },
			{ world_who(ROLE_NOBODY, ""), matrix[i].nobody },
			{ world_who(ROLE_APPRAISER, ""), matrix[i].appraiser },
			{ world_who(ROLE_COUNCIL, ""), matrix[i].council },
			{ world_who(ROLE_SURVEY, ""), matrix[i].survey },
			{
			    world_who(ROLE_OPERATOR, ""),
			    matrix[i].operator},
			    { world_who(ROLE_AUDITOR, ""), matrix[i].auditor },
			    { world_who(ROLE_DMS, ""), matrix[i].dms },
		};

		for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
			enum err is = matrix[i].see(&cases[c].who);

			ck_assert_msg(is == cases[c].want,
			    "%s by %s %s: %s, not %s", matrix[i].name,
			    role_name(cases[c].who.role),
			    cases[c].who.unit.text, err_name(is),
			    err_name(cases[c].want));
		}
	}
	world_close(&w);
}
END_TEST

/* ---- survey points and ranks ---- */

START_TEST(a_sheet_hides_survey_points_from_unit_appraiser_and_dms)
{
	static const enum role blind[] = { ROLE_UNIT, ROLE_APPRAISER,
		ROLE_DMS };
	struct who auditor = world_who(ROLE_AUDITOR, "");
	struct sheet_look *all = malloc(sizeof *all),
			  *some = malloc(sizeof *some);
	int s11, s1;

	ck_assert(all != NULL && some != NULL);
	setup_world();
	s11 = plan_leaf(world_plan(&w), leaf_named("S1.1"));
	s1 = (int)world_plan(&w)->leaves[s11].field;
	ck_assert_err(look_sheet(w.store, &auditor, w.period, unit_named("D01"),
			  all, NULL),
	    OK);
	ck_assert(all->survey_points);
	ck_assert_int_gt(all->leaf[s11].score.points.millionths, 0);
	ck_assert_int_gt(all->result.score.field[s1].points.millionths, 0);
	for (unsigned i = 0; i < 3; i++) {
		struct who who =
		    world_who(blind[i], blind[i] == ROLE_UNIT ? "D01" : "");

		ck_assert_err(look_sheet(w.store, &who, w.period,
				  unit_named("D01"), some, NULL),
		    OK);
		ck_assert(!some->survey_points);
		ck_assert_int_eq(some->leaf[s11].score.points.millionths, 0);
		ck_assert_int_eq(some->result.score.field[s1].points.millionths,
		    0);
		ck_assert_int_eq(some->result.score.group, -1);
		ck_assert_int_eq(some->result.score.points.millionths, 2000000);
	}
	free(all);
	free(some);
	world_close(&w);
}
END_TEST

START_TEST(a_unit_sees_its_own_result_without_ranks_and_surveys)
{
	struct who d01 = world_unit("D01");
	struct results r;
	int d02;

	setup_world();
	ck_assert_err(look_results(w.store, &d01, w.period, &r, NULL), OK);
	d02 = plan_unit(r.plan, unit_named("D02"));
	ck_assert_int_eq(r.only, plan_unit(r.plan, unit_named("D01")));
	ck_assert(!r.ranks && !r.survey_points);
	ck_assert_uint_eq(r.n_ranked, 0);
	ck_assert(r.scored[r.only]);
	ck_assert_int_eq(r.unit[r.only].score.points.millionths, 2000000);
	ck_assert(!r.scored[d02]);
	ck_assert_int_eq(r.unit[d02].score.max.millionths, 0);
	look_results_free(&r);
	world_close(&w);
}
END_TEST

START_TEST(the_dms_sees_every_units_points_without_ranks_and_surveys)
{
	struct who dms = world_who(ROLE_DMS, "");
	struct results r;

	setup_world();
	ck_assert_err(look_results(w.store, &dms, w.period, &r, NULL), OK);
	ck_assert_int_eq(r.only, -1);
	ck_assert_uint_eq(r.n_ranked, 0);
	for (unsigned i = 0; i < r.plan->n_units; i++) {
		ck_assert(r.scored[i]);
		ck_assert_int_eq(r.unit[i].score.class, -1);
		ck_assert_int_lt(r.unit[i].score.max.millionths, 100000000);
	}
	look_results_free(&r);
	world_close(&w);
}
END_TEST

/* ---- the feed ---- */

START_TEST(a_units_feed_has_gaps_where_others_acted)
{
	struct who d01 = world_unit("D01"), d02 = world_unit("D02");
	struct who auditor = world_who(ROLE_AUDITOR, "");
	struct event all[200], own[200];
	struct feed_look a, b, c;

	setup_world();
	ck_assert_err(look_events(w.store, &auditor, 0, all, 200, &a), OK);
	ck_assert_uint_eq(a.next, a.n); /* no gap for who sees all */
	ck_assert_err(look_events(w.store, &d01, 0, own, 200, &b), OK);
	ck_assert_uint_eq(b.next, a.next);
	ck_assert_str_eq(b.id, w.store->meta.feed);
	ck_assert_uint_lt(b.n, a.n);
	for (size_t i = 0; i < b.n; i++) {
		ck_assert(own[i].unit.text[0] == 0 ||
			  strcmp(own[i].unit.text, "D01") == 0);
		ck_assert_int_ne(own[i].kind, EVENT_FORMS_ENTERED);
		ck_assert_int_ne(own[i].kind, EVENT_RANKS_CHANGED);
		ck_assert_uint_eq(all[own[i].number - 1].kind, own[i].kind);
		ck_assert(i == 0 || own[i].number > own[i - 1].number);
	}
	ck_assert_err(look_events(w.store, &d02, 0, own, 200, &c), OK);
	ck_assert_uint_lt(c.n, b.n); /* D02 did less */
	world_close(&w);
}
END_TEST

START_TEST(a_feed_read_in_small_pieces_misses_nothing)
{
	struct who d01 = world_unit("D01");
	struct event whole[200], piece[2];
	struct feed_look f, all;
	uint64_t after = 0;
	size_t got = 0;

	setup_world();
	ck_assert_err(look_events(w.store, &d01, 0, whole, 200, &all), OK);
	do {
		ck_assert_err(look_events(w.store, &d01, after, piece, 2, &f),
		    OK);
		for (size_t i = 0; i < f.n; i++)
			ck_assert_uint_eq(piece[i].number,
			    whole[got + i].number);
		got += f.n;
		after = f.next;
	} while (f.n > 0);
	ck_assert_uint_eq(got, all.n);
	ck_assert_err(look_events(w.store, &d01, after, piece, 2, &f), OK);
	ck_assert_uint_eq(f.next, after);
	world_close(&w);
}
END_TEST

/* ---- documents, reasons, the system ---- */

START_TEST(shared_bytes_are_seen_by_whoever_submitted_them)
{
	struct who d01 = world_unit("D01"), d02 = world_unit("D02"),
		   d03 = world_unit("D03");
	struct submission s;

	world_open(&w);
	mine = world_upload(&w, "D01", "1.1.1", "of D01");
	ck_assert_err(see_document(&d02), ERR_NOT_FOUND);
	s = world_upload(&w, "D02", "1.1.1", "of D01");
	ck_assert_err(see_document(&d01), OK);
	ck_assert_err(see_document(&d02), OK);
	ck_assert_err(see_document(&d03), ERR_NOT_FOUND);
	/* taken back, it is still theirs to read */
	ck_assert_err(act_withdraw(w.store, &d02, s.id, "no", &s, NULL), OK);
	ck_assert_err(see_document(&d02), OK);
	mine.document.b[0] ^= 1;
	ck_assert_err(see_document(&d01), ERR_NOT_FOUND);
	world_close(&w);
}
END_TEST

static void
explained(const char *says)
{
	struct who d01 = world_unit("D01");
	struct buf text = { 0 };

	ck_assert_err(look_explain(w.store, &d01, w.period, unit_named("D01"),
			  leaf_named("1.1.2"), &text, NULL),
	    OK);
	ck_assert_msg(strstr(buf_cstr(&text), says) != NULL, "%s",
	    buf_cstr(&text));
	buf_free(&text);
}

START_TEST(an_explanation_shows_the_arithmetic_that_gave_the_points)
{
	struct who d01 = world_unit("D01");
	struct fault why = { 0 };
	struct buf text = { 0 };

	world_open(&w);
	ck_assert_err(world_score(&w, &d01, "D01", "1.1.2", COLUMN_SELF,
			  "{'a':42,'b':38}", 0, NULL),
	    OK);
	(void)world_upload(&w, "D01", "1.1.2", "x");
	(void)world_settle(&w);
	explained("38/42");
	ck_assert_err(look_explain(w.store, &d01, w.period, unit_named("D01"),
			  leaf_named("9.9"), &text, &why),
	    ERR_UNKNOWN_LEAF);
	ck_assert_ptr_nonnull(strstr(why.detail, "9.9"));
	world_close(&w);
}
END_TEST

START_TEST(a_receipt_verifies_with_the_logs_key_alone)
{
	struct who d01 = world_unit("D01");
	struct buf text = { 0 };
	struct receipt receipt;
	struct slice id;
	char want[UUID_TEXT];

	setup_world();
	ck_assert_err(look_receipt(w.store, &d01, mine.id, &text), OK);
	ck_assert_err(receipt_check(buf_all(&text), &w.store->key, &receipt,
			  NULL),
	    OK);
	ck_assert_uint_eq(receipt.index, mine.entry);
	submission_id_text(mine.id, want);
	ck_assert(entry_value(receipt.entry.body, "id", 0, &id));
	ck_assert(slice_is(id, want));
	receipt_free(&receipt);
	buf_free(&text);
	world_close(&w);
}
END_TEST

static void
no_complaint(void *self, const char *sentence)
{
	(void)self;
	ck_abort_msg("%s", sentence);
}

START_TEST(records_documents_and_log_hang_together)
{
	struct checked n;
	struct health h;

	setup_world();
	ck_assert_err(look_check(w.store, no_complaint, NULL, &n), OK);
	ck_assert_uint_eq(n.documents, 3);
	ck_assert_uint_eq(n.submissions, 3);
	ck_assert_err(look_health(w.store, &h), OK);
	ck_assert_uint_eq(h.log_size, world_log(&w));
	ck_assert_uint_eq(h.due_jobs + h.buried_jobs, 0);
	ck_assert(h.room);
	world_close(&w);
}
END_TEST

/* ---- the shape that other systems rely on (design.md 3) ---- */

static struct json *
results_json(const struct who *who)
{
	struct buf text = { 0 };
	struct jout j = jout_start(&text);
	struct json *doc = NULL;
	struct fault why = { 0 };
	struct results r;

	ck_assert_err(look_results(w.store, who, w.period, &r, NULL), OK);
	view_results(&j, &r);
	look_results_free(&r);
	ck_assert_msg(json_parse(buf_all(&text), 1 << 20, &doc, &why) == OK,
	    "%s", why.detail);
	buf_free(&text);
	return doc;
}

static int64_t
points_at(const struct jv *object, const char *key)
{
	struct jv v = jv_get(object, key);
	struct slice text;
	struct points p;

	ck_assert_msg(jv_text(&v, &text), "%s is no string", key);
	ck_assert_uint_ge(text.n, 4);
	ck_assert_int_eq(text.p[text.n - 3], '.'); /* two decimals */
	ck_assert_err(points_read(text, &p), OK);
	return p.millionths;
}

static void
check_unit(const struct jv *unit, bool ranked)
{
	static const char *const keys[] = { "unit", "name", "points", "max",
		"index", "rank", "rank_change", "index_change", "predecessors",
		"group", "class", "nothing_submitted", "flags", "fields",
		NULL };
	struct jv fields = jv_get(unit, "fields"), rank = jv_get(unit, "rank");
	struct jv unknown = jv_unknown(unit, keys);
	int64_t points = 0, max = 0;

	ck_assert_int_eq(jv_kind(&unknown), JSON_NONE);
	ck_assert_uint_eq(jv_count(unit), 14);
	ck_assert_int_eq(jv_kind(&rank), ranked ? JSON_IS_INT : JSON_IS_NULL);
	ck_assert_uint_ge(jv_count(&fields), 7);
	for (size_t i = 0; i < jv_count(&fields); i++) {
		struct jv field = jv_at(&fields, i);

		points += points_at(&field, "points");
		max += points_at(&field, "max");
		(void)points_at(&field, "percent");
	}
	ck_assert_int_eq(points_at(unit, "points"), points);
	ck_assert_int_eq(points_at(unit, "max"), max);
}

static unsigned
check_shape(const struct who *who, bool ranked)
{
	struct json *doc = results_json(who);
	struct jv root = json_root(doc), blocks = jv_get(&root, "blocks");
	struct jv status = jv_get(&root, "status");
	struct slice text;
	unsigned n = 0;

	ck_assert(jv_text(&status, &text) && slice_is(text, "provisional"));
	for (size_t b = 0; b < jv_count(&blocks); b++) {
		struct jv block = jv_at(&blocks, b);
		struct jv units = jv_get(&block, "units");

		for (size_t u = 0; u < jv_count(&units); u++, n++) {
			struct jv unit = jv_at(&units, u);

			check_unit(&unit, ranked);
		}
	}
	json_free(&doc);
	return n;
}

START_TEST(results_have_the_published_shape_and_fields_sum_to_points)
{
	struct who auditor = world_who(ROLE_AUDITOR, ""),
		   dms = world_who(ROLE_DMS, ""), d01 = world_unit("D01");

	setup_world();
	ck_assert_uint_eq(check_shape(&auditor, true), 30);
	ck_assert_uint_eq(check_shape(&dms, false), 30);
	ck_assert_uint_eq(check_shape(&d01, false), 1);
	world_close(&w);
}
END_TEST

START_TEST(results_name_the_newest_entry_they_rest_on)
{
	struct who auditor = world_who(ROLE_AUDITOR, "");
	struct results r;
	struct submission s;

	setup_world();
	s = world_upload(&w, "D05", "1.1.1", "z");
	(void)world_settle(&w);
	ck_assert_err(look_results(w.store, &auditor, w.period, &r, NULL), OK);
	ck_assert_uint_eq(r.revision, s.entry);
	ck_assert_int_eq(r.as_of.us, s.time.us);
	look_results_free(&r);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_role_sees_what_the_table_says_and_nothing_else,
		a_sheet_hides_survey_points_from_unit_appraiser_and_dms,
		a_unit_sees_its_own_result_without_ranks_and_surveys,
		the_dms_sees_every_units_points_without_ranks_and_surveys,
		a_units_feed_has_gaps_where_others_acted,
		a_feed_read_in_small_pieces_misses_nothing,
		shared_bytes_are_seen_by_whoever_submitted_them,
		an_explanation_shows_the_arithmetic_that_gave_the_points,
		a_receipt_verifies_with_the_logs_key_alone,
		records_documents_and_log_hang_together,
		results_have_the_published_shape_and_fields_sum_to_points,
		results_name_the_newest_entry_they_rest_on,
		NULL,
	};

	return suite_run("looks", tests);
}
