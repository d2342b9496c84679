/*
 * test_people.c - persons and duties are entered, ended and handed over;
 * appraisers are assigned, and never to their own unit.
 */
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;
static struct fault why;

#define APPRAISAL "2023-01-12T08:00:00+07:00"
#define INPUTS "{'a':10,'b':9}"
#define ASSIGNED                                                               \
	WORLD_PATCHES("\"classify_on\"",                                       \
	    "\"life\": {\"assignments\": \"required\"},\n\t\"classify_on\"")

static const struct decision decision = { "12/QĐ-SNV", "2022-12-20",
	"phân công" };

static int64_t
day(const char *text)
{
	int64_t d;

	ck_assert_err(date_read(slice_text(text), &d), OK);
	return d;
}

static void
person(const char *id, const char *home)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct person p = { .name = "Nguyễn Văn An" };

	ck_assert_err(person_id_read(slice_text(id), &p.id), OK);
	if (home[0] != 0)
		p.home = unit_named(home);
	ck_assert_err(act_put_person(w.store, &operator, & p, NULL), OK);
}

static enum err
give(const char *id, enum role role, const char *unit, uint64_t *number)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct duty d = { .role = role,
		.from = day("2022-12-20"),
		.until = DUTY_NO_END,
		.decision = decision };

	why = (struct fault){ 0 };
	if (unit[0] != 0)
		d.unit = unit_named(unit);
	ck_assert_err(person_id_read(slice_text(id), &d.person), OK);
	return act_give_duty(w.store, &operator, & d, number, &why);
}

/* Who the person is when acting in the duty. */
static struct who
acting(const char *id, enum role role, const char *unit, uint64_t duty)
{
	struct who who = world_who(role, unit);

	ck_assert_err(person_id_read(slice_text(id), &who.person), OK);
	who.duty = duty;
	return who;
}

static enum err
score(const struct who *who, const char *unit)
{
	why = (struct fault){ 0 };
	return world_score(&w, who, unit, "1.1.2", COLUMN_ROUND1, INPUTS, 0,
	    &why);
}

static struct assigned out;

static enum err
assign(const struct who *who, const char *id, bool release, const char *u1,
    const char *u2)
{
	const struct plan *p = world_plan(&w);
	unsigned units[2] = { (unsigned)plan_unit(p, unit_named(u1)),
		(unsigned)plan_unit(p, unit_named(u2)) };
	unsigned field = (unsigned)plan_field(p, (struct field_id){ "F1" });
	struct assigning_asked in = { .period = w.period,
		.unit = units,
		.n_units = 2,
		.field = &field,
		.n_fields = 1,
		.release = release };

	why = (struct fault){ 0 };
	ck_assert_err(person_id_read(slice_text(id), &in.person), OK);
	return act_assign(w.store, who, &in, &out, &why);
}

/* ---- persons and duties ---- */

