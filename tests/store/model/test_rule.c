/*
 * test_rule.c - every kind of rule at each of its bounds, the worked checks of
 * the criteria set, the arithmetic as text, and what a rule can give at most.
 */
#include "tests/kit/criterion.h"
#include "tests/kit/suite.h"

/* vars */
#define TWO                                                                    \
	"[{'key':'a','label':'A','type':'count'},"                             \
	"{'key':'b','label':'B','type':'count','at_most':'a'}]"
#define FREE                                                                   \
	"[{'key':'a','label':'A','type':'count'},"                             \
	"{'key':'b','label':'B','type':'count'}]"
#define DAY                                                                    \
	"[{'key':'d','label':'D','type':'date','optional':true},"              \
	"{'key':'x','label':'X','type':'flag','optional':true}]"
#define FLAGS                                                                  \
	"[{'key':'p','label':'P','type':'flag'},"                              \
	"{'key':'q','label':'Q','type':'flag'},"                               \
	"{'key':'n','label':'N','type':'count'}]"
#define LEVELS                                                                 \
	"[{'key':'how','label':'H','type':'level',"                            \
	"'levels':['full','partial','none']}]"
#define DECIMAL "[{'key':'r','label':'R','type':'decimal'}]"
#define TASKS                                                                  \
	"[{'key':'total','label':'T','type':'count'},"                         \
	"{'key':'on_time','label':'O','type':'count','at_most':'total'},"      \
	"{'key':'undone','label':'U','type':'count','at_most':'total'}]"

/* rules */
#define RATIO "{'type':'RATIO','num':'b','den':'a','floor':'0.80'}"
#define RATIO_NA "{'type':'RATIO','num':'b','den':'a','when_zero':'na'}"
#define RATIO_MAX "{'type':'RATIO','num':'b','den':'a','when_zero':'max'}"
#define RATIO_0 "{'type':'RATIO','num':'b','den':'a','when_zero':'0'}"
#define DEADLINE                                                               \
	"{'type':'DEADLINE','var':'d','by':'2022-01-31','late':'0.5',"         \
	"'not_obliged':'x'}"
#define STEP                                                                   \
	"{'type':'STEP','num':'b','den':'a','when_zero':'0','steps':["         \
	"{'>=':'0.30','share':'1'},{'>=':'0.15','share':'0.6'},"               \
	"{'>':'0','share':'0.3'}]}"
#define INVERSE                                                                \
	"{'type':'STEP','num':'b','den':'a','steps':["                         \
	"{'<=':'0.02','share':'1'},{'<':'0.05','share':'1/2'}],"               \
	"'otherwise':'0.1'}"
#define STEP_VAR "{'type':'STEP','var':'r','steps':[{'>=':'60','share':'1'}]}"
#define LEVEL                                                                  \
	"{'type':'LEVEL','var':'how','shares':"                                \
	"{'full':'1','partial':'0.5','none':'0'}}"
#define DEDUCT                                                                 \
	"{'type':'DEDUCT','deduct':[{'var':'a','points':'0.25'},"              \
	"{'var':'b','points':'0.5'}]}"
#define ZERO_IF                                                                \
	"{'type':'DEDUCT','deduct':[{'var':'n','share':'1/4'}],'zero_if':'p'}"
#define CHECKLIST                                                              \
	"{'type':'CHECKLIST','items':[{'var':'p','points':'0.5'},"             \
	"{'var':'n','at_least':12,'points':'0.5'},{'var':'q','share':'1/3'}]}"
#define EQUAL                                                                  \
	"{'type':'CHECKLIST','equal':true,'items':[{'var':'p'},{'var':'q'},"   \
	"{'var':'n','at_least':1}]}"
#define RELATIVE "{'type':'RELATIVE','now':'b','before':'a','floor':'0.70'}"
#define JUDGED "{'type':'JUDGED','var':'r','step':'0.25'}"
#define CASES                                                                  \
	"{'type':'CASES','cases':[{'when':'on_time = total','points':'max'},"  \
	"{'when':'undone = 0','points':'max * on_time / total'}],"             \
	"'otherwise':'max * on_time / total - 0.5'}"
#define GAP "{'type':'CASES','cases':[{'when':'a > 5','not_applicable':true}]}"
#define NA_IF "{'type':'COUNT','var':'a','per':'0.5','na_if':'b = 0'}"
#define BOOL "{'type':'BOOL','var':'p'}"

