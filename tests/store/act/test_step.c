/*
 * test_step.c - the life of a sheet, step by step, in one round and in two.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;
static struct fault why;
static struct life_taken taken;

#define ROUND1 "2023-01-12T08:00:00+07:00"
#define EXPLAINING "2023-01-18T08:00:00+07:00"
#define ROUND2 "2023-01-21T08:00:00+07:00"
#define AFTER "2023-02-01T08:00:00+07:00"

#define CONFIRMED                                                              \
	"\"classify_on\"",                                                     \
	    "\"life\": {\"confirmation\": \"required\", "                      \
	    "\"missing_evidence\": \"explained\", \"loss_reasons\": "          \
	    "[{\"id\": \"late\", \"name_vi\": \"Chậm\"}]},\n\t\"classify_on\""
#define TWO_ROUNDS                                                             \
	"\"windows\": [",                                                      \
	    "\"windows\": [{\"block\": \"department\", \"stage\": "            \
	    "\"explanation\", \"opens\": \"2023-01-17T00:00:00+07:00\", "      \
	    "\"on_time_until\": \"2023-01-20T00:00:00+07:00\"}, {\"block\": "  \
	    "\"department\", \"stage\": \"round2\", \"opens\": "               \
	    "\"2023-01-20T00:00:00+07:00\", \"on_time_until\": "               \
	    "\"2023-01-25T00:00:00+07:00\"},"

static struct step_asked
asked(enum life_step step)
{
	return (struct step_asked){ .period = w.period,
		.unit = unit_named("D01"),
		.step = step };
}

static enum err
take(const struct who *who, const struct step_asked *in)
{
	why = (struct fault){ 0 };
	return act_step(w.store, who, in, &taken, &why);
}

static enum err
simple(const struct who *who, enum life_step step)
{
	struct step_asked in = asked(step);

	return take(who, &in);
}

/* About a leaf or not ("" for the whole), with words. */
static enum err
said(const struct who *who, enum life_step step, const char *leaf,
    const char *text)
{
	struct step_asked in = asked(step);

	if (leaf[0] != 0)
		in.leaf = leaf_named(leaf);
	(void)snprintf(in.text, sizeof in.text, "%s", text);
	return take(who, &in);
}

static enum err
decided(const struct who *who, enum life_step step, const char *text,
    const char *number, const char *date)
{
	struct step_asked in = asked(step);

	(void)snprintf(in.text, sizeof in.text, "%s", text);
	(void)snprintf(in.signature.number, sizeof in.signature.number, "%s",
	    number);
	(void)snprintf(in.signature.date, sizeof in.signature.date, "%s", date);
	return take(who, &in);
}

static const struct signature good = { "27/BC-SGTVT", "2023-01-10",
	"Trần Văn Bình", "Phó Giám đốc", COMPETENCE_KT };

static enum err
confirm(const struct who *who, const struct signature *s, struct digest sheet)
{
	struct step_asked in = asked(STEP_CONFIRM);
	enum err e;

	in.signature = *s;
	in.sheet = sheet;
	in.media_type = "application/pdf";
	ck_assert_err(stage_open(&in.stage, w.store->blobs, 1 << 20), OK);
	ck_assert_err(stage_more(in.stage, slice_text("%PDF-1.4 signed")), OK);
	ck_assert_err(stage_close(in.stage), OK);
	e = take(who, &in);
	stage_drop(&in.stage);
	return e;
}

static struct life
life(void)
{
	struct life l = { .period = w.period, .unit = unit_named("D01") };
	struct txn t;

	txn_read(&t, w.store->env);
	lives_get(&t, &l);
	ck_assert_err(txn_end(&t), OK);
	return l;
}

static enum err
score(const struct who *who, const char *leaf, enum column column,
    const char *inputs, uint64_t seen)
{
	why = (struct fault){ 0 };
	return world_score(&w, who, "D01", leaf, column, inputs, seen, &why);
}

/* A draft that scores 1.1.2 in full, with its document. */
static void
fill(void)
{
	world_earn(&w, "D01");
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 2000000);
}

/* ---- one round ---- */

