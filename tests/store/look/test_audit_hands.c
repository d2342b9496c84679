/*
 * test_audit_hands.c - the auditor's report on those who run the place, and on
 * what was changed after a lock.
 */
#include <stdio.h>
#include <string.h>

#include "tests/kit/audit.h"
#include "tests/kit/suite.h"

#define BEFORE_CLOSE "2023-01-10T20:00:00+07:00"

/* ---- duties ---- */

#define DUTY                                                                   \
	"duty 7\nperson 00\nrole leader\nfrom 2022-12-27\nwhat 00\n"           \
	"action given\nby 0\n"

static void
duty_given(struct world *w)
{
	audit_put(w, ENTRY_DUTY, audit_fit(MORNING, 0), DUTY, NULL);
}

static void
duty_given_when_all_is_over(struct world *w)
{
	audit_put(w, ENTRY_DUTY, audit_fit(MUCH_LATER, 0), DUTY, NULL);
}

/* ---- what was destroyed ---- */

static void
expunge(struct world *w, const char *unit, const char *bytes)
{
	struct who boss = world_who(ROLE_OPERATOR, "");
	struct mandate mandate = world_mandate();
	struct expunged out;

	(void)world_upload(w, unit, "1.1.2", bytes);
	(void)world_settle(w);
	world_clock(w, BEFORE_CLOSE);
	ck_assert_err(act_expunge(w->store, &boss, digest_of(slice_text(bytes)),
			  &mandate, &out, NULL),
	    OK);
}

static void
document_destroyed(struct world *w)
{
	expunge(w, "D01", "secret");
}

static void
document_of_nobody_here_destroyed(struct world *w)
{
	audit_put(w, ENTRY_EXPUNGED, audit_fit(MORNING, 0),
	    "document 43cc23fa52b87b4cc1d02b5b114154151d6adddb17c9fddc06b027fa"
	    "99e24008\nsize 1\ndecision 00\nby 0\n",
	    NULL);
}

#define DISPOSAL(period)                                                       \
	"period " period "\nkind forms\nrecords 2048\ndigest 00\n"             \
	"decision 00\nby 0\n"

static void
forms_disposed_of(struct world *w)
{
	audit_put(w, ENTRY_DISPOSAL, audit_fit(MUCH_LATER, 0), DISPOSAL("2022"),
	    NULL);
}

static void
forms_of_another_period_disposed_of(struct world *w)
{
	audit_put(w, ENTRY_DISPOSAL, audit_fit(MUCH_LATER, 0), DISPOSAL("2021"),
	    NULL);
}

/* ---- what left the house ---- */

#define EXPORT(period)                                                         \
	"period " period "\nscope all\nfiles 40\nmanifest 00\nby 0\n"

static void
pack_made(struct world *w)
{
	audit_put(w, ENTRY_EXPORT, audit_fit(MUCH_LATER, 0), EXPORT("2022"),
	    NULL);
}

static void
pack_of_another_period_made(struct world *w)
{
	audit_put(w, ENTRY_EXPORT, audit_fit(MUCH_LATER, 0), EXPORT("2021"),
	    NULL);
}

#define PUBLISHED(revision, more)                                              \
	"period 2022\nrevision " revision "\nversion 1\nbundle 00\n"           \
	"decision 1\nrows 00\n" more "by 0\n"

static void
published(struct world *w)
{
	audit_put(w, ENTRY_PUBLICATION, audit_fit(MUCH_LATER, 0),
	    PUBLISHED("1", ""), NULL);
}

static void
published_again(struct world *w)
{
	audit_put(w, ENTRY_PUBLICATION, audit_fit(MUCH_LATER, 0),
	    PUBLISHED("2", "corrects 1\nreason 00\n"), NULL);
}

/* ---- who vouches from outside ---- */

static void
other_authority(struct world *w)
{
	ck_assert_err(act_name_outside(w->store,
			  slice_text("tsa other 00 http://o.example/\n")),
	    OK);
}

static void
other_authority_later(struct world *w)
{
	world_clock(w, MUCH_LATER);
	other_authority(w);
}

/* ---- after a lock ---- */

static enum err
step(struct world *w, enum role role, enum life_step step)
{
	struct step_asked in = { .period = w->period,
		.unit = unit_named("D01"),
		.step = step };
	struct who who = world_who(role, role == ROLE_LEAD ? "" : "D01");
	struct life_taken taken;

	(void)snprintf(in.text, sizeof in.text, "nhầm số liệu");
	(void)snprintf(in.signature.number, sizeof in.signature.number,
	    "5/QĐ-UBND");
	(void)snprintf(in.signature.date, sizeof in.signature.date,
	    "2023-01-09");
	return act_step(w->store, &who, &in, &taken, NULL);
}

static void
sheet_locked(struct world *w)
{
	world_clock(w, BEFORE_CLOSE);
	ck_assert_err(step(w, ROLE_LEADER, STEP_LOCK), OK);
}

static void
sheet_unlocked(struct world *w)
{
	sheet_locked(w);
	ck_assert_err(step(w, ROLE_LEADER, STEP_UNLOCK), OK);
}

static void
sheet_reopened(struct world *w)
{
	sheet_locked(w);
	ck_assert_err(step(w, ROLE_LEAD, STEP_REOPEN), OK);
}