static const struct row {
	const char *vars, *rule, *max;
	unsigned decimals;
	const char *inputs;
	const char *points; /* NULL: not applicable */
	int clause;
	const char *trace;
} rows[] = {
	/* the worked checks */
	{ TWO, RATIO, "2", 2, "{'a':42,'b':38}", "1.81", 1,
	    "b/a = 38/42 = 0.904762 >= 0.80: "
	    "2.00 x 38/42 = 1.809524 -> 1.81" },
	{ TWO, RATIO, "2", 6, "{'a':42,'b':38}", "1.809524", 1,
	    "b/a = 38/42 = 0.904762 >= 0.80: "
	    "2.000000 x 38/42 = 1.809524 -> 1.809524" },
	{ TWO, RATIO, "2", 2, "{'a':42,'b':33}", "0", 2,
	    "b/a = 33/42 = 0.785714 < 0.80: 0 -> 0.00" },
	{ FREE, DEDUCT, "1.5", 2, "{'a':1,'b':1}", "0.75", 0,
	    "1.50 - 1 x 0.25 - 1 x 0.5 = 0.75 -> 0.75" },

	{ FLAGS, BOOL, "1.5", 2, "{'p':true,'q':false,'n':0}", "1.5", 0,
	    "p: 1.50 -> 1.50" },
	{ FLAGS, BOOL, "1.5", 2, "{'p':false,'q':false,'n':0}", "0", 1,
	    "not p: 0 -> 0.00" },

	{ DAY, DEADLINE, "1", 2, "{'d':'2022-01-31'}", "1", 2,
	    "d = 2022-01-31 <= 2022-01-31: 1.00 -> 1.00" },
	{ DAY, DEADLINE, "1", 2, "{'d':'2022-02-01'}", "0.5", 3,
	    "d = 2022-02-01 > 2022-01-31: 1.00 x 0.5 = 0.5 -> 0.50" },
	{ DAY, DEADLINE, "1", 2, "{}", "0", 1, "not given(d): 0 -> 0.00" },
	{ DAY, DEADLINE, "1", 2, "{'x':true}", "1", 0, "x: 1.00 -> 1.00" },
	{ DAY, DEADLINE, "1", 2, "{'x':false,'d':null}", "0", 1, NULL },

	{ TWO, RATIO, "2", 2, "{'a':10,'b':8}", "1.6", 1, NULL },
	{ TWO, RATIO, "2", 2, "{'a':1000,'b':799}", "0", 2, NULL },
	{ FREE, RATIO, "2", 2, "{'a':10,'b':11}", "2", 0,
	    "b/a = 11/10 = 1.1 > 1: 2.00 -> 2.00" },
	{ FREE, RATIO, "2", 2, "{'a':10,'b':10}", "2", 1, NULL },
	{ TWO, RATIO_NA, "2", 2, "{'a':0,'b':0}", NULL, 0, "a = 0: N/A" },
	{ TWO, RATIO_MAX, "2", 2, "{'a':0,'b':0}", "2", 0, NULL },
	{ TWO, RATIO_0, "2", 2, "{'a':0,'b':0}", "0", 0, NULL },
	{ TWO, RATIO_0, "2", 2, "{'a':3,'b':1}", "0.67", 2, NULL },

	{ TWO, STEP, "2", 2, "{'a':100,'b':30}", "2", 1, NULL },
	{ TWO, STEP, "2", 2, "{'a':1000,'b':299}", "1.2", 2,
	    "b/a = 299/1000 = 0.299 >= 0.15: 2.00 x 0.6 = 1.2 -> 1.20" },
	{ TWO, STEP, "2", 2, "{'a':100,'b':15}", "1.2", 2, NULL },
	{ TWO, STEP, "2", 2, "{'a':1000,'b':149}", "0.6", 3, NULL },
	{ TWO, STEP, "2", 2, "{'a':1000,'b':1}", "0.6", 3, NULL },
	{ TWO, STEP, "2", 2, "{'a':100,'b':0}", "0", 4,
	    "b/a = 0/100 = 0: 0 -> 0.00" },
	{ TWO, STEP, "2", 2, "{'a':0,'b':0}", "0", 0, NULL },
	{ TWO, INVERSE, "1", 2, "{'a':100,'b':2}", "1", 0, NULL },
	{ TWO, INVERSE, "1", 2, "{'a':1000,'b':21}", "0.5", 1, NULL },
	{ TWO, INVERSE, "1", 2, "{'a':1000,'b':49}", "0.5", 1, NULL },
	{ TWO, INVERSE, "1", 2, "{'a':100,'b':5}", "0.1", 2, NULL },
	{ DECIMAL, STEP_VAR, "1", 2, "{'r':'60'}", "1", 0,
	    "r = 60 >= 60: 1.00 -> 1.00" },
	{ DECIMAL, STEP_VAR, "1", 2, "{'r':'59.999999'}", "0", 1,
	    "r = 59.999999: 0 -> 0.00" },

	{ LEVELS, LEVEL, "1.5", 2, "{'how':'full'}", "1.5", 0,
	    "how = full: 1.50 -> 1.50" },
	{ LEVELS, LEVEL, "1.5", 2, "{'how':'partial'}", "0.75", 1, NULL },
	{ LEVELS, LEVEL, "1.5", 2, "{'how':'none'}", "0", 2, NULL },

	{ FREE, DEDUCT, "1.5", 2, "{'a':0,'b':0}", "1.5", 0, NULL },
	{ FREE, DEDUCT, "1.5", 2, "{'a':0,'b':4}", "0", 0,
	    "1.50 - 0 x 0.25 - 4 x 0.5 = -0.5 < 0 -> 0.00" },
	{ FLAGS, ZERO_IF, "2", 2, "{'p':true,'q':false,'n':0}", "0", 0, NULL },
	{ FLAGS, ZERO_IF, "2", 2, "{'p':false,'q':false,'n':3}", "0.5", 1,
	    NULL },

	{ FREE, "{'type':'COUNT','var':'a','per':'1.0'}", "2", 2,
	    "{'a':1,'b':0}", "1", 0, "min(2.00, 1 x 1.0) = 1 -> 1.00" },
	{ FREE, "{'type':'COUNT','var':'a','per':'1.0'}", "2", 2,
	    "{'a':3,'b':0}", "2", 0, NULL },

	{ FLAGS, CHECKLIST, "1.5", 2, "{'p':true,'n':12,'q':true}", "1.5", 0,
	    "0.5 + 0.5 + 1.50 x 1/3 = 1.5 -> 1.50" },
	{ FLAGS, CHECKLIST, "1.5", 2, "{'p':true,'n':11,'q':false}", "0.5", 0,
	    "0.5 + 0 + 0 = 0.5 -> 0.50" },
	{ FLAGS, EQUAL, "2", 2, "{'p':true,'q':true,'n':0}", "1.33", 0, NULL },
	{ FLAGS, EQUAL, "2", 2, "{'p':true,'q':true,'n':1}", "2", 0, NULL },

	{ FREE, RELATIVE, "2", 2, "{'a':100,'b':100}", "2", 0, NULL },
	{ FREE, RELATIVE, "2", 2, "{'a':100,'b':99}", "1.98", 1, NULL },
	{ FREE, RELATIVE, "2", 2, "{'a':100,'b':70}", "1.4", 1, NULL },
	{ FREE, RELATIVE, "2", 2, "{'a':1000,'b':699}", "0", 2, NULL },
	{ FREE, RELATIVE, "2", 2, "{'a':0,'b':0}", "2", 0, NULL },

	{ DECIMAL, JUDGED, "2", 2, "{'r':'1.75'}", "1.75", 0, "1.75 -> 1.75" },
	{ DECIMAL, JUDGED, "2", 2, "{'r':'2'}", "2", 0, NULL },
	{ DECIMAL, JUDGED, "2", 2, "{'r':'0'}", "0", 0, NULL },

	{ TASKS, CASES, "2", 2, "{'total':9,'on_time':9,'undone':0}", "2", 0,
	    "on_time = 9 = total = 9: 2.00 -> 2.00" },
	{ TASKS, CASES, "2", 2, "{'total':9,'on_time':8,'undone':0}", "1.78", 1,
	    "undone = 0: 2.00 x 8/9 = 1.777778 -> 1.78" },
	{ TASKS, CASES, "2", 2, "{'total':9,'on_time':8,'undone':1}", "1.28", 2,
	    "2.00 x 8/9 - 0.5 = 1.277778 -> 1.28" },
	{ FREE, GAP, "2", 2, "{'a':6,'b':0}", NULL, 0, "a = 6 > 5: N/A" },
	{ FREE, GAP, "2", 2, "{'a':5,'b':0}", "0", 1, NULL },
	{ FREE, NA_IF, "1", 2, "{'a':1,'b':0}", NULL, 0, "b = 0: N/A" },
	{ FREE, NA_IF, "1", 2, "{'a':1,'b':1}", "0.5", 1, NULL },
	{ FREE, NA_IF, "1", 2, "{'not_applicable':true}", NULL, -1, "N/A" },

	/* above the maximum, and a maximum finer than the rounding */
	{ FREE, "{'type':'CASES','cases':[{'when':'a > 0','points':'a'}]}", "2",
	    2, "{'a':3,'b':0}", "2", 0, "a = 3 > 0: 3 > 2.00 -> 2.00" },
	{ FREE, "{'type':'COUNT','var':'a','per':'1'}", "0.755", 2,
	    "{'a':3,'b':0}", "0.755", 0, NULL },
};

