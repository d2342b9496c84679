/*
 * test_form_table.c - rows of a table to survey forms; which groups are shown
 * alone; numbers beyond a machine word.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/model/disclose.h"
#include "store/model/form_table.h"
#include "store/model/wide.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

static struct plan *plan;
static struct form_table table;
static struct fault why;

/* "a|b|c" as cells. */
static unsigned
cells_of(const char *text, struct slice *cell)
{
	unsigned n = 0;
	const char *bar;

	for (; (bar = strchr(text, '|')) != NULL; text = bar + 1)
		cell[n++] = slice_of(text, (size_t)(bar - text));
	cell[n++] = slice_text(text);
	return n;
}

static enum err
make(const char *survey, const char *head)
{
	struct survey_id id;
	struct slice cell[64];
	unsigned n = cells_of(head, cell);

	ck_assert_err(survey_id_read(slice_text(survey), &id), OK);
	why = (struct fault){ 0 };
	return form_table_make(&table, plan, (unsigned)plan_survey(plan, id),
	    cell, n, &why);
}

/* The forms of rows, as "number/group/unit,unit!" each; faults in why. */
static const char *
forms_of(const char *const *rows)
{
	static char shown[1024];
	const struct fault fine = { 0 };
	struct pool pool = { 0 };
	struct form_taken f;
	struct slice cell[64];
	unsigned n, line = 2;
	size_t at = 0;
	bool whole;

	why = (struct fault){ 0 };
	shown[0] = '\0';
	for (;; rows++, line++) {
		if (*rows != NULL) {
			n = cells_of(*rows, cell);
			whole = form_table_take(&table, line, cell, n, &fine,
			    &pool, &f, &why);
		} else {
			whole = form_table_end(&table, &pool, &f);
		}
		if (whole) {
			at += (size_t)snprintf(shown + at, sizeof shown - at,
			    "%s/%s/", f.form.number, f.form.group);
			for (unsigned i = 0; i < f.form.n_rows; i++)
				at += (size_t)snprintf(shown + at,
				    sizeof shown - at, "%s%u,",
				    plan->units[f.form.rows[i].unit].id.text,
				    f.form.rows[i].answer[0]);
			at += (size_t)snprintf(shown + at, sizeof shown - at,
			    "%s ", f.bad ? "!" : "");
		}
		if (*rows == NULL)
			break;
	}
	pool_free(&pool);
	return shown;
}

#define ORG "số phiếu|Nhóm|ĐƠN VỊ|q1|q2|q3|q4|q5|q6|q7"
#define ROWS(...)                                                              \
	(const char *const[])                                                  \
	{                                                                      \
		__VA_ARGS__, NULL                                              \
	}

START_TEST(an_organisations_form_is_the_rows_of_one_number)
{
	plan = shipped_plan();
	ck_assert_err(make("org-department", ORG), OK);
	ck_assert_str_eq(forms_of(ROWS("P1|hdnd|D01|1|2|3|4|1|1|1",
			     "P1|hdnd|Sở Nội vụ|2||0|kb|1|1|không biết",
			     "P2|mttq|D01|4")),
	    "P1/hdnd/D011,D022, P2/mttq/D014, ");
	ck_assert_err(why.err, OK);
	form_table_free(&table);
	plan_free(&plan);
}
END_TEST

