/*
 * test_indicator.c - figures of an agency in charge: read or refused at their
 * place, compared with what a unit wrote, and the value they give.
 */
#include <stdio.h>

#include "store/model/indicator.h"
#include "tests/kit/criterion.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

static struct plan *plan;
static struct pool pool;
static struct figures got;

static void
setup(void)
{
	struct buf small = source_file("tests/store/model/small.json");

	plan = plan_of(&small);
	buf_free(&small);
}

static void
teardown(void)
{
	pool_free(&pool);
	pool = (struct pool){ 0 };
	plan_free(&plan);
}

/* Reads figures for leaf 1.1 of the small period, whose T1 it does not apply
 * to. */
static enum err
reads(const char *text, struct fault *why)
{
	struct json *doc = json_quoted(text);
	struct jv at = json_root(doc);
	enum err e = figures_read(plan, 0, &at, &pool, &got, why);

	json_free(&doc);
	return e;
}

#define TAKEN "'extracted':'2031-01-05T00:00:00+07:00'"
#define HEAD "'source':'Cổng'," TAKEN
#define W1 "{'unit':'W1','inputs':{'a':4,'b':3}}"
#define ROW(row) "{" HEAD ",'units':[" row "]}"

START_TEST(figures_are_read_for_units_by_code_name_and_alias)
{
	char text[MOMENT_TEXT];

	setup();
	ck_assert_err(reads(ROW("{'unit':'p. đông','inputs':{'a':4,'b':3},"
				"'previous':'75.2'},"
				"{'unit':'W2','inputs':{'a':5,'b':0}}"),
			  NULL),
	    OK);
	ck_assert_uint_eq(got.n, 2);
	ck_assert_str_eq(got.source, "Cổng");
	moment_text(got.extracted, text);
	ck_assert_str_eq(text, "2031-01-05T00:00:00.000000+07:00");
	ck_assert_str_eq(plan->units[got.list[0].unit].id.text, "W1");
	ck_assert_int_eq(got.list[0].inputs.value[1], 3);
	ck_assert(got.list[0].has_previous);
	ck_assert_int_eq(got.list[0].previous.millionths, 75200000);
	ck_assert_str_eq(plan->units[got.list[1].unit].id.text, "W2");
	ck_assert(!got.list[1].has_previous);
	ck_assert_err(reads(ROW("{'unit':'Phường Tây',"
				"'inputs':{'a':5,'b':0}}"),
			  NULL),
	    OK);
	ck_assert_str_eq(plan->units[got.list[0].unit].id.text, "W2");
	teardown();
}
END_TEST

