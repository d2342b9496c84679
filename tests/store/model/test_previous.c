/*
 * test_previous.c - the year before: what is read, and the law of comparing,
 * a row for each clause.
 */
#include <stdio.h>

#include "store/base/json_in.h"
#include "store/base/json_out.h"
#include "store/model/previous.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

static struct plan *plan;
static struct pool pool;

/* Apostrophes for quotes. */
static const struct previous *
read(const char *units, struct faults *fs)
{
	struct buf text = { 0 };
	struct json *doc = NULL;
	const struct previous *p;
	struct jv root;

	buf_print(&text, "{\"year\":2021,\"units\":[%s]}", units);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '\'')
			text.p[i] = '"';
	ck_assert_err(json_parse(buf_all(&text), PREVIOUS_MOST, &doc, NULL),
	    OK);
	root = json_root(doc);
	p = previous_read(&root, &pool, fs);
	json_free(&doc);
	buf_free(&text);
	return p;
}

static struct change
change(const char *units, const char *unit, unsigned rank, const char *points,
    const char *due)
{
	struct faults fs = { 0 };
	const struct previous *p = read(units, &fs);
	struct unit_id id = { "" };
	struct standing now = { .rank = rank, .max = { 100 * POINTS_ONE } };
	bool review[FIELDS_MOST] = { false };
	struct change out;

	if (plan == NULL)
		plan = shipped_plan();
	ck_assert_msg(p != NULL, "%s", fs.n == 0 ? "" : fs.list[0].detail);
	ck_assert_err(unit_id_read(slice_text(unit), &id), OK);
	now.unit = (unsigned)plan_unit(plan, id);
	ck_assert_err(points_read(slice_text(points), &now.points), OK);
	for (unsigned f = 0; f < plan->n_fields; f++)
		review[f] = strstr(due, plan->fields[f].id.text) != NULL;
	change_of(p, plan, &now, review, &out);
	return out;
}

static bool
again(const struct change *c, const char *field)
{
	for (unsigned f = 0; f < plan->n_fields; f++)
		if (strcmp(plan->fields[f].id.text, field) == 0)
			return c->again[f];
	return false;
}

START_TEST(a_place_won_is_counted_upwards)
{
	struct change c = change("{'unit':'D16','block':'department',"
				 "'rank':14,'index':'85.50'}",
	    "D16", 15, "84.12", "");

	ck_assert_uint_eq(c.n, 1);
	ck_assert(c.has_rank);
	ck_assert_int_eq(c.rank, -1);
	ck_assert(c.has_index);
	ck_assert_int_eq(c.index.millionths, -1380000);
}
END_TEST

START_TEST(a_unit_without_predecessor_is_new)
{
	struct change c =
	    change("{'unit':'D01','rank':1,'index':'90'}", "D02", 2, "90", "");

	ck_assert_uint_eq(c.n, 0);
	ck_assert(!c.has_rank && !c.has_index);
}
END_TEST

START_TEST(a_renamed_unit_goes_on_where_the_old_one_stood)
{
	struct change c = change("{'unit':'X9','rank':7,'index':'80',"
				 "'successors':['D01']}",
	    "D01", 1, "90.005", "");

	ck_assert_int_eq(c.rank, 6);
	/* as printed: 90.01 */
	ck_assert_int_eq(c.index.millionths, 10010000);
}
END_TEST

START_TEST(a_merged_unit_is_compared_with_the_best_place_and_the_mean_index)
{
	struct change c = change("{'unit':'X1','rank':9,'index':'80.01',"
				 "'successors':['D01']},"
				 "{'unit':'X2','rank':4,'index':'90.00',"
				 "'successors':['D01']}",
	    "D01", 3, "86", "");

	ck_assert_uint_eq(c.n, 2);
	ck_assert_int_eq(c.rank, 1);
	/* mean 85.005, half up 85.01 */
	ck_assert_int_eq(c.index.millionths, 990000);
}
END_TEST

