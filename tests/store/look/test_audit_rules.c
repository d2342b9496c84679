/*
 * test_audit_rules.c - the auditor's report on changed rules: whose decision,
 * which deadlines, whose verdicts.
 */
#include <stdio.h>
#include <string.h>

#include "tests/kit/audit.h"
#include "tests/kit/suite.h"

#define EXTENDED                                                               \
	"\"windows\": [", "\"windows\": [{\"block\":\"department\",\"stage\":" \
			  "\"evidence\",\"version\":2,\"opens\":"              \
			  "\"" WORLD_OPENS "\",\"on_time_until\":"             \
			  "\"2023-01-12T00:00:00+07:00\",\"closes\":"          \
			  "\"" WORLD_CLOSES "\"},"

static struct world w;

/* The only finding of its kind; fails the test when there are more or none. */
static struct finding
only(const struct findings *fs, enum finding_code code)
{
	struct finding found = { 0 };

	ck_assert_msg(fs->count[code] == 1, "%s: %llu", finding_name(code),
	    (unsigned long long)fs->count[code]);
	for (size_t i = 0; i < fs->n; i++)
		if (fs->list[i].code == code)
			found = fs->list[i];
	return found;
}

static void
says(const struct finding *f, const char *en, const char *vi)
{
	ck_assert_msg(strstr(f->en, en) != NULL, "%s", f->en);
	ck_assert_msg(strstr(f->vi, vi) != NULL, "%s", f->vi);
}

START_TEST(a_deadline_changed_after_the_opening_is_told_with_its_decision)
{
	struct submission late;
	struct findings fs;
	struct finding f;

	world_open(&w);
	world_clock(&w, WORLD_UNTIL);
	late = world_upload(&w, "D01", "1.1.2", "late");
	(void)world_settle(&w);
	ck_assert_err(world_amend(&w, WORLD_PATCHES(EXTENDED), NULL), OK);
	fs = audit_of(&w);
	f = only(&fs, FINDING_RULES_CHANGED);
	says(&f,
	    "Version 2 under decision 12/QĐ-UBND of 2023-01-09 (Nguyễn "
	    "Văn A",
	    "Phiên bản 2 theo quyết định 12/QĐ-UBND");
	f = only(&fs, FINDING_DEADLINE_CHANGED);
	says(&f,
	    "block department, stage evidence, version 2: from "
	    "2023-01-11T00:00:00.000000+07:00 to 2023-01-12",
	    "Khối department, giai đoạn nộp tài liệu kiểm chứng, phiên bản 2: "
	    "từ 2023-01-11");
	/* not judged again yet: said as what is still to come */
	f = only(&fs, FINDING_VERDICT_FLIPPED);
	says(&f, "late by version 1 of the window, on-time by version 2",
	    "trễ hạn theo phiên bản 1 của thời hạn, đúng hạn theo phiên bản 2");
	ck_assert_uint_eq(fs.count[FINDING_REJUDGED], 0);
	findings_free(&fs);
	(void)world_settle(&w);
	fs = audit_of(&w);
	ck_assert_uint_eq(fs.count[FINDING_VERDICT_FLIPPED], 0);
	f = only(&fs, FINDING_REJUDGED);
	says(&f, "Unit D01: late became on-time", "trễ hạn đổi thành đúng hạn");
	ck_assert(f.has_submission);
	ck_assert_mem_eq(f.submission.b, late.id.b, sizeof late.id.b);
	ck_assert_int_eq(finding_severity(f.code), SEVERITY_HIGH);
	findings_free(&fs);
	world_close(&w);
}
END_TEST

START_TEST(what_is_done_is_judged_by_the_windows_of_its_own_time)
{
	struct who who = world_unit("D01");
	struct submission s;
	struct findings fs;

	world_open(&w);
	ck_assert_err(world_amend(&w, WORLD_PATCHES(EXTENDED), NULL), OK);
	world_clock(&w, "2023-01-11T12:00:00+07:00");
	s = world_upload(&w, "D01", "1.1.2", "in the time added");
	ck_assert_err(act_withdraw(w.store, &who, s.id, "nhầm tệp", &s, NULL),
	    OK);
	fs = audit_of(&w);
	ck_assert_uint_eq(fs.count[FINDING_WITHDRAWN_AFTER_CLOSE], 0);
	ck_assert_uint_eq(fs.count[FINDING_REJUDGED], 0);
	findings_free(&fs);
	world_close(&w);
}
END_TEST