START_TEST(each_kind_gives_its_points_and_says_why)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *row = &rows[i];
		struct criterion c = criterion_of(row->vars, row->rule);
		struct rule_result got;
		struct buf trace = { 0 };

		ck_assert_msg(c.rule != NULL, "row %zu: %s", i,
		    c.faults.list[0].detail);
		ck_assert_err(criterion_points(&c, row->inputs, row->max,
				  row->decimals, &got, &trace),
		    OK);
		ck_assert_msg(got.not_applicable == (row->points == NULL),
		    "row %zu", i);
		if (row->points != NULL)
			ck_assert_msg(got.points.millionths ==
					  points_of_text(row->points)
					      .millionths,
			    "row %zu gives %s", i, buf_cstr(&trace));
		ck_assert_msg(got.clause == row->clause, "row %zu: clause %d",
		    i, got.clause);
		if (row->trace != NULL)
			ck_assert_str_eq(buf_cstr(&trace), row->trace);
		buf_free(&trace);
		criterion_end(&c);
	}
}
END_TEST

START_TEST(what_cannot_be_computed_is_an_error_by_name)
{
	static const struct {
		const char *vars, *rule, *inputs;
		enum err err;
	} cannot[] = {
		{ TWO, RATIO, "{'a':0,'b':0}", ERR_DIVISION },
		{ TWO, INVERSE, "{'a':0,'b':0}", ERR_DIVISION },
		{ DECIMAL, JUDGED, "{'r':'2.25'}", ERR_RANGE },
		{ DECIMAL, JUDGED, "{'r':'1.1'}", ERR_RANGE },
		{ DAY,
		    "{'type':'CASES','cases':[{'when':'d > 2022-01-01',"
		    "'points':'1'}]}",
		    "{}", ERR_MISSING_FIELD },
		{ FREE,
		    "{'type':'CASES','cases':[{'when':'a >= 0','points':"
		    "'a*a*a*a*a'}]}",
		    "{'a':1000000000,'b':0}", ERR_OVERFLOW },
		{ FREE,
		    "{'type':'CASES','cases':[{'when':'1/b > a','points':"
		    "'1'}]}",
		    "{'a':1,'b':0}", ERR_DIVISION },
		{ FREE,
		    "{'type':'CASES','cases':[{'when':'a > 1/b','points':"
		    "'1'}]}",
		    "{'a':1,'b':0}", ERR_DIVISION },
	};
	struct rule_result got;

	for (size_t i = 0; i < sizeof cannot / sizeof *cannot; i++) {
		struct criterion c =
		    criterion_of(cannot[i].vars, cannot[i].rule);

		ck_assert_ptr_nonnull(c.rule);
		ck_assert_err(criterion_points(&c, cannot[i].inputs, "2", 2,
				  &got, NULL),
		    cannot[i].err);
		criterion_end(&c);
	}
}
END_TEST

