/*
 * test_late.c - what comes too late: kept for the council to decide, or in time
 * to stand in for a document that was rejected.
 */
#include "store/table/mandates.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define COUNCIL "\"late_policy\": \"mark\"", "\"late_policy\": \"council\""
#define CURE "\"groups\": [", "\"cure_hours\": 48,\n\"groups\": ["
#define REJECTED "2023-01-10T12:00:00+07:00"
#define CURE_LAST "2023-01-12T11:59:59.999999+07:00"

static struct world w;
static struct fault why;

/* ---- the council ---- */

static enum err
admit(struct submission *s, enum role role)
{
	struct who who = world_who(role, role == ROLE_UNIT ? "D01" : "");
	struct mandate mandate = world_mandate();

	why = (struct fault){ 0 };
	return act_admit_late(w.store, &who, s->id, &mandate, s, &why);
}

static struct submission
one_late(const char *const *patches)
{
	struct who who = world_unit("D01");
	struct submission s;

	world_open_with(&w, patches);
	ck_assert_err(world_score(&w, &who, "D01", "1.1.2", COLUMN_SELF,
			  "{'a':10,'b':10}", 0, NULL),
	    OK);
	world_clock(&w, WORLD_UNTIL);
	s = world_upload(&w, "D01", "1.1.2", "late");
	return s;
}

START_TEST(a_late_document_counts_once_the_council_says_so)
{
	struct submission s = one_late(WORLD_PATCHES(COUNCIL));
	struct mandated kept;
	struct txn t;

	(void)world_settle(&w);
	s = world_submission(&w, s.id);
	ck_assert_int_eq(s.status, SUBMISSION_LATE);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 0);
	ck_assert_err(admit(&s, ROLE_COUNCIL), OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_ADMISSION);
	ck_assert_int_eq(s.status, SUBMISSION_ACCEPTED);
	ck_assert_int_eq(s.verdict, VERDICT_LATE); /* a fact stays one */
	txn_read(&t, w.store->env);
	ck_assert(mandates_get(&t, s.admitted, &kept));
	ck_assert_str_eq(kept.mandate.number, "12/QĐ-UBND");
	ck_assert_err(txn_end(&t), OK);
	(void)world_settle(&w);
	ck_assert_int_gt(world_points(&w, "D01", "1.1.2"), 0);
	ck_assert_err(admit(&s, ROLE_COUNCIL), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "already"));
	world_rechecked(&w);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(only_council_and_operator_decide_and_only_about_what_is_late)
{
	struct submission s = one_late(WORLD_PATCHES(COUNCIL)), in_time;
	struct mandate none = { .number = "" };
	struct who council = world_who(ROLE_COUNCIL, "");
	struct digest before;

	/* not before the check has looked at it */
	ck_assert_err(admit(&s, ROLE_COUNCIL), ERR_WRONG_STATE);
	(void)world_settle(&w);
	before = world_dump(&w, 0);
	for (enum role role = 0; role < ROLES; role++)
		if (role != ROLE_COUNCIL && role != ROLE_OPERATOR)
			ck_assert_int_ne(admit(&s, role), OK);
	ck_assert_err(act_admit_late(w.store, &council, s.id, &none, &s, &why),
	    ERR_MISSING_FIELD);
	s.id.b[15] ^= 1;
	ck_assert_err(admit(&s, ROLE_COUNCIL), ERR_NOT_FOUND);
	ck_assert_dump(&w, before);
	world_close(&w);

	world_open_with(&w, WORLD_PATCHES(COUNCIL));
	in_time = world_upload(&w, "D01", "1.1.2", "in time");
	(void)world_settle(&w);
	ck_assert_err(admit(&in_time, ROLE_COUNCIL), ERR_WRONG_STATE);
	world_close(&w);

	s = one_late((const char *const[]){ NULL });
	(void)world_settle(&w);
	ck_assert_err(admit(&s, ROLE_COUNCIL), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "\"mark\""));
	world_close(&w);
}
END_TEST

