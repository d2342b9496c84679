/*
 * test_commit.c - a unit says what it will send, and sends it: what is taken,
 * by what it is judged, and what the log says of it.
 */
#include <stdio.h>

#include "tests/kit/commit.h"
#include "tests/kit/suite.h"

static struct world w;
static struct committed done;
static struct submitted out;
static struct fault why;

#define LAST_MINUTE "2023-01-10T23:59:00+07:00"
#define AFTER "2023-01-11T00:40:00+07:00"  /* 41 minutes later */
#define JUST_G "2023-01-11T11:58:59+07:00" /* a second before 12 hours */
#define G_OVER "2023-01-11T11:59:00+07:00" /* 12 hours later */
#define REFUSE                                                                 \
	"\"late_policy\": \"mark\"", "\"late_policy\": \"refuse\"",            \
	    "\"closes\": \"" WORLD_CLOSES "\"",                                \
	    "\"closes\": \"2023-01-11T00:00:00+07:00\""
#define TWELVE COMMITMENTS_COUNT("12")

/* Commits, which must fail with `e` and change nothing. */
static void
refused(const struct commit *in, enum err e, const char *pointer)
{
	struct digest before = world_dump(&w, 0);

	why = (struct fault){ 0 };
	ck_assert_err(commit_send(&w, in, &done, &why), e);
	ck_assert_str_eq(why.pointer, pointer);
	ck_assert_dump(&w, before);
}

/* The same of what is to complete one. */
static void
not_sent(const struct submit *in, const char *bytes, enum err e,
    const char *pointer)
{
	struct digest before = world_dump(&w, 0);

	why = (struct fault){ 0 };
	ck_assert_err(world_send(&w, in, slice_text(bytes), &out, &why), e);
	ck_assert_str_eq(why.pointer, pointer);
	ck_assert_dump(&w, before);
}

static void
end(void)
{
	world_rechecked(&w);
	world_verified(&w);
	world_close(&w);
}

static struct digest
key(const char *text)
{
	return digest_of(slice_text(text));
}

/* ---- what counts ---- */

START_TEST(bytes_within_the_hours_are_judged_by_the_commitment)
{
	struct commitment c;
	struct submission s;

	world_open_with(&w, WORLD_PATCHES(TWELVE, REFUSE));
	world_clock(&w, LAST_MINUTE);
	c = commit_to(&w, "D01", "1.1.1", "large", "");
	ck_assert_int_eq(c.verdict, VERDICT_ON_TIME);
	world_clock(&w, JUST_G);
	s = commit_complete(&w, &c, "1.1.1", "large");
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	ck_assert_int_eq(world_newest(&w), ENTRY_COMMITTED);
	ck_assert(world_newest_says(&w, "verdict", "on-time"));
	/* both times stand in one entry */
	ck_assert_int_gt(s.received.earliest.us, c.received.latest.us);
	ck_assert_int_eq(s.completes.received.latest.us, c.received.latest.us);
	(void)world_settle(&w);
	ck_assert_int_eq(world_submission(&w, s.id).status,
	    SUBMISSION_ACCEPTED);
	end();
}
END_TEST

START_TEST(bytes_after_the_hours_are_judged_by_themselves)
{
	struct commitment c;
	struct submission s;
	struct submit in;

	world_open_with(&w, WORLD_PATCHES(TWELVE));
	world_clock(&w, LAST_MINUTE);
	c = commit_to(&w, "D01", "1.1.1", "large", "");
	world_clock(&w, G_OVER);
	s = commit_complete(&w, &c, "1.1.1", "large");
	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	ck_assert_int_eq(world_newest(&w), ENTRY_COMMITTED);
	(void)world_settle(&w);
	ck_assert_int_eq(world_submission(&w, s.id).status, SUBMISSION_LATE);
	end();
	/* where late ones are refused, it is a refusal, on the record */
	world_open_with(&w, WORLD_PATCHES(TWELVE, REFUSE));
	world_clock(&w, LAST_MINUTE);
	c = commit_to(&w, "D01", "1.1.1", "large", "");
	world_clock(&w, G_OVER);
	in = commit_completes(&w, &c, "1.1.1");
	ck_assert_err(world_send(&w, &in, slice_text("large"), &out, NULL),
	    ERR_WINDOW_CLOSED);
	ck_assert_int_eq(world_newest(&w), ENTRY_REFUSAL);
	end();
}
END_TEST