/* ---- the table ---- */

/* clang-format off */
static const struct audit_row rows[] = {
	{ duty_given, FINDING_DUTY, 1 },
	{ duty_given_when_all_is_over, FINDING_DUTY, 0 },
	{ document_destroyed, FINDING_DESTROYED, 1 },
	{ document_of_nobody_here_destroyed, FINDING_DESTROYED, 0 },
	{ forms_disposed_of, FINDING_DESTROYED, 1 },
	{ forms_of_another_period_disposed_of, FINDING_DESTROYED, 0 },
	{ pack_made, FINDING_EXPORTED, 1 },
	{ pack_of_another_period_made, FINDING_EXPORTED, 0 },
	{ published, FINDING_CORRECTED, 0 },
	{ published_again, FINDING_CORRECTED, 1 },
	{ other_authority, FINDING_OUTSIDE_CHANGED, 1 },
	{ other_authority_later, FINDING_OUTSIDE_CHANGED, 0 },
	{ sheet_locked, FINDING_UNLOCKED, 0 },
	{ sheet_unlocked, FINDING_UNLOCKED, 1 },
	{ sheet_unlocked, FINDING_REOPENED, 0 },
	{ sheet_reopened, FINDING_REOPENED, 1 },
};
/* clang-format on */
#define ROWS (sizeof rows / sizeof *rows)

START_TEST(a_finding_is_there_with_its_cause_and_not_without)
{
	audit_row(&rows[_i]);
}
END_TEST

/* The only finding of its kind. */
static struct finding
only(struct world *w, enum finding_code code)
{
	struct findings fs = audit_of(w);
	struct finding found = { 0 };

	ck_assert_uint_eq(fs.count[code], 1);
	for (size_t i = 0; i < fs.n; i++)
		if (fs.list[i].code == code)
			found = fs.list[i];
	findings_free(&fs);
	return found;
}

START_TEST(what_was_destroyed_is_told_with_document_and_decision)
{
	struct digest d = digest_of(slice_text("secret"));
	struct finding f;
	struct world w;

	world_open(&w);
	document_destroyed(&w);
	f = only(&w, FINDING_DESTROYED);
	ck_assert_str_eq(f.en,
	    "Unit D01, 6 bytes, by decision 12/QĐ-UBND of 2023-01-09 (Nguyễn "
	    "Văn A, Phó Chủ tịch).");
	ck_assert_ptr_nonnull(strstr(f.vi, "theo quyết định 12/QĐ-UBND"));
	ck_assert(f.has_submission && digest_eq(f.document, d));
	ck_assert_str_eq(f.unit.text, "D01");
	world_close(&w);
}
END_TEST

START_TEST(a_sheet_that_was_opened_again_is_told_with_its_unit)
{
	struct finding f;
	struct world w;

	world_open(&w);
	sheet_reopened(&w);
	f = only(&w, FINDING_REOPENED);
	ck_assert_ptr_nonnull(
	    strstr(f.en, "Unit D01: from locked back to draft, step 2"));
	ck_assert_ptr_nonnull(
	    strstr(f.vi, "từ trạng thái đã khóa trở về đang lập"));
	world_close(&w);
}
END_TEST

#define ROUND2                                                                 \
	"\"windows\": [",                                                      \
	    "\"windows\": [{\"block\": \"department\", \"stage\": "            \
	    "\"round2\", \"opens\": \"2023-01-20T00:00:00+07:00\", "           \
	    "\"on_time_until\": \"2023-01-25T00:00:00+07:00\"},"

/* Appends a score of round 2 at `when`; how many are told of. */
static uint64_t
told_of_round2(const char *when)
{
	struct findings fs;
	struct world w;
	struct cell cell;
	uint64_t n;

	world_open_with(&w, WORLD_PATCHES(ROUND2));
	cell = (struct cell){ .period = w.period,
		.unit = unit_named("D01"),
		.leaf = leaf_named("1.1.2"),
		.column = COLUMN_ROUND2,
		.version = 1 };
	audit_put(&w, ENTRY_SCORE, audit_fit(when, 0),
	    "period 2022\nunit 00\nleaf 1.1.2\ncolumn round2\nversion 1\n"
	    "inputs 00\nby 1\n",
	    &cell);
	fs = audit_of(&w);
	n = fs.count[FINDING_SCORE_AFTER_CLOSE];
	findings_free(&fs);
	world_close(&w);
	return n;
}

START_TEST(a_score_of_round_2_is_held_against_its_own_window)
{
	ck_assert_uint_eq(told_of_round2("2023-01-24T08:00:00+07:00"), 0);
	ck_assert_uint_eq(told_of_round2("2023-01-25T08:00:00+07:00"), 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("audit of hands");
	TCase *cases = tcase_create("audit of hands");
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 60);
	tcase_add_loop_test(cases,
	    a_finding_is_there_with_its_cause_and_not_without, 0, ROWS);
	tcase_add_test(cases,
	    what_was_destroyed_is_told_with_document_and_decision);
	tcase_add_test(cases,
	    a_sheet_that_was_opened_again_is_told_with_its_unit);
	tcase_add_test(cases,
	    a_score_of_round_2_is_held_against_its_own_window);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