START_TEST(a_merged_unit_is_a_new_one_where_the_period_says_so)
{
	struct change c;

	plan = shipped_plan();
	plan->merged_new = true;
	c = change("{'unit':'A','block':'department','rank':3,'index':'90',"
		   "'self_review':['F3'],'successors':['D16']},"
		   "{'unit':'B','block':'department','rank':9,'index':'80',"
		   "'successors':['D16']}",
	    "D16", 5, "84", "F3");
	ck_assert_uint_eq(c.n, 2); /* they are named */
	ck_assert(!c.has_rank && !c.has_index);
	ck_assert(again(&c, "F3"));
	/* one alone is the same unit, renamed */
	c = change("{'unit':'A','block':'department','rank':3,'index':'90',"
		   "'successors':['D16']}",
	    "D16", 5, "84", "");
	ck_assert(c.has_rank && c.has_index);
	plan_free(&plan);
}
END_TEST

START_TEST(who_takes_another_in_keeps_its_own_past_too)
{
	struct change c = change("{'unit':'D01','rank':5,'index':'80'},"
				 "{'unit':'X2','rank':8,'index':'70',"
				 "'successors':['D01']}",
	    "D01", 5, "75", "");

	ck_assert_uint_eq(c.n, 2);
	ck_assert_int_eq(c.rank, 0);
	ck_assert_int_eq(c.index.millionths, 0);
}
END_TEST

START_TEST(each_part_of_a_split_unit_is_compared_with_the_whole)
{
	static const char whole[] = "{'unit':'D01','rank':5,'index':'80',"
				    "'self_review':['F3'],"
				    "'successors':['D02','D03']}";
	struct change two = change(whole, "D02", 2, "81", "F3");
	struct change three = change(whole, "D03", 9, "79", "F7");
	struct change one = change(whole, "D01", 1, "99", "");

	ck_assert_int_eq(two.rank, 3);
	ck_assert_int_eq(three.rank, -4);
	ck_assert(again(&two, "F3"));
	ck_assert(!again(&three, "F3"));
	ck_assert_uint_eq(one.n, 0); /* it has successors: its past is theirs */
}
END_TEST

START_TEST(places_of_another_block_are_not_compared)
{
	struct change c = change("{'unit':'D01','block':'district',"
				 "'rank':5,'index':'80'}",
	    "D01", 1, "81", "");

	ck_assert(!c.has_rank);
	ck_assert(c.has_index);
}
END_TEST

START_TEST(an_index_not_known_of_one_of_them_is_not_compared)
{
	struct change c = change("{'unit':'D01','rank':5},{'unit':'X1',"
				 "'index':'80','successors':['D01']}",
	    "D01", 1, "81", "");

	ck_assert(c.has_rank);
	ck_assert(!c.has_index);
}
END_TEST

START_TEST(a_self_review_due_in_both_years_is_marked)
{
	static const char was[] = "{'unit':'D18','rank':18,"
				  "'self_review':['F3','F7']}";
	struct change c = change(was, "D18", 18, "75", "F3");

	ck_assert(again(&c, "F3"));
	ck_assert(!again(&c, "F7")); /* not due now */
	c = change("{'unit':'D18','rank':18}", "D18", 18, "75", "F3");
	ck_assert(!again(&c, "F3")); /* not due then */
}
END_TEST