START_TEST(inputs_that_are_not_complete_are_no_number)
{
	struct criterion c = criterion_of(TWO, RATIO);
	struct inputs in = { .given = { true } };
	struct rule_result got;

	ck_assert_err(rule_points(c.rule, c.vars, c.n_vars, points_of_text("2"),
			  2, &in, NULL, &got, NULL),
	    ERR_MISSING_FIELD);
	ck_assert_int_eq(rule_kind(c.rule), RULE_RATIO);
	ck_assert_str_eq(rule_kind_name(RULE_RATIO), "RATIO");
	criterion_end(&c);
}
END_TEST

static struct rule_result
of_tally(const char *rule, const char *max, struct tally tally,
    struct buf *trace)
{
	struct criterion c = criterion_of("[]", rule);
	const struct inputs none = { 0 };
	struct rule_result got;

	ck_assert_ptr_nonnull(c.rule);
	ck_assert_err(rule_points(c.rule, c.vars, 0, points_of_text(max), 2,
			  &none, &tally, &got, trace),
	    OK);
	criterion_end(&c);
	return got;
}

#define SURVEY "{'type':'SURVEY','percents':['100','60','20','0']}"
#define SIPAS "{'type':'SIPAS','satisfied':[4,5]}"

START_TEST(survey_points_are_the_mean_of_valid_answers)
{
	struct buf t = { 0 };

	ck_assert_int_eq(of_tally(SURVEY, "3",
			     (struct tally){ { 60, 36, 18, 6 } }, &t)
			     .points.millionths,
	    2130000);
	ck_assert_str_eq(buf_cstr(&t), "3.00 x (100 x 60 + 60 x 36 + 20 x 18 "
				       "+ 0 x 6)/(100 x 120) = 2.13 -> 2.13");
	buf_clear(&t);
	ck_assert_int_eq(of_tally(SURVEY, "3", (struct tally){ { 0 } }, &t)
			     .points.millionths,
	    0);
	ck_assert_str_eq(buf_cstr(&t), "n = 0: 0 -> 0.00");
	buf_clear(&t);
	ck_assert_int_eq(of_tally(SIPAS, "2",
			     (struct tally){ { 1, 2, 3, 60, 54 } }, &t)
			     .points.millionths,
	    1900000);
	ck_assert_str_eq(buf_cstr(&t), "2.00 x (60 + 54)/120 = 1.9 -> 1.90");
	buf_free(&t);
}
END_TEST