START_TEST(only_the_operator_enters_people)
{
	struct person p = { .id = { "an" }, .name = "An" };
	struct digest before;
	uint64_t n;

	world_open(&w);
	before = world_dump(&w, 0);
	for (enum role role = ROLE_NOBODY; role < ROLES; role++) {
		struct who who =
		    world_who(role, role_has_unit(role) ? "D01" : "");
		struct duty d = { .person = { "an" },
			.role = ROLE_LEAD,
			.until = 1,
			.decision = decision };

		if (role == ROLE_OPERATOR)
			continue;
		ck_assert_err(act_put_person(w.store, &who, &p, NULL),
		    ERR_FORBIDDEN);
		ck_assert_err(act_give_duty(w.store, &who, &d, &n, NULL),
		    ERR_FORBIDDEN);
		ck_assert_err(act_end_duty(w.store, &who, 1, 1, &decision,
				  NULL),
		    ERR_FORBIDDEN);
		ck_assert_err(act_transfer_duty(w.store, &who, 1, p.id, 1,
				  &decision, &n, NULL),
		    ERR_FORBIDDEN);
	}
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

START_TEST(people_are_entered_and_the_log_names_nobody)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct person nameless = { .id = { "an" } };
	uint64_t n;

	world_open(&w);
	ck_assert_err(act_put_person(w.store, &operator, & nameless, NULL),
	    ERR_MISSING_FIELD);
	ck_assert_err(give("an", ROLE_LEAD, "", &n), ERR_NOT_FOUND);
	person("an", "D02");
	ck_assert_int_eq(world_newest(&w), ENTRY_PERSON);
	ck_assert(!world_newest_says(&w, "person", "an"));
	ck_assert_err(give("an", ROLE_APPRAISER, "", &n), OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(world_newest(&w), ENTRY_DUTY);
	ck_assert(world_newest_says(&w, "role", "appraiser"));
	ck_assert(world_newest_says(&w, "from", "2022-12-20"));
	ck_assert_err(give("an", ROLE_UNIT, "D02", &n), OK);
	ck_assert_uint_eq(n, 2);
	ck_assert_err(give("an", ROLE_UNIT, "", &n), ERR_MISSING_FIELD);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_duty_ends_and_is_handed_over_on_one_day)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct duty_row old = { .duty = { .number = 1 } },
			new = { .duty = { .number = 2 } };
	const struct person_id binh = { "binh" };
	struct digest before;
	uint64_t n;
	struct txn t;

	world_open(&w);
	person("an", "D01");
	person("binh", "D01");
	ck_assert_err(give("an", ROLE_UNIT, "D01", &n), OK);
	before = world_dump(&w, 0);
	ck_assert_err(act_transfer_duty(w.store, &operator, 1, binh,
			  day("2022-12-20"), &decision, &n, NULL),
	    ERR_RANGE);
	ck_assert_err(act_transfer_duty(w.store, &operator, 9, binh,
			  day("2023-01-01"), &decision, &n, NULL),
	    ERR_NOT_FOUND);
	ck_assert_err(act_transfer_duty(w.store, &operator, 1,
			  (struct person_id){ "cuong" }, day("2023-01-01"),
			  &decision, &n, NULL),
	    ERR_NOT_FOUND);
	ck_assert_dump(&w, before);
	ck_assert_err(act_transfer_duty(w.store, &operator, 1, binh,
			  day("2023-01-01"), &decision, &n, NULL),
	    OK);
	ck_assert_uint_eq(n, 2);
	txn_read(&t, w.store->env);
	ck_assert(duties_get(&t, &old) && duties_get(&t, &new));
	ck_assert_err(txn_end(&t), OK);
	ck_assert_int_eq(old.duty.until, day("2023-01-01"));
	ck_assert_int_eq(new.duty.from, day("2023-01-01"));
	ck_assert_int_eq(new.duty.role, ROLE_UNIT);
	ck_assert_str_eq(new.duty.unit.text, "D01");
	ck_assert_int_eq(new.duty.kind, DUTY_HANDOVER);
	ck_assert_uint_eq(new.duty.of, 1);
	ck_assert_err(act_end_duty(w.store, &operator, 1, day("2023-02-01"),
			  &decision, NULL),
	    ERR_RANGE);
	ck_assert_err(act_end_duty(w.store, &operator, 2, day("2023-02-01"),
			  &decision, NULL),
	    OK);
	ck_assert(world_newest_says(&w, "action", "ended"));
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_substitute_stands_where_the_other_one_did)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct duty d = { .person = { "binh" },
		.role = ROLE_COUNCIL,
		.from = 19000,
		.until = 19500,
		.kind = DUTY_SUBSTITUTE,
		.of = 1,
		.decision = decision };
	struct duty_row is = { .duty = { .number = 2 } };
	uint64_t n;
	struct txn t;

	world_open(&w);
	person("an", "");
	person("binh", "");
	ck_assert_err(give("an", ROLE_LEADER, "D07", &n), OK);
	ck_assert_err(act_give_duty(w.store, &operator, & d, &n, NULL), OK);
	txn_read(&t, w.store->env);
	ck_assert(duties_get(&t, &is));
	ck_assert_err(txn_end(&t), OK);
	ck_assert_int_eq(is.duty.role, ROLE_LEADER);
	ck_assert_str_eq(is.duty.unit.text, "D07");
	world_close(&w);
}
END_TEST

/* ---- who may appraise ---- */

START_TEST(nobody_appraises_their_own_unit)
{
	struct who at_home, officer;
	uint64_t appraiser, n;

	world_open(&w);
	person("an", "D01");
	person("binh", "");
	ck_assert_err(give("an", ROLE_APPRAISER, "", &appraiser), OK);
	at_home = acting("an", ROLE_APPRAISER, "", appraiser);
	ck_assert_err(give("binh", ROLE_APPRAISER, "", &appraiser), OK);
	ck_assert_err(give("binh", ROLE_UNIT, "D02", &n), OK);
	officer = acting("binh", ROLE_APPRAISER, "", appraiser);
	world_clock(&w, APPRAISAL);
	ck_assert_err(score(&at_home, "D01"), ERR_FORBIDDEN);
	ck_assert_ptr_nonnull(strstr(why.detail, "their own unit"));
	ck_assert_err(score(&officer, "D02"), ERR_FORBIDDEN);
	ck_assert_err(score(&at_home, "D02"), OK);
	ck_assert_err(score(&officer, "D01"), OK);
	ck_assert_str_eq(world_cell(&w, "D01", "1.1.2", COLUMN_ROUND1)
			     .person.text,
	    "binh");
	world_close(&w);
}
END_TEST

