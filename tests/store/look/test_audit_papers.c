/*
 * test_audit_papers.c - the auditor's report on submissions and documents: for
 * each kind of finding, what brings it and what nearly does.
 */
#include <stdio.h>
#include <string.h>

#include "store/table/submissions.h"
#include "tests/kit/audit.h"
#include "tests/kit/suite.h"

/* ---- arrivals ---- */

static void
upload_on_time(struct world *w)
{
	(void)world_upload(w, "D01", "1.1.2", "a");
}

static void
upload_in_doubt(struct world *w)
{
	world_clock_bound(w, WORLD_LAST, S);
	(void)world_upload(w, "D01", "1.1.2", "a");
}

static void
upload_refused(struct world *w)
{
	struct submit in = world_request(w, "D01", "1.1.2");
	struct submitted out;

	world_clock(w, MUCH_LATER);
	ck_assert_err(world_send(w, &in, slice_text("a"), &out, NULL),
	    ERR_WINDOW_CLOSED);
}

static void
upload_returned(struct world *w)
{
	struct submit in = world_request(w, "D01", "1.1.2");

	world_return(w, &in, slice_text(""), ERR_EMPTY);
}

static enum err
replace_row(struct txn *t, void *arg)
{
	submissions_add(t, arg);
	return t->err;
}

static void
received_early(struct world *w, int64_t us)
{
	struct submission s = world_upload(w, "D01", "1.1.2", "a");

	s.received.earliest.us = s.time.us - us;
	ck_assert_err(env_change(w->store->env, replace_row, &s, 0), OK);
}

static void
received_11_s_before(struct world *w)
{
	received_early(w, 11 * S);
}

static void
received_9_s_before(struct world *w)
{
	received_early(w, 9 * S);
}

static void
judged_otherwise(struct world *w)
{
	struct submission s = world_upload(w, "D01", "1.1.2", "a");

	s.verdict = VERDICT_LATE;
	ck_assert_err(env_change(w->store->env, replace_row, &s, 0), OK);
}

static void
upload_last_hour(struct world *w, unsigned n)
{
	char bytes[16];

	world_clock(w, LAST_HALF);
	for (unsigned i = 0; i < n; i++) {
		(void)snprintf(bytes, sizeof bytes, "%u", i);
		(void)world_upload(w, "D01", "1.1.2", bytes);
	}
}

static void
eleven_in_the_last_hour(struct world *w)
{
	upload_last_hour(w, 11);
}

static void
ten_in_the_last_hour(struct world *w)
{
	upload_last_hour(w, 10);
}

/* ---- documents ---- */

static struct submission
send_paper(struct world *w, const char *unit, const char *number,
    const char *issued, const char *bytes)
{
	struct submit in = world_request(w, unit, "1.1.2");
	struct submitted out;

	(void)snprintf(in.facts.number, sizeof in.facts.number, "%s", number);
	(void)strcpy(in.facts.symbol, "27/BC-UBND");
	(void)snprintf(in.facts.issued, sizeof in.facts.issued, "%s", issued);
	ck_assert_err(world_send(w, &in, slice_text(bytes), &out, NULL), OK);
	return out.submission;
}

static void
issued_today(struct world *w)
{
	(void)send_paper(w, "D01", "1", "2022-12-26", "a");
}

static void
issued_tomorrow(struct world *w)
{
	(void)send_paper(w, "D01", "1", "2022-12-27", "a");
}

static void
issued_on_the_last_day(struct world *w)
{
	(void)send_paper(w, "D01", "1", "2023-01-10", "a");
}

static void
issued_after_the_deadline(struct world *w)
{
	(void)send_paper(w, "D01", "1", "2023-01-11", "a");
}

/* What the job found about D01's one document, issued on 24/12/2022. */
static void
found(struct world *w, bool accepted, struct file_claims claims)
{
	struct submission s = send_paper(w, "D01", "1", "2022-12-24", "a");
	struct job job = { .kind = JOB_SCORE_UNIT,
		.period = w->period,
		.unit = s.unit };
	struct check check = { .id = s.id,
		.accepted = accepted,
		.reason = accepted ? OK : ERR_DISGUISED,
		.claims = claims };
	struct settled settled;

	ck_assert_err(look_job(w->store, &job), OK);
	ck_assert_err(act_settle_unit(w->store, &job, &check, 1, &settled), OK);
}

static void
checked(struct world *w, bool accepted, const char *created,
    const char *modified)
{
	struct file_claims claims = { .created = "" };

	(void)strcpy(claims.created, created);
	(void)strcpy(claims.modified, modified);
	found(w, accepted, claims);
}

static void
document_rejected(struct world *w)
{
	checked(w, false, "", "");
}

static void
document_accepted(struct world *w)
{
	checked(w, true, "", "");
}

static void
made_before_issue(struct world *w)
{
	checked(w, true, "D:20221224235959+07'00'", "D:20221223");
}

static void
made_after_issue(struct world *w)
{
	checked(w, true, "D:20221225000000+07'00'", "");
}

static void
made_and_changed_after_issue(struct world *w)
{
	checked(w, true, "D:20221225000000+07'00'", "D:20221225000001+07'00'");
}

static void
changed_tomorrow(struct world *w)
{
	checked(w, true, "", "D:20221227080001+07'00'");
}

static void
signed_on_the_day_of_issue(struct world *w)
{
	found(w, true,
	    (struct file_claims){ .signed_at = "D:20221224170000+07'00'" });
}

static void
signed_the_day_after_issue(struct world *w)
{
	found(w, true,
	    (struct file_claims){ .signed_at = "D:20221225080000+07'00'" });
}