START_TEST(where_completion_counts_both_times_are_logged_and_the_later_decides)
{
	struct commitment c;
	struct submission s;

	world_open(&w);
	world_clock(&w, LAST_MINUTE);
	c = commit_to(&w, "D01", "1.1.1", "large", "");
	world_clock(&w, AFTER);
	s = commit_complete(&w, &c, "1.1.1", "large");
	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	ck_assert_int_eq(world_newest(&w), ENTRY_COMMITTED);
	ck_assert_uint_eq(s.completes.entry, c.entry);
	end();
}
END_TEST

START_TEST(what_completes_nothing_is_a_submission_as_ever)
{
	struct submission s;

	world_open_with(&w, WORLD_PATCHES(TWELVE));
	(void)commit_to(&w, "D01", "1.1.1", "large", "");
	world_clock(&w, AFTER);
	s = world_upload(&w, "D01", "1.1.1", "large");
	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	ck_assert_int_eq(world_newest(&w), ENTRY_SUBMISSION);
	ck_assert(!commitment_id_is(s.completes.id));
	end();
}
END_TEST

START_TEST(the_closing_of_the_window_does_not_stand_before_a_commitment)
{
	struct commitment c;
	struct submission s;

	world_open_with(&w, WORLD_PATCHES(TWELVE));
	world_clock(&w, LAST_MINUTE);
	c = commit_to(&w, "D01", "1.1.1", "large", "more");
	world_clock(&w, "2023-01-11T00:30:00+07:00");
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_CLOSED);
	/* fenced behind it: what comes without one, whatever its interval */
	world_clock(&w, AFTER);
	s = commit_complete(&w, &c, "1.1.1", "large");
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	s = commit_complete(&w, &c, "1.1.1", "more");
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	end();
}
END_TEST

START_TEST(a_longer_window_lets_in_what_came_after_the_hours)
{
	struct commitment c;
	struct submission s;

	world_open_with(&w, WORLD_PATCHES(TWELVE));
	world_clock(&w, LAST_MINUTE);
	c = commit_to(&w, "D01", "1.1.1", "large", "late");
	world_clock(&w, G_OVER);
	s = commit_complete(&w, &c, "1.1.1", "late");
	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	ck_assert_err(world_amend(&w,
			  WORLD_PATCHES("\"windows\": [",
			      "\"windows\": "
			      "[{\"block\":\"department\",\"stage\":"
			      "\"evidence\",\"version\":2,\"opens\":"
			      "\"" WORLD_OPENS "\",\"on_time_until\":\"2023-01-"
			      "12T00:00:00+07:00\","
			      "\"closes\":\"" WORLD_CLOSES "\"},"),
			  &why),
	    OK);
	ck_assert_int_eq(world_submission(&w, s.id).verdict, VERDICT_LATE);
	ck_assert(world_rejudge(&w, "D01"));
	ck_assert_int_eq(world_submission(&w, s.id).verdict, VERDICT_ON_TIME);
	end();
}
END_TEST

START_TEST(what_its_commitment_does_not_bring_in_stands_by_itself)
{
	struct commitment c;
	struct submission s;
	struct submit in;

	world_open_with(&w, WORLD_PATCHES(TWELVE, REFUSE));
	world_clock_bound(&w, "2023-01-10T23:59:59.999000+07:00", 1000);
	c = commit_to(&w, "D01", "1.1.1", "one", "two");
	world_clock(&w, AFTER);
	s = commit_complete(&w, &c, "1.1.1", "one");
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME_DOUBT);
	/* whose doubts are is decided anew, for all */
	ck_assert_err(world_amend(&w,
			  WORLD_PATCHES("\"doubt\": \"unit\"",
			      "\"doubt\": \"strict\""),
			  &why),
	    OK);
	ck_assert(world_rejudge(&w, "D01"));
	ck_assert_int_eq(world_submission(&w, s.id).verdict,
	    VERDICT_LATE_DOUBT);
	in = commit_completes(&w, &c, "1.1.1");
	ck_assert_err(world_send(&w, &in, slice_text("two"), &out, NULL),
	    ERR_WINDOW_CLOSED);
	ck_assert_int_eq(world_newest(&w), ENTRY_REFUSAL);
	ck_assert(world_newest_says(&w, "verdict", "closed"));
	end();
}
END_TEST

