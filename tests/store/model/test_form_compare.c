/*
 * test_form_compare.c - two entries of a form beside each other; the text that
 * is hashed.
 */
#include <stdio.h>

#include "store/model/form.h"
#include "tests/kit/suite.h"

static const struct choice choices[] = { { "A", "Tốt", true },
	{ "K", "Không biết", false } };
static const struct question questions[] = {
	{ .id = "q1", .scale = 4 },
	{ .id = "q2", .scale = 2, .options = choices },
};
static const struct unit units[] = { { .id = { "U0" } }, { .id = { "U1" } },
	{ .id = { "U2" } } };
static const struct survey surveys[] = {
	{ .kind = SURVEY_ORGANISATION,
	    .questions = questions,
	    .n_questions = 2 },
	{ .kind = SURVEY_CITIZEN, .questions = questions, .n_questions = 2 },
};
static const struct plan plan = { .surveys = surveys,
	.n_surveys = 2,
	.units = units,
	.n_units = 3 };

static char told[256];

/* "unit.question:first/second " */
static void
note(void *self, const struct form_difference *d)
{
	size_t n = strlen(told);

	ck_assert_ptr_eq(self, told);
	(void)snprintf(told + n, sizeof told - n, "%u.%d:%u/%u ", d->unit,
	    d->question, d->first, d->second);
}

static unsigned
differs(const struct form *a, const struct form *b)
{
	unsigned n;

	told[0] = '\0';
	n = form_differs(&plan, 0, a, b, note, told);
	ck_assert_uint_eq(form_differs(&plan, 0, a, b, NULL, NULL), n);
	return n;
}

START_TEST(every_answer_that_differs_is_told)
{
	struct form_row mine[] = { { 0, { 1, 2 } }, { 1, { 3, 0 } } };
	struct form_row yours[] = { { 1, { 3, 1 } }, { 0, { 1, 2 } } };
	struct form a = { "1", "g", mine, 2, 0, "", 0 };
	struct form b = { "1", "g", yours, 2, 0, "", 0 };

	ck_assert_uint_eq(differs(&a, &a), 0);
	ck_assert_str_eq(told, "");
	ck_assert_uint_eq(differs(&a, &b), 1);
	ck_assert_str_eq(told, "1.1:0/1 ");
	(void)snprintf(b.group, sizeof b.group, "h");
	ck_assert_uint_eq(differs(&a, &b), 2);
	ck_assert_str_eq(told, "0.-1:0/0 1.1:0/1 ");
}
END_TEST

START_TEST(a_unit_that_only_one_judges_differs_in_its_answers)
{
	struct form_row mine[] = { { 0, { 1, 2 } }, { 1, { 3, 0 } } };
	struct form_row yours[] = { { 2, { 0, 1 } }, { 0, { 1, 2 } } };
	struct form a = { "1", "g", mine, 2, 0, "", 0 };
	struct form b = { "1", "g", yours, 2, 0, "", 0 };

	ck_assert_uint_eq(differs(&a, &b), 2);
	ck_assert_str_eq(told, "1.0:3/0 2.1:0/1 ");
	/* a unit left blank is as good as one that is not there */
	mine[1].answer[0] = 0;
	ck_assert_uint_eq(differs(&a, &b), 1);
	ck_assert_str_eq(told, "2.1:0/1 ");
}
END_TEST

static void
check_text(unsigned survey, const struct form *f, const char *want)
{
	struct buf text = { 0 };

	form_put(&text, &plan, survey, f);
	ck_assert_str_eq(buf_cstr(&text), want);
	buf_free(&text);
}

START_TEST(a_form_as_text_has_options_by_id_and_no_blanks)
{
	struct form_row rows[] = { { 0, { 4, 2 } }, { 2, { 0, 1 } } };
	struct form f = { "P-1", "g", rows, 2, 0, "", 0 };

	check_text(0, &f,
	    "{\"number\":\"P-1\",\"group\":\"g\",\"units\":{\"U0\":"
	    "{\"q1\":4,\"q2\":\"K\"},\"U2\":{\"q2\":\"A\"}}}");
	f.n_rows = 1;
	check_text(0, &f,
	    "{\"number\":\"P-1\",\"group\":\"g\",\"units\":{\"U0\":"
	    "{\"q1\":4,\"q2\":\"K\"}}}");
	check_text(1, &f,
	    "{\"number\":\"P-1\",\"group\":\"g\",\"unit\":\"U0\","
	    "\"answers\":{\"q1\":4,\"q2\":\"K\"}}");
	f.n_rows = 0;
	check_text(1, &f, "{\"number\":\"P-1\",\"group\":\"g\",\"units\":{}}");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { every_answer_that_differs_is_told,
		a_unit_that_only_one_judges_differs_in_its_answers,
		a_form_as_text_has_options_by_id_and_no_blanks, NULL };

	return suite_run("form compare", tests);
}
