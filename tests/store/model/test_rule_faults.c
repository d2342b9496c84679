/*
 * test_rule_faults.c - variables, rules and formulas that are refused, each at
 * its place.
 */
#include <stdio.h>

#include "tests/kit/criterion.h"
#include "tests/kit/suite.h"

#define VARS                                                                   \
	"[{'key':'a','label':'A','type':'count'},"                             \
	"{'key':'p','label':'P','type':'flag'},"                               \
	"{'key':'d','label':'D','type':'date','optional':true},"               \
	"{'key':'r','label':'R','type':'decimal'},"                            \
	"{'key':'how','label':'H','type':'level','levels':['good','bad']}]"

START_TEST(variables_that_make_no_sense_are_refused_at_their_place)
{
	static const struct {
		const char *vars, *pointer;
		enum err err;
	} rows[] = {
		{ "{}", "", ERR_RANGE },
		{ "[1]", "/0", ERR_MALFORMED },
		{ "[{'key':'A','label':'A','type':'count'}]", "/0/key",
		    ERR_MALFORMED },
		{ "[{'key':'1','label':'A','type':'count'}]", "/0/key",
		    ERR_MALFORMED },
		{ "[{'key':'a-b','label':'A','type':'count'}]", "/0/key",
		    ERR_MALFORMED },
		{ "[{'key':'~','label':'A','type':'count'}]", "/0/key",
		    ERR_MALFORMED },
		{ "[{'key':'max','label':'A','type':'count'}]", "/0/key",
		    ERR_MALFORMED },
		{ "[{'key':'not_applicable','label':'A','type':'flag'}]",
		    "/0/key", ERR_MALFORMED },
		{ "[{'key':'abcdefghijklmnopqrstuvwx','label':'A',"
		  "'type':'flag'}]",
		    "/0/key", ERR_MALFORMED },
		{ "[{'label':'A','type':'count'}]", "/0/key",
		    ERR_MISSING_FIELD },
		{ "[{'key':'a','label':'A','type':'float'}]", "/0/type",
		    ERR_MALFORMED },
		{ "[{'key':'a','label':'A','type':'count','max':-1}]", "/0/max",
		    ERR_RANGE },
		{ "[{'key':'a','label':'A','type':'count','min':3,'max':2}]",
		    "/0", ERR_RANGE },
		{ "[{'key':'a','label':'A','type':'decimal','min':'x'}]",
		    "/0/min", ERR_RANGE },
		{ "[{'key':'a','label':'A','type':'date','min':'2022'}]",
		    "/0/min", ERR_MALFORMED },
		{ "[{'key':'a','label':'A','type':'flag','min':0}]", "/0/min",
		    ERR_UNKNOWN_FIELD },
		{ "[{'key':'a','label':'A','type':'level'}]", "/0/levels",
		    ERR_MISSING_FIELD },
		{ "[{'key':'a','label':'A','type':'count','levels':[]}]",
		    "/0/levels", ERR_UNKNOWN_FIELD },
		{ "[{'key':'a','label':'A','type':'level','levels':['x','x']}]",
		    "/0/levels/1", ERR_EXISTS },
		{ "[{'key':'a','label':'A','type':'level','levels':['x','']}]",
		    "/0/levels/1", ERR_MALFORMED },
		{ "[{'key':'a','label':'A','type':'level','levels':['x',"
		  "'0123456789012345678901234567890123456789012345678901234567"
		  "890123']}]",
		    "/0/levels/1", ERR_MALFORMED },
		{ "[{'key':'a','label':'A','type':'level',"
		  "'levels':['x','\\u0022']}]",
		    "/0/levels/1", ERR_MALFORMED },
		{ "[{'key':'a','label':'A','type':'count','at_most':'b'}]",
		    "/0/at_most", ERR_NOT_FOUND },
		{ "[{'key':'a','label':'A','type':'count','at_most':'a'}]",
		    "/0/at_most", ERR_NOT_FOUND },
		{ "[{'key':'a','label':'A','type':'flag','at_most':'b'},"
		  "{'key':'b','label':'B','type':'flag'}]",
		    "/0/at_most", ERR_NOT_FOUND },
		{ "[{'key':'a','label':'A','type':'level','at_most':'b',"
		  "'levels':['x','y']},{'key':'b','label':'B','type':'level',"
		  "'levels':['x','y']}]",
		    "/0/at_most", ERR_NOT_FOUND },
		{ "[{'key':'a','label':'A','type':'count','at_most':'b'},"
		  "{'key':'b','label':'B','type':'decimal'}]",
		    "/0/at_most", ERR_NOT_FOUND },
		{ "[{'key':'a','label':'A','type':'flag'},"
		  "{'key':'a','label':'A','type':'flag'}]",
		    "/1/key", ERR_EXISTS },
		{ "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "", ERR_RANGE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct criterion c = criterion_of(rows[i].vars, "{}");

		ck_assert_msg(c.vars == NULL && c.faults.n > 0, "row %zu", i);
		ck_assert_str_eq(c.faults.list[0].pointer, rows[i].pointer);
		ck_assert_err(c.faults.list[0].err, rows[i].err);
		criterion_end(&c);
	}
}
END_TEST

START_TEST(rules_that_make_no_sense_are_refused_at_their_place)
{
	static const struct {
		const char *rule, *pointer;
	} rows[] = {
		{ "[]", "/type" },
		{ "{'type':'SUM'}", "/type" },
		{ "{'type':'BOOL'}", "/var" },
		{ "{'type':'BOOL','var':'p','by':1}", "/by" },
		{ "{'type':'BOOL','var':'a'}", "/var" },
		{ "{'type':'BOOL','var':'z'}", "/var" },
		{ "{'type':'BOOL','var':'p','na_if':'a'}", "/na_if" },
		{ "{'type':'BOOL','var':'p','na_if':1}", "/na_if" },
		{ "{'type':'DEADLINE','var':'d'}", "/by" },
		{ "{'type':'DEADLINE','var':'d','by':'31/01'}", "/by" },
		{ "{'type':'DEADLINE','var':'d','by':'2022-01-31',"
		  "'late':'1.5'}",
		    "/late" },
		{ "{'type':'DEADLINE','var':'d','by':'2022-01-31',"
		  "'late':'-0.5'}",
		    "/late" },
		{ "{'type':'DEADLINE','var':'d','by':'2022-01-31',"
		  "'late':'1/0'}",
		    "/late" },
		{ "{'type':'DEADLINE','var':'d','by':'2022-01-31',"
		  "'late':'-1/-2'}",
		    "/late" },
		{ "{'type':'DEADLINE','var':'d','by':'2022-01-31',"
		  "'late':'1/1234567890123456'}",
		    "/late" },
		{ "{'type':'DEADLINE','var':'d','by':'2022-01-31',"
		  "'late':'123456789'}",
		    "/late" },
		{ "{'type':'DEADLINE','var':'d','by':'2022-01-31',"
		  "'late':'1/x'}",
		    "/late" },
		{ "{'type':'DEADLINE','var':'d','by':'2022-01-31',"
		  "'late':''}",
		    "/late" },
		{ "{'type':'RATIO','num':'a','den':'r','when_zero':'1'}",
		    "/when_zero" },
		{ "{'type':'RATIO','num':'a','den':'r','floor':'2'}",
		    "/floor" },
		{ "{'type':'STEP','var':'a'}", "/steps" },
		{ "{'type':'STEP','var':'a','steps':[]}", "/steps" },
		{ "{'type':'STEP','var':'a','steps':[1]}", "/steps/0" },
		{ "{'type':'STEP','var':'a','steps':[{'share':'1'}]}",
		    "/steps/0" },
		{ "{'type':'STEP','var':'a','steps':[{'>':'1','<':'2',"
		  "'share':'1'}]}",
		    "/steps/0" },
		{ "{'type':'STEP','var':'a','steps':[{'>':'1'}]}",
		    "/steps/0/share" },
		{ "{'type':'LEVEL','var':'how','shares':{'good':'1'}}",
		    "/shares/bad" },
		{ "{'type':'LEVEL','var':'how','shares':{'good':'1',"
		  "'bad':'0','so':'1'}}",
		    "/shares/so" },
		{ "{'type':'LEVEL','var':'how'}", "/shares" },
		{ "{'type':'LEVEL','var':'a'}", "/var" },
		{ "{'type':'DEDUCT','deduct':[{'var':'a'}]}", "/deduct/0" },
		{ "{'type':'DEDUCT','deduct':[2]}", "/deduct/0" },
		{ "{'type':'DEDUCT','deduct':[{'var':'a','points':'1',"
		  "'share':'1'}]}",
		    "/deduct/0" },
		{ "{'type':'COUNT','var':'a','per':'x'}", "/per" },
		{ "{'type':'CHECKLIST','items':[{'var':'z','share':'1'}]}",
		    "/items/0/var" },
		{ "{'type':'CHECKLIST','items':[{'var':'a','share':'1'}]}",
		    "/items/0/at_least" },
		{ "{'type':'CHECKLIST','items':[{'var':'p','share':'1',"
		  "'at_least':2}]}",
		    "/items/0/at_least" },
		{ "{'type':'CHECKLIST','items':[7]}", "/items/0" },
		{ "{'type':'CHECKLIST','equal':true,'items':[{'var':'p',"
		  "'share':'1'}]}",
		    "/items/0/share" },
		{ "{'type':'JUDGED','var':'r','step':'0'}", "/step" },
		{ "{'type':'JUDGED','var':'r'}", "/step" },
		{ "{'type':'CASES','cases':[{'when':'p'}]}",
		    "/cases/0/points" },
		{ "{'type':'CASES','cases':[{'when':'p','points':'1',"
		  "'not_applicable':true}]}",
		    "/cases/0/points" },
		{ "{'type':'CASES','cases':['p']}", "/cases/0" },
		{ "{'type':'CASES','cases':[{'when':'p','points':'p'}]}",
		    "/cases/0" },
		{ "{'type':'CASES','cases':[{'when':'p','points':'1'}],"
		  "'otherwise':'2 +'}",
		    "/otherwise" },
		{ "{'type':'SURVEY','percents':['100']}", "/percents" },
		{ "{'type':'SURVEY','percents':['100','101']}", "/percents/1" },
		{ "{'type':'SURVEY','percents':['100','0'],'na_if':'p'}",
		    "/na_if" },
		{ "{'type':'SIPAS','satisfied':[6]}", "/satisfied/0" },
		{ "{'type':'SIPAS','satisfied':[0]}", "/satisfied/0" },
		{ "{'type':'SIPAS','satisfied':['4']}", "/satisfied/0" },
		{ "{'type':'SIPAS','satisfied':[4,4]}", "/satisfied/1" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct criterion c = criterion_of(VARS, rows[i].rule);

		ck_assert_msg(c.rule == NULL && c.faults.n > 0, "row %zu", i);
		ck_assert_str_eq(c.faults.list[0].pointer, rows[i].pointer);
		criterion_end(&c);
	}
}
END_TEST

/* Reads `when` and `points` as one case. */
static struct criterion
of_texts(const char *when, const char *points)
{
	char rule[1200];

	(void)snprintf(rule, sizeof rule,
	    "{'type':'CASES','cases':"
	    "[{'when':'%s','points':'%s'}]}",
	    when, points);
	return criterion_of(VARS, rule);
}

START_TEST(formulas_outside_the_language_are_refused)
{
	static const char *const bad[] = { "", "1 +", "(1", "1)", "1 1", "z",
		"p", "d", "how", "p + 1", "1 + p", "1 * d", "-p", "- -p",
		"min(1)", "min 1", "min(1, 2", "min(1, p)", "min(p, 1)",
		"max(1)", "max(", "if(1, 2, 3)", "if(p, 1)", "if(p, 1, 2",
		"if(p, p, 2)", "if(p, 1, d)", "if p", "1.0000001", "1..2", ".5",
		"a = 1", "given(a)", "\\u0022good\\u0022", "0x10", "1e3",
		"a; a", "max max", "if(z, 1, 2)", "2022-01-31", "2022-02-30",
		"2022-02-3",
		"((((((((((((((((((1))))))))))))))"
		"))))",
		"-----------------1" };
	static const char *const bad_questions[] = { "1", "a", "a = p", "p = p",
		"how = 1", "how < \\u0022good\\u0022",
		"how = \\u0022fair\\u0022", "\\u0022good\\u0022 = how",
		"how = \\u0022good", "how = how", "d = 1", "d = a", "1 < 2 < 3",
		"not a", "not", "a and p", "p and a", "p or 1", "1 or p",
		"p and", "or p", "given", "given(", "given(z)", "given(a",
		"given()", "1 <", "< 1", "2022-01-31 < 2022-13-01", "notp",
		"not not not not not not not not not not not not not "
		"not not not not not p" };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct criterion c = of_texts("p", bad[i]);

		ck_assert_msg(c.rule == NULL, "formula %s", bad[i]);
		criterion_end(&c);
	}
	for (size_t i = 0; i < sizeof bad_questions / sizeof *bad_questions;
	     i++) {
		struct criterion c = of_texts(bad_questions[i], "1");

		ck_assert_msg(c.rule == NULL, "question %s", bad_questions[i]);
		criterion_end(&c);
	}
}
END_TEST

START_TEST(a_formula_longer_than_400_bytes_is_refused)
{
	char text[420];
	struct criterion c;

	memset(text, ' ', sizeof text);
	memcpy(text + 399, "1", 2);
	c = of_texts("p", text);
	ck_assert_ptr_nonnull(c.rule);
	criterion_end(&c);
	memcpy(text + 399, " 1", 3);
	c = of_texts("p", text);
	ck_assert_ptr_null(c.rule);
	ck_assert_err(c.faults.list[0].err, ERR_TOO_BIG);
	criterion_end(&c);
}
END_TEST

#define IN "{'a':6,'p':true,'r':'2.5','how':'bad','d':'2022-02-01'}"

START_TEST(the_language_binds_and_answers_as_documented)
{
	static const struct {
		const char *when, *points, *gives, *trace;
	} rows[] = {
		{ "p", "1 + 2 * 3", "7", "p: 1 + 2 x 3 = 7 -> 7.00" },
		{ "p", "(1 + 2) * 3", "9", "p: (1 + 2) x 3 = 9 -> 9.00" },
		{ "p", "10 - 2 - 3", "5", NULL },
		{ "p", "10 - (2 - 3)", "11", "p: 10 - (2 - 3) = 11 -> 11.00" },
		{ "p", "12 / 2 / 3", "2", NULL },
		{ "p", "- a + 10", "4", "p: -6 + 10 = 4 -> 4.00" },
		{ "p", "-(a - 10)", "4", "p: -(6 - 10) = 4 -> 4.00" },
		{ "p", "--a", "6", NULL },
		{ "p", "a--a", "12", NULL },
		{ "p", "min(a, 4) + max(a, 8)", "12",
		    "p: min(6, 4) + max(6, 8) = 12 -> 12.00" },
		{ "p", "max(9, a)", "9", NULL },
		{ "p", "min(2, a)", "2", NULL },
		{ "p", "max / 4", "25", "p: 100.00/4 = 25 -> 25.00" },
		{ "p", "max - if(a > 7, 1, r)", "97.5",
		    "p: 100.00 - 2.5 = 97.5 -> 97.50" },
		{ "p", "if(p, 1 + 1, 0) * 2", "4",
		    "p: (1 + 1) x 2 = 4 -> 4.00" },
		{ "if(p, 2, 1) = 2", "1", "1",
		    "if(p, 2, 1) = 2 = 2: 1 -> 1.00" },
		{ "a = 6", "1", "1", "a = 6: 1 -> 1.00" },
		{ "a != 5", "1", "1", "a = 6 != 5: 1 -> 1.00" },
		{ "a < 7", "1", "1", NULL },
		{ "a <= 6", "1", "1", NULL },
		{ "a > 5", "1", "1", NULL },
		{ "a >= 6", "1", "1", NULL },
		{ "a + 1 > r * 2", "1", "1",
		    "a + 1 = 6 + 1 = 7 > r x 2 = 2.5 x 2 = 5: 1 -> 1.00" },
		{ "min(a, r) < 3", "1", "1",
		    "min(a, r) = min(6, 2.5) = 2.5 < 3: 1 -> 1.00" },
		{ "max > 1", "1", "1", "max = 100.00 > 1: 1 -> 1.00" },
		{ "-a < 0", "1", "1", "-a = -6 < 0: 1 -> 1.00" },
		{ "how = \\u0022bad\\u0022", "1", "1", "how = bad: 1 -> 1.00" },
		{ "how != \\u0022good\\u0022", "1", "1",
		    "how = bad != good: 1 -> 1.00" },
		{ "d = 2022-02-01", "1", "1", NULL },
		{ "2022-01-31<d", "1", "1",
		    "2022-01-31 < d = 2022-02-01: 1 -> 1.00" },
		{ "given(d) and d > 2022-01-01", "1", "1",
		    "given(d) and d = 2022-02-01 > 2022-01-01: 1 -> 1.00" },
		{ "not p or a = 6", "1", "1", "a = 6: 1 -> 1.00" },
		{ "p or 1 / 0 > 1", "1", "1", "p: 1 -> 1.00" },
		{ "not (p and a = 5)", "1", "1",
		    "not (p and a = 5): 1 -> 1.00" },
		{ "not p and 1 / 0 > 1", "1", "0", NULL },
		{ "a = 5 and p or p and a = 6", "1", "1",
		    "p and a = 6: 1 -> 1.00" },
		{ "not not p", "1", "1", "not not p: 1 -> 1.00" },
		{ "(p)", "((((((((((((((((1))))))))))))))))", "1", NULL },
		{ "p", "2022", "100", "p: 2022 > 100.00 -> 100.00" },
		{ "p", "2022 - 01", "100", NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct criterion c = of_texts(rows[i].when, rows[i].points);
		struct rule_result got;
		struct buf t = { 0 };

		ck_assert_msg(c.rule != NULL, "%s: %s", rows[i].when,
		    c.faults.list[0].detail);
		ck_assert_err(criterion_points(&c, IN, "100", 2, &got, &t), OK);
		ck_assert_msg(got.points.millionths ==
				  points_of_text(rows[i].gives).millionths,
		    "%s: %s", rows[i].when, buf_cstr(&t));
		if (rows[i].trace != NULL)
			ck_assert_str_eq(buf_cstr(&t), rows[i].trace);
		buf_free(&t);
		criterion_end(&c);
	}
}
END_TEST

START_TEST(a_fault_in_a_formula_names_the_byte)
{
	struct criterion c = of_texts("a >= 6", "max * (1 + z)");

	ck_assert_ptr_null(c.rule);
	ck_assert_str_eq(c.faults.list[0].detail,
	    "At byte 12 of \"max * (1 + z)\": no variable has this key.");
	criterion_end(&c);
}
END_TEST

START_TEST(errors_in_a_part_are_errors_of_the_whole)
{
	static const char *const divides[] = { "-(1/0)", "min(1/0, 1)",
		"max(1, 1/0)", "if(1/0 > 1, 1, 2)", "if(p, 1/0, 2)", "1 + 1/0",
		"1/0 + 1" };
	static const char *const questions[] = { "not 1/0 > 1", "1/0 > 1 and p",
		"1/0 > 1 or p", "p and 1/0 > 1" };
	struct rule_result got;

	for (size_t i = 0; i < sizeof divides / sizeof *divides; i++) {
		struct criterion c = of_texts("p", divides[i]);

		ck_assert_err(criterion_points(&c, IN, "9", 2, &got, NULL),
		    ERR_DIVISION);
		criterion_end(&c);
	}
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		struct criterion c = of_texts(questions[i], "1");

		ck_assert_err(criterion_points(&c, IN, "9", 2, &got, NULL),
		    ERR_DIVISION);
		criterion_end(&c);
	}
}
END_TEST

START_TEST(a_value_too_large_to_print_is_said_so)
{
	struct criterion c = of_texts("a * 1000000000 * 1000000000 > 1", "1");
	struct rule_result got;
	struct buf t = { 0 };

	ck_assert_err(criterion_points(&c, IN, "9", 2, &got, &t), OK);
	ck_assert_ptr_nonnull(strstr(buf_cstr(&t), "= (very large) > 1"));
	buf_free(&t);
	criterion_end(&c);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		variables_that_make_no_sense_are_refused_at_their_place,
		rules_that_make_no_sense_are_refused_at_their_place,
		formulas_outside_the_language_are_refused,
		a_formula_longer_than_400_bytes_is_refused,
		the_language_binds_and_answers_as_documented,
		a_fault_in_a_formula_names_the_byte,
		errors_in_a_part_are_errors_of_the_whole,
		a_value_too_large_to_print_is_said_so,
		NULL,
	};

	return suite_run("rule_faults", tests);
}