START_TEST(a_sheet_lives_through_one_round)
{
	struct who unit = world_unit("D01"), leader, lead, appraiser, council;
	static const struct digest none;

	world_open_with(&w, WORLD_PATCHES(CONFIRMED));
	leader = world_who(ROLE_LEADER, "D01");
	lead = world_who(ROLE_LEAD, "");
	appraiser = world_who(ROLE_APPRAISER, "");
	council = world_who(ROLE_COUNCIL, "");
	fill();
	world_clock(&w, "2023-01-10T20:00:00+07:00");
	ck_assert_err(simple(&unit, STEP_LOCK), OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_STEP);
	ck_assert(world_newest_says(&w, "before", "draft"));
	ck_assert(world_newest_says(&w, "after", "locked"));
	/* frozen: neither values nor documents */
	ck_assert_err(score(&unit, "1.1.2", COLUMN_SELF, "{'a':1,'b':1}", 1),
	    ERR_WRONG_STATE);
	ck_assert_err(simple(&leader, STEP_UNLOCK), OK);
	ck_assert_err(simple(&leader, STEP_LOCK), OK);
	world_clock(&w, ROUND1);
	ck_assert_err(score(&appraiser, "1.1.2", COLUMN_ROUND1,
			  "{'a':10,'b':10}", 0),
	    ERR_WRONG_STATE);
	ck_assert_err(confirm(&unit, &good, none), OK);
	ck_assert_int_eq(life().state, LIFE_CONFIRMED);
	ck_assert_uint_eq(life().report, 4);
	ck_assert(digest_eq(taken.sheet, life().sheet));
	ck_assert_err(simple(&lead, STEP_END_ROUND1), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "1.1.2"));
	ck_assert_err(score(&appraiser, "1.1.2", COLUMN_ROUND1,
			  "{'a':10,'b':10}", 0),
	    OK);
	ck_assert_err(simple(&appraiser, STEP_END_ROUND1), ERR_FORBIDDEN);
	ck_assert_err(simple(&lead, STEP_END_ROUND1), OK);
	ck_assert_err(simple(&lead, STEP_END_ROUND2), ERR_WRONG_STATE);
	world_clock(&w, AFTER);
	ck_assert_err(decided(&council, STEP_DECIDE, "", "", ""),
	    ERR_MISSING_FIELD);
	ck_assert_err(decided(&council, STEP_DECIDE, "", "336/QĐ-UBND",
			  "2023-03-01"),
	    ERR_RANGE);
	ck_assert_err(decided(&council, STEP_DECIDE, "", "5/BB-HĐ",
			  "2023-01-31"),
	    OK);
	ck_assert_err(said(&council, STEP_RESUME, "", ""), ERR_MISSING_FIELD);
	ck_assert_err(said(&council, STEP_RESUME, "", "tính nhầm"), OK);
	ck_assert_int_eq(life().state, LIFE_APPRAISED);
	ck_assert_err(score(&council, "1.1.2", COLUMN_COUNCIL, "{'a':10,'b':9}",
			  0),
	    ERR_MISSING_FIELD); /* of `lost` */
	ck_assert_str_eq(why.pointer, "/lost");
	ck_assert_err(decided(&council, STEP_DECIDE, "", "6/BB-HĐ",
			  "2023-01-31"),
	    OK);
	ck_assert_err(simple(&council, STEP_FINISH), OK);
	ck_assert_int_eq(life().state, LIFE_FINAL);
	ck_assert_err(said(&council, STEP_RESUME, "", "x"), ERR_WRONG_STATE);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(the_signed_report_must_be_whole_and_of_this_sheet)
{
	struct who unit = world_unit("D01"), other = world_unit("D02"),
		   dms = world_who(ROLE_DMS, "");
	static const struct {
		struct signature s;
		enum err err;
		const char *pointer;
	} rows[] = {
		{ { "", "2023-01-10", "B", "", 0 }, ERR_MISSING_FIELD,
		    "/number" },
		{ { "27", "", "B", "", 0 }, ERR_MISSING_FIELD, "/date" },
		{ { "27", "2023-01-10", "", "", 0 }, ERR_MISSING_FIELD,
		    "/signer" },
		{ { "27", "10/01/2023", "B", "", 0 }, ERR_MALFORMED, "/date" },
		{ { "27", "2023-01-12", "B", "", 0 }, ERR_RANGE, "/date" },
		{ { "27", "2023-01-10", "B", "", COMPETENCES }, ERR_RANGE,
		    "/competence" },
	};
	static const struct digest none;
	struct digest before;
	struct step_asked bare;

	world_open(&w);
	fill();
	world_clock(&w, "2023-01-10T20:00:00+07:00");
	ck_assert_err(confirm(&unit, &good, none), ERR_WRONG_STATE);
	ck_assert_err(simple(&unit, STEP_LOCK), OK);
	before = world_dump(&w, 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ck_assert_err(confirm(&unit, &rows[i].s, none), rows[i].err);
		ck_assert_str_eq(why.pointer, rows[i].pointer);
	}
	ck_assert_err(confirm(&unit, &good, digest_of(slice_text("x"))),
	    ERR_CONFLICT);
	ck_assert_err(confirm(&other, &good, none), ERR_FORBIDDEN);
	bare = asked(STEP_CONFIRM);
	bare.signature = good;
	ck_assert_err(take(&unit, &bare), ERR_MISSING_FIELD);
	ck_assert_dump(&w, before);
	ck_assert_err(confirm(&dms, &good, life().sheet), OK);
	ck_assert_int_eq(taken.signature.competence, COMPETENCE_KT);
	ck_assert_int_eq(taken.role, ROLE_DMS);
	world_close(&w);
}
END_TEST