static void
signed_tomorrow(struct world *w)
{
	found(w, true,
	    (struct file_claims){ .signed_at = "D:20221227080001+07'00'" });
}

static void
date_is_nonsense(struct world *w)
{
	checked(w, true, "D:2099", "");
}

static void
same_file_of_two(struct world *w)
{
	(void)send_paper(w, "D01", "1", "", "a");
	(void)send_paper(w, "D02", "2", "", "a");
}

static void
same_paper_of_two(struct world *w)
{
	(void)send_paper(w, "D01", "1", "", "a");
	(void)send_paper(w, "D02", "1", "", "b");
}

static void
same_paper_of_one(struct world *w)
{
	(void)send_paper(w, "D01", "1", "", "a");
	(void)send_paper(w, "D01", "1", "", "b");
}

static void
other_paper_of_one(struct world *w)
{
	(void)send_paper(w, "D01", "1", "", "a");
	(void)send_paper(w, "D01", "2", "", "b");
}

static void
same_paper_taken_back(struct world *w)
{
	struct submission s = send_paper(w, "D01", "1", "", "a");
	struct who who = world_unit("D01");

	ck_assert_err(act_withdraw(w->store, &who, s.id, "wrong", &s, NULL),
	    OK);
	(void)send_paper(w, "D01", "1", "", "b");
}

/* ---- the table ---- */

/* clang-format off */
static const struct audit_row rows[] = {
	{ upload_on_time, FINDING_IN_DOUBT, 0 },
	{ upload_in_doubt, FINDING_IN_DOUBT, 1 },
	{ received_11_s_before, FINDING_ENTRY_FAR, 1 },
	{ received_9_s_before, FINDING_ENTRY_FAR, 0 },
	{ upload_on_time, FINDING_VERDICT_FLIPPED, 0 },
	{ judged_otherwise, FINDING_VERDICT_FLIPPED, 1 },
	{ upload_on_time, FINDING_REFUSED, 0 },
	{ upload_refused, FINDING_REFUSED, 1 },
	{ upload_returned, FINDING_RETURNED, 1 },
	{ upload_returned, FINDING_REFUSED, 0 },
	{ upload_refused, FINDING_RETURNED, 0 },
	{ document_rejected, FINDING_REJECTED, 1 },
	{ document_accepted, FINDING_REJECTED, 0 },
	{ eleven_in_the_last_hour, FINDING_BURST, 1 },
	{ ten_in_the_last_hour, FINDING_BURST, 0 },
	{ issued_today, FINDING_ISSUED_AFTER_ARRIVAL, 0 },
	{ issued_tomorrow, FINDING_ISSUED_AFTER_ARRIVAL, 1 },
	{ issued_on_the_last_day, FINDING_ISSUED_AFTER_DEADLINE, 0 },
	{ issued_after_the_deadline, FINDING_ISSUED_AFTER_DEADLINE, 1 },
	{ made_before_issue, FINDING_FILE_AFTER_ISSUED, 0 },
	{ made_after_issue, FINDING_FILE_AFTER_ISSUED, 1 },
	{ made_and_changed_after_issue, FINDING_FILE_AFTER_ISSUED, 2 },
	{ made_after_issue, FINDING_FILE_AFTER_ARRIVAL, 0 },
	{ changed_tomorrow, FINDING_FILE_AFTER_ARRIVAL, 1 },
	{ signed_on_the_day_of_issue, FINDING_FILE_AFTER_ISSUED, 0 },
	{ signed_the_day_after_issue, FINDING_FILE_AFTER_ISSUED, 1 },
	{ signed_tomorrow, FINDING_FILE_AFTER_ARRIVAL, 1 },
	{ date_is_nonsense, FINDING_FILE_AFTER_ARRIVAL, 0 },
	{ same_file_of_two, FINDING_SAME_FILE, 1 },
	{ same_paper_of_two, FINDING_SAME_FILE, 0 },
	{ same_paper_of_two, FINDING_SAME_PAPER_UNITS, 1 },
	{ same_paper_of_one, FINDING_SAME_PAPER_UNITS, 0 },
	{ same_paper_of_one, FINDING_SAME_PAPER_TWICE, 1 },
	{ other_paper_of_one, FINDING_SAME_PAPER_TWICE, 0 },
	{ same_paper_taken_back, FINDING_SAME_PAPER_TWICE, 0 },
};
/* clang-format on */
#define ROWS (sizeof rows / sizeof *rows)

START_TEST(a_finding_is_there_with_its_cause_and_not_without)
{
	audit_row(&rows[_i]);
}
END_TEST

START_TEST(a_finding_names_entry_submission_document_and_unit)
{
	struct world w;
	struct submission s;
	struct findings fs;
	struct finding *f;

	world_open(&w);
	(void)send_paper(&w, "D01", "1", "", "a");
	s = send_paper(&w, "D02", "2", "", "a");
	fs = audit_of(&w);
	ck_assert_uint_eq(fs.n, 1);
	f = fs.list;
	ck_assert_uint_eq(f->place, s.entry);
	ck_assert_int_eq(f->time.us, s.time.us);
	ck_assert(f->has_submission);
	ck_assert_mem_eq(f->submission.b, s.id.b, sizeof s.id.b);
	ck_assert(digest_eq(f->document, s.document));
	ck_assert_str_eq(f->unit.text, "D02");
	findings_free(&fs);
	world_close(&w);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("audit of papers");
	TCase *cases = tcase_create("audit of papers");
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 60);
	tcase_add_loop_test(cases,
	    a_finding_is_there_with_its_cause_and_not_without, 0, ROWS);
	tcase_add_test(cases,
	    a_finding_names_entry_submission_document_and_unit);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