START_TEST(a_cure_and_a_fence_are_no_flipped_verdicts)
{
	struct findings fs;
	struct submission s;

	world_open(&w);
	world_clock(&w, WORLD_UNTIL);
	ck_assert_err(act_tick(w.store), OK);
	s = world_upload(&w, "D01", "1.1.2", "behind the closing");
	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	fs = audit_of(&w);
	ck_assert_uint_eq(fs.count[FINDING_VERDICT_FLIPPED], 0);
	findings_free(&fs);
	world_close(&w);
}
END_TEST

START_TEST(what_the_council_admitted_is_told_with_its_decision)
{
	struct who council = world_who(ROLE_COUNCIL, "");
	struct mandate mandate = world_mandate();
	struct submission s;
	struct findings fs;
	struct finding f;

	world_open_with(&w, WORLD_PATCHES("\"late_policy\": \"mark\"",
				"\"late_policy\": \"council\""));
	world_clock(&w, WORLD_UNTIL);
	s = world_upload(&w, "D01", "1.1.2", "late");
	(void)world_settle(&w);
	ck_assert_err(act_admit_late(w.store, &council, s.id, &mandate, &s,
			  NULL),
	    OK);
	fs = audit_of(&w);
	f = only(&fs, FINDING_ADMITTED);
	says(&f, "Unit D01, verdict late: counts by decision 12/QĐ-UBND",
	    "được tính theo quyết định 12/QĐ-UBND");
	ck_assert(f.has_submission);
	findings_free(&fs);
	world_close(&w);
}
END_TEST

START_TEST(outside_times_and_rulings_that_changed_verdicts_are_told)
{
	struct stopped machine = { .reading = {
				       .wall = { INT64_C(1673369400000000) },
				       .bound = { 5000000 },
				       .status = CLOCK_UNSYNCHRONISED,
				       .source = CLOCK_BY_KERNEL } };
	struct who council = world_who(ROLE_COUNCIL, "");
	struct mandate mandate = world_mandate();
	struct stamping in = { .by = "vgca",
		.request = slice_text("request"),
		.response = slice_text("response"),
		/* ten minutes behind the deadline */
		.token = { .time = { INT64_C(1673370600000000) },
		    .policy = "1.2",
		    .serial = "0a" } };
	struct job job = { .kind = JOB_REJUDGE_UNIT };
	struct submission s;
	struct findings fs;
	struct finding f;
	struct buf note = { 0 };
	uint64_t size;
	bool done;

	world_open(&w);
	w.store->clocks = clocks_stopped(&machine);
	s = world_upload(&w, "D01", "1.1.2", "in time, says nobody's clock");
	ck_assert_err(look_checkpoint(w.store, &note, &size), OK);
	in.note = buf_all(&note);
	ck_assert_err(act_stamped(w.store, &in), OK);
	buf_free(&note);
	ck_assert_err(act_tick(w.store), OK);
	job.period = w.period;
	job.unit = unit_named("D01");
	ck_assert_err(look_job(w.store, &job), OK);
	ck_assert_err(act_rejudge_unit(w.store, &job, &s.id, 1, &done), OK);
	ck_assert_err(act_rejudge_unit(w.store, &job, NULL, 0, &done), OK);
	ck_assert(done);
	ck_assert_err(act_rule_time(w.store, &council, s.id, VERDICT_LATE,
			  &mandate, &s, NULL),
	    OK);
	fs = audit_of(&w);
	f = only(&fs, FINDING_BOUNDED);
	says(&f,
	    "Unit D01, clock unknown: on-time became on-time-in-doubt by the "
	    "outside times",
	    "theo giờ bên ngoài");
	f = only(&fs, FINDING_RULED);
	says(&f,
	    "Unit D01: on-time-in-doubt became late by decision 12/QĐ-UBND",
	    "theo quyết định 12/QĐ-UBND");
	findings_free(&fs);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_deadline_changed_after_the_opening_is_told_with_its_decision,
		what_is_done_is_judged_by_the_windows_of_its_own_time,
		a_cure_and_a_fence_are_no_flipped_verdicts,
		what_the_council_admitted_is_told_with_its_decision,
		outside_times_and_rulings_that_changed_verdicts_are_told,
		NULL,
	};

	return suite_run("audit of rules", tests);
}