START_TEST(a_confirmed_sheet_is_reopened_under_a_decision_only)
{
	struct who unit = world_unit("D01"), lead = world_who(ROLE_LEAD, "");
	static const struct digest none;

	world_open(&w);
	fill();
	world_clock(&w, "2023-01-10T20:00:00+07:00");
	ck_assert_err(simple(&unit, STEP_LOCK), OK);
	ck_assert_err(confirm(&unit, &good, none), OK);
	ck_assert_err(simple(&unit, STEP_UNLOCK), ERR_WRONG_STATE);
	ck_assert_err(decided(&unit, STEP_REOPEN, "x", "1/QĐ", "2023-01-10"),
	    ERR_FORBIDDEN);
	ck_assert_err(decided(&lead, STEP_REOPEN, "", "1/QĐ", "2023-01-10"),
	    ERR_MISSING_FIELD);
	ck_assert_err(decided(&lead, STEP_REOPEN, "nhầm biểu", "", ""),
	    ERR_MISSING_FIELD);
	ck_assert_err(decided(&lead, STEP_REOPEN, "nhầm biểu", "1/QĐ",
			  "2023-01-10"),
	    OK);
	ck_assert_int_eq(life().state, LIFE_DRAFT);
	ck_assert_uint_eq(life().report, 0);
	world_close(&w);
}
END_TEST

START_TEST(an_unconfirmed_sheet_is_taken_with_a_reason)
{
	struct who lead, appraiser;

	world_open_with(&w, WORLD_PATCHES(CONFIRMED));
	lead = world_who(ROLE_LEAD, "");
	appraiser = world_who(ROLE_APPRAISER, "");
	fill();
	world_clock(&w, ROUND1);
	ck_assert_err(score(&appraiser, "1.1.2", COLUMN_ROUND1,
			  "{'a':10,'b':10}", 0),
	    ERR_WRONG_STATE);
	ck_assert_err(said(&lead, STEP_TAKE, "", ""), ERR_MISSING_FIELD);
	ck_assert_err(said(&lead, STEP_TAKE, "", "thủ trưởng đi vắng"), OK);
	ck_assert_err(score(&appraiser, "1.1.2", COLUMN_ROUND1,
			  "{'a':10,'b':10}", 0),
	    OK);
	world_close(&w);
}
END_TEST

/* ---- two rounds ---- */

