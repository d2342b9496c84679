/*
 * test_surveys.c - seals, quotas, corrections, second entries and imports of
 * survey forms.
 */
#include <stdio.h>

#include "store/base/json_in.h"
#include "store/look/surveys.h"
#include "store/sheet.h"
#include "store/table/counts.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;
static struct forms_entered out;
static struct fault why;
static const struct survey_id org = { "org-department" };

#define ROW(q1) "{'q1':" #q1 ",'q2':2,'q3':3,'q4':4,'q5':1,'q6':1,'q7':1}"
#define FORM_OF(number, group, q1)                                             \
	"{'number':'" number "','group':'" group                               \
	"','units':{'D01':" ROW(q1) "}}"
#define FORM(number) FORM_OF(number, "hdnd", 1)

#define SEALED "\"id\": \"org-department\",\"sealed\":true"
#define SURVEY "\"id\": \"org-department\""

static enum err
enter(const char *forms)
{
	why = (struct fault){ 0 };
	return world_forms(&w, "org-department", forms, &out, &why);
}

static struct who
entry_clerk(void)
{
	return world_who(ROLE_SURVEY, "");
}

static struct who
second_clerk(void)
{
	struct who who = world_who(ROLE_SURVEY, "");

	who.token.n += 1000;
	return who;
}

/* One form read from text; its rows in the pool. */
static struct form
form_of(const char *text, struct pool *pool)
{
	const struct plan *plan = world_plan(&w);
	char json[1024];
	struct json *doc;
	struct form form;
	struct jv root;

	(void)snprintf(json, sizeof json, "%s", text);
	for (char *p = json; *p != '\0'; p++)
		*p = *p == '\'' ? '"' : *p;
	ck_assert_err(json_parse(slice_text(json), sizeof json, &doc, NULL),
	    OK);
	root = json_root(doc);
	ck_assert_err(form_read(plan, (unsigned)plan_survey(plan, org), &root,
			  pool, &form, &why),
	    OK);
	json_free(&doc);
	return form;
}

static enum err
correct(const char *text, const char *reason, uint32_t seen)
{
	struct who who = entry_clerk();
	struct pool pool = { 0 };
	struct form form = form_of(text, &pool);
	uint32_t version = 0;
	enum err e;

	why = (struct fault){ 0 };
	e = act_correct_form(w.store, &who, w.period, org, &form, reason, seen,
	    &version, &why);
	pool_free(&pool);
	return e;
}

static struct counts
counts_of(const char *unit, unsigned group)
{
	const struct plan *plan = world_plan(&w);
	struct counts counts;
	struct txn t;

	txn_read(&t, w.store->env);
	counts_get(&t, plan, (unsigned)plan_unit(plan, unit_named(unit)), 0,
	    group, &counts);
	ck_assert_err(txn_end(&t), OK);
	return counts;
}

static uint64_t
kept(void)
{
	struct txn t;
	uint64_t n;

	txn_read(&t, w.store->env);
	n = forms_count(&t, w.period, org);
	ck_assert_err(txn_end(&t), OK);
	return n;
}

/* How often D01 got an answer to q1, by the running tally. */
static uint64_t
tally(unsigned answer)
{
	const struct plan *plan = world_plan(&w);
	struct tally tallies[LEAVES_MOST];
	struct txn t;

	txn_read(&t, w.store->env);
	tallies_get(&t, plan, (unsigned)plan_unit(plan, unit_named("D01")),
	    tallies);
	ck_assert_err(txn_end(&t), OK);
	return tallies[plan_leaf(plan, leaf_named("S1.1"))].count[answer - 1];
}

/* ---- seals ---- */

static const struct handover handed = { .packages = 2,
	.seals = "0123\n0124\n",
	.from = "Bưu điện tỉnh, Nguyễn Văn A",
	.to = "Sở Nội vụ, Trần Thị B",
	.minutes = "01/BB ngày 12/01/2023",
	.issued = 130,
	.collected = 125,
	.valid = 2,
	.invalid = 123 };
static const struct handover opening = { .intact = true,
	.person = { "Trần Thị B, Phó Giám đốc", "Lê Văn C, thư ký" } };

static enum err
hand_over(struct handover h)
{
	struct who who = entry_clerk();

	why = (struct fault){ 0 };
	return act_hand_over(w.store, &who, w.period, org, &h, &why);
}