START_TEST(a_tally_too_large_to_add_is_an_error)
{
	struct criterion c = criterion_of("[]", SURVEY);
	struct tally one = { { UINT64_MAX } },
		     two = { { INT64_MAX, INT64_MAX } };
	struct rule_result got;
	struct points max = points_of_text("3");

	ck_assert_err(rule_points(c.rule, c.vars, 0, max, 2, NULL, &one, &got,
			  NULL),
	    ERR_OVERFLOW);
	ck_assert_err(rule_points(c.rule, c.vars, 0, max, 2, NULL, &two, &got,
			  NULL),
	    ERR_OVERFLOW);
	criterion_end(&c);
}
END_TEST

START_TEST(the_most_a_rule_can_give_is_found)
{
#define FLAG16(k) "{'key':'" k "','label':'L','type':'flag'},"
#define ITEM16(k) "{'var':'" k "'},"
	static const struct {
		const char *vars, *rule, *max, *most;
	} found[] = {
		{ TWO, RATIO, "2", "2" },
		{ TWO, RATIO_NA, "2", "2" },
		{ DAY, DEADLINE, "1", "1" },
		{ DAY, "{'type':'DEADLINE','var':'d','by':'2022-01-31'}", "1",
		    "1" },
		{ TWO, STEP, "2", "2" },
		{ TWO, INVERSE, "1", "1" },
		{ TWO,
		    "{'type':'STEP','num':'b','den':'a','steps':["
		    "{'>=':'1','share':'0.9'}]}",
		    "1", "0.9" },
		{ TWO,
		    "{'type':'STEP','num':'b','den':'a','steps':["
		    "{'>=':'1.05','share':'1'}]}",
		    "1", "0" },
		{ FREE,
		    "{'type':'STEP','num':'b','den':'a','steps':["
		    "{'>=':'1.05','share':'1'}]}",
		    "1", "1" },
		{ DECIMAL, STEP_VAR, "1", "1" },
		{ LEVELS, LEVEL, "1.5", "1.5" },
		{ FREE, DEDUCT, "1.5", "1.5" },
		{ FLAGS, ZERO_IF, "1.5", "1.5" },
		{ FREE, "{'type':'COUNT','var':'a','per':'0.5'}", "2", "2" },
		{ "[{'key':'a','label':'A','type':'count','max':3}]",
		    "{'type':'COUNT','var':'a','per':'0.5'}", "2", "1.5" },
		{ FLAGS, CHECKLIST, "1.5", "1.5" },
		{ FLAGS, CHECKLIST, "3", "2" },
		{ FLAGS, CHECKLIST, "0.9", "1.3" },
		{ FLAGS, EQUAL, "2", "2" },
		{ FREE, RELATIVE, "2", "2" },
		{ DECIMAL, JUDGED, "2", "2" },
		{ DECIMAL, JUDGED, "2.1", "2" },
		{ TASKS, CASES, "2", "2" },
		{ FREE,
		    "{'type':'CASES','cases':[{'when':'a > 0','points':"
		    "'max * b / a / 1000000'}]}",
		    "2", "2000" },
		{ FREE, GAP, "2", "0" },
		{ FREE,
		    "{'type':'CASES','cases':[{'when':'a >= 0',"
		    "'not_applicable':true}]}",
		    "2", "0" },
		{ "[]", SURVEY, "3", "3" },
		{ "[]", "{'type':'SURVEY','percents':['80','60']}", "3",
		    "2.4" },
		{ "[]", SIPAS, "2", "2" },
		{ "[" FLAG16("a") FLAG16("b") FLAG16("c") FLAG16("d") FLAG16(
		      "e") FLAG16("f") FLAG16("g") FLAG16("h") FLAG16("i")
			FLAG16("j") FLAG16("k") FLAG16("l") FLAG16("m")
			    FLAG16("n") FLAG16(
				"o") "{'key':'p','label':'L','type':'flag'}]",
		    "{'type':'CHECKLIST','equal':true,'items':[" ITEM16("a")
			ITEM16("b") ITEM16("c") ITEM16("d") ITEM16("e")
			    ITEM16("f") ITEM16("g") ITEM16("h") ITEM16("i")
				ITEM16("j") ITEM16("k") ITEM16("l") ITEM16("m")
				    ITEM16("n") ITEM16("o") "{'var':'p'}]}",
		    "2", "2" },
	};

	for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
		struct criterion c = criterion_of(found[i].vars, found[i].rule);
		struct points most;

		ck_assert_msg(c.rule != NULL, "row %zu: %s", i,
		    c.faults.list[0].detail);
		ck_assert_err(rule_most(c.rule, points_of_text(found[i].max),
				  &most),
		    OK);
		ck_assert_msg(most.millionths ==
				  points_of_text(found[i].most).millionths,
		    "row %zu: %lld", i, (long long)most.millionths);
		criterion_end(&c);
	}
}
END_TEST