START_TEST(a_faulty_row_spoils_its_form_and_no_other)
{
	static const struct {
		const char *row, *says;
		enum err err;
	} rows[] = {
		{ "P1|hdnd|D02|5", "column \"q1\": \"5\" is no answer",
		    ERR_RANGE },
		{ "P1|hdnd|D02|x", "\"x\" is no answer", ERR_RANGE },
		{ "P1|mttq|D02|1", "is of group hdnd", ERR_CONFLICT },
		{ "P1|hdnd|D01|1", "judges unit D01", ERR_EXISTS },
		{ "P1|hdnd|D99|1", "no unit \"D99\"", ERR_UNKNOWN_UNIT },
		{ "P1|hdnd|H01|1", "does not judge the block",
		    ERR_UNKNOWN_UNIT },
		{ "P1|hdnd||1", "the cell is empty", ERR_MISSING_FIELD },
		{ "|hdnd|D02|1", "column \"number\"", ERR_MISSING_FIELD },
		{ "P1|dân|D02|1", "no group of respondents", ERR_NOT_FOUND },
		{ "P1||D02|1", "column \"group\": the cell is empty",
		    ERR_MISSING_FIELD },
		{ "P1|hd\x07nd|D02|1", "has a control character",
		    ERR_ENCODING },
		{ "P1|0123456789012345678901234567890123456789|D02|1",
		    "more than 39 bytes", ERR_TOO_BIG },
		{ "P1|hdnd|D02|xx", "\"xx\" is no answer", ERR_RANGE },
		{ "P1|hdnd|D02|12", "\"12\" is no answer", ERR_RANGE },
		{ "P1|hdnd|D02|\xff\xff", "is no answer", ERR_RANGE },
	};

	plan = shipped_plan();
	ck_assert_err(make("org-department", ORG), OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ck_assert_str_eq(forms_of(ROWS("P0|hdnd|D01|1", "P1|hdnd|D01|1",
				     rows[i].row, "P2|mttq|D01|4")),
		    "P0/hdnd/D011, P1/hdnd/D011,! P2/mttq/D014, ");
		ck_assert_err(why.err, rows[i].err);
		ck_assert_msg(strstr(why.detail, rows[i].says) != NULL, "%s",
		    why.detail);
		ck_assert_str_eq(why.pointer, "line:4");
	}
	form_table_free(&table);
	plan_free(&plan);
}
END_TEST

START_TEST(every_column_is_named_once)
{
	plan = shipped_plan();
	ck_assert_err(make("org-department", "number|group|q1"),
	    ERR_MISSING_FIELD);
	form_table_free(&table);
	ck_assert_str_eq(why.detail,
	    "The first line names no column \"unit\".");
	ck_assert_err(make("org-department", "group|unit|q1"),
	    ERR_MISSING_FIELD);
	form_table_free(&table);
	ck_assert_str_eq(why.detail,
	    "The first line names no column \"number\".");
	ck_assert_err(make("org-department", "number|unit|q1"),
	    ERR_MISSING_FIELD);
	form_table_free(&table);
	ck_assert_str_eq(why.detail,
	    "The first line names no column \"group\".");
	ck_assert_err(make("org-department", "number|group|unit|q1|q3"),
	    ERR_MISSING_FIELD);
	form_table_free(&table);
	ck_assert_str_eq(why.detail, "The first line names no column \"q2\".");
	ck_assert_err(make("org-department", ORG "|\xff"), ERR_UNKNOWN_FIELD);
	form_table_free(&table);
	ck_assert_err(make("org-department", ORG "|colour"), ERR_UNKNOWN_FIELD);
	form_table_free(&table);
	ck_assert_err(make("org-department", ORG "|q1"), ERR_EXISTS);
	form_table_free(&table);
	ck_assert_err(make("org-department", ORG "|"), OK);
	form_table_free(&table);
	plan_free(&plan);
}
END_TEST

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

START_TEST(an_option_of_a_table_is_its_id_in_any_case_or_its_number)
{
	struct plan *shipped = shipped_plan(), p;
	struct survey s;
	struct question q;

	p = with_options(shipped, "org-department", &s, &q);
	plan = &p;
	ck_assert_err(make("org-department", "number|group|unit|q1"), OK);
	ck_assert_str_eq(forms_of(ROWS("1|hdnd|D01|A", "2|hdnd|D01|bB",
			     "3|hdnd|D01|k", "4|hdnd|D01|3", "5|hdnd|D01|0",
			     "6|hdnd|D01|KB", "7|hdnd|D01")),
	    "1/hdnd/D011, 2/hdnd/D012, 3/hdnd/D013, 4/hdnd/D013, "
	    "5/hdnd/D010, 6/hdnd/D010, 7/hdnd/D010, ");
	ck_assert_err(why.err, OK);
	ck_assert_str_eq(forms_of(ROWS("1|hdnd|D01|B", "2|hdnd|D01|4")),
	    "1/hdnd/! 2/hdnd/! ");
	ck_assert_err(why.err, ERR_RANGE);
	ck_assert_str_eq(why.pointer, "line:2");
	form_table_free(&table);
	plan_free(&shipped);
}
END_TEST