START_TEST(a_sheet_lives_through_two_rounds_and_no_value_overwrites_another)
{
	struct who unit = world_unit("D01"), lead, appraiser, council;

	world_open_with(&w, WORLD_PATCHES(TWO_ROUNDS));
	lead = world_who(ROLE_LEAD, "");
	appraiser = world_who(ROLE_APPRAISER, "");
	council = world_who(ROLE_COUNCIL, "");
	fill();
	world_clock(&w, ROUND1);
	ck_assert_err(score(&appraiser, "1.1.2", COLUMN_ROUND1,
			  "{'a':10,'b':8}", 0),
	    OK);
	ck_assert_err(said(&appraiser, STEP_REQUEST, "1.1.2", ""),
	    ERR_MISSING_FIELD);
	ck_assert_err(said(&appraiser, STEP_REQUEST, "", "vì sao?"),
	    ERR_MISSING_FIELD);
	ck_assert_err(said(&unit, STEP_REQUEST, "1.1.2", "vì sao?"),
	    ERR_FORBIDDEN);
	ck_assert_err(said(&appraiser, STEP_REQUEST, "1.1.2",
			  "Hai việc nào chưa xong?"),
	    OK);
	ck_assert_err(simple(&lead, STEP_END_ROUND1), OK);
	ck_assert_err(said(&unit, STEP_EXPLAIN, "1.1.2", "Đã xong cả mười."),
	    ERR_WINDOW_NOT_OPEN);
	ck_assert_err(decided(&council, STEP_DECIDE, "", "1/BB", "2023-01-11"),
	    ERR_WRONG_STATE);
	world_clock(&w, EXPLAINING);
	ck_assert_err(said(&unit, STEP_EXPLAIN, "1.1.2", "Đã xong cả mười."),
	    OK);
	ck_assert_err(simple(&unit, STEP_END_EXPLANATION), OK);
	ck_assert_int_eq(life().state, LIFE_EXPLAINED);
	world_clock(&w, ROUND2);
	ck_assert_err(simple(&lead, STEP_END_ROUND2), ERR_WRONG_STATE);
	ck_assert_err(score(&appraiser, "1.1.2", COLUMN_ROUND1,
			  "{'a':10,'b':10}", 1),
	    ERR_WRONG_STATE);
	ck_assert_err(score(&appraiser, "1.1.2", COLUMN_ROUND2,
			  "{'a':10,'b':9}", 0),
	    OK);
	ck_assert_err(simple(&lead, STEP_END_ROUND2), OK);
	world_clock(&w, AFTER);
	ck_assert_err(score(&council, "1.1.2", COLUMN_COUNCIL,
			  "{'a':10,'b':10}", 0),
	    OK);
	ck_assert_err(decided(&council, STEP_DECIDE, "", "1/BB", "2023-01-31"),
	    OK);
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 2000000);
	ck_assert_int_eq(world_cell(&w, "D01", "1.1.2", COLUMN_SELF)
			     .inputs.value[1],
	    10);
	ck_assert_int_eq(world_cell(&w, "D01", "1.1.2", COLUMN_ROUND1)
			     .inputs.value[1],
	    8);
	ck_assert_int_eq(world_cell(&w, "D01", "1.1.2", COLUMN_ROUND2)
			     .inputs.value[1],
	    9);
	ck_assert_int_eq(world_leaf(&w, "D01", "1.1.2")
			     .by_column[COLUMN_ROUND2]
			     .millionths,
	    1800000);
	world_verified(&w);
	world_close(&w);
}
END_TEST

static enum err
send(const char *leaf, const char *bytes, struct submitted *out)
{
	struct submit in = world_request(&w, "D01", leaf);

	why = (struct fault){ 0 };
	return world_send(&w, &in, slice_text(bytes), out, &why);
}

START_TEST(supplementary_evidence_has_the_explanation_window)
{
	struct who appraiser, unit = world_unit("D01");
	struct submitted out;

	world_open_with(&w, WORLD_PATCHES(TWO_ROUNDS));
	appraiser = world_who(ROLE_APPRAISER, "");
	fill();
	world_clock(&w, ROUND1);
	ck_assert_err(said(&appraiser, STEP_REQUEST, "1.2.1",
			  "Báo cáo quý II?"),
	    OK);
	world_clock(&w, EXPLAINING);
	/* not asked for: the window of evidence is closed */
	ck_assert_err(send("1.1.2", "%PDF another", &out), ERR_WINDOW_CLOSED);
	ck_assert_err(send("1.2.1", "%PDF quarter", &out), OK);
	ck_assert(out.submission.supplement);
	ck_assert_int_eq(out.submission.verdict, VERDICT_ON_TIME);
	(void)world_settle(&w);
	ck_assert_int_eq(world_submission(&w, out.submission.id).status,
	    SUBMISSION_ACCEPTED);
	ck_assert_err(said(&unit, STEP_EXPLAIN, "1.2.1", "Gửi bổ sung."), OK);
	world_clock(&w, ROUND2);
	ck_assert_err(send("1.2.1", "%PDF too late", &out), ERR_WINDOW_CLOSED);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_locked_sheet_takes_no_document_and_gives_none_back)
{
	struct who unit = world_unit("D01");
	struct submission s, back;
	struct submitted out;

	world_open(&w);
	s = world_upload(&w, "D01", "1.1.2", "%PDF one");
	ck_assert_err(simple(&unit, STEP_LOCK), OK);
	ck_assert_err(send("1.1.2", "%PDF two", &out), ERR_WRONG_STATE);
	ck_assert_err(act_withdraw(w.store, &unit, s.id, "x", &back, NULL),
	    ERR_WRONG_STATE);
	ck_assert_err(simple(&unit, STEP_UNLOCK), OK);
	ck_assert_err(send("1.1.2", "%PDF two", &out), OK);
	world_close(&w);
}
END_TEST

/* ---- what has no proof ---- */