START_TEST(each_fault_of_figures_names_its_place)
{
	static const struct {
		const char *text, *pointer;
		enum err err;
	} rows[] = {
		{ "[]", "", ERR_UNKNOWN_FIELD },
		{ "{" HEAD ",'units':[" W1 "],'x':1}", "/x",
		    ERR_UNKNOWN_FIELD },
		{ "{" TAKEN ",'units':[" W1 "]}", "", ERR_MISSING_FIELD },
		{ "{'source':''," TAKEN ",'units':[" W1 "]}", "",
		    ERR_MISSING_FIELD },
		{ "{'source':7," TAKEN ",'units':[" W1 "]}", "",
		    ERR_MISSING_FIELD },
		{ "{'source':'a\\u0001b'," TAKEN ",'units':[" W1 "]}",
		    "/source", ERR_TOO_BIG },
		{ "{'source':'Cổng','units':[" W1 "]}", "", ERR_MISSING_FIELD },
		{ "{'source':'Cổng','extracted':'today','units':[" W1 "]}",
		    "/extracted", ERR_MISSING_FIELD },
		{ "{" HEAD "}", "", ERR_RANGE },
		{ "{" HEAD ",'units':{}}", "/units", ERR_RANGE },
		{ "{" HEAD ",'units':[]}", "/units", ERR_RANGE },
		{ ROW(W1 "," W1 "," W1 "," W1), "/units", ERR_RANGE },
		{ ROW("7"), "/units/0", ERR_UNKNOWN_FIELD },
		{ ROW("{'unit':'W1','inputs':{'a':4,'b':3},'y':1}"),
		    "/units/0/y", ERR_UNKNOWN_FIELD },
		{ ROW("{'inputs':{'a':4,'b':3}}"), "/units/0",
		    ERR_MISSING_FIELD },
		{ ROW("{'unit':1,'inputs':{'a':4,'b':3}}"), "/units/0",
		    ERR_MISSING_FIELD },
		{ ROW("{'unit':'W9','inputs':{'a':4,'b':3}}"), "/units/0/unit",
		    ERR_UNKNOWN_UNIT },
		{ ROW("{'unit':'T1','inputs':{'a':4,'b':3}}"), "/units/0/unit",
		    ERR_LEAF_NOT_YOURS },
		{ ROW(W1 ",{'unit':'Đông','inputs':{'a':4,'b':3}}"),
		    "/units/1/unit", ERR_EXISTS },
		{ ROW("{'unit':'W1','inputs':{'a':4,'b':5}}"),
		    "/units/0/inputs/b", ERR_RANGE },
		{ ROW("{'unit':'W1','inputs':{'not_applicable':true}}"),
		    "/units/0/inputs", ERR_RANGE },
		{ ROW("{'unit':'W1','inputs':{'a':4,'b':3},'previous':75}"),
		    "/units/0/previous", ERR_MALFORMED },
		{ ROW("{'unit':'W1','inputs':{'a':4,'b':3},'previous':'x'}"),
		    "/units/0/previous", ERR_MALFORMED },
	};

	setup();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fault why = { 0 };
		enum err e = reads(rows[i].text, &why);

		ck_assert_msg(e == rows[i].err, "%s: %s at %s", rows[i].text,
		    err_name(e), why.pointer);
		ck_assert_msg(strcmp(why.pointer, rows[i].pointer) == 0,
		    "%s: at \"%s\"", rows[i].text, why.pointer);
	}
	teardown();
}
END_TEST

START_TEST(a_source_has_at_most_255_bytes)
{
	char text[512];
	struct fault why = { 0 };

	setup();
	for (int n = 255; n <= 256; n++) {
		(void)snprintf(text, sizeof text,
		    "{'source':'%0*d'," TAKEN ",'units':[" W1 "]}", n, 0);
		ck_assert_err(reads(text, &why), n == 255 ? OK : ERR_TOO_BIG);
	}
	ck_assert_str_eq(why.pointer, "/source");
	teardown();
}
END_TEST

START_TEST(what_was_written_differs_where_the_figures_say_otherwise)
{
	struct inputs figures = { .given = { true, true }, .value = { 4, 3 } };
	struct inputs written = figures;
	const struct leaf *l;

	setup();
	l = &plan->leaves[0];
	ck_assert(!figure_differs(l, &figures, &written));
	written.value[1] = 2;
	ck_assert(figure_differs(l, &figures, &written));
	written.not_applicable = true;
	ck_assert(!figure_differs(l, &figures, &written));
	written = figures;
	written.given[0] = false;
	ck_assert(figure_differs(l, &figures, &written));
	figures.given[0] = false;
	ck_assert(!figure_differs(l, &figures, &written));
	teardown();
}
END_TEST