START_TEST(a_channel_of_a_table_is_its_id_or_its_name)
{
	static const struct channel channels[] = { { "zalo", "Zalo" },
		{ "giay", "Phiếu giấy" } };
	struct plan *shipped = shipped_plan(), p;
	struct survey s;
	struct question q;

	p = with_options(shipped, "org-department", &s, &q);
	s.channels = channels;
	s.n_channels = 2;
	plan = &p;
	ck_assert_err(make("org-department", "number|group|unit|q1"),
	    ERR_MISSING_FIELD);
	form_table_free(&table);
	ck_assert_err(make("org-department", "number|group|KÊNH|unit|q1"), OK);
	ck_assert_str_eq(forms_of(ROWS("1|hdnd|zalo|D01|A",
			     "2|hdnd|PHIẾU GIẤY|D01|Bb")),
	    "1/hdnd/D011, 2/hdnd/D012, ");
	ck_assert_err(why.err, OK);
	ck_assert_str_eq(forms_of(ROWS("1|hdnd|fax|D01|A")), "1/hdnd/! ");
	ck_assert_err(why.err, ERR_NOT_FOUND);
	ck_assert_str_eq(forms_of(ROWS("1|hdnd||D01|A")), "1/hdnd/! ");
	ck_assert_err(why.err, ERR_MISSING_FIELD);
	/* an organisation's form came by one of them */
	ck_assert_str_eq(forms_of(
			     ROWS("1|hdnd|zalo|D01|A", "1|hdnd|giay|D02|A")),
	    "1/hdnd/D011,! ");
	ck_assert_err(why.err, ERR_CONFLICT);
	form_table_free(&table);
	plan_free(&shipped);
}
END_TEST

START_TEST(a_citizens_form_is_one_row)
{
	struct plan *shipped = shipped_plan(), p;
	struct survey s;
	struct question q;

	p = with_options(shipped, "citizen-department", &s, &q);
	plan = &p;
	ck_assert_err(make("citizen-department", "number|group|unit|a1"), OK);
	ck_assert_str_eq(forms_of(ROWS("1|citizen|D01|1", "1|citizen|D02|2")),
	    "1/citizen/D011, 1/citizen/D022, ");
	ck_assert_err(why.err, OK);
	/* the leaf does not apply to D11; a blank about it does no harm */
	ck_assert_str_eq(forms_of(ROWS("1|citizen|D11|", "2|citizen|D11|1",
			     "3|citizen|D01|1")),
	    "1/citizen/D110, 2/citizen/! 3/citizen/D011, ");
	ck_assert_err(why.err, ERR_LEAF_NOT_YOURS);
	ck_assert_str_eq(why.pointer, "line:3");
	form_table_free(&table);
	plan_free(&shipped);
}
END_TEST

START_TEST(a_first_row_without_a_number_is_a_bad_form_of_its_own)
{
	plan = shipped_plan();
	ck_assert_err(make("org-department", ORG), OK);
	ck_assert_str_eq(forms_of(ROWS("|hdnd|D01|1", "P1|hdnd|D01|1")),
	    "//! P1/hdnd/D011, ");
	ck_assert_err(why.err, ERR_MISSING_FIELD);
	ck_assert_str_eq(why.pointer, "line:2");
	ck_assert_str_eq(forms_of(ROWS(NULL)), "");
	form_table_free(&table);
	plan_free(&plan);
}
END_TEST