START_TEST(what_counts_of_a_commitment_stays_when_the_period_is_amended)
{
	world_open_with(&w, WORLD_PATCHES(TWELVE));
	ck_assert_err(world_amend(&w,
			  WORLD_PATCHES("\"hours\": 12", "\"hours\": 13"),
			  &why),
	    ERR_CONFLICT);
	ck_assert_str_eq(why.pointer, "/period/commitments");
	world_close(&w);
}
END_TEST

/* ---- what it must have in common with it ---- */

START_TEST(a_commitment_of_nobody_or_another_unit_is_not_found)
{
	struct commitment c, other;
	struct submit in;

	world_open_with(&w, WORLD_PATCHES(TWELVE));
	c = commit_to(&w, "D01", "1.1.1", "large", "");
	other = commit_to(&w, "D02", "1.1.1", "large", "");
	in = commit_completes(&w, &c, "1.1.1");
	in.commitment = other.id;
	not_sent(&in, "large", ERR_NOT_FOUND, "/commitment");
	ck_assert_err(act_submit_admits(w.store, &in, &why), ERR_NOT_FOUND);
	in.commitment.b[15] ^= 1;
	not_sent(&in, "large", ERR_NOT_FOUND, "/commitment");
	end();
}
END_TEST

START_TEST(other_bytes_and_other_criteria_are_conflicts)
{
	struct commitment c;
	struct submit in;

	world_open_with(&w, WORLD_PATCHES(TWELVE));
	c = commit_to(&w, "D01", "1.1.1", "large", "");
	in = commit_completes(&w, &c, "1.1.1");
	ck_assert_err(act_submit_admits(w.store, &in, &why), OK);
	not_sent(&in, "other", ERR_CONFLICT, "/file");
	in.leaf[in.n_leaves++] = leaf_named("1.1.2");
	not_sent(&in, "large", ERR_CONFLICT, "/leaf/1");
	ck_assert_err(act_submit_admits(w.store, &in, &why), ERR_CONFLICT);
	end();
}
END_TEST

START_TEST(the_unit_is_hidden_by_one_salt_in_both_entries)
{
	struct commitment c;
	struct submission s;
	char hex[DIGEST_TEXT];

	world_open_with(&w, WORLD_PATCHES(TWELVE));
	c = commit_to(&w, "D01", "1.1.1", "large", "");
	digest_text(entry_salted_unit(c.salt, "D01"), hex);
	ck_assert(world_newest_says(&w, "unit", hex));
	s = commit_complete(&w, &c, "1.1.1", "large");
	ck_assert(world_newest_says(&w, "unit", hex));
	ck_assert_mem_eq(s.salt, c.salt, sizeof s.salt);
	end();
}
END_TEST