START_TEST(a_ranking_with_faults_is_refused_by_place)
{
	static const struct {
		const char *units;
		enum err e;
		const char *pointer;
	} rows[] = {
		{ "", ERR_EMPTY, "/units" },
		{ "{'rank':1}", ERR_MISSING_FIELD, "/units/0/unit" },
		{ "{'unit':'D01'},{'unit':'D01'}", ERR_EXISTS,
		    "/units/1/unit" },
		{ "{'unit':'D01','rank':0}", ERR_RANGE, "/units/0/rank" },
		{ "{'unit':'D01','rank':1025}", ERR_RANGE, "/units/0/rank" },
		{ "{'unit':'D01','index':'100.01'}", ERR_RANGE,
		    "/units/0/index" },
		{ "{'unit':'D01','index':90}", ERR_MALFORMED,
		    "/units/0/index" },
		{ "{'unit':'D/1'}", ERR_MALFORMED, "/units/0/unit" },
		{ "{'unit':'D01','note':''}", ERR_UNKNOWN_FIELD,
		    "/units/0/note" },
		{ "{'unit':'D01','self_review':['F3','F3']}", ERR_EXISTS,
		    "/units/0/self_review/1" },
		{ "{'unit':'A','successors':['D01','D01']}", ERR_EXISTS,
		    "/units/0/successors/1" },
		{ "7", ERR_MALFORMED, "/units/0" },
		{ "{'unit':'D01','self_review':['F3','F/3']}", ERR_MALFORMED,
		    "/units/0/self_review/1" },
		{ "{'unit':'D01','self_review':'F3'}", ERR_MALFORMED,
		    "/units/0/self_review" },
		{ "{'unit':'D01','block':'a b'}", ERR_MALFORMED,
		    "/units/0/block" },
		{ "{'unit':'A','successors':['A']}", ERR_RANGE, "/units/0" },
		{ "{'unit':'A','successors':['A','B']}", ERR_RANGE,
		    "/units/0" },
		{ "{'unit':'X'},{'unit':'A','successors':['X','B']},"
		  "{'unit':'B','successors':['A']}",
		    ERR_RANGE, "/units/1" },
		{ "{'unit':'A','successors':['B']},"
		  "{'unit':'B','successors':['C']},"
		  "{'unit':'C','successors':['A']}",
		    ERR_RANGE, "/units/0" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct faults fs = { 0 };

		ck_assert_msg(read(rows[i].units, &fs) == NULL, "%s",
		    rows[i].units);
		ck_assert_uint_ge(fs.n, 1);
		ck_assert_msg(fs.list[0].err == rows[i].e &&
				  strcmp(fs.list[0].pointer, rows[i].pointer) ==
				      0,
		    "%s: %s %s %s", rows[i].units, err_name(fs.list[0].err),
		    fs.list[0].pointer, fs.list[0].detail);
		faults_free(&fs);
	}
}
END_TEST

START_TEST(a_ranking_that_is_no_object_is_refused)
{
	struct faults fs = { 0 };
	struct json *doc = NULL;
	struct jv root;

	ck_assert_err(json_parse(slice_text("[]"), PREVIOUS_MOST, &doc, NULL),
	    OK);
	root = json_root(doc);
	ck_assert_ptr_null(previous_read(&root, &pool, &fs));
	ck_assert_uint_eq(fs.n, 1);
	ck_assert_err(fs.list[0].err, ERR_MALFORMED);
	ck_assert_str_eq(fs.list[0].pointer, "");
	faults_free(&fs);
	json_free(&doc);
}
END_TEST

START_TEST(what_is_written_is_read_as_the_same)
{
	static const char units[] =
	    "{'unit':'D01','block':'department','rank':3,'index':'90.25',"
	    "'self_review':['F3'],'successors':['D02','D03']}";
	struct buf once = { 0 }, twice = { 0 };
	struct faults fs = { 0 };
	const struct previous *p = read(units, &fs);
	struct jout j = jout_start(&once);
	struct json *doc = NULL;
	struct jv root;

	ck_assert_ptr_nonnull(p);
	previous_put(&j, p);
	ck_assert_err(json_parse(buf_all(&once), PREVIOUS_MOST, &doc, NULL),
	    OK);
	root = json_root(doc);
	p = previous_read(&root, &pool, &fs);
	ck_assert_ptr_nonnull(p);
	j = jout_start(&twice);
	previous_put(&j, p);
	ck_assert_str_eq(buf_cstr(&once), buf_cstr(&twice));
	json_free(&doc);
	buf_free(&once);
	buf_free(&twice);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_place_won_is_counted_upwards,
		a_unit_without_predecessor_is_new,
		a_renamed_unit_goes_on_where_the_old_one_stood,
		a_merged_unit_is_compared_with_the_best_place_and_the_mean_index,
		a_merged_unit_is_a_new_one_where_the_period_says_so,
		who_takes_another_in_keeps_its_own_past_too,
		each_part_of_a_split_unit_is_compared_with_the_whole,
		places_of_another_block_are_not_compared,
		an_index_not_known_of_one_of_them_is_not_compared,
		a_self_review_due_in_both_years_is_marked,
		a_ranking_with_faults_is_refused_by_place,
		a_ranking_that_is_no_object_is_refused,
		what_is_written_is_read_as_the_same,
		NULL,
	};

	return suite_run("previous", tests);
}
