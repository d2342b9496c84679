/*
 * test_submit.c - a unit's document goes in: when, by whom, how often.
 */
#include <unistd.h>

#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;
static struct submitted out;
static struct fault why;

/* Sends a request that must fail with `e` and change nothing. */
static void
refused(const struct submit *in, enum err e, const char *pointer)
{
	struct digest before = world_dump(&w, 0);

	why = (struct fault){ 0 };
	ck_assert_err(world_send(&w, in, slice_text("%PDF"), &out, &why), e);
	ck_assert_str_eq(why.pointer, pointer);
	ck_assert_dump(&w, before);
}

static struct digest
key(const char *text)
{
	return digest_of(slice_text(text));
}

/* ---- when ---- */

START_TEST(the_last_microsecond_is_on_time)
{
	struct submission s;

	world_open(&w);
	world_clock(&w, WORLD_LAST);
	s = world_upload(&w, "D01", "1.1.1", "plan");
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	ck_assert_int_eq(s.status, SUBMISSION_QUEUED);
	ck_assert_int_eq(s.received.earliest.us, s.received.latest.us);
	ck_assert_int_eq(s.source, TIME_SIMULATED);
	ck_assert_uint_eq(world_settle(&w), 30);
	ck_assert_int_eq(world_submission(&w, s.id).status,
	    SUBMISSION_ACCEPTED);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(at_24_00_a_document_is_kept_marked_and_does_not_count)
{
	struct who d01 = world_unit("D01");
	struct submission s;

	world_open(&w);
	ck_assert_err(world_score(&w, &d01, "D01", "1.1.2", COLUMN_SELF,
			  "{'a':10,'b':10}", 0, NULL),
	    OK);
	world_clock(&w, WORLD_UNTIL);
	s = world_upload(&w, "D01", "1.1.2", "late");
	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	ck_assert_int_eq(world_newest(&w), ENTRY_SUBMISSION);
	ck_assert(world_newest_says(&w, "verdict", "late"));
	(void)world_settle(&w);
	ck_assert_int_eq(world_submission(&w, s.id).status, SUBMISSION_LATE);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 0);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(what_the_clock_cannot_tell_counts_for_the_unit)
{
	static const char *const times[] = {
		"2023-01-10T23:59:59.999000+07:00", /* latest = the end */
		"2023-01-11T00:00:00.000999+07:00", /* earliest just before */
	};
	struct submission s;

	world_open(&w);
	world_clock_bound(&w, "2023-01-10T23:59:59.998999+07:00", 1000);
	s = world_upload(&w, "D01", "1.1.1", "clear");
	ck_assert_int_eq(s.verdict, VERDICT_ON_TIME);
	for (unsigned i = 0; i < 2; i++) {
		world_clock_bound(&w, times[i], 1000);
		s = world_upload(&w, "D01", "1.1.1", i == 0 ? "a" : "b");
		ck_assert_int_eq(s.verdict, VERDICT_ON_TIME_DOUBT);
		ck_assert_int_eq(s.received.latest.us - s.received.earliest.us,
		    2000);
		ck_assert(world_newest_says(&w, "verdict", "on-time-in-doubt"));
		(void)world_settle(&w);
		ck_assert_int_eq(world_submission(&w, s.id).status,
		    SUBMISSION_ACCEPTED);
	}
	world_clock_bound(&w, "2023-01-11T00:00:00.001000+07:00", 1000);
	s = world_upload(&w, "D01", "1.1.1", "c");
	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	world_close(&w);
}
END_TEST

START_TEST(a_strict_period_keeps_the_doubt_from_the_unit)
{
	struct submission s;

	world_open_with(&w,
	    WORLD_PATCHES("\"doubt\": \"unit\"", "\"doubt\": \"strict\""));
	world_clock_bound(&w, "2023-01-10T23:59:59.999000+07:00", 1000);
	s = world_upload(&w, "D01", "1.1.1", "x");
	ck_assert_int_eq(s.verdict, VERDICT_LATE_DOUBT);
	(void)world_settle(&w);
	ck_assert_int_eq(world_submission(&w, s.id).status, SUBMISSION_LATE);
	world_close(&w);
}
END_TEST

/* A refusal keeps nothing but an entry of the log (and its checkpoint). */
static void
refused_with_entry(enum err e, const char *reason)
{
	uint64_t but_log = WORLD_BIT(T_CLOSINGS) | WORLD_BIT(T_ENTRIES) |
			   WORLD_BIT(T_NODES) | WORLD_BIT(T_CHECKPOINTS) |
			   WORLD_BIT(T_HEAD);
	struct digest before = world_dump(&w, but_log);
	struct submit in = world_request(&w, "D01", "1.1.1");
	uint64_t log = world_log(&w);

	why = (struct fault){ 0 };
	ck_assert_err(world_send(&w, &in, slice_text("x"), &out, &why), e);
	ck_assert_str_eq(why.pointer, "/period");
	ck_assert_uint_eq(world_log(&w), log + 1);
	ck_assert_int_eq(world_newest(&w), ENTRY_REFUSAL);
	ck_assert(world_newest_says(&w, "reason", reason));
	ck_assert(digest_eq(world_dump(&w, but_log), before));
	world_verified(&w);
}

START_TEST(before_the_window_opens_a_document_is_refused_on_the_record)
{
	world_open_with(&w, WORLD_PATCHES("2022-12-25T00:00:00+07:00",
				"2022-12-27T00:00:00+07:00"));
	world_clock(&w, "2022-12-26T23:59:59.999999+07:00");
	refused_with_entry(ERR_WINDOW_NOT_OPEN, "window-not-open");
	world_clock(&w, "2022-12-27T00:00:00+07:00");
	(void)world_upload(&w, "D01", "1.1.1", "x");
	world_close(&w);
}
END_TEST

START_TEST(after_the_window_closes_a_document_is_refused_on_the_record)
{
	world_open(&w);
	world_clock(&w, WORLD_CLOSES);
	refused_with_entry(ERR_WINDOW_CLOSED, "window-closed");
	ck_assert_ptr_nonnull(strstr(why.detail, "before 2023-01-17T00:00:00"));
	world_close(&w);
}
END_TEST

START_TEST(a_period_may_refuse_what_is_late)
{
	world_open_with(&w, WORLD_PATCHES("\"late_policy\": \"mark\"",
				"\"late_policy\": \"refuse\"",
				"\"closes\": \"2023-01-17T00:00:00+07:00\"",
				"\"closes\": \"2023-01-11T00:00:00+07:00\""));
	world_clock(&w, WORLD_LAST);
	(void)world_upload(&w, "D01", "1.1.1", "in time");
	world_clock(&w, WORLD_UNTIL);
	refused_with_entry(ERR_WINDOW_CLOSED, "window-closed");
	ck_assert_ptr_nonnull(strstr(why.detail, "before 2023-01-11T00:00:00"));
	world_close(&w);
}
END_TEST

/* ---- again ---- */

START_TEST(the_same_bytes_without_a_key_are_the_same_submission)
{
	struct submit in;
	struct submission first;
	struct digest before;

	world_open(&w);
	first = world_upload(&w, "D01", "1.1.1", "x");
	before = world_dump(&w, 0);
	in = world_request(&w, "D01", "1.1.1");
	ck_assert_err(world_send(&w, &in, slice_text("x"), &out, NULL), OK);
	ck_assert_int_eq(out.how, SUBMIT_SAME_BYTES);
	ck_assert_mem_eq(out.submission.id.b, first.id.b, sizeof first.id.b);
	ck_assert_uint_eq(out.submission.entry, first.entry);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

START_TEST(the_same_bytes_for_another_leaf_or_unit_are_another_submission)
{
	world_open(&w);
	(void)world_upload(&w, "D01", "1.1.1", "x");
	(void)world_upload(&w, "D01", "1.1.2", "x");
	(void)world_upload(&w, "D02", "1.1.1", "x");
	ck_assert_uint_eq(world_rows(&w, T_SUBMISSIONS), 3);
	ck_assert_uint_eq(world_rows(&w, T_DOCUMENTS), 1);
	ck_assert_uint_eq(world_rows(&w, T_DOCUMENT_USES), 2);
	world_close(&w);
}
END_TEST

START_TEST(the_same_bytes_after_withdrawal_are_a_new_submission)
{
	struct who d01 = world_unit("D01");
	struct submission first, again;

	world_open(&w);
	first = world_upload(&w, "D01", "1.1.1", "x");
	ck_assert_err(act_withdraw(w.store, &d01, first.id, "wrong file",
			  &again, NULL),
	    OK);
	again = world_upload(&w, "D01", "1.1.1", "x");
	ck_assert_mem_ne(again.id.b, first.id.b, sizeof first.id.b);
	world_close(&w);
}
END_TEST

START_TEST(a_key_replays_its_own_request)
{
	struct submit in;
	struct submitted first;
	struct digest before;

	world_open(&w);
	in = world_request(&w, "D01", "1.1.1");
	in.has_key = true;
	in.key = key("k1");
	ck_assert_err(world_send(&w, &in, slice_text("x"), &first, NULL), OK);
	ck_assert_int_eq(first.how, SUBMIT_NEW);
	before = world_dump(&w, 0);
	ck_assert_err(world_send(&w, &in, slice_text("x"), &out, NULL), OK);
	ck_assert_int_eq(out.how, SUBMIT_REPLAYED);
	ck_assert_mem_eq(out.submission.id.b, first.submission.id.b, 16);
	ck_assert_uint_eq(out.submission.entry, first.submission.entry);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

START_TEST(a_replay_is_answered_after_the_window_closed)
{
	struct submit in;
	struct submitted first;

	world_open(&w);
	world_clock(&w, WORLD_LAST);
	in = world_request(&w, "D01", "1.1.1");
	in.has_key = true;
	in.key = key("k1");
	ck_assert_err(world_send(&w, &in, slice_text("x"), &first, NULL), OK);
	world_clock(&w, WORLD_CLOSES);
	ck_assert_err(world_send(&w, &in, slice_text("x"), &out, NULL), OK);
	ck_assert_int_eq(out.how, SUBMIT_REPLAYED);
	ck_assert_int_eq(out.submission.verdict, VERDICT_ON_TIME);
	world_close(&w);
}
END_TEST

START_TEST(a_key_may_not_be_used_for_another_request)
{
	struct submit in, other;
	struct submission old;

	world_open(&w);
	old = world_upload(&w, "D01", "1.1.1", "old");
	in = world_request(&w, "D01", "1.1.1");
	in.has_key = true;
	in.key = key("k1");
	ck_assert_err(world_send(&w, &in, slice_text("x"), &out, NULL), OK);
	refused(&in, ERR_KEY_REUSED, "header:Idempotency-Key"); /* bytes */
	other = in;
	other.leaf[0] = leaf_named("1.1.2");
	refused(&other, ERR_KEY_REUSED, "header:Idempotency-Key");
	ck_assert_err(world_send(&w, &other, slice_text("x"), &out, NULL),
	    ERR_KEY_REUSED);
	other = in;
	(void)strcpy(other.facts.note, "see page 2");
	ck_assert_err(world_send(&w, &other, slice_text("x"), &out, NULL),
	    ERR_KEY_REUSED);
	other = in;
	other.replaces = old.id;
	ck_assert_err(world_send(&w, &other, slice_text("x"), &out, NULL),
	    ERR_KEY_REUSED);
	world_close(&w);
}
END_TEST

START_TEST(a_key_belongs_to_its_token)
{
	struct submit in;

	world_open(&w);
	in = world_request(&w, "D01", "1.1.1");
	in.has_key = true;
	in.key = key("k1");
	ck_assert_err(world_send(&w, &in, slice_text("x"), &out, NULL), OK);
	in.who.token.n++;
	ck_assert_err(world_send(&w, &in, slice_text("y"), &out, NULL), OK);
	ck_assert_int_eq(out.how, SUBMIT_NEW);
	world_close(&w);
}
END_TEST

START_TEST(a_key_is_forgotten_after_seven_days)
{
	struct submit in;

	world_open(&w);
	in = world_request(&w, "D01", "1.1.1");
	in.has_key = true;
	in.key = key("k1");
	ck_assert_err(world_send(&w, &in, slice_text("x"), &out, NULL), OK);
	world_clock(&w, "2023-01-02T07:59:59.999999+07:00");
	ck_assert_err(act_tick(w.store), OK);
	refused(&in, ERR_KEY_REUSED, "header:Idempotency-Key");
	world_clock(&w, "2023-01-02T08:00:00+07:00");
	ck_assert_err(world_send(&w, &in, slice_text("y"), &out, NULL), OK);
	ck_assert_int_eq(out.how, SUBMIT_NEW);
	ck_assert_err(act_tick(w.store), OK);
	/* the old use is gone, the new one stays, each with its age */
	ck_assert_uint_eq(world_rows(&w, T_KEYS), 2);
	world_clock(&w, "2023-01-09T08:00:00+07:00");
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_uint_eq(world_rows(&w, T_KEYS), 0);
	world_close(&w);
}
END_TEST

/* ---- what for ---- */

START_TEST(one_document_may_prove_two_leaves)
{
	struct submit in;

	world_open(&w);
	in = world_request(&w, "D01", "1.1.1");
	in.leaf[in.n_leaves++] = leaf_named("1.1.2");
	ck_assert_err(world_send(&w, &in, slice_text("x"), &out, NULL), OK);
	ck_assert_uint_eq(out.submission.n_leaves, 2);
	ck_assert_uint_eq(world_rows(&w, T_LEAF_DOCUMENTS), 2);
	/* either leaf alone finds the same bytes */
	in = world_request(&w, "D01", "1.1.2");
	ck_assert_err(world_send(&w, &in, slice_text("x"), &out, NULL), OK);
	ck_assert_int_eq(out.how, SUBMIT_SAME_BYTES);
	/* together with a third they are new */
	in.leaf[in.n_leaves++] = leaf_named("1.2.1");
	ck_assert_err(world_send(&w, &in, slice_text("x"), &out, NULL), OK);
	ck_assert_int_eq(out.how, SUBMIT_NEW);
	world_close(&w);
}
END_TEST

START_TEST(a_newer_document_replaces_an_older_one)
{
	struct submission old;
	struct submit in;

	world_open(&w);
	old = world_upload(&w, "D01", "1.1.1", "v1");
	in = world_request(&w, "D01", "1.1.1");
	in.replaces = old.id;
	ck_assert_err(world_send(&w, &in, slice_text("v2"), &out, NULL), OK);
	ck_assert_int_eq(world_submission(&w, old.id).status,
	    SUBMISSION_SUPERSEDED);
	(void)world_settle(&w);
	ck_assert_int_eq(world_submission(&w, old.id).status,
	    SUBMISSION_SUPERSEDED);
	ck_assert_int_eq(world_submission(&w, out.submission.id).status,
	    SUBMISSION_ACCEPTED);
	refused(&in, ERR_CONFLICT, "/replaces"); /* replaced already */
	world_close(&w);
}
END_TEST

START_TEST(a_late_document_may_not_replace_one_in_time)
{
	struct submission queued, accepted, late;
	struct submit in;

	world_open(&w);
	accepted = world_upload(&w, "D01", "1.1.1", "a");
	(void)world_settle(&w);
	queued = world_upload(&w, "D01", "1.1.1", "b");
	world_clock(&w, WORLD_UNTIL);
	late = world_upload(&w, "D01", "1.1.1", "c");
	in = world_request(&w, "D01", "1.1.1");
	in.replaces = accepted.id;
	refused(&in, ERR_CONFLICT, "/replaces");
	in.replaces = queued.id;
	refused(&in, ERR_CONFLICT, "/replaces");
	in.replaces = late.id;
	ck_assert_err(world_send(&w, &in, slice_text("d"), &out, NULL), OK);
	world_close(&w);
}
END_TEST

START_TEST(only_the_units_own_document_can_be_replaced)
{
	struct submission other;
	struct submit in;

	world_open(&w);
	other = world_upload(&w, "D02", "1.1.1", "x");
	in = world_request(&w, "D01", "1.1.1");
	in.replaces = other.id;
	refused(&in, ERR_NOT_FOUND, "/replaces");
	in.replaces.b[15] ^= 1;
	refused(&in, ERR_NOT_FOUND, "/replaces");
	world_close(&w);
}
END_TEST

/* ---- who and where ---- */

START_TEST(only_the_unit_and_the_dms_submit)
{
	struct submit in;

	world_open(&w);
	for (enum role role = ROLE_NOBODY; role < ROLES; role++) {
		in = world_request(&w, "D01", "1.1.1");
		in.who = world_who(role, role == ROLE_UNIT ? "D02" : "");
		if (role == ROLE_DMS)
			ck_assert_err(world_send(&w, &in, slice_text("x"), &out,
					  NULL),
			    OK);
		else
			refused(&in, ERR_FORBIDDEN, "");
	}
	world_close(&w);
}
END_TEST

START_TEST(what_is_not_there_is_named)
{
	struct submit in;

	world_open(&w);
	in = world_request(&w, "D01", "1.1.1");
	in.period.text[3] = '3';
	refused(&in, ERR_UNKNOWN_PERIOD, "/period");
	in = world_request(&w, "D99", "1.1.1");
	refused(&in, ERR_UNKNOWN_UNIT, "/unit");
	in = world_request(&w, "D01", "9.9.9");
	refused(&in, ERR_UNKNOWN_LEAF, "/leaf/0");
	in = world_request(&w, "D01", "8.1.1"); /* districts only */
	refused(&in, ERR_LEAF_NOT_YOURS, "/leaf/0");
	in = world_request(&w, "D04", "7.3.1"); /* left out by decision */
	refused(&in, ERR_LEAF_NOT_YOURS, "/leaf/0");
	in = world_request(&w, "D01", "S1.1"); /* by survey */
	refused(&in, ERR_LEAF_NOT_YOURS, "/leaf/0");
	in = world_request(&w, "D01", "1.8.1"); /* by the system */
	refused(&in, ERR_LEAF_NOT_YOURS, "/leaf/0");
	in = world_request(&w, "D01", "1.1.1");
	in.leaf[in.n_leaves++] = in.leaf[0];
	refused(&in, ERR_CONFLICT, "/leaf/1");
	in.n_leaves = 0;
	refused(&in, ERR_MISSING_FIELD, "/leaf");
	world_close(&w);
}
END_TEST

START_TEST(a_token_sends_so_many_bytes_a_day)
{
	struct submit in;

	world_open(&w);
	in = world_request(&w, "D01", "1.1.1");
	in.day_most = 6;
	ck_assert_err(world_send(&w, &in, slice_text("123"), &out, NULL), OK);
	ck_assert_err(world_send(&w, &in, slice_text("4567"), &out, NULL),
	    ERR_QUOTA);
	ck_assert_err(world_send(&w, &in, slice_text("456"), &out, NULL), OK);
	refused(&in, ERR_QUOTA, "");
	world_clock(&w, "2022-12-26T23:59:59+07:00");
	refused(&in, ERR_QUOTA, "");
	world_clock(&w, "2022-12-27T00:00:00+07:00");
	ck_assert_err(world_send(&w, &in, slice_text("789"), &out, NULL), OK);
	world_close(&w);
}
END_TEST

START_TEST(a_large_document_is_a_file_and_the_same_twice_one)
{
	struct buf bytes = { 0 };
	struct submit in;
	struct document doc;
	int fd;

	world_open(&w);
	for (unsigned i = 0; i <= BLOB_SMALL; i++)
		buf_byte(&bytes, (uint8_t)i);
	in = world_request(&w, "D01", "1.1.1");
	ck_assert_err(world_send(&w, &in, buf_all(&bytes), &out, NULL), OK);
	in = world_request(&w, "D02", "1.1.1");
	ck_assert_err(world_send(&w, &in, buf_all(&bytes), &out, NULL), OK);
	ck_assert_uint_eq(world_rows(&w, T_DOCUMENTS), 1);
	buf_clear(&bytes);
	ck_assert_err(look_document_bytes(w.store, out.submission.document,
			  &doc, &bytes, &fd),
	    OK);
	ck_assert_uint_eq(doc.pack, 0);
	ck_assert_int_ge(fd, 0);
	ck_assert_uint_eq(bytes.n, 0);
	(void)close(fd);
	buf_free(&bytes);
	world_close(&w);
}
END_TEST

START_TEST(a_submission_is_an_entry_an_event_and_a_job)
{
	struct who auditor = world_who(ROLE_AUDITOR, "");
	struct feed_look feed;
	struct event events[8];
	struct submission s;
	char id[UUID_TEXT];
	struct job job;
	uint64_t before;

	world_open(&w);
	before = world_log(&w);
	s = world_upload(&w, "D01", "1.1.1", "x");
	ck_assert_uint_eq(world_log(&w), before + 1);
	ck_assert_uint_eq(s.entry, before);
	ck_assert_int_eq(world_newest(&w), ENTRY_SUBMISSION);
	submission_id_text(s.id, id);
	ck_assert(world_newest_says(&w, "id", id));
	ck_assert_err(look_events(w.store, &auditor, 0, events, 8, &feed), OK);
	ck_assert_uint_eq(feed.n, 2); /* after the period's opening */
	ck_assert_int_eq(events[1].kind, EVENT_SUBMISSION_RECEIVED);
	ck_assert_uint_eq(events[1].entry, s.entry);
	job = (struct job){ .kind = JOB_SCORE_UNIT,
		.period = w.period,
		.unit = s.unit };
	ck_assert_err(look_job(w.store, &job), OK);
	ck_assert_uint_eq(job.wanted, 2); /* the opening asked too */
	ck_assert_uint_eq(job.rests_on, s.entry);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_submission_survives_closing_the_store)
{
	struct submission s;

	world_open(&w);
	s = world_upload(&w, "D01", "1.1.1", "x");
	world_reopen(&w);
	ck_assert_uint_eq(world_submission(&w, s.id).entry, s.entry);
	(void)world_settle(&w);
	ck_assert_int_eq(world_submission(&w, s.id).status,
	    SUBMISSION_ACCEPTED);
	world_verified(&w);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_last_microsecond_is_on_time,
		at_24_00_a_document_is_kept_marked_and_does_not_count,
		what_the_clock_cannot_tell_counts_for_the_unit,
		a_strict_period_keeps_the_doubt_from_the_unit,
		before_the_window_opens_a_document_is_refused_on_the_record,
		after_the_window_closes_a_document_is_refused_on_the_record,
		a_period_may_refuse_what_is_late,
		the_same_bytes_without_a_key_are_the_same_submission,
		the_same_bytes_for_another_leaf_or_unit_are_another_submission,
		the_same_bytes_after_withdrawal_are_a_new_submission,
		a_key_replays_its_own_request,
		a_replay_is_answered_after_the_window_closed,
		a_key_may_not_be_used_for_another_request,
		a_key_belongs_to_its_token,
		a_key_is_forgotten_after_seven_days,
		one_document_may_prove_two_leaves,
		a_newer_document_replaces_an_older_one,
		a_late_document_may_not_replace_one_in_time,
		only_the_units_own_document_can_be_replaced,
		only_the_unit_and_the_dms_submit,
		what_is_not_there_is_named,
		a_token_sends_so_many_bytes_a_day,
		a_large_document_is_a_file_and_the_same_twice_one,
		a_submission_is_an_entry_an_event_and_a_job,
		a_submission_survives_closing_the_store,
		NULL,
	};

	return suite_run("submit", tests);
}