START_TEST(one_commitment_is_completed_by_several_documents)
{
	struct who d01 = world_unit("D01"), d02 = world_unit("D02");
	struct commitment_look look;
	struct commitment c;
	struct submission first, again;
	struct buf proof = { 0 };

	world_open_with(&w, WORLD_PATCHES(TWELVE));
	c = commit_to(&w, "D01", "1.1.1", "one", "two");
	ck_assert_err(look_commitment(w.store, &d01, w.period, c.unit, c.id,
			  &look),
	    OK);
	ck_assert_uint_eq(look.n_completed, 0);
	first = commit_complete(&w, &c, "1.1.1", "two");
	ck_assert_err(act_withdraw(w.store, &d01, first.id, "wrong", &again,
			  &why),
	    OK);
	again = commit_complete(&w, &c, "1.1.1", "two");
	(void)world_upload(&w, "D01", "1.1.1", "one"); /* without it */
	ck_assert_err(look_commitment(w.store, &d01, w.period, c.unit, c.id,
			  &look),
	    OK);
	ck_assert_uint_eq(look.n_completed, 1);
	ck_assert_mem_eq(look.completed[1].b, again.id.b, 16);
	ck_assert_mem_eq(look.completed[0].b,
	    ((struct submission_id){ { 0 } }).b, 16);
	/* another unit does not know that it is there */
	ck_assert_err(look_commitment(w.store, &d02, w.period, c.unit, c.id,
			  &look),
	    ERR_NOT_FOUND);
	ck_assert_err(look_commitment_receipt(w.store, &d02, w.period, c.unit,
			  c.id, &proof),
	    ERR_NOT_FOUND);
	ck_assert_err(look_commitment_receipt(w.store, &d01, w.period, c.unit,
			  c.id, &proof),
	    OK);
	ck_assert(slice_starts(buf_all(&proof),
	    slice_text("c2sp.org/tlog-proof@v1\n")));
	buf_free(&proof);
	end();
}
END_TEST

struct listed {
	unsigned n;
	struct commitment_id last;
};

static bool
list_one(void *self, const struct commitment_look *c)
{
	struct listed *l = self;

	l->n++;
	l->last = c->commitment.id;
	return true;
}

static bool
pass(void *self, const struct submission *sub,
    const struct remarks_look *remarks)
{
	(void)self;
	(void)sub;
	(void)remarks;
	return true;
}

START_TEST(a_units_commitments_are_listed_for_those_who_see_its_submissions)
{
	struct who d01 = world_unit("D01");
	struct listed l = { 0 };
	struct commitment_look look;
	struct commitment c;
	struct who who;
	enum err may;

	world_open(&w);
	(void)commit_to(&w, "D01", "1.1.1", "one", "");
	world_clock(&w, "2022-12-27T08:00:00+07:00");
	c = commit_to(&w, "D01", "1.1.1", "two", "");
	ck_assert_err(look_commitments(w.store, &d01, w.period, c.unit,
			  list_one, &l),
	    OK);
	ck_assert_uint_eq(l.n, 2);
	ck_assert(commitment_id_eq(l.last, c.id));
	for (enum role role = ROLE_NOBODY; role < ROLES; role++) {
		who = world_who(role, role == ROLE_UNIT ? "D02" : "");
		may = look_submissions(w.store, &who, w.period, c.unit, pass,
		    NULL);
		ck_assert_err(look_commitments(w.store, &who, w.period, c.unit,
				  list_one, &l),
		    may);
		ck_assert_err(look_commitment(w.store, &who, w.period, c.unit,
				  c.id, &look),
		    may == OK ? OK : ERR_NOT_FOUND);
	}
	world_close(&w);
}
END_TEST

/* ---- the sheet's life and other windows ---- */

/* A step of D01's sheet, about a leaf or none (""). */
static void
step(const struct who *who, enum life_step which, const char *leaf)
{
	struct step_asked in = { .period = w.period,
		.unit = unit_named("D01"),
		.step = which,
		.text = "?" };
	struct life_taken taken;

	if (leaf[0] != 0)
		in.leaf = leaf_named(leaf);
	if (which == STEP_DECIDE)
		in.signature = (struct signature){ .number = "12/QĐ-UBND",
			.date = "2023-01-11" };
	ck_assert_msg(act_step(w.store, who, &in, &taken, &why) == OK, "%s",
	    why.detail);
}

static void
lock(void)
{
	struct who d01 = world_unit("D01");

	step(&d01, STEP_LOCK, "");
}

#define CONFIRMED                                                              \
	"\"classify_on\"",                                                     \
	    "\"life\": {\"confirmation\": \"required\"},\n\t\"classify_on\""

