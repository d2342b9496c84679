/*
 * test_form.c - survey forms of the shipped period: read, refused at their
 * place, counted.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/model/form_sums.h"
#include "tests/kit/criterion.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

static enum err
read_text(const struct plan *p, const char *survey, const char *text,
    struct pool *pool, struct form *out, struct fault *why)
{
	struct json *doc = json_quoted(text);
	struct jv at = json_root(doc);
	struct survey_id id = { "" };
	enum err e;

	ck_assert_err(survey_id_read(slice_text(survey), &id), OK);
	e = form_read(p, (unsigned)plan_survey(p, id), &at, pool, out, why);
	json_free(&doc);
	return e;
}

static const struct choice choices[] = { { "A", "Tốt", true },
	{ "Bb", "Kém", true }, { "K", "Không biết", false } };

/* The plan with one survey of one question, whose answers are `choices`. */
static struct plan
with_options(const struct plan *p, const char *survey, struct survey *s,
    struct question *q)
{
	struct plan copy = *p;
	struct survey_id id;

	ck_assert_err(survey_id_read(slice_text(survey), &id), OK);
	*s = p->surveys[plan_survey(p, id)];
	*q = s->questions[0];
	q->options = choices;
	q->scale = 3;
	s->questions = q;
	s->n_questions = 1;
	copy.surveys = s;
	copy.n_surveys = 1;
	return copy;
}

#define ORG "org-department"
#define CIT "citizen-department"

START_TEST(a_form_judges_the_units_it_names)
{
	struct plan *p = shipped_plan();
	struct form_sums sums;
	struct pool pool = { 0 };
	struct form f;

	ck_assert_err(read_text(p, ORG,
			  "{'number':'P-0001','group':'hdnd','units':"
			  "{'D01':{'q1':1,'q2':4},'D02':{'q1':null,'q2':0,'q3':"
			  "2}}}",
			  &pool, &f, NULL),
	    OK);
	ck_assert_str_eq(f.number, "P-0001");
	ck_assert_str_eq(f.group, "hdnd");
	ck_assert_uint_eq(f.n_rows, 2);
	ck_assert_str_eq(p->units[f.rows[1].unit].id.text, "D02");
	ck_assert_uint_eq(f.rows[1].answer[2], 2);
	ck_assert_err(form_sums_make(&sums, p, 0), OK);
	ck_assert_err(form_sums_add(&sums, &f, 1), OK);
	ck_assert_int_eq(sums.forms[0], 1);
	ck_assert_int_eq(form_sums_at(&sums, f.rows[0].unit, 0)[1], 1);
	ck_assert_int_eq(form_sums_at(&sums, f.rows[0].unit,
			     0)[1 + ANSWERS_MOST + 3],
	    1);
	ck_assert_int_eq(form_sums_at(&sums, f.rows[1].unit,
			     0)[1 + 2 * ANSWERS_MOST + 1],
	    1);
	ck_assert(form_sums_judge(&sums, f.rows[1].unit));
	ck_assert_err(form_sums_add(&sums, &f, -1), OK);
	ck_assert_int_eq(form_sums_at(&sums, f.rows[0].unit, 0)[1], 0);
	form_sums_clear(&sums);
	ck_assert(!form_sums_judge(&sums, f.rows[1].unit));
	form_sums_free(&sums);
	ck_assert_err(read_text(p, CIT,
			  "{'number':'C-1','group':'citizen',"
			  "'unit':'D01','answers':{'a1':5}}",
			  &pool, &f, NULL),
	    OK);
	ck_assert_uint_eq(f.n_rows, 1);
	ck_assert_uint_eq(f.rows[0].answer[0], 5);
	pool_free(&pool);
	plan_free(&p);
}
END_TEST

#define N "'number':'1','group':'hdnd'"
#define C "'number':'1','group':'citizen'"