START_TEST(a_value_is_a_share_of_the_whole_or_a_percentage_as_it_stands)
{
	static const struct var vars[] = {
		{ .key = "a", .type = VAR_COUNT },
		{ .key = "b", .type = VAR_COUNT },
		{ .key = "r", .type = VAR_DECIMAL },
	};
	static const struct leaf leaf = { .vars = vars, .n_vars = 3 };
	static const struct indicator share = { .num = 1, .den = 0 },
				      rate = { .num = 2, .den = -1 };
	struct plan p = { .leaves = &leaf, .n_leaves = 1, .index_decimals = 1 };
	struct inputs in = { .given = { true, true, true },
		.value = { 3, 2, 81250000 } };
	struct points v = { 0 };

	ck_assert(indicator_value(&p, &share, &in, &v));
	ck_assert_int_eq(v.millionths, 66700000);
	ck_assert(indicator_value(&p, &rate, &in, &v));
	ck_assert_int_eq(v.millionths, 81300000);
	in.value[0] = 0;
	ck_assert(!indicator_value(&p, &share, &in, &v));
	in.value[0] = 1;
	in.value[1] = INT64_MAX;
	ck_assert(!indicator_value(&p, &share, &in, &v));
	in.given[0] = false;
	ck_assert(!indicator_value(&p, &share, &in, &v));
	in.given[2] = false;
	ck_assert(!indicator_value(&p, &rate, &in, &v));
}
END_TEST

START_TEST(the_target_itself_is_met_from_either_side)
{
	struct indicator i = { .target = { 80000000 } };

	ck_assert(indicator_meets(&i, (struct points){ 80000000 }));
	ck_assert(indicator_meets(&i, (struct points){ 80000001 }));
	ck_assert(!indicator_meets(&i, (struct points){ 79999999 }));
	i.lower_is_better = true;
	ck_assert(indicator_meets(&i, (struct points){ 80000000 }));
	ck_assert(!indicator_meets(&i, (struct points){ 80000001 }));
	ck_assert(indicator_meets(&i, (struct points){ 79999999 }));
}
END_TEST

START_TEST(an_average_takes_the_values_that_a_block_has)
{
	struct indicator_value value[6] = { 0 };
	struct indicators all = { .value = value };
	struct points mean = { -1 };
	unsigned w1, w2, t1, ward;

	setup();
	ck_assert_uint_eq(plan->n_units, 3);
	all.plan = plan;
	w1 = (unsigned)plan_unit(plan, (struct unit_id){ "W1" });
	w2 = (unsigned)plan_unit(plan, (struct unit_id){ "W2" });
	t1 = (unsigned)plan_unit(plan, (struct unit_id){ "T1" });
	ward = plan->units[w1].block;
	value[3 + t1].has_value = true;
	value[3 + t1].value.millionths = 10000000;
	ck_assert(!indicator_average(&all, 1, ward, &mean));
	value[3 + w1].has_value = true;
	value[3 + w1].value.millionths = 70000000;
	ck_assert(indicator_average(&all, 1, ward, &mean));
	ck_assert_int_eq(mean.millionths, 70000000);
	value[3 + w2].has_value = true;
	value[3 + w2].value.millionths = 80100000;
	ck_assert(indicator_average(&all, 1, ward, &mean));
	ck_assert_int_eq(mean.millionths, 75100000);
	ck_assert(!indicator_average(&all, 0, ward, &mean));
	teardown();
}
END_TEST

START_TEST(a_leaf_is_an_indicator_where_the_period_says_so)
{
	static const struct indicator list[] = { { .leaf = 4 }, { .leaf = 2 } };
	struct plan p = { .indicators = list, .n_indicators = 2 };

	ck_assert_ptr_eq(plan_indicator(&p, 2), &list[1]);
	ck_assert_ptr_eq(plan_indicator(&p, 4), &list[0]);
	ck_assert_ptr_null(plan_indicator(&p, 3));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		figures_are_read_for_units_by_code_name_and_alias,
		each_fault_of_figures_names_its_place,
		a_source_has_at_most_255_bytes,
		what_was_written_differs_where_the_figures_say_otherwise,
		a_value_is_a_share_of_the_whole_or_a_percentage_as_it_stands,
		the_target_itself_is_met_from_either_side,
		an_average_takes_the_values_that_a_block_has,
		a_leaf_is_an_indicator_where_the_period_says_so, NULL
	};

	return suite_run("indicator", tests);
}
