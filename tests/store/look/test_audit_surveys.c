/*
 * test_audit_surveys.c - the auditor's report on surveys: for each kind of
 * finding, what brings it and what nearly does.
 */
#include <string.h>

#include "tests/kit/audit.h"
#include "tests/kit/suite.h"

static const struct survey_id org = { "org-department" };

#define ROW(q1) "{'q1':" #q1 ",'q2':2,'q3':3,'q4':4,'q5':1,'q6':1,'q7':1}"
#define FORM(number, q1)                                                       \
	"{'number':'" number "','group':'mttq','units':{'D01':" ROW(q1) "}}"
#define AFTER_ALL "2023-01-17T00:00:00+07:00"

static void
enter(struct world *w, const char *forms)
{
	struct forms_entered out;

	ck_assert_err(world_forms(w, org.text, forms, &out, NULL), OK);
}

/* ---- seals ---- */

static void
hand_over(struct world *w, uint64_t valid)
{
	struct who who = world_who(ROLE_SURVEY, "");
	struct handover h = { .packages = 2,
		.seals = "0123\n0124\n",
		.from = "Bưu điện tỉnh",
		.to = "Sở Nội vụ",
		.minutes = "01/BB",
		.issued = valid,
		.collected = valid,
		.valid = valid };

	ck_assert_err(act_hand_over(w->store, &who, w->period, org, &h, NULL),
	    OK);
}

static void
open_seal(struct world *w, bool intact, const char *found, const char *note)
{
	struct who who = world_who(ROLE_SURVEY, "");
	struct handover h = { .intact = intact,
		.person = { "A, tổ trưởng", "B, thư ký" } },
			is;

	hand_over(w, 1);
	(void)strcpy(h.found, found);
	(void)strcpy(h.note, note);
	ck_assert_err(act_open_seal(w->store, &who, w->period, org, 1, &h, &is,
			  NULL),
	    OK);
}

static void
same_seals(struct world *w)
{
	open_seal(w, true, "0124\n0123\n", "");
}

static void
seals_not_said(struct world *w)
{
	open_seal(w, true, "", "");
}

static void
other_seals(struct world *w)
{
	open_seal(w, true, "0123\n0125\n", "gói 2 niêm phong lại");
}

static void
one_seal_more(struct world *w)
{
	open_seal(w, true, "0123\n0124\n0125\n", "thừa một niêm phong");
}

static void
broken_seals(struct world *w)
{
	open_seal(w, false, "", "rách một góc");
}

/* ---- how many ---- */

static void
one_of_two_while_open(struct world *w)
{
	hand_over(w, 2);
	enter(w, "[" FORM("P1", 1) "]");
}

static void
one_of_two_at_the_end(struct world *w)
{
	one_of_two_while_open(w);
	world_clock(w, AFTER_ALL);
}

static void
two_of_two_at_the_end(struct world *w)
{
	hand_over(w, 2);
	enter(w, "[" FORM("P1", 1) "," FORM("P2", 1) "]");
	world_clock(w, AFTER_ALL);
}

static void
two_of_one(struct world *w)
{
	hand_over(w, 1);
	enter(w, "[" FORM("P1", 1) "," FORM("P2", 1) "]");
}

static void
nothing_handed_over(struct world *w)
{
	enter(w, "[" FORM("P1", 1) "]");
	world_clock(w, AFTER_ALL);
}

static void
as_planned(struct world *w)
{
	enter(w, "[" FORM("P1", 1) "," FORM("P2", 1) "," FORM("P3",
		     1) "," FORM("P4", 1) "]");
}

/* Where a survey only counts its quota, a group may get more. */
static void
one_more_than_planned(struct world *w)
{
	as_planned(w);
	enter(w, "[" FORM("P5", 1) "]");
}

/* ---- second entries ---- */