START_TEST(behind_the_closing_even_the_council_gets_nothing)
{
	struct submit in;
	struct submitted out;

	world_open_with(&w, WORLD_PATCHES(COUNCIL));
	world_clock(&w, WORLD_CLOSES);
	in = world_request(&w, "D01", "1.1.2");
	ck_assert_err(world_send(&w, &in, slice_text("x"), &out, NULL),
	    ERR_WINDOW_CLOSED);
	ck_assert_int_eq(world_newest(&w), ENTRY_REFUSAL);
	world_rechecked(&w);
	world_close(&w);
}
END_TEST

/* ---- a cure ---- */

/* The unit's job runs, and finds the document unsound. */
static void
reject(struct submission s)
{
	struct check check = { .id = s.id,
		.reason = ERR_DISGUISED,
		.detail = "The content is not what its name says." };
	struct job job = { .kind = JOB_SCORE_UNIT,
		.period = w.period,
		.unit = s.unit };
	struct settled out;

	ck_assert_err(look_job(w.store, &job), OK);
	ck_assert_err(act_settle_unit(w.store, &job, &check, 1, &out), OK);
	ck_assert_int_eq(world_submission(&w, s.id).status,
	    SUBMISSION_REJECTED);
}

/* A document in time, rejected at REJECTED. */
static struct submission
one_rejected(const char *const *patches)
{
	struct submission s;

	world_open_with(&w, patches);
	world_clock(&w, REJECTED);
	s = world_upload(&w, "D01", "1.1.2", "in time, and no PDF");
	reject(s);
	ck_assert_int_ge(world_submission(&w, s.id).rejected.us,
	    s.received.latest.us);
	return s;
}

static enum err
replace(struct submission old, const char *leaf, struct submitted *out)
{
	struct submit in = world_request(&w, "D01", leaf);

	in.replaces = old.id;
	why = (struct fault){ 0 };
	return world_send(&w, &in, slice_text("the right file"), out, &why);
}

START_TEST(a_rejected_document_may_be_replaced_within_its_hours)
{
	static const struct {
		const char *at;
		enum verdict want;
	} rows[] = {
		{ WORLD_LAST, VERDICT_ON_TIME },
		{ WORLD_UNTIL, VERDICT_CURED },
		{ CURE_LAST, VERDICT_CURED },
		/* the entry that rejected it came microseconds after REJECTED
		 */
		{ "2023-01-12T12:00:00.000010+07:00", VERDICT_LATE },
	};
	struct submission old;
	struct submitted out;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		old = one_rejected(WORLD_PATCHES(CURE));
		world_clock(&w, rows[i].at);
		ck_assert_err(replace(old, "1.1.2", &out), OK);
		ck_assert_str_eq(verdict_name(out.submission.verdict),
		    verdict_name(rows[i].want));
		(void)world_settle(&w);
		ck_assert_int_eq(world_submission(&w, out.submission.id).status,
		    rows[i].want == VERDICT_LATE ? SUBMISSION_LATE
						 : SUBMISSION_ACCEPTED);
		world_clock(&w, "2023-01-13T00:00:00+07:00");
		ck_assert_err(act_tick(w.store), OK);
		world_rechecked(&w);
		world_close(&w);
	}
}
END_TEST

START_TEST(the_hours_are_counted_from_the_verdicts_entry)
{
	struct submission old;
	struct submitted out;
	char at[MOMENT_TEXT];

	for (int past = 0; past < 2; past++) {
		old = one_rejected(WORLD_PATCHES(CURE));
		old = world_submission(&w, old.id);
		moment_text((struct moment){ old.rejected.us +
					     48 * INT64_C(3600000000) - 1 +
					     past },
		    at);
		world_clock(&w, at);
		ck_assert_err(replace(old, "1.1.2", &out), OK);
		ck_assert_int_eq(out.submission.verdict,
		    past ? VERDICT_LATE : VERDICT_CURED);
		world_rechecked(&w);
		world_close(&w);
	}
}
END_TEST