START_TEST(a_duty_reaches_no_further_than_it_says_and_no_longer)
{
	struct who operator= world_who(ROLE_OPERATOR, ""), an;
	struct duty d = { .person = { "an" },
		.role = ROLE_APPRAISER,
		.field = { { "F2" } },
		.n_fields = 1,
		.from = 19000,
		.until = DUTY_NO_END,
		.decision = decision };
	uint64_t n;

	world_open(&w);
	person("an", "");
	ck_assert_err(act_give_duty(w.store, &operator, & d, &n, NULL), OK);
	an = acting("an", ROLE_APPRAISER, "", n);
	world_clock(&w, APPRAISAL);
	ck_assert_err(score(&an, "D01"), ERR_FORBIDDEN);
	ck_assert_ptr_nonnull(strstr(why.detail, "reach"));
	ck_assert_err(give("an", ROLE_APPRAISER, "", &n), OK);
	an.duty = n;
	ck_assert_err(act_end_duty(w.store, &operator, n, day("2023-01-12"),
			  &decision, NULL),
	    OK);
	ck_assert_err(score(&an, "D01"), ERR_FORBIDDEN);
	ck_assert_ptr_nonnull(strstr(why.detail, "in force"));
	world_close(&w);
}
END_TEST

START_TEST(where_assignments_are_asked_only_the_assigned_appraise)
{
	struct who lead = world_who(ROLE_LEAD, ""), an,
		   nameless = world_who(ROLE_APPRAISER, "");
	uint64_t n;

	world_open_with(&w, ASSIGNED);
	person("an", "D02");
	ck_assert_err(assign(&lead, "an", false, "D01", "D02"),
	    ERR_WRONG_STATE);
	ck_assert_err(give("an", ROLE_APPRAISER, "", &n), OK);
	an = acting("an", ROLE_APPRAISER, "", n);
	world_clock(&w, APPRAISAL);
	ck_assert_err(score(&nameless, "D01"), ERR_FORBIDDEN);
	ck_assert_err(score(&an, "D01"), ERR_FORBIDDEN);
	ck_assert_ptr_nonnull(strstr(why.detail, "not assigned"));
	ck_assert_err(assign(&nameless, "an", false, "D01", "D02"),
	    ERR_FORBIDDEN);
	ck_assert_err(assign(&lead, "an", false, "D01", "D02"), OK);
	ck_assert_uint_eq(out.pairs, 1);
	ck_assert(!out.own[0] && out.own[1]);
	ck_assert_int_eq(world_newest(&w), ENTRY_ASSIGNMENT);
	ck_assert(world_newest_says(&w, "pairs", "1"));
	ck_assert_err(score(&an, "D01"), OK);
	ck_assert_err(score(&an, "D02"), ERR_FORBIDDEN);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(what_nobody_appraises_is_listed_as_open)
{
	struct who lead = world_who(ROLE_LEAD, ""),
		   operator= world_who(ROLE_OPERATOR, ""),
		   unit = world_unit("D01");
	struct assignments_look l;
	const struct plan *p;
	uint64_t n, before;
	unsigned open = 0;

	world_open(&w);
	person("an", "D02");
	ck_assert_err(give("an", ROLE_APPRAISER, "", &n), OK);
	ck_assert_err(assign(&lead, "an", false, "D01", "D02"), OK);
	before = world_log(&w);
	ck_assert_err(assign(&lead, "an", false, "D01", "D02"), OK);
	ck_assert_uint_eq(out.pairs, 0);
	ck_assert_uint_eq(world_log(&w), before);
	ck_assert_err(look_assignments(w.store, &unit, w.period, &l, NULL),
	    ERR_FORBIDDEN);
	ck_assert_err(look_assignments(w.store, &lead, w.period, &l, NULL), OK);
	p = world_plan(&w);
	for (size_t i = 0; i < l.n; i++) {
		bool d01f1 =
		    strcmp(p->units[l.list[i].unit].id.text, "D01") == 0 &&
		    strcmp(p->fields[l.list[i].field].id.text, "F1") == 0;

		ck_assert_int_eq(l.list[i].n, d01f1);
		open += l.list[i].n == 0;
	}
	ck_assert_uint_gt(open, 150);
	look_assignments_free(&l);
	ck_assert_err(act_end_duty(w.store, &operator, n, day("2022-12-26"),
			  &decision, NULL),
	    OK);
	ck_assert_err(look_assignments(w.store, &lead, w.period, &l, NULL), OK);
	for (size_t i = 0; i < l.n; i++)
		ck_assert_uint_eq(l.list[i].n, 0);
	look_assignments_free(&l);
	ck_assert_err(assign(&lead, "an", true, "D01", "D02"), OK);
	ck_assert_uint_eq(out.pairs, 1);
	ck_assert(world_newest_says(&w, "action", "released"));
	ck_assert_uint_eq(world_rows(&w, T_ASSIGNMENTS), 0);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		only_the_operator_enters_people,
		people_are_entered_and_the_log_names_nobody,
		a_duty_ends_and_is_handed_over_on_one_day,
		a_substitute_stands_where_the_other_one_did,
		nobody_appraises_their_own_unit,
		a_duty_reaches_no_further_than_it_says_and_no_longer,
		where_assignments_are_asked_only_the_assigned_appraise,
		what_nobody_appraises_is_listed_as_open,
		NULL,
	};

	return suite_run("people", tests);
}
