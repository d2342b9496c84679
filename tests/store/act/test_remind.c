/*
 * test_remind.c - reminders as the clock moves: each once, to whom it is for,
 * and over a restart.
 */
#include <stdio.h>

#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;
static struct event events[400];

/* All events of a kind that `who` (NULL: the system) may see, and how many. */
static size_t
seen_by(const struct who *who, enum event_kind kind)
{
	struct event list[200];
	struct feed_look feed = { .next = 0 };
	uint64_t after;
	size_t n = 0;

	do {
		after = feed.next;
		ck_assert_err(look_events(w.store, who, after, list, 200,
				  &feed),
		    OK);
		for (size_t i = 0; i < feed.n; i++)
			if (list[i].kind == kind)
				events[n++] = list[i];
	} while (feed.next != after);
	return n;
}

static size_t
said(enum event_kind kind)
{
	return seen_by(NULL, kind);
}

/* The days of those about evidence windows, in the order they were said. */
static const char *
counted_down(void)
{
	static char text[32];
	size_t n = said(EVENT_WINDOW_CLOSING);
	int at = 0;

	text[0] = 0;
	for (size_t i = 0; i < n; i++)
		if (events[i].stage == STAGE_EVIDENCE)
			at += snprintf(text + at, sizeof text - (size_t)at,
			    "%u", events[i].days);
	return text;
}

static void
tick_at(const char *time)
{
	world_clock(&w, time);
	ck_assert_err(act_tick(w.store), OK);
	(void)world_settle(&w);
}

START_TEST(an_open_window_is_said_once_a_block)
{
	world_open(&w);
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_uint_eq(said(EVENT_WINDOW_OPENED), 4);
	for (unsigned i = 0; i < 4; i++) {
		ck_assert_str_ne(events[i].block.text, "");
		ck_assert_str_eq(events[i].unit.text, "");
		ck_assert_uint_eq(events[i].window, 1);
		ck_assert(events[i].entry == UINT64_MAX);
	}
	ck_assert_err(act_tick(w.store), OK);
	world_reopen(&w);
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_uint_eq(said(EVENT_WINDOW_OPENED), 4);
	world_close(&w);
}
END_TEST

START_TEST(days_left_are_counted_down_one_event_each)
{
	world_open(&w);
	tick_at("2023-01-04T00:00:00+07:00");
	ck_assert_str_eq(counted_down(), "77");
	tick_at("2023-01-08T00:00:00+07:00");
	tick_at("2023-01-08T12:00:00+07:00");
	ck_assert_str_eq(counted_down(), "7733");
	tick_at(WORLD_LAST);
	tick_at(WORLD_UNTIL);
	ck_assert_str_eq(counted_down(), "773311");
	world_close(&w);
}
END_TEST

START_TEST(a_clock_that_leaps_says_the_nearest_day_only)
{
	world_open(&w);
	tick_at(WORLD_LAST);
	ck_assert_str_eq(counted_down(), "11");
	world_close(&w);
}
END_TEST

START_TEST(each_unit_is_told_how_many_criteria_have_no_document)
{
	struct who own = world_unit("D01"), other = world_unit("D02");
	unsigned missing;

	world_open(&w);
	(void)world_upload(&w, "D01", "1.1.1", "%PDF-1.4 x");
	tick_at("2023-01-08T00:00:00+07:00");
	ck_assert_uint_eq(said(EVENT_EVIDENCE_MISSING), 30);
	ck_assert_uint_eq(seen_by(&other, EVENT_EVIDENCE_MISSING), 1);
	ck_assert_str_eq(events[0].unit.text, "D02");
	missing = events[0].missing;
	ck_assert_uint_eq(seen_by(&own, EVENT_EVIDENCE_MISSING), 1);
	ck_assert_str_eq(events[0].unit.text, "D01");
	ck_assert_uint_eq(events[0].missing, missing - 1);
	ck_assert_uint_eq(events[0].days, 3);
	tick_at("2023-01-09T00:00:00+07:00");
	ck_assert_uint_eq(said(EVENT_EVIDENCE_MISSING), 30);
	tick_at("2023-01-10T00:00:00+07:00");
	ck_assert_uint_eq(said(EVENT_EVIDENCE_MISSING), 60);
	world_close(&w);
}
END_TEST