static enum err
open_seal(uint64_t number, struct handover h)
{
	struct who who = entry_clerk();
	struct handover is;

	why = (struct fault){ 0 };
	return act_open_seal(w.store, &who, w.period, org, number, &h, &is,
	    &why);
}

START_TEST(no_form_enters_before_the_seal_is_opened_by_two)
{
	struct digest before;

	world_open_with(&w, WORLD_PATCHES(SURVEY, SEALED));
	before = world_dump(&w, 0);
	ck_assert_err(enter("[" FORM("P-1") "]"), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "no handover"));
	ck_assert_dump(&w, before);
	ck_assert_err(hand_over(handed), OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_HANDOVER);
	ck_assert(world_newest_says(&w, "valid", "2"));
	ck_assert_err(enter("[" FORM("P-1") "]"), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "opened by two"));
	ck_assert_err(open_seal(2, opening), ERR_NOT_FOUND);
	ck_assert_err(open_seal(1, opening), OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_UNSEALED);
	ck_assert_err(open_seal(1, opening), ERR_CONFLICT);
	ck_assert_err(enter("[" FORM("P-1") "]"), OK);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(seals_that_are_not_those_handed_over_need_a_note)
{
	struct handover found = opening;

	world_open_with(&w, WORLD_PATCHES(SURVEY, SEALED));
	ck_assert_err(hand_over(handed), OK);
	(void)strcpy(found.found, "0123\n0125\n");
	ck_assert_err(open_seal(1, found), ERR_MISSING_FIELD);
	ck_assert_str_eq(why.pointer, "/note");
	(void)strcpy(found.found, "0123\n");
	ck_assert_err(open_seal(1, found), ERR_MISSING_FIELD);
	(void)strcpy(found.note, "gói 2 không có niêm phong");
	ck_assert_err(open_seal(1, found), OK);
	ck_assert_err(hand_over(handed), OK);
	found = opening;
	(void)strcpy(found.found, "0124\n0123\n");
	ck_assert_err(open_seal(2, found), OK);
	world_close(&w);
}
END_TEST

START_TEST(no_more_forms_count_than_were_valid_in_opened_packages)
{
	world_open_with(&w, WORLD_PATCHES(SURVEY, SEALED));
	ck_assert_err(hand_over(handed), OK);
	ck_assert_err(open_seal(1, opening), OK);
	ck_assert_err(enter(
			  "[" FORM("P-1") "," FORM("P-2") "," FORM("P-3") "]"),
	    ERR_QUOTA);
	ck_assert_err(enter("[" FORM("P-1") "," FORM("P-2") "]"), OK);
	ck_assert_err(enter("[" FORM("P-3") "]"), ERR_QUOTA);
	/* what is known already is no more */
	ck_assert_err(enter("[" FORM("P-2") "]"), OK);
	ck_assert_err(hand_over(handed), OK);
	ck_assert_err(enter("[" FORM("P-3") "]"), ERR_QUOTA);
	ck_assert_err(open_seal(2, opening), OK);
	ck_assert_err(enter("[" FORM("P-3") "]"), OK);
	world_close(&w);
}
END_TEST

START_TEST(a_handover_must_add_up_and_name_two)
{
	struct handover h;

	world_open(&w);
	h = handed;
	h.collected = 131;
	ck_assert_err(hand_over(h), ERR_RANGE);
	ck_assert_str_eq(why.pointer, "/collected");
	h = handed;
	h.valid = 3;
	ck_assert_err(hand_over(h), ERR_RANGE);
	ck_assert_str_eq(why.pointer, "/valid");
	h = handed;
	h.packages = 3;
	ck_assert_err(hand_over(h), ERR_RANGE);
	ck_assert_str_eq(why.pointer, "/seals");
	h = handed;
	memcpy(h.to, h.from, sizeof h.to);
	ck_assert_err(hand_over(h), ERR_CONFLICT);
	ck_assert_err(hand_over(handed), OK);
	h = opening;
	memcpy(h.person[1], "TRẦN THỊ B, Phó Giám đốc",
	    sizeof "TRẦN THỊ B, Phó Giám đốc");
	ck_assert_err(open_seal(1, h), ERR_CONFLICT);
	h.person[1][0] = '\0';
	ck_assert_err(open_seal(1, h), ERR_MISSING_FIELD);
	h = opening;
	h.intact = false;
	ck_assert_err(open_seal(1, h), ERR_MISSING_FIELD);
	ck_assert_str_eq(why.pointer, "/note");
	world_close(&w);
}
END_TEST