START_TEST(a_sheet_locked_meanwhile_still_takes_what_was_committed_to)
{
	struct commitment c;
	struct submission s;
	struct submit in;
	struct commit more;

	world_open_with(&w, WORLD_PATCHES(TWELVE, CONFIRMED));
	world_clock(&w, LAST_MINUTE);
	c = commit_to(&w, "D01", "1.1.1", "large", "late");
	lock();
	/* nothing new */
	in = world_request(&w, "D01", "1.1.1");
	not_sent(&in, "plain", ERR_WRONG_STATE, "");
	more = commit_about(&w, "D01", "1.1.1");
	commit_name(&more, "x");
	refused(&more, ERR_WRONG_STATE, "");
	world_clock(&w, AFTER);
	s = commit_complete(&w, &c, "1.1.1", "large");
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	/* and after the hours not that either */
	world_clock(&w, G_OVER);
	in = commit_completes(&w, &c, "1.1.1");
	not_sent(&in, "late", ERR_WRONG_STATE, "");
	end();
}
END_TEST

#define TWO_ROUNDS                                                             \
	"\"windows\": [",                                                      \
	    "\"windows\": [{\"block\": \"department\", \"stage\": "            \
	    "\"explanation\", \"opens\": \"2023-01-17T00:00:00+07:00\", "      \
	    "\"on_time_until\": \"2023-01-20T00:00:00+07:00\"}, {\"block\": "  \
	    "\"department\", \"stage\": \"round2\", \"opens\": "               \
	    "\"2023-01-20T00:00:00+07:00\", \"on_time_until\": "               \
	    "\"2023-01-25T00:00:00+07:00\"},"

START_TEST(what_was_asked_for_is_committed_to_in_the_explanation_window)
{
	struct who appraiser = world_who(ROLE_APPRAISER, "");
	struct commitment c;
	struct submission s;
	struct commit in;

	world_open_with(&w, WORLD_PATCHES(TWELVE, TWO_ROUNDS));
	world_clock(&w, "2023-01-12T08:00:00+07:00");
	step(&appraiser, STEP_REQUEST, "1.2.1");
	world_clock(&w, "2023-01-19T23:00:00+07:00");
	/* of what was not, the window is over */
	in = commit_about(&w, "D01", "1.1.2");
	commit_name(&in, "x");
	refused(&in, ERR_WINDOW_CLOSED, "/period");
	c = commit_to(&w, "D01", "1.2.1", "large", "late");
	ck_assert(c.supplement);
	world_clock(&w, "2023-01-20T10:00:00+07:00");
	s = commit_complete(&w, &c, "1.2.1", "large");
	ck_assert(s.supplement);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	end();
}
END_TEST

START_TEST(what_the_council_has_decided_takes_nothing_more)
{
	struct who lead = world_who(ROLE_LEAD, "");
	struct who council = world_who(ROLE_COUNCIL, "");
	struct commitment c;
	struct submit in;

	world_open_with(&w, WORLD_PATCHES(COMMITMENTS_COUNT("168")));
	world_clock(&w, LAST_MINUTE);
	c = commit_to(&w, "D01", "1.1.1", "large", "");
	world_clock(&w, "2023-01-12T08:00:00+07:00");
	step(&lead, STEP_END_ROUND1, "");
	step(&council, STEP_DECIDE, "");
	in = commit_completes(&w, &c, "1.1.1");
	not_sent(&in, "large", ERR_WRONG_STATE, "");
	end();
}
END_TEST

START_TEST(a_replacement_may_complete_one)
{
	struct commitment c;
	struct submission old, s;
	struct submit in;

	world_open_with(&w, WORLD_PATCHES(TWELVE));
	world_clock(&w, LAST_MINUTE);
	old = world_upload(&w, "D01", "1.1.1", "v1");
	c = commit_to(&w, "D01", "1.1.1", "v2", "");
	world_clock(&w, AFTER);
	in = commit_completes(&w, &c, "1.1.1");
	in.replaces = old.id;
	ck_assert_err(world_send(&w, &in, slice_text("v2"), &out, NULL), OK);
	s = world_submission(&w, out.submission.id);
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	ck_assert_uint_eq(s.version, 2);
	ck_assert_int_eq(world_submission(&w, old.id).status,
	    SUBMISSION_SUPERSEDED);
	end();
}
END_TEST