static void
enter_again(struct world *w, unsigned answer)
{
	struct who who = world_who(ROLE_SURVEY, "");
	struct form_row row = { .unit = 0, .answer = { 1, 2, 3, 4, 1, 1, 1 } };
	struct form form = { .number = "P1",
		.group = "mttq",
		.rows = &row,
		.n_rows = 1,
		.respondents = 1 };
	struct seconds_entered done;

	enter(w, "[" FORM("P1", 1) "]");
	who.token.n += 1000;
	row.answer[0] = (uint8_t)answer;
	ck_assert_err(act_enter_seconds(w->store, &who, w->period, org, &form,
			  1, digest_of(slice_text("x")), &done, NULL),
	    OK);
	ck_assert_uint_eq(done.differ, answer != 1);
}

static void
the_same_again(struct world *w)
{
	enter_again(w, 1);
}

static void
another_answer(struct world *w)
{
	enter_again(w, 4);
}

static void
another_answer_explained(struct world *w)
{
	struct who who = world_who(ROLE_SURVEY, "");

	another_answer(w);
	ck_assert_err(act_explain_difference(w->store, &who, w->period, org,
			  "P1", "số 4 đọc nhầm thành số 1", NULL),
	    OK);
}

/* Everything is drawn. */
static void
draw_all(struct world *w)
{
	ck_assert_err(world_amend(w,
			  WORLD_PATCHES("\"id\": \"org-department\"",
			      "\"id\": \"org-department\","
			      "\"second_entry\":\"100\""),
			  NULL),
	    OK);
}

static void
drawn_and_not_entered_again(struct world *w)
{
	draw_all(w);
	enter(w, "[" FORM("P1", 1) "]");
}

static void
not_entered_again_at_the_end(struct world *w)
{
	drawn_and_not_entered_again(w);
	world_clock(w, AFTER_ALL);
}

static void
drawn_and_entered_again(struct world *w)
{
	draw_all(w);
	the_same_again(w);
	world_clock(w, AFTER_ALL);
}

/* clang-format off */
static const struct audit_row rows[] = {
	{ same_seals, FINDING_SEAL_OTHER, 0 },
	{ seals_not_said, FINDING_SEAL_OTHER, 0 },
	{ other_seals, FINDING_SEAL_OTHER, 1 },
	{ one_seal_more, FINDING_SEAL_OTHER, 1 },
	{ other_seals, FINDING_SEAL_BROKEN, 0 },
	{ broken_seals, FINDING_SEAL_BROKEN, 1 },
	{ one_of_two_while_open, FINDING_FORMS_MISCOUNTED, 0 },
	{ one_of_two_at_the_end, FINDING_FORMS_MISCOUNTED, 1 },
	{ two_of_two_at_the_end, FINDING_FORMS_MISCOUNTED, 0 },
	{ two_of_one, FINDING_FORMS_MISCOUNTED, 1 },
	{ nothing_handed_over, FINDING_FORMS_MISCOUNTED, 0 },
	{ as_planned, FINDING_FORMS_OVER_QUOTA, 0 },
	{ one_more_than_planned, FINDING_FORMS_OVER_QUOTA, 1 },
	{ the_same_again, FINDING_FORM_UNEXPLAINED, 0 },
	{ another_answer, FINDING_FORM_UNEXPLAINED, 1 },
	{ another_answer_explained, FINDING_FORM_UNEXPLAINED, 0 },
	{ drawn_and_not_entered_again, FINDING_SECOND_MISSING, 0 },
	{ not_entered_again_at_the_end, FINDING_SECOND_MISSING, 1 },
	{ drawn_and_entered_again, FINDING_SECOND_MISSING, 0 },
};
/* clang-format on */
#define ROWS (sizeof rows / sizeof *rows)

START_TEST(a_finding_is_there_with_its_cause_and_not_without)
{
	audit_row(&rows[_i]);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("audit of surveys");
	TCase *cases = tcase_create("audit of surveys");
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 60);
	tcase_add_loop_test(cases,
	    a_finding_is_there_with_its_cause_and_not_without, 0, ROWS);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