START_TEST(a_job_that_runs_twice_reminds_once)
{
	struct job job = { .kind = JOB_REMIND_UNIT, .unit = unit_named("D01") };

	world_open(&w);
	job.period = w.period;
	world_clock(&w, "2023-01-08T00:00:00+07:00");
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_err(look_job(w.store, &job), OK);
	ck_assert_err(act_remind_unit(w.store, &job), OK);
	ck_assert_err(act_remind_unit(w.store, &job), OK);
	ck_assert_uint_eq(said(EVENT_EVIDENCE_MISSING), 1);
	ck_assert_err(look_job(w.store, &job), ERR_NOT_FOUND);
	world_close(&w);
}
END_TEST

START_TEST(a_promised_reminder_survives_a_restart)
{
	world_open(&w);
	world_clock(&w, "2023-01-08T00:00:00+07:00");
	ck_assert_err(act_tick(w.store), OK);
	world_reopen(&w);
	ck_assert_uint_eq(said(EVENT_EVIDENCE_MISSING), 0);
	(void)world_settle(&w);
	ck_assert_uint_eq(said(EVENT_EVIDENCE_MISSING), 30);
	world_close(&w);
}
END_TEST

START_TEST(a_reminder_too_late_is_not_said)
{
	world_open(&w);
	world_clock(&w, WORLD_LAST);
	ck_assert_err(act_tick(w.store), OK);
	world_clock(&w, WORLD_UNTIL);
	(void)world_settle(&w);
	ck_assert_uint_eq(said(EVENT_EVIDENCE_MISSING), 0);
	world_close(&w);
}
END_TEST

START_TEST(a_province_chooses_its_days)
{
	world_open_with(&w,
	    WORLD_PATCHES("\"year\": 2022", "\"year\":2022,\"reminders\":{"
					    "\"closing_days\":[2],"
					    "\"missing_days\":[]}"));
	tick_at("2023-01-08T00:00:00+07:00");
	ck_assert_str_eq(counted_down(), "");
	tick_at("2023-01-09T00:00:00+07:00");
	ck_assert_str_eq(counted_down(), "22");
	tick_at(WORLD_LAST);
	ck_assert_uint_eq(said(EVENT_EVIDENCE_MISSING), 0);
	world_close(&w);
}
END_TEST

START_TEST(a_unit_with_more_time_is_reminded_of_its_own_end)
{
	struct who own = world_unit("D01"), other = world_unit("D02");

	world_open_with(&w,
	    WORLD_PATCHES("\"windows\": [",
		"\"windows\": ["
		"{\"block\":\"department\",\"unit\":\"D01\","
		"\"stage\":\"evidence\",\"version\":2,"
		"\"opens\":\"2022-12-25T00:00:00+07:00\","
		"\"on_time_until\":\"2023-01-15T00:00:00+07:00\"},"));
	tick_at("2023-01-10T00:00:00+07:00");
	ck_assert_uint_eq(said(EVENT_EVIDENCE_MISSING), 29);
	ck_assert_uint_eq(seen_by(&own, EVENT_EVIDENCE_MISSING), 0);
	tick_at("2023-01-14T00:00:00+07:00");
	ck_assert_uint_eq(said(EVENT_EVIDENCE_MISSING), 30);
	ck_assert_uint_eq(seen_by(&own, EVENT_EVIDENCE_MISSING), 1);
	ck_assert_uint_eq(events[0].window, 2);
	ck_assert_uint_eq(seen_by(&other, EVENT_EVIDENCE_MISSING), 1);
	ck_assert_uint_eq(events[0].days, 1);
	tick_at("2023-01-14T12:00:00+07:00");
	ck_assert_uint_eq(said(EVENT_EVIDENCE_MISSING), 30);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_open_window_is_said_once_a_block,
		days_left_are_counted_down_one_event_each,
		a_clock_that_leaps_says_the_nearest_day_only,
		each_unit_is_told_how_many_criteria_have_no_document,
		a_job_that_runs_twice_reminds_once,
		a_promised_reminder_survives_a_restart,
		a_reminder_too_late_is_not_said,
		a_province_chooses_its_days,
		a_unit_with_more_time_is_reminded_of_its_own_end,
		NULL,
	};

	return suite_run("remind", tests);
}