START_TEST(the_same_bytes_are_answered_as_ever)
{
	struct commitment c;
	struct submission first;
	struct submit in;

	world_open_with(&w, WORLD_PATCHES(TWELVE));
	c = commit_to(&w, "D01", "1.1.1", "large", "");
	first = commit_complete(&w, &c, "1.1.1", "large");
	in = commit_completes(&w, &c, "1.1.1");
	ck_assert_err(world_send(&w, &in, slice_text("large"), &out, NULL), OK);
	ck_assert_int_eq(out.how, SUBMIT_SAME_BYTES);
	ck_assert_mem_eq(out.submission.id.b, first.id.b, 16);
	end();
}
END_TEST

/* ---- when one is taken ---- */

START_TEST(a_commitment_is_taken_while_it_is_in_time)
{
	struct digest before;
	struct commit in;

	world_open_with(&w, WORLD_PATCHES(TWELVE));
	in = commit_about(&w, "D01", "1.1.1");
	commit_name(&in, "large");
	world_clock(&w, WORLD_LAST);
	ck_assert_err(commit_send(&w, &in, &done, &why), OK);
	ck_assert_int_eq(done.commitment.verdict, VERDICT_ON_TIME);
	world_clock(&w, WORLD_UNTIL);
	before = world_dump(&w, 0);
	refused(&in, ERR_WINDOW_CLOSED, "/period");
	ck_assert_dump(&w, before);
	end();
}
END_TEST

START_TEST(before_the_window_opens_there_is_nothing_to_commit_to)
{
	struct commit in;

	world_open_with(&w,
	    WORLD_PATCHES(TWELVE, WORLD_OPENS, "2022-12-27T00:00:00+07:00"));
	in = commit_about(&w, "D01", "1.1.1");
	commit_name(&in, "large");
	refused(&in, ERR_WINDOW_NOT_OPEN, "/period");
	world_close(&w);
}
END_TEST

START_TEST(what_the_clock_cannot_tell_is_taken_and_marked)
{
	struct commitment c;
	struct submission s;

	world_open_with(&w, WORLD_PATCHES(TWELVE));
	world_clock_bound(&w, "2023-01-10T23:59:59.999000+07:00", 1000);
	c = commit_to(&w, "D01", "1.1.1", "large", "");
	ck_assert_int_eq(c.verdict, VERDICT_ON_TIME_DOUBT);
	world_clock_bound(&w, AFTER, 1000);
	s = commit_complete(&w, &c, "1.1.1", "large");
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME_DOUBT);
	end();
}
END_TEST

START_TEST(one_that_is_wrong_is_named)
{
	struct commit in;

	world_open(&w);
	in = commit_about(&w, "D01", "1.1.1");
	refused(&in, ERR_MISSING_FIELD, "/documents");
	commit_name(&in, "one");
	commit_name(&in, "two");
	commit_name(&in, "one");
	refused(&in, ERR_CONFLICT, "/documents/2");
	in.n_documents = 2;
	in.document[1].size = 0;
	refused(&in, ERR_RANGE, "/documents/1/size");
	in.document[1].size = in.size_most + 1;
	refused(&in, ERR_TOO_BIG, "/documents/1/size");
	in.document[1].size = in.size_most;
	in.n_leaves = 0;
	refused(&in, ERR_MISSING_FIELD, "/leaf");
	in.n_leaves = 1;
	in.leaf[0] = leaf_named("S1.1");
	refused(&in, ERR_LEAF_NOT_YOURS, "/leaf/0");
	in = commit_about(&w, "D99", "1.1.1");
	refused(&in, ERR_UNKNOWN_UNIT, "/unit");
	in = commit_about(&w, "D01", "1.1.1");
	in.period.text[3] = '3';
	refused(&in, ERR_UNKNOWN_PERIOD, "/period");
	world_close(&w);
}
END_TEST