START_TEST(only_the_surveys_people_hand_over_open_and_correct)
{
	struct pool pool = { 0 };
	struct handover h = handed, is;
	struct form form;
	uint32_t version;

	world_open(&w);
	form = form_of(FORM("P-1"), &pool);
	for (enum role role = ROLE_NOBODY; role < ROLES; role++) {
		struct who who =
		    world_who(role, role == ROLE_UNIT ? "D01" : "");

		if (role == ROLE_SURVEY || role == ROLE_OPERATOR)
			continue;
		ck_assert_err(act_hand_over(w.store, &who, w.period, org, &h,
				  NULL),
		    ERR_FORBIDDEN);
		ck_assert_err(act_open_seal(w.store, &who, w.period, org, 1,
				  &opening, &is, NULL),
		    ERR_FORBIDDEN);
		ck_assert_err(act_correct_form(w.store, &who, w.period, org,
				  &form, "x", 1, &version, NULL),
		    ERR_FORBIDDEN);
	}
	pool_free(&pool);
	world_close(&w);
}
END_TEST

/* ---- quotas ---- */

START_TEST(a_group_gets_no_more_than_planned_where_the_survey_says_so)
{
	world_open_with(&w,
	    WORLD_PATCHES(SURVEY, SURVEY ",\"over_quota\":\"refuse\""));
	ck_assert_err(enter("[" FORM_OF("M-1", "mttq", 1) "," FORM_OF("M-2",
			  "mttq", 1) "," FORM_OF("M-3", "mttq",
			  1) "," FORM_OF("M-4", "mttq", 1) "]"),
	    OK);
	ck_assert_err(enter("[" FORM_OF("M-5", "mttq", 1) "]"), ERR_QUOTA);
	ck_assert_ptr_nonnull(strstr(why.detail, "mttq"));
	ck_assert_err(enter("[" FORM("P-1") "]"), OK);
	/* nor by a correction of the group */
	ck_assert_err(correct(FORM_OF("P-1", "mttq", 1), "wrong pile", 1),
	    ERR_QUOTA);
	world_close(&w);
}
END_TEST

/* ---- corrections ---- */

START_TEST(a_correction_is_a_new_version_and_moves_the_counts_exactly)
{
	const struct plan *plan;
	struct form_facts facts;
	struct pool pool = { 0 };
	struct form old;
	struct txn t;

	world_open(&w);
	ck_assert_err(enter("[" FORM("P-1") "," FORM("P-2") "]"), OK);
	ck_assert_err(correct(FORM_OF("P-1", "mttq", 3), "misread", 1), OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_CORRECTION);
	ck_assert(world_newest_says(&w, "version", "2"));
	ck_assert_uint_eq(kept(), 2);
	ck_assert_uint_eq(tally(1), 1);
	ck_assert_uint_eq(tally(3), 1);
	ck_assert_uint_eq(counts_of("D01", 0).forms, 1);
	ck_assert_uint_eq(counts_of("D01", 1).forms, 1);
	ck_assert_uint_eq(counts_of("D01", 1).of[2], 1);
	plan = world_plan(&w);
	txn_read(&t, w.store->env);
	ck_assert(forms_get(&t, plan, 0, "P-1", 1, &pool, &old, &facts));
	ck_assert_str_eq(old.group, "hdnd");
	ck_assert(forms_get(&t, plan, 0, "P-1", 0, &pool, &old, &facts));
	ck_assert_str_eq(facts.reason, "misread");
	ck_assert_err(txn_end(&t), OK);
	pool_free(&pool);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_correction_needs_a_form_a_reason_other_answers_and_its_version)
{
	struct digest before;

	world_open(&w);
	ck_assert_err(enter("[" FORM("P-1") "]"), OK);
	before = world_dump(&w, 0);
	ck_assert_err(correct(FORM_OF("P-9", "hdnd", 3), "x", 1),
	    ERR_NOT_FOUND);
	ck_assert_err(correct(FORM_OF("P-1", "hdnd", 3), "", 1),
	    ERR_MISSING_FIELD);
	ck_assert_err(correct(FORM("P-1"), "x", 1), ERR_CONFLICT);
	ck_assert_err(correct(FORM_OF("P-1", "hdnd", 3), "x", 2), ERR_STALE);
	ck_assert_dump(&w, before);
	ck_assert_err(correct(FORM_OF("P-1", "hdnd", 3), "x", 1), OK);
	ck_assert_err(correct(FORM_OF("P-1", "hdnd", 2), "x", 1), ERR_STALE);
	ck_assert_err(correct(FORM("P-1"), "it was right", 2), OK);
	ck_assert_uint_eq(tally(1), 1);
	world_close(&w);
}
END_TEST