START_TEST(a_rule_that_never_answers_has_no_most)
{
	struct criterion c =
	    criterion_of(FREE, "{'type':'CASES','cases':"
			       "[{'when':'a / 0 > 1','points':'1'}]}");
	struct points most;

	ck_assert_err(rule_most(c.rule, points_of_text("2"), &most),
	    ERR_DIVISION);
	criterion_end(&c);
}
END_TEST

/* A small generator of our own: the same numbers on every machine. */
static uint64_t
next(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return *state >> 33;
}

START_TEST(no_inputs_leave_the_range_of_points)
{
	static const char *const rules[] = { RATIO, RATIO_0, INVERSE, DEDUCT,
		RELATIVE, NA_IF };
	struct points max = points_of_text("2");
	uint64_t state = 1;

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		struct criterion c = criterion_of(FREE, rules[i]);

		for (unsigned n = 0; n < 2000; n++) {
			struct inputs in = { .given = { true, true } };
			struct rule_result got;
			enum err e;

			in.value[0] = (int64_t)(next(&state) % 50);
			in.value[1] = (int64_t)(next(&state) % 50);
			e = rule_points(c.rule, c.vars, c.n_vars, max, n % 7,
			    &in, NULL, &got, NULL);
			ck_assert(
			    e == OK || (e == ERR_DIVISION && in.value[0] == 0));
			ck_assert(got.points.millionths >= 0);
			ck_assert(got.points.millionths <= max.millionths);
		}
		criterion_end(&c);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_kind_gives_its_points_and_says_why,
		what_cannot_be_computed_is_an_error_by_name,
		inputs_that_are_not_complete_are_no_number,
		survey_points_are_the_mean_of_valid_answers,
		a_tally_too_large_to_add_is_an_error,
		the_most_a_rule_can_give_is_found,
		a_rule_that_never_answers_has_no_most,
		no_inputs_leave_the_range_of_points,
		NULL,
	};

	return suite_run("rule", tests);
}