START_TEST(only_the_unit_and_the_dms_commit)
{
	struct commit in;

	world_open(&w);
	for (enum role role = ROLE_NOBODY; role < ROLES; role++) {
		in = commit_about(&w, "D01", "1.1.1");
		commit_name(&in, "large");
		in.who = world_who(role, role == ROLE_UNIT ? "D02" : "");
		if (role == ROLE_DMS)
			ck_assert_err(commit_send(&w, &in, &done, NULL), OK);
		else
			refused(&in, ERR_FORBIDDEN, "");
	}
	world_close(&w);
}
END_TEST

START_TEST(as_many_documents_and_criteria_as_there_may_be_are_taken)
{
	static const char *const leaves[] = { "1.1.2", "1.2.1" };
	struct commit in;
	struct submit send;
	char bytes[16];

	world_open_with(&w, WORLD_PATCHES(TWELVE));
	in = commit_about(&w, "D01", "1.1.1");
	for (unsigned i = 0; i < 2; i++)
		in.leaf[in.n_leaves++] = leaf_named(leaves[i]);
	for (unsigned i = 0; i < COMMITMENT_DOCUMENTS; i++) {
		(void)snprintf(bytes, sizeof bytes, "document %u", i);
		commit_name(&in, bytes);
	}
	ck_assert_err(commit_send(&w, &in, &done, &why), OK);
	world_clock(&w, AFTER);
	send = commit_completes(&w, &done.commitment, "1.1.2");
	ck_assert_err(world_send(&w, &send, slice_text(bytes), &out, &why), OK);
	ck_assert_int_eq(out.submission.verdict, VERDICT_LATE);
	end();
}
END_TEST

/* ---- once ---- */

START_TEST(a_key_replays_its_own_commitment_and_no_other_request)
{
	struct commitment_id first;
	struct commit in, other;
	struct digest before;
	struct submit send;

	world_open(&w);
	world_clock(&w, LAST_MINUTE);
	in = commit_about(&w, "D01", "1.1.1");
	commit_name(&in, "large");
	in.has_key = true;
	in.key = key("k1");
	ck_assert_err(commit_send(&w, &in, &done, NULL), OK);
	first = done.commitment.id;
	before = world_dump(&w, 0);
	ck_assert_err(commit_send(&w, &in, &done, NULL), OK);
	ck_assert(done.replayed);
	ck_assert(commitment_id_eq(done.commitment.id, first));
	ck_assert_dump(&w, before);
	other = in;
	commit_name(&other, "more");
	refused(&other, ERR_KEY_REUSED, "header:Idempotency-Key");
	other = in;
	other.document[0].size++;
	refused(&other, ERR_KEY_REUSED, "header:Idempotency-Key");
	send = world_request(&w, "D01", "1.1.1");
	send.has_key = true;
	send.key = key("k1");
	not_sent(&send, "large", ERR_KEY_REUSED, "header:Idempotency-Key");
	/* nor does a submission's key open a commitment's answer */
	send.key = key("k2");
	ck_assert_err(world_send(&w, &send, slice_text("x"), &out, NULL), OK);
	other = in;
	other.key = key("k2");
	refused(&other, ERR_KEY_REUSED, "header:Idempotency-Key");
	/* its own is answered when the window is over */
	world_clock(&w, WORLD_UNTIL);
	ck_assert_err(commit_send(&w, &in, &done, NULL), OK);
	ck_assert(done.replayed);
	world_close(&w);
}
END_TEST

START_TEST(a_key_tells_a_completion_from_a_plain_submission)
{
	struct commitment c;
	struct submit in;

	world_open_with(&w, WORLD_PATCHES(TWELVE));
	c = commit_to(&w, "D01", "1.1.1", "large", "");
	in = commit_completes(&w, &c, "1.1.1");
	in.has_key = true;
	in.key = key("k1");
	ck_assert_err(world_send(&w, &in, slice_text("large"), &out, NULL), OK);
	ck_assert_err(world_send(&w, &in, slice_text("large"), &out, NULL), OK);
	ck_assert_int_eq(out.how, SUBMIT_REPLAYED);
	in.commitment = (struct commitment_id){ { 0 } };
	not_sent(&in, "large", ERR_KEY_REUSED, "header:Idempotency-Key");
	world_close(&w);
}
END_TEST