/* ---- second entries ---- */

static enum err
second(struct who who, const char *text, struct seconds_entered *done)
{
	struct pool pool = { 0 };
	struct form form = form_of(text, &pool);
	enum err e;

	why = (struct fault){ 0 };
	e = act_enter_seconds(w.store, &who, w.period, org, &form, 1,
	    digest_of(slice_text(text)), done, &why);
	pool_free(&pool);
	return e;
}

START_TEST(a_second_entry_is_somebody_elses_and_counts_for_nothing)
{
	struct seconds_entered done;

	world_open(&w);
	ck_assert_err(enter("[" FORM("P-1") "," FORM("P-2") "]"), OK);
	ck_assert_err(second(entry_clerk(), FORM("P-1"), &done), ERR_CONFLICT);
	ck_assert_err(second(second_clerk(), FORM("P-9"), &done),
	    ERR_NOT_FOUND);
	ck_assert_err(second(second_clerk(), FORM("P-1"), &done), OK);
	ck_assert_uint_eq(done.compared, 1);
	ck_assert_uint_eq(done.differ, 0);
	ck_assert_err(second(second_clerk(), FORM_OF("P-2", "hdnd", 4), &done),
	    OK);
	ck_assert_uint_eq(done.differ, 1);
	ck_assert_int_eq(world_newest(&w), ENTRY_SECOND);
	ck_assert_uint_eq(tally(1), 2);
	ck_assert_uint_eq(tally(4), 0);
	world_close(&w);
}
END_TEST

START_TEST(a_difference_is_explained_and_what_is_the_same_is_not)
{
	struct who who = entry_clerk();
	struct seconds_entered done;

	world_open(&w);
	ck_assert_err(enter("[" FORM("P-1") "," FORM("P-2") "]"), OK);
	ck_assert_err(second(second_clerk(), FORM("P-1"), &done), OK);
	ck_assert_err(second(second_clerk(), FORM_OF("P-2", "hdnd", 4), &done),
	    OK);
	ck_assert_err(act_explain_difference(w.store, &who, w.period, org,
			  "P-1", "x", NULL),
	    ERR_CONFLICT);
	ck_assert_err(act_explain_difference(w.store, &who, w.period, org,
			  "P-3", "x", NULL),
	    ERR_NOT_FOUND);
	ck_assert_err(act_explain_difference(w.store, &who, w.period, org,
			  "P-2", "", NULL),
	    ERR_MISSING_FIELD);
	ck_assert_err(act_explain_difference(w.store, &who, w.period, org,
			  "P-2", "a 4 read as a 1", NULL),
	    OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_DIFFERENCE);
	world_close(&w);
}
END_TEST

/* ---- imports ---- */

static const struct digest file_a = { { 1 } }, file_b = { { 2 } };

static struct import
begin(struct digest file, enum err want)
{
	struct who who = world_who(ROLE_OPERATOR, "");
	struct import row = { 0 };

	why = (struct fault){ 0 };
	ck_assert_err(act_begin_import(w.store, &who, w.period, org, file, &row,
			  &why),
	    want);
	return row;
}

static enum form_found
stage(uint64_t import, const char *text)
{
	struct who who = world_who(ROLE_OPERATOR, "");
	enum form_found found = FORM_OTHER;
	struct pool pool = { 0 };
	struct form form = form_of(text, &pool);

	ck_assert_err(act_stage_forms(w.store, &who, w.period, org, import,
			  &form, 1, &found, &why),
	    OK);
	pool_free(&pool);
	return found;
}

static enum err
count(uint64_t import, struct import *row)
{
	struct who who = world_who(ROLE_OPERATOR, "");

	why = (struct fault){ 0 };
	return act_count_import(w.store, &who, w.period, org, import, 0, row,
	    &why);
}

static void
drop(uint64_t import)
{
	struct who who = world_who(ROLE_OPERATOR, "");
	struct import_drop at = { .more = true };

	while (at.more)
		ck_assert_err(act_drop_import(w.store, &who, w.period, org,
				  import, &at, NULL),
		    OK);
}