START_TEST(what_the_reader_found_wrong_spoils_the_form)
{
	struct fault torn = { 0 };
	const struct fault fine = { 0 };
	struct slice cell[64];
	struct pool pool = { 0 };
	struct form_taken f;
	unsigned n;

	plan = shipped_plan();
	ck_assert_err(make("org-department", ORG), OK);
	(void)fault_set(&torn, ERR_ENCODING, "line:2", "torn");
	n = cells_of("P1|hdnd|D01|1", cell);
	ck_assert(!form_table_take(&table, 2, cell, n, &torn, &pool, &f, &why));
	ck_assert_err(why.err, ERR_ENCODING);
	ck_assert_str_eq(why.detail, "torn");
	n = cells_of("P1|hdnd|D02|1", cell);
	ck_assert(!form_table_take(&table, 3, cell, n, &fine, &pool, &f, &why));
	ck_assert(form_table_end(&table, &pool, &f));
	ck_assert(f.bad);
	ck_assert_uint_eq(f.line, 2);
	ck_assert_uint_eq(f.form.n_rows, 1);
	ck_assert(!form_table_end(&table, &pool, &f));
	pool_free(&pool);
	form_table_free(&table);
	plan_free(&plan);
}
END_TEST

START_TEST(a_fault_repeats_whole_letters_of_a_long_cell)
{
	plan = shipped_plan();
	/* the 48th byte is the first of two */
	ck_assert_err(make("org-department",
			  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxđđđ"),
	    ERR_UNKNOWN_FIELD);
	ck_assert_str_eq(why.detail,
	    "Column \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" is "
	    "not known to survey org-department.");
	form_table_free(&table);
	plan_free(&plan);
}
END_TEST

START_TEST(few_answers_are_never_a_part_alone)
{
	static const struct {
		uint64_t answers[4];
		unsigned parts;
		int part[4];
		uint64_t first;
	} rows[] = {
		{ { 20, 4, 96, 0 }, 2, { 0, 0, 1, -1 }, 24 },
		{ { 20, 5, 96, 7 }, 4, { 0, 1, 2, 3 }, 20 },
		{ { 2, 3, 96, 7 }, 3, { 0, 0, 1, 2 }, 5 },
		{ { 2, 2, 0, 0 }, 0, { -1, -1, -1, -1 }, 0 },
		{ { 4, 0, 5, 0 }, 1, { 0, -1, 0, -1 }, 9 },
		{ { 0, 0, 0, 0 }, 0, { -1, -1, -1, -1 }, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct disclosed d = disclose(rows[i].answers, 4);

		ck_assert_uint_eq(d.parts, rows[i].parts);
		for (unsigned g = 0; g < 4; g++)
			ck_assert_int_eq(d.part[g], rows[i].part[g]);
		if (d.parts > 0)
			ck_assert_uint_eq(d.answers[0], rows[i].first);
	}
}
END_TEST

START_TEST(wide_numbers_carry_and_say_when_they_are_full)
{
	struct wide a = wide_of(UINT64_MAX), b = wide_of(UINT64_MAX);

	wide_mul(&a, UINT64_MAX);
	wide_add(&a, &b); /* (2^64 - 1) x 2^64 */
	ck_assert_uint_eq(a.limb[0], 0);
	ck_assert_uint_eq(a.limb[1], 0);
	ck_assert_uint_eq(a.limb[2], UINT32_MAX);
	ck_assert_uint_eq(a.limb[3], UINT32_MAX);
	ck_assert_int_eq(wide_cmp(&a, &b), 1);
	ck_assert_int_eq(wide_cmp(&b, &a), -1);
	ck_assert_int_eq(wide_cmp(&a, &a), 0);
	for (unsigned i = 0; i < 46; i++)
		wide_mul(&a, UINT64_MAX);
	ck_assert(!a.over);
	wide_mul(&a, UINT64_MAX);
	ck_assert(a.over);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_organisations_form_is_the_rows_of_one_number,
		a_faulty_row_spoils_its_form_and_no_other,
		an_option_of_a_table_is_its_id_in_any_case_or_its_number,
		a_channel_of_a_table_is_its_id_or_its_name,
		a_citizens_form_is_one_row,
		a_first_row_without_a_number_is_a_bad_form_of_its_own,
		what_the_reader_found_wrong_spoils_the_form,
		a_fault_repeats_whole_letters_of_a_long_cell,
		every_column_is_named_once, few_answers_are_never_a_part_alone,
		wide_numbers_carry_and_say_when_they_are_full, NULL
	};

	return suite_run("form table", tests);
}