START_TEST(what_was_sent_counts_to_the_tokens_day)
{
	struct commit in;

	world_open(&w);
	in = commit_about(&w, "D01", "1.1.1");
	commit_name(&in, "large");
	in.day_most = 199; /* a list of one is 100 bytes here */
	ck_assert_err(commit_send(&w, &in, &done, NULL), OK);
	refused(&in, ERR_QUOTA, "");
	world_close(&w);
}
END_TEST

START_TEST(a_commitment_is_an_entry_and_an_event_and_no_job)
{
	struct who auditor = world_who(ROLE_AUDITOR, "");
	struct who d02 = world_unit("D02");
	struct feed_look feed;
	struct event events[8];
	struct commitment c;
	char id[UUID_TEXT];
	uint64_t before, jobs;

	world_open(&w);
	before = world_log(&w);
	jobs = world_rows(&w, T_OUTBOX);
	c = commit_to(&w, "D01", "1.1.1", "large", "");
	ck_assert_uint_eq(world_log(&w), before + 1);
	ck_assert_uint_eq(c.entry, before);
	ck_assert_int_eq(world_newest(&w), ENTRY_COMMITMENT);
	commitment_id_text(c.id, id);
	ck_assert(world_newest_says(&w, "id", id));
	ck_assert_uint_eq(world_rows(&w, T_OUTBOX), jobs);
	ck_assert_uint_eq(world_rows(&w, T_SUBMISSIONS), 0);
	ck_assert_err(look_events(w.store, &auditor, 0, events, 8, &feed), OK);
	ck_assert_int_eq(events[feed.n - 1].kind, EVENT_COMMITMENT_RECEIVED);
	ck_assert_uint_eq(events[feed.n - 1].entry, c.entry);
	ck_assert_err(look_events(w.store, &d02, 0, events, 8, &feed), OK);
	for (unsigned i = 0; i < feed.n; i++)
		ck_assert_int_ne(events[i].kind, EVENT_COMMITMENT_RECEIVED);
	world_reopen(&w);
	world_clock(&w, LAST_MINUTE);
	ck_assert_int_eq(commit_complete(&w, &c, "1.1.1", "large").verdict,
	    VERDICT_ON_TIME);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		bytes_within_the_hours_are_judged_by_the_commitment,
		bytes_after_the_hours_are_judged_by_themselves,
		where_completion_counts_both_times_are_logged_and_the_later_decides,
		what_completes_nothing_is_a_submission_as_ever,
		the_closing_of_the_window_does_not_stand_before_a_commitment,
		a_longer_window_lets_in_what_came_after_the_hours,
		what_its_commitment_does_not_bring_in_stands_by_itself,
		what_counts_of_a_commitment_stays_when_the_period_is_amended,
		a_commitment_of_nobody_or_another_unit_is_not_found,
		other_bytes_and_other_criteria_are_conflicts,
		the_unit_is_hidden_by_one_salt_in_both_entries,
		one_commitment_is_completed_by_several_documents,
		a_units_commitments_are_listed_for_those_who_see_its_submissions,
		a_sheet_locked_meanwhile_still_takes_what_was_committed_to,
		what_was_asked_for_is_committed_to_in_the_explanation_window,
		what_the_council_has_decided_takes_nothing_more,
		a_replacement_may_complete_one,
		the_same_bytes_are_answered_as_ever,
		a_commitment_is_taken_while_it_is_in_time,
		before_the_window_opens_there_is_nothing_to_commit_to,
		what_the_clock_cannot_tell_is_taken_and_marked,
		one_that_is_wrong_is_named,
		only_the_unit_and_the_dms_commit,
		as_many_documents_and_criteria_as_there_may_be_are_taken,
		a_key_replays_its_own_commitment_and_no_other_request,
		a_key_tells_a_completion_from_a_plain_submission,
		what_was_sent_counts_to_the_tokens_day,
		a_commitment_is_an_entry_and_an_event_and_no_job,
		NULL,
	};

	return suite_run("commit", tests);
}