START_TEST(staged_forms_count_when_the_import_does)
{
	struct import row;

	world_open(&w);
	ck_assert_err(enter("[" FORM("P-1") "]"), OK);
	row = begin(file_a, OK);
	ck_assert_uint_eq(row.number, 1);
	ck_assert_int_eq(stage(1, FORM("P-2")), FORM_NEW);
	ck_assert_int_eq(stage(1, FORM_OF("P-3", "mttq", 2)), FORM_NEW);
	ck_assert_int_eq(stage(1, FORM("P-1")), FORM_SAME);
	ck_assert_int_eq(stage(1, FORM_OF("P-1", "hdnd", 2)), FORM_OTHER);
	ck_assert_int_eq(stage(1, FORM_OF("P-2", "hdnd", 2)), FORM_OTHER);
	ck_assert_uint_eq(kept(), 1);
	ck_assert_uint_eq(tally(1), 1);
	/* nobody takes a staged number meanwhile */
	ck_assert_err(enter("[" FORM("P-2") "]"), ERR_CONFLICT);
	ck_assert_ptr_nonnull(strstr(why.detail, "import 1"));
	ck_assert_err(correct(FORM_OF("P-2", "hdnd", 3), "x", 1),
	    ERR_NOT_FOUND);
	ck_assert_err(count(1, &row), OK);
	ck_assert_uint_eq(row.forms, 2);
	ck_assert_int_eq(world_newest(&w), ENTRY_FORMS_IMPORT);
	ck_assert_uint_eq(kept(), 3);
	ck_assert_uint_eq(tally(1), 2);
	ck_assert_uint_eq(tally(2), 1);
	ck_assert_uint_eq(counts_of("D01", 1).forms, 1);
	ck_assert_uint_eq(world_rows(&w, T_STAGED), 0);
	ck_assert_err(count(1, &row), ERR_WRONG_STATE);
	ck_assert_err(enter("[" FORM("P-2") "]"), OK);
	ck_assert_uint_eq(out.known, 1);
	ck_assert_err(correct(FORM_OF("P-2", "hdnd", 3), "x", 1), OK);
	ck_assert_uint_eq(tally(1), 1);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(an_import_is_gone_on_with_by_the_same_file_only)
{
	struct import row;

	world_open(&w);
	(void)begin(file_a, OK);
	ck_assert_int_eq(stage(1, FORM("P-2")), FORM_NEW);
	(void)begin(file_b, ERR_CONFLICT);
	row = begin(file_a, OK);
	ck_assert_uint_eq(row.number, 1);
	ck_assert_uint_eq(row.forms, 1);
	ck_assert_int_eq(stage(1, FORM("P-2")), FORM_SAME);
	ck_assert_err(count(1, &row), OK);
	ck_assert_uint_eq(row.forms, 1);
	ck_assert_uint_eq(tally(1), 1);
	ck_assert_uint_eq(begin(file_b, OK).number, 2);
	world_close(&w);
}
END_TEST

START_TEST(a_dropped_import_leaves_nothing_that_counts)
{
	struct import row;

	world_open(&w);
	(void)begin(file_a, OK);
	ck_assert_int_eq(stage(1, FORM("P-2")), FORM_NEW);
	ck_assert_int_eq(stage(1, FORM("P-3")), FORM_NEW);
	drop(1);
	ck_assert_err(count(1, &row), ERR_WRONG_STATE);
	ck_assert_uint_eq(kept(), 0);
	ck_assert_uint_eq(world_rows(&w, T_STAGED), 0);
	ck_assert_uint_eq(world_rows(&w, T_FORMS), 0);
	ck_assert_err(enter("[" FORM_OF("P-2", "mttq", 4) "]"), OK);
	ck_assert_uint_eq(out.taken, 1);
	ck_assert_uint_eq(tally(4), 1);
	ck_assert_uint_eq(tally(1), 0);
	world_close(&w);
}
END_TEST

START_TEST(an_import_of_a_sealed_survey_waits_for_the_seal_and_its_number)
{
	struct import row;

	world_open_with(&w, WORLD_PATCHES(SURVEY, SEALED));
	(void)begin(file_a, ERR_WRONG_STATE);
	ck_assert_err(hand_over(handed), OK);
	ck_assert_err(open_seal(1, opening), OK);
	(void)begin(file_a, OK);
	(void)stage(1, FORM("P-1"));
	(void)stage(1, FORM("P-2"));
	(void)stage(1, FORM("P-3"));
	ck_assert_err(count(1, &row), ERR_QUOTA);
	ck_assert_uint_eq(kept(), 0);
	world_close(&w);
}
END_TEST

/* ---- checked ---- */

static unsigned complaints;

static void
count_complaint(void *self, const char *sentence)
{
	(void)self;
	(void)sentence;
	complaints++;
}

static unsigned
damage(void)
{
	uint64_t forms;

	complaints = 0;
	ck_assert_err(look_check_surveys(w.store, count_complaint, NULL,
			  &forms),
	    OK);
	ck_assert_uint_eq(forms, 3);
	return complaints;
}

static enum err
tamper(struct txn *t, void *arg)
{
	const struct plan *plan = arg;
	struct tally tallies[LEAVES_MOST];

	tallies_get(t, plan, 0, tallies);
	tallies[plan_leaf(plan, leaf_named("S1.1"))].count[0]++;
	tallies_put(t, plan, 0, tallies);
	return t->err;
}

START_TEST(counts_that_are_not_the_sum_of_their_forms_are_found)
{
	struct plan *plan = shipped_plan();
	struct import row;

	world_open(&w);
	ck_assert_err(enter("[" FORM("P-1") "," FORM("P-2") "]"), OK);
	ck_assert_err(correct(FORM_OF("P-1", "mttq", 3), "misread", 1), OK);
	(void)begin(file_a, OK);
	(void)stage(1, FORM("P-3"));
	ck_assert_err(count(1, &row), OK);
	(void)begin(file_b, OK);
	(void)stage(2, FORM("P-4"));
	ck_assert_uint_eq(damage(), 0);
	ck_assert_err(env_change(w.store->env, tamper, plan, 1), OK);
	ck_assert_uint_eq(damage(), 1);
	plan_free(&plan);
	world_close(&w);
}
END_TEST

/* ---- channels ---- */

#define CHANNELS                                                               \
	SURVEY ",\"channels\":[{\"id\":\"zalo\",\"name_vi\":\"Zalo\"},"        \
	       "{\"id\":\"giay\",\"name_vi\":\"Phiếu giấy\"}]"
#define BY(number, channel, q1)                                                \
	"{'number':'" number "','group':'hdnd','channel':'" channel            \
	"','units':{'D01':" ROW(q1) "}}"

/* What progress says came by each, and nothing for the store's check. */
static void
ck_channels(uint64_t zalo, uint64_t paper)
{
	struct who who = entry_clerk();
	struct survey_progress p;
	uint64_t seen;

	complaints = 0;
	ck_assert_err(look_survey(w.store, &who, w.period, org, &p, NULL), OK);
	ck_assert_uint_eq(p.channel[0], zalo);
	ck_assert_uint_eq(p.channel[1], paper);
	look_survey_free(&p);
	ck_assert_err(look_check_surveys(w.store, count_complaint, NULL, &seen),
	    OK);
	ck_assert_uint_eq(complaints, 0);
}

START_TEST(forms_are_counted_by_the_channel_they_came_by)
{
	world_open_with(&w, WORLD_PATCHES(SURVEY, CHANNELS));
	ck_assert_err(enter("[" BY("P-1", "zalo", 1) "," BY("P-2", "zalo",
			  1) "," BY("P-3", "giay", 1) "]"),
	    OK);
	ck_channels(2, 1);
	ck_assert_err(enter("[" BY("P-1", "giay", 1) "]"), ERR_CONFLICT);
	ck_assert_err(enter("[" BY("P-1", "zalo", 1) "]"), OK);
	ck_assert_err(correct(BY("P-1", "giay", 1), "trên giấy", 1), OK);
	ck_channels(1, 2);
	world_close(&w);
}
END_TEST

START_TEST(a_form_names_a_channel_where_the_survey_lists_them)
{
	world_open_with(&w, WORLD_PATCHES(SURVEY, CHANNELS));
	ck_assert_err(enter("[" FORM("P-1") "]"), ERR_MISSING_FIELD);
	ck_assert_str_eq(why.pointer, "/0/channel");
	ck_assert_err(enter("[" BY("P-1", "fax", 1) "]"), ERR_NOT_FOUND);
	ck_assert_str_eq(why.pointer, "/0/channel");
	world_close(&w);
	world_open(&w);
	ck_assert_err(enter("[" BY("P-1", "zalo", 1) "]"), ERR_NOT_FOUND);
	world_close(&w);
}
END_TEST

START_TEST(forms_of_an_import_are_counted_by_channel_when_it_counts)
{
	struct import row;

	world_open_with(&w, WORLD_PATCHES(SURVEY, CHANNELS));
	row = begin(file_a, OK);
	ck_assert_int_eq(stage(row.number, BY("P-1", "giay", 1)), FORM_NEW);
	ck_assert_int_eq(stage(row.number, BY("P-2", "zalo", 1)), FORM_NEW);
	ck_channels(0, 0);
	ck_assert_err(count(row.number, &row), OK);
	ck_channels(1, 1);
	world_close(&w);
}
END_TEST

START_TEST(a_channel_that_forms_came_by_stays)
{
	world_open_with(&w, WORLD_PATCHES(SURVEY, CHANNELS));
	ck_assert_err(enter("[" BY("P-1", "zalo", 1) "]"), OK);
	ck_assert_err(world_amend(&w,
			  WORLD_PATCHES("\"id\":\"giay\"", "\"id\":\"email\""),
			  &why),
	    ERR_CONFLICT);
	ck_assert_ptr_nonnull(strstr(why.pointer, "/channels"));
	why = (struct fault){ 0 };
	ck_assert_err(world_amend(&w,
			  WORLD_PATCHES("{\"id\":\"zalo\"",
			      "{\"id\":\"email\",\"name_vi\":\"Thư\"},"
			      "{\"id\":\"zalo\""),
			  &why),
	    OK);
	ck_channels(0, 1);
	world_close(&w);
}
END_TEST

/* ---- weights ---- */

#define HDND "\"id\": \"hdnd\","
#define MTTQ "\"id\": \"mttq\","
#define HUYEN "\"id\": \"huyen\","
#define SO "\"id\": \"so\","

/* hdnd 1 of 1 at 100, mttq 1 of 1 at 20: 30 x 1 + 20 x 0.2 over 50 is 0.68. */
START_TEST(weighted_groups_make_a_leaf_of_their_means)
{
	struct buf text = { 0 };
	struct who who = world_who(ROLE_COUNCIL, "");

	world_open_with(&w,
	    WORLD_PATCHES(HDND, HDND "\"weight\":\"30\",", MTTQ,
		MTTQ "\"weight\":\"20\",", HUYEN, HUYEN "\"weight\":\"50\",",
		SO, SO "\"weight\":\"50\","));
	ck_assert_err(enter("[" FORM("P-1") "," FORM_OF("M-1", "mttq", 3) "]"),
	    OK);
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "S1.1"), 2040000);
	ck_assert_err(look_explain(w.store, &who, w.period, unit_named("D01"),
			  leaf_named("S1.1"), &text, NULL),
	    OK);
	ck_assert_str_eq(buf_cstr(&text),
	    "3.00 x weighed mean of 2 groups, one with fewer than 5 answers, "
	    "which are not shown -> 2.04");
	buf_free(&text);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		no_form_enters_before_the_seal_is_opened_by_two,
		seals_that_are_not_those_handed_over_need_a_note,
		no_more_forms_count_than_were_valid_in_opened_packages,
		a_handover_must_add_up_and_name_two,
		only_the_surveys_people_hand_over_open_and_correct,
		a_group_gets_no_more_than_planned_where_the_survey_says_so,
		a_correction_is_a_new_version_and_moves_the_counts_exactly,
		a_correction_needs_a_form_a_reason_other_answers_and_its_version,
		a_second_entry_is_somebody_elses_and_counts_for_nothing,
		a_difference_is_explained_and_what_is_the_same_is_not,
		staged_forms_count_when_the_import_does,
		an_import_is_gone_on_with_by_the_same_file_only,
		a_dropped_import_leaves_nothing_that_counts,
		an_import_of_a_sealed_survey_waits_for_the_seal_and_its_number,
		counts_that_are_not_the_sum_of_their_forms_are_found,
		weighted_groups_make_a_leaf_of_their_means,
		forms_are_counted_by_the_channel_they_came_by,
		a_form_names_a_channel_where_the_survey_lists_them,
		forms_of_an_import_are_counted_by_channel_when_it_counts,
		a_channel_that_forms_came_by_stays,
		NULL,
	};

	return suite_run("surveys", tests);
}
