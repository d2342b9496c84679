/*
 * test_inputs.c - a leaf's values from JSON and back, each fault at its place.
 */
#include "store/base/json_out.h"
#include "tests/kit/criterion.h"
#include "tests/kit/suite.h"

#define VARS                                                                   \
	"[{'key':'a','label':'A','type':'count','min':1,'max':100},"           \
	"{'key':'b','label':'B','type':'count','at_most':'a'},"                \
	"{'key':'r','label':'R','type':'decimal','max':'100'},"                \
	"{'key':'p','label':'P','type':'flag'},"                               \
	"{'key':'d','label':'D','type':'date','optional':true,"                \
	"'min':'2022-01-01','max':'2022-12-31'},"                              \
	"{'key':'how','label':'H','type':'level','levels':['good','bad']}]"
#define BOOL "{'type':'BOOL','var':'p'}"

static enum err
read_text(const char *text, struct inputs *in, struct fault *why)
{
	struct criterion c = criterion_of(VARS, BOOL);
	struct json *doc = json_quoted(text);
	struct jv at = json_root(doc);
	enum err e;

	ck_assert_ptr_nonnull(c.rule);
	e = inputs_read(&at, c.vars, c.n_vars, in, why);
	json_free(&doc);
	criterion_end(&c);
	return e;
}

START_TEST(inputs_come_back_as_they_were_read)
{
	static const char *const same[] = {
		"{\"a\":42,\"b\":38,\"r\":\"81.5\",\"p\":true,"
		"\"d\":\"2022-01-20\",\"how\":\"bad\"}",
		"{\"a\":1,\"b\":0,\"r\":\"0\",\"p\":false,\"how\":\"good\"}",
		"{\"not_applicable\":true}",
		"{\"not_applicable\":true,\"a\":3}",
	};

	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		struct criterion c = criterion_of(VARS, BOOL);
		struct json *doc = json_quoted(same[i]);
		struct jv at = json_root(doc);
		struct buf out = { 0 };
		struct jout j = jout_start(&out);
		struct inputs in;

		ck_assert_err(inputs_read(&at, c.vars, c.n_vars, &in, NULL),
		    OK);
		inputs_put(&j, c.vars, c.n_vars, &in);
		ck_assert_str_eq(buf_cstr(&out), same[i]);
		buf_free(&out);
		json_free(&doc);
		criterion_end(&c);
	}
}
END_TEST

#define REST "'r':'1','p':true,'how':'bad'"

START_TEST(each_fault_names_its_place)
{
	static const struct {
		const char *inputs, *pointer;
		enum err err;
	} rows[] = {
		{ "[]", "", ERR_MALFORMED },
		{ "{}", "/a", ERR_MISSING_FIELD },
		{ "{'a':2,'b':1," REST ",'z':1}", "/z", ERR_UNKNOWN_FIELD },
		{ "{'a':2,'b':3," REST "}", "/b", ERR_RANGE },
		{ "{'a':0,'b':0," REST "}", "/a", ERR_RANGE },
		{ "{'a':101,'b':0," REST "}", "/a", ERR_RANGE },
		{ "{'a':'2','b':0," REST "}", "/a", ERR_MALFORMED },
		{ "{'a':null,'b':0," REST "}", "/a", ERR_MISSING_FIELD },
		{ "{'a':2,'b':0,'r':1,'p':true,'how':'bad'}", "/r",
		    ERR_MALFORMED },
		{ "{'a':2,'b':0,'r':'1,5','p':true,'how':'bad'}", "/r",
		    ERR_MALFORMED },
		{ "{'a':2,'b':0,'r':'100.01','p':true,'how':'bad'}", "/r",
		    ERR_RANGE },
		{ "{'a':2,'b':0,'r':'1','p':1,'how':'bad'}", "/p",
		    ERR_MALFORMED },
		{ "{'a':2,'b':0,'r':'1','p':true,'how':'fair'}", "/how",
		    ERR_MALFORMED },
		{ "{'a':2,'b':0,'r':'1','p':true,'how':2}", "/how",
		    ERR_MALFORMED },
		{ "{'a':2,'b':0," REST ",'d':'31/01/2022'}", "/d",
		    ERR_MALFORMED },
		{ "{'a':2,'b':0," REST ",'d':20220131}", "/d", ERR_MALFORMED },
		{ "{'a':2,'b':0," REST ",'d':'2023-01-01'}", "/d", ERR_RANGE },
		{ "{'not_applicable':1}", "/not_applicable", ERR_MALFORMED },
		{ "{'not_applicable':false}", "/a", ERR_MISSING_FIELD },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fault why = { 0 };
		struct inputs in;

		ck_assert_err(read_text(rows[i].inputs, &in, &why),
		    rows[i].err);
		ck_assert_str_eq(why.pointer, rows[i].pointer);
	}
}
END_TEST

START_TEST(an_absent_optional_value_bounds_nothing)
{
	struct criterion c = criterion_of("[{'key':'a','label':'A','type':'"
					  "count','optional':true},"
					  "{'key':'b','label':'B','type':'"
					  "count','optional':true,"
					  "'at_most':'a'}]",
	    "{'type':'COUNT','var':'b','per':'1'}");
	struct rule_result got;

	ck_assert_ptr_nonnull(c.rule);
	ck_assert_err(criterion_points(&c, "{'b':2}", "3", 2, &got, NULL), OK);
	ck_assert_err(criterion_points(&c, "{'a':2}", "3", 2, &got, NULL),
	    ERR_MISSING_FIELD);
	criterion_end(&c);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		inputs_come_back_as_they_were_read,
		each_fault_names_its_place,
		an_absent_optional_value_bounds_nothing,
		NULL,
	};

	return suite_run("inputs", tests);
}