START_TEST(a_self_score_without_proof_is_locked_with_its_explanation_only)
{
	struct who unit = world_unit("D01"), lead, appraiser;

	world_open_with(&w, WORLD_PATCHES(CONFIRMED));
	lead = world_who(ROLE_LEAD, "");
	appraiser = world_who(ROLE_APPRAISER, "");
	ck_assert_err(score(&unit, "1.1.2", COLUMN_SELF, "{'a':10,'b':10}", 0),
	    OK);
	ck_assert_err(simple(&unit, STEP_LOCK), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "1.1.2"));
	ck_assert_err(said(&unit, STEP_EXPLAIN, "1.1.2",
			  "Hồ sơ giấy lưu tại đơn vị."),
	    OK);
	ck_assert_err(simple(&unit, STEP_LOCK), OK);
	(void)world_settle(&w);
	/* the unit's own value never stands without proof */
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 0);
	world_clock(&w, ROUND1);
	ck_assert_err(said(&lead, STEP_TAKE, "", "chưa ký"), OK);
	ck_assert_err(score(&appraiser, "1.1.2", COLUMN_ROUND1,
			  "{'a':10,'b':5}", 0),
	    ERR_MISSING_FIELD);
	world_close(&w);
}
END_TEST

START_TEST(what_is_explained_scores_as_appraised_where_the_period_says_so)
{
	struct who unit = world_unit("D01"), appraiser;

	world_open_with(&w,
	    WORLD_PATCHES("\"classify_on\"",
		"\"life\": {\"missing_evidence\": \"explained\"},\n\t"
		"\"classify_on\""));
	appraiser = world_who(ROLE_APPRAISER, "");
	ck_assert_err(score(&unit, "1.1.2", COLUMN_SELF, "{'a':10,'b':10}", 0),
	    OK);
	world_clock(&w, ROUND1);
	ck_assert_err(score(&appraiser, "1.1.2", COLUMN_ROUND1,
			  "{'a':10,'b':9}", 0),
	    OK);
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 0);
	world_close(&w);

	world_open_with(&w,
	    WORLD_PATCHES("\"classify_on\"",
		"\"life\": {\"missing_evidence\": \"explained\"},\n\t"
		"\"classify_on\""));
	ck_assert_err(score(&unit, "1.1.2", COLUMN_SELF, "{'a':10,'b':10}", 0),
	    OK);
	ck_assert_err(said(&unit, STEP_EXPLAIN, "1.1.2", "Lưu bản giấy."), OK);
	world_clock(&w, ROUND1);
	ck_assert_err(score(&appraiser, "1.1.2", COLUMN_ROUND1,
			  "{'a':10,'b':9}", 0),
	    OK);
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 1800000);
	world_close(&w);
}
END_TEST

START_TEST(only_what_was_asked_or_lacks_proof_is_explained)
{
	struct who unit = world_unit("D01");

	world_open(&w);
	fill();
	ck_assert_err(said(&unit, STEP_EXPLAIN, "1.1.2", "thừa"),
	    ERR_WRONG_STATE);
	ck_assert_err(said(&unit, STEP_EXPLAIN, "9.9.9", "x"),
	    ERR_UNKNOWN_LEAF);
	ck_assert_err(said(&unit, STEP_EXPLAIN, "S1.1", "x"),
	    ERR_LEAF_NOT_YOURS);
	ck_assert_err(simple(&unit, STEP_SUBMIT), ERR_RANGE);
	world_close(&w);
}
END_TEST

START_TEST(a_unit_that_submits_nothing_is_said_to)
{
	const struct plan *plan;
	struct result *r;
	struct txn t;

	world_open(&w);
	plan = world_plan(&w);
	r = malloc(sizeof *r);
	ck_assert_ptr_nonnull(r);
	fill();
	txn_read(&t, w.store->env);
	ck_assert(results_get(&t, plan, 0, r));
	ck_assert(!r->score.nothing);
	ck_assert(results_get(&t, plan, 1, r));
	ck_assert(r->score.nothing);
	ck_assert_int_eq(r->score.points.millionths, 0);
	ck_assert_err(txn_end(&t), OK);
	free(r);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_sheet_lives_through_one_round,
		the_signed_report_must_be_whole_and_of_this_sheet,
		a_confirmed_sheet_is_reopened_under_a_decision_only,
		an_unconfirmed_sheet_is_taken_with_a_reason,
		a_sheet_lives_through_two_rounds_and_no_value_overwrites_another,
		supplementary_evidence_has_the_explanation_window,
		a_locked_sheet_takes_no_document_and_gives_none_back,
		a_self_score_without_proof_is_locked_with_its_explanation_only,
		what_is_explained_scores_as_appraised_where_the_period_says_so,
		only_what_was_asked_or_lacks_proof_is_explained,
		a_unit_that_submits_nothing_is_said_to,
		NULL,
	};

	return suite_run("step", tests);
}