START_TEST(a_cure_is_for_what_was_in_time_and_its_own_leaves_once)
{
	const char *const *both = WORLD_PATCHES(CURE);
	struct submission old, again;
	struct submitted out;

	/* other leaves */
	old = one_rejected(both);
	world_clock(&w, WORLD_UNTIL);
	ck_assert_err(replace(old, "1.2.1", &out), OK);
	ck_assert_int_eq(out.submission.verdict, VERDICT_LATE);
	world_rechecked(&w);
	world_close(&w);
	/* once; and the cure's own rejection opens no other */
	old = one_rejected(both);
	world_clock(&w, WORLD_UNTIL);
	ck_assert_err(replace(old, "1.1.2", &out), OK);
	again = out.submission;
	ck_assert_int_eq(again.verdict, VERDICT_CURED);
	reject(again);
	ck_assert_err(replace(old, "1.1.2", &out), ERR_CONFLICT);
	ck_assert_err(replace(again, "1.1.2", &out), OK);
	ck_assert_int_eq(out.submission.verdict, VERDICT_LATE);
	world_rechecked(&w);
	world_close(&w);
	/* what was late itself */
	world_open_with(&w, both);
	world_clock(&w, WORLD_UNTIL);
	old = world_upload(&w, "D01", "1.1.2", "late, and no PDF");
	reject(old);
	ck_assert_err(replace(old, "1.1.2", &out), OK);
	ck_assert_int_eq(out.submission.verdict, VERDICT_LATE);
	world_rechecked(&w);
	world_close(&w);
	/* a period that announced none */
	old = one_rejected((const char *const[]){ NULL });
	world_clock(&w, WORLD_UNTIL);
	ck_assert_err(replace(old, "1.1.2", &out), OK);
	ck_assert_int_eq(out.submission.verdict, VERDICT_LATE);
	world_close(&w);
}
END_TEST

START_TEST(a_cure_comes_in_even_behind_the_closing)
{
	static const char *const patches[] = { CURE,
		", \"closes\": \"" WORLD_CLOSES "\"", "",
		"\"late_policy\": \"mark\"", "\"late_policy\": \"refuse\"",
		NULL };
	struct submission old;
	struct submitted out;

	old = one_rejected(patches);
	world_clock(&w, "2023-01-11T08:00:00+07:00");
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_err(replace(old, "1.1.2", &out), OK);
	ck_assert_int_eq(out.submission.verdict, VERDICT_CURED);
	(void)world_settle(&w);
	world_rechecked(&w);
	world_close(&w);
}
END_TEST

START_TEST(what_is_returned_cures_nothing_and_leaves_the_cure_open)
{
	struct submission old = one_rejected(WORLD_PATCHES(CURE));
	struct submit in = world_request(&w, "D01", "1.1.2");
	struct submitted out;

	world_clock(&w, WORLD_UNTIL);
	in.replaces = old.id;
	world_return(&w, &in, slice_text("no PDF"), ERR_DISGUISED);
	ck_assert(world_newest_says(&w, "verdict", "late"));
	world_rechecked(&w);
	ck_assert_err(replace(old, "1.1.2", &out), OK);
	ck_assert_int_eq(out.submission.verdict, VERDICT_CURED);
	world_rechecked(&w);
	world_close(&w);
}
END_TEST

START_TEST(what_was_rejected_stays_readable_to_the_appraiser)
{
	struct who appraiser = world_who(ROLE_APPRAISER, "");
	struct submission old = one_rejected(WORLD_PATCHES(CURE)), seen;
	struct buf bytes = { 0 };
	struct document doc;
	char name[256];
	int fd;

	ck_assert_err(look_submission(w.store, &appraiser, old.id, &seen), OK);
	ck_assert_int_eq(seen.status, SUBMISSION_REJECTED);
	ck_assert_str_eq(seen.reason, "The content is not what its name says.");
	ck_assert_err(look_document(w.store, &appraiser, old.document, &doc,
			  name, &bytes, &fd),
	    OK);
	ck_assert(slice_is(buf_all(&bytes), "in time, and no PDF"));
	buf_free(&bytes);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_late_document_counts_once_the_council_says_so,
		only_council_and_operator_decide_and_only_about_what_is_late,
		behind_the_closing_even_the_council_gets_nothing,
		a_rejected_document_may_be_replaced_within_its_hours,
		the_hours_are_counted_from_the_verdicts_entry,
		a_cure_is_for_what_was_in_time_and_its_own_leaves_once,
		a_cure_comes_in_even_behind_the_closing,
		what_is_returned_cures_nothing_and_leaves_the_cure_open,
		what_was_rejected_stays_readable_to_the_appraiser,
		NULL,
	};

	return suite_run("late", tests);
}