START_TEST(each_fault_names_its_place)
{
	static const struct {
		const char *survey, *form, *pointer;
		enum err err;
	} rows[] = {
		{ ORG, "[]", "", ERR_MALFORMED },
		{ ORG, "{'number':'1','x':1}", "/x", ERR_UNKNOWN_FIELD },
		{ ORG, "{" N ",'unit':'D01'}", "/unit", ERR_UNKNOWN_FIELD },
		{ ORG, "{'group':'hdnd'}", "/number", ERR_MISSING_FIELD },
		{ ORG, "{'number':1}", "/number", ERR_MALFORMED },
		{ ORG, "{'number':''}", "/number", ERR_MALFORMED },
		{ ORG, "{'number':'a\\u0007'}", "/number", ERR_ENCODING },
		{ ORG, "{'number':'a\\u007f'}", "/number", ERR_ENCODING },
		{ ORG, "{'number':'0123456789012345678901234567890123456789'}",
		    "/number", ERR_MALFORMED },
		{ ORG, "{'number':'1'}", "/group", ERR_MISSING_FIELD },
		{ ORG, "{'number':'1','group':'x'}", "/group", ERR_NOT_FOUND },
		{ ORG, "{" N "}", "/units", ERR_MISSING_FIELD },
		{ ORG, "{" N ",'units':{}}", "/units", ERR_EMPTY },
		{ ORG, "{" N ",'units':[1]}", "/units", ERR_EMPTY },
		{ ORG, "{" N ",'units':{'X1':{}}}", "/units/X1",
		    ERR_UNKNOWN_UNIT },
		{ ORG, "{" N ",'units':{'-':{}}}", "/units/-",
		    ERR_UNKNOWN_UNIT },
		{ ORG,
		    "{" N ",'units':{'0123456789012345678901234567890123456789"
		    "012345678901234567890123456789':{}}}",
		    "/units/0123456789012345678901234567890123456789"
		    "012345678901234567890123456789",
		    ERR_UNKNOWN_UNIT },
		{ ORG, "{" N ",'units':{'H01':{}}}", "/units/H01",
		    ERR_UNKNOWN_UNIT },
		{ ORG, "{" N ",'units':{'D01':1}}", "/units/D01",
		    ERR_MALFORMED },
		{ ORG, "{" N ",'units':{'D01':{'zz':1}}}", "/units/D01/zz",
		    ERR_UNKNOWN_FIELD },
		{ ORG, "{" N ",'units':{'D01':{'q1':5}}}", "/units/D01/q1",
		    ERR_RANGE },
		{ ORG, "{" N ",'units':{'D01':{'q1':-1}}}", "/units/D01/q1",
		    ERR_RANGE },
		{ ORG, "{" N ",'units':{'D01':{'q1':'A'}}}", "/units/D01/q1",
		    ERR_RANGE },
		{ CIT, "{" C ",'answers':{}}", "/unit", ERR_MISSING_FIELD },
		{ CIT, "{" C ",'unit':'D01'}", "/answers", ERR_MISSING_FIELD },
		{ CIT, "{" C ",'unit':1,'answers':{}}", "/unit",
		    ERR_MALFORMED },
		{ CIT, "{" C ",'unit':'H01','answers':{}}", "/unit",
		    ERR_UNKNOWN_UNIT },
		{ CIT, "{" C ",'unit':'D11','answers':{'a1':5}}", "/answers/a1",
		    ERR_LEAF_NOT_YOURS },
	};
	struct plan *p = shipped_plan();
	struct pool pool = { 0 };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fault why = { 0 };
		struct form f;

		ck_assert_err(read_text(p, rows[i].survey, rows[i].form, &pool,
				  &f, &why),
		    rows[i].err);
		ck_assert_str_eq(why.pointer, rows[i].pointer);
	}
	pool_free(&pool);
	plan_free(&p);
}
END_TEST

START_TEST(an_option_is_answered_by_its_id_or_its_number)
{
	static const struct {
		const char *answer;
		enum err err;
		unsigned is;
	} rows[] = {
		{ "'A'", OK, 1 },
		{ "'Bb'", OK, 2 },
		{ "'K'", OK, 3 },
		{ "3", OK, 3 },
		{ "0", OK, 0 },
		{ "null", OK, 0 },
		{ "4", ERR_RANGE, 0 },
		{ "'B'", ERR_RANGE, 0 },
		{ "'a'", ERR_RANGE, 0 },
		{ "''", ERR_RANGE, 0 },
		{ "true", ERR_RANGE, 0 },
	};
	struct plan *shipped = shipped_plan(), p;
	struct survey s;
	struct question q;
	struct pool pool = { 0 };
	struct form f;
	char text[128];

	p = with_options(shipped, ORG, &s, &q);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fault why = { 0 };

		(void)snprintf(text, sizeof text,
		    "{" N ",'units':{'D01':{'%s':%s}}}", q.id, rows[i].answer);
		ck_assert_err(read_text(&p, ORG, text, &pool, &f, &why),
		    rows[i].err);
		ck_assert_uint_eq(f.rows[0].answer[0], rows[i].is);
		ck_assert_str_eq(why.pointer,
		    rows[i].err == OK ? "" : "/units/D01/q1");
	}
	pool_free(&pool);
	plan_free(&shipped);
}
END_TEST

START_TEST(a_survey_without_listed_groups_takes_any_but_none)
{
	struct plan *shipped = shipped_plan(), p;
	struct survey s;
	struct question q;
	struct pool pool = { 0 };
	struct fault why = { 0 };
	struct form f;

	p = with_options(shipped, ORG, &s, &q);
	s.n_respondents = 0;
	ck_assert_err(read_text(&p, ORG,
			  "{'number':'1','group':'x','units':{'D01':{}}}",
			  &pool, &f, &why),
	    OK);
	ck_assert_str_eq(f.group, "x");
	ck_assert_err(read_text(&p, ORG, "{'number':'1','group':''}", &pool, &f,
			  &why),
	    ERR_MALFORMED);
	ck_assert_str_eq(why.pointer, "/group");
	pool_free(&pool);
	plan_free(&shipped);
}
END_TEST

START_TEST(an_answer_that_says_dont_know_is_not_tallied)
{
	static const uint64_t count[ANSWERS_MOST] = { 3, 5, 7, 11, 13 };
	struct question q = { .scale = 3, .options = choices };
	struct tally tally = { 0 };

	ck_assert(question_counts(&q, 1));
	ck_assert(!question_counts(&q, 2));
	ck_assert(!question_counts(&q, 3));
	question_tally(&q, count, &tally);
	ck_assert_uint_eq(tally.count[0], 3);
	ck_assert_uint_eq(tally.count[1], 5);
	ck_assert_uint_eq(tally.count[2], 0);
	q.options = NULL;
	ck_assert(question_counts(&q, 2));
	ck_assert(!question_counts(&q, 3));
	question_tally(&q, count, &tally);
	ck_assert_uint_eq(tally.count[0], 6);
	ck_assert_uint_eq(tally.count[2], 7);
	ck_assert_uint_eq(tally.count[3], 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_form_judges_the_units_it_names,
		each_fault_names_its_place,
		an_option_is_answered_by_its_id_or_its_number,
		a_survey_without_listed_groups_takes_any_but_none,
		an_answer_that_says_dont_know_is_not_tallied,
		NULL,
	};

	return suite_run("form", tests);
}
