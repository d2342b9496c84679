/*
 * test_duty.c - what persons hold (D1 to D4), and who acts by what a request
 * says (A1 to A4).
 */
#include "store/model/duty.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

/* A regular duty that is good, with one thing changed. */
#define GOOD .person = { "an" }, .role = ROLE_APPRAISER, .from = 10, .until = 20
/* The same of a unit's officer. */
#define OFFICER                                                                \
	.person = { "an" }, .role = ROLE_UNIT, .unit = { "D01" }, .from = 10,  \
	.until = 20

START_TEST(a_duty_is_held_to_its_law)
{
	static const struct {
		const char *law;
		struct duty duty;
		enum err err;
		const char *pointer;
	} rows[] = {
		{ "good", { GOOD }, OK, "" },
		{ "good officer", { OFFICER }, OK, "" },
		{ "D1 nobody's", { .role = ROLE_LEAD, .until = 1 },
		    ERR_MISSING_FIELD, "/person" },
		{ "D1 no role", { .person = { "an" }, .until = 1 }, ERR_RANGE,
		    "/role" },
		{ "D1 a machine's",
		    { .person = { "an" }, .role = ROLE_DMS, .until = 1 },
		    ERR_RANGE, "/role" },
		{ "D1 an officer of no unit",
		    { .person = { "an" }, .role = ROLE_UNIT, .until = 1 },
		    ERR_MISSING_FIELD, "/unit" },
		{ "D1 a council of a unit",
		    { .person = { "an" },
			.role = ROLE_COUNCIL,
			.unit = { "D01" },
			.until = 1 },
		    ERR_MISSING_FIELD, "/unit" },
		{ "D1 an officer of fields", { OFFICER, .n_fields = 1 },
		    ERR_RANGE, "/fields" },
		{ "D1 an appraiser of blocks", { GOOD, .n_blocks = 1 }, OK,
		    "" },
		{ "D2 ends as it begins",
		    { .person = { "an" },
			.role = ROLE_LEAD,
			.from = 20,
			.until = 20 },
		    ERR_RANGE, "/until" },
		{ "D3 an external one without end",
		    { .person = { "an" },
			.role = ROLE_AUDITOR,
			.until = DUTY_NO_END,
			.kind = DUTY_EXTERNAL },
		    ERR_MISSING_FIELD, "/until" },
		{ "D3 an external one with it",
		    { .person = { "an" },
			.role = ROLE_AUDITOR,
			.until = 9,
			.kind = DUTY_EXTERNAL },
		    OK, "" },
		{ "D3 a substitute without end",
		    { .person = { "an" },
			.role = ROLE_LEAD,
			.until = DUTY_NO_END,
			.kind = DUTY_SUBSTITUTE,
			.of = 1 },
		    ERR_MISSING_FIELD, "/until" },
		{ "D4 a substitute for nobody",
		    { GOOD, .kind = DUTY_SUBSTITUTE }, ERR_MISSING_FIELD,
		    "/of" },
		{ "D4 a regular one for somebody", { GOOD, .of = 3 },
		    ERR_MISSING_FIELD, "/of" },
		{ "D4 a handover", { GOOD, .kind = DUTY_HANDOVER, .of = 3 }, OK,
		    "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fault why = { 0 };

		ck_assert_msg(duty_check(&rows[i].duty, &why) == rows[i].err,
		    "%s: %s", rows[i].law, why.detail);
		ck_assert_msg(strcmp(why.pointer, rows[i].pointer) == 0,
		    "%s: %s", rows[i].law, why.pointer);
	}
}
END_TEST

START_TEST(a_duty_reaches_the_fields_and_blocks_it_names)
{
	struct plan *p = shipped_plan();
	struct duty all = { GOOD }, some = { GOOD };
	int d01 = plan_unit(p, (struct unit_id){ "D01" });
	int h01 = plan_unit(p, (struct unit_id){ "H01" });
	int f1 = plan_field(p, (struct field_id){ "F1" });
	int f2 = plan_field(p, (struct field_id){ "F2" });
	struct duty officer = { OFFICER };

	some.field[0] = (struct field_id){ "F1" };
	some.n_fields = 1;
	some.block[0] = (struct block_id){ "department" };
	some.n_blocks = 1;
	ck_assert(duty_reaches(&all, p, (unsigned)h01, (unsigned)f2));
	ck_assert(duty_reaches(&some, p, (unsigned)d01, (unsigned)f1));
	ck_assert(!duty_reaches(&some, p, (unsigned)d01, (unsigned)f2));
	ck_assert(!duty_reaches(&some, p, (unsigned)h01, (unsigned)f1));
	ck_assert(!duty_reaches(&officer, p, (unsigned)d01, (unsigned)f1));
	plan_free(&p);
}
END_TEST

START_TEST(a_decision_has_a_number_and_a_date_that_has_come)
{
	static const struct {
		struct decision decision;
		enum err err;
		const char *pointer;
	} rows[] = {
		{ { "1/QĐ", "1970-01-11", "" }, OK, "" },
		{ { "", "1970-01-11", "" }, ERR_MISSING_FIELD,
		    "/decision/number" },
		{ { "1/QĐ", "", "" }, ERR_MISSING_FIELD, "/decision/date" },
		{ { "1/QĐ", "11/01/1970", "" }, ERR_MALFORMED,
		    "/decision/date" },
		{ { "1/QĐ", "1970-01-12", "" }, ERR_RANGE, "/decision/date" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fault why = { 0 };

		ck_assert_err(decision_check(&rows[i].decision, 10, &why),
		    rows[i].err);
		ck_assert_str_eq(why.pointer, rows[i].pointer);
	}
}
END_TEST

/* ---- who acts ---- */

static const struct duty duties[] = {
	{ .number = 1,
	    .person = { "an" },
	    .role = ROLE_UNIT,
	    .unit = { "D01" } },
	{ .number = 2,
	    .person = { "an" },
	    .role = ROLE_UNIT,
	    .unit = { "D02" } },
	{ .number = 3, .person = { "an" }, .role = ROLE_APPRAISER },
	{ .number = 4,
	    .person = { "an" },
	    .role = ROLE_UNIT,
	    .unit = { "D01" } },
};

static const struct token_is own = { .who = { .person = { "an" } } };
static const struct token_is shared = { .who = { .role = ROLE_UNIT,
					    .unit = { "D01" } },
	.shared = true };
static const struct token_is dms = { .who = { .role = ROLE_DMS } };
static const struct token_is plain = { .who = { .role = ROLE_UNIT,
					   .unit = { "D01" } } };

START_TEST(whose_duties_are_asked_follows_the_law)
{
	static const struct {
		const char *law;
		const struct token_is *token;
		const char *role, *person;
		enum err err;
		enum acting_as as;
	} rows[] = {
		{ "A1 the own", &own, "", "", OK, ACTING_PERSON },
		{ "A1 the own, named", &own, "", "an", OK, ACTING_PERSON },
		{ "A4 another's", &own, "", "binh", ERR_FORBIDDEN, 0 },
		{ "A2 nobody named", &shared, "", "", ERR_MISSING_FIELD, 0 },
		{ "A2 somebody", &shared, "", "an", OK, ACTING_PERSON },
		{ "A2 no name", &shared, "", "a n", ERR_MALFORMED, 0 },
		{ "A3 for itself", &dms, "", "", OK, ACTING_SELF },
		{ "A3 for a person", &dms, "", "an", OK, ACTING_PERSON },
		{ "A4 for itself", &plain, "", "", OK, ACTING_SELF },
		{ "A4 its role", &plain, "unit", "", OK, ACTING_SELF },
		{ "A4 its unit", &plain, "unit:D01", "", OK, ACTING_SELF },
		{ "A4 another unit", &plain, "unit:D02", "", ERR_FORBIDDEN, 0 },
		{ "A4 another role", &plain, "council", "", ERR_FORBIDDEN, 0 },
		{ "A4 no role", &plain, "king", "", ERR_MALFORMED, 0 },
		{ "A4 no unit", &plain, "unit:", "", ERR_MALFORMED, 0 },
		{ "A4 a person", &plain, "", "an", ERR_FORBIDDEN, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct acting said = { slice_text(rows[i].role),
			slice_text(rows[i].person) };
		struct person_id whose;
		enum acting_as as = ACTING_SELF;
		struct fault why = { 0 };
		enum err e =
		    acting_whose(rows[i].token, &said, &as, &whose, &why);

		ck_assert_msg(e == rows[i].err, "%s: %s", rows[i].law,
		    why.detail);
		if (e == OK)
			ck_assert_msg(as == rows[i].as, "%s", rows[i].law);
	}
}
END_TEST

START_TEST(the_duty_that_acts_follows_the_law)
{
	static const struct {
		const char *law;
		const struct token_is *token;
		const char *role;
		unsigned n; /* of duties */
		enum err err;
		uint64_t duty;
	} rows[] = {
		{ "A1 the only one", &own, "", 1, OK, 1 },
		{ "A1 none", &own, "", 0, ERR_FORBIDDEN, 0 },
		{ "A1 several", &own, "", 3, ERR_MISSING_FIELD, 0 },
		{ "A1 named", &own, "appraiser", 3, OK, 3 },
		{ "A1 two of one role", &own, "unit", 3, ERR_MISSING_FIELD, 0 },
		{ "A1 named with its unit", &own, "unit:D02", 3, OK, 2 },
		{ "A1 twice the same", &own, "unit:D01", 4, OK, 1 },
		{ "A1 one not held", &own, "lead", 3, ERR_FORBIDDEN, 0 },
		{ "A1 another unit", &own, "unit:D09", 3, ERR_FORBIDDEN, 0 },
		{ "A2 of the account's unit", &shared, "", 3, OK, 1 },
		{ "A2 of another role", &shared, "appraiser", 3, ERR_FORBIDDEN,
		    0 },
		{ "A3 an officer's", &dms, "unit:D02", 3, OK, 2 },
		{ "A3 no appraiser's", &dms, "appraiser", 3, ERR_FORBIDDEN, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct acting said = { slice_text(rows[i].role), SLICE_NONE };
		struct fault why = { 0 };
		struct who who = { .role = ROLE_NOBODY };
		enum err e = acting_by(rows[i].token, &said, duties, rows[i].n,
		    &who, &why);

		ck_assert_msg(e == rows[i].err, "%s: %s", rows[i].law,
		    why.detail);
		if (e != OK)
			continue;
		ck_assert_msg(who.duty == rows[i].duty, "%s", rows[i].law);
		ck_assert_str_eq(who.person.text, "an");
		ck_assert_int_eq(who.role, duties[who.duty - 1].role);
		ck_assert_int_eq(who.via,
		    rows[i].token == &dms ? ROLE_DMS : ROLE_NOBODY);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_duty_is_held_to_its_law,
		a_duty_reaches_the_fields_and_blocks_it_names,
		a_decision_has_a_number_and_a_date_that_has_come,
		whose_duties_are_asked_follows_the_law,
		the_duty_that_acts_follows_the_law,
		NULL,
	};

	return suite_run("duty", tests);
}
