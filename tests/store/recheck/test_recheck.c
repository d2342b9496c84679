/*
 * test_recheck.c - a short log that keeps its rules, and every way to break
 * one of them that the entries alone give away.
 */
#include "store/recheck/recheck.h"

#include <stdio.h>
#include <string.h>

#include "store/model/verdict.h"
#include "tests/kit/suite.h"

#define S INT64_C(1000000)
#define HOUR (3600 * S)
#define D INT64_C(1673370000000000)
#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* One entry: when, by which clock, of what type, and its own lines. */
struct line {
	int64_t at; /* from D, us */
	enum entry_type type;
	const char *body;
};

#define ARRIVAL(received, verdict)                                             \
	"period 2022\nunit " HASH "\nleaf 1.1.2\ndocument " HASH               \
	"\nsize 9\nmanifest " HASH "\nreceived " received                      \
	"\nwindow 1 1673370000000000\nverdict " verdict "\n"
#define SUBMISSION(received, verdict)                                          \
	"id 0185a0c4-7a80-7000-8000-000000000001\n" ARRIVAL(received,          \
	    verdict) "by 7\n"
#define RULES(late)                                                            \
	"period 2022\nversion 1\nbundle " HASH                                 \
	"\nwindow department evidence 1 1673280000000000 1673370000000000 "    \
	"1673888400000000\ndoubt unit\nlate " late "\n"
#define CLOSED(counts, size)                                                   \
	"period 2022\nstage evidence\nversion 1\nuntil 1673370000000000\n"     \
	"block department\n" counts "size " size "\n"
#define VERDICT_OF(about, verdict)                                             \
	"about " about "\nverdict " verdict "\ndocument accepted\nreason ok\n"

/* index 0..8; every neighbour within 30 s in the last hour */
static const struct line sound[] = {
	{ -80 * S, ENTRY_RULES, RULES("mark") },
	{ -60 * S, ENTRY_HEARTBEAT, "size 1\nfree 9\n" },
	{ -40 * S, ENTRY_SUBMISSION,
	    SUBMISSION("1673369959999000 1673369960001000 handler",
		"on-time") },
	{ -20 * S, ENTRY_VERDICT, VERDICT_OF("2", "on-time") },
	{ 0, ENTRY_SUBMISSION,
	    SUBMISSION("1673369999999000 1673370000001000 front",
		"on-time-in-doubt") },
	{ 5 * S, ENTRY_SUBMISSION,
	    SUBMISSION("1673370004999000 1673370005001000 front", "late") },
	{ 65 * S, ENTRY_CLOSED,
	    CLOSED("on-time 1\ndoubt 1\nlate 1\nrefused 0\n", "6") },
	{ 70 * S, ENTRY_SUBMISSION, /* fenced: by its interval on time */
	    SUBMISSION("1673369999990000 1673369999992000 front", "late") },
	{ 80 * S, ENTRY_HEARTBEAT, "size 8\nfree 9\n" },
};
#define LINES (sizeof sound / sizeof *sound)

static struct buf entries[LINES + 4];

struct heard {
	char codes[256]; /* of errors, each with a space behind */
	uint64_t warnings, notes;
};

static void
hear(void *self, const struct objection *o)
{
	struct heard *h = self;

	h->warnings += o->gravity == GRAVE_WARNING;
	h->notes += o->gravity == GRAVE_NOTE;
	if (o->gravity != GRAVE_ERROR)
		return;
	ck_assert_uint_lt(strlen(h->codes) + strlen(o->code) + 2,
	    sizeof h->codes);
	(void)strcat(strcat(h->codes, o->code), " ");
}

static bool
earlier(void *self, uint64_t index, struct slice *bytes)
{
	(void)self;
	*bytes = buf_all(&entries[index]);
	return true;
}

/* The log with entry `at` given another line; `shift` moves its clock. */
static struct heard
with_bound(size_t at, const struct line *other, int64_t shift, int64_t bound)
{
	struct heard h = { .codes = "" };
	struct recheck_to to = { hear, earlier, &h };
	struct recheck *r = recheck_new(to);

	for (size_t i = 0; i < LINES; i++) {
		const struct line *l = i == at ? other : &sound[i];
		struct reading clock = { .wall = { D + l->at },
			.bound = { bound },
			.status = CLOCK_FIT,
			.boottime_us = HOUR + l->at };

		if (i == at)
			clock.wall.us += shift;
		entry_write(&entries[i], l->type, (struct moment){ D + l->at },
		    &clock, slice_text(l->body));
		ck_assert_err(entries[i].err, OK);
		ck_assert_err(recheck_entry(r, buf_all(&entries[i])), OK);
	}
	ck_assert_err(recheck_finish(r), OK);
	recheck_free(&r);
	for (size_t i = 0; i < LINES; i++)
		buf_free(&entries[i]);
	return h;
}

static struct heard
with(size_t at, const struct line *other, int64_t shift)
{
	return with_bound(at, other, shift, 1000);
}

START_TEST(a_log_that_keeps_its_rules_meets_no_objection)
{
	struct heard h = with(LINES, NULL, 0);

	ck_assert_str_eq(h.codes, "");
	ck_assert_uint_eq(h.warnings, 1); /* slow */
	ck_assert_uint_eq(h.notes, 1);
}
END_TEST

START_TEST(what_the_clock_cannot_know_is_no_delay)
{
	ck_assert_uint_eq(with_bound(LINES, NULL, 0, HOUR).warnings, 0);
}
END_TEST

START_TEST(every_broken_rule_is_named)
{
	static const struct {
		const char *want;
		size_t at;
		struct line line;
	} rows[] = {
		/* a verdict that the interval does not give */
		{ "verdict about ", 2,
		    { -40 * S, ENTRY_SUBMISSION,
			SUBMISSION("1673369959999000 1673369960001000 handler",
			    "late") } },
		{ "verdict ", 5,
		    { 5 * S, ENTRY_SUBMISSION,
			SUBMISSION("1673370004999000 1673370005001000 front",
			    "on-time") } },
		/* after the closing nothing is on time */
		{ "verdict ", 7,
		    { 70 * S, ENTRY_SUBMISSION,
			SUBMISSION("1673369999990000 1673369999992000 front",
			    "on-time") } },
		/* logged before it came */
		{ "received ", 5,
		    { 5 * S, ENTRY_SUBMISSION,
			SUBMISSION("1673370004999000 1673370009001000 front",
			    "late") } },
		/* the job says another verdict; or is about nothing */
		{ "about ", 3,
		    { -20 * S, ENTRY_VERDICT, VERDICT_OF("2", "late") } },
		{ "about ", 3,
		    { -20 * S, ENTRY_VERDICT, VERDICT_OF("3", "on-time") } },
		{ "about ", 3,
		    { -20 * S, ENTRY_VERDICT, VERDICT_OF("1", "on-time") } },
		/* counts, and places */
		{ "closing ", 6,
		    { 65 * S, ENTRY_CLOSED,
			CLOSED("on-time 2\ndoubt 1\nlate 1\nrefused 0\n",
			    "6") } },
		{ "size ", 6,
		    { 65 * S, ENTRY_CLOSED,
			CLOSED("on-time 1\ndoubt 1\nlate 1\nrefused 0\n",
			    "7") } },
		{ "size ", 8, { 80 * S, ENTRY_HEARTBEAT, "size 7\nfree 9\n" } },
		/* closed twice, and too early */
		{ "closing verdict closing closing closing ", 3,
		    { -20 * S, ENTRY_CLOSED,
			CLOSED("on-time 1\ndoubt 0\nlate 0\nrefused 0\n",
			    "3") } },
		/* what a policy refuses is not taken */
		{ "policy policy ", 0,
		    { -80 * S, ENTRY_RULES, RULES("refuse") } },
		/* no rules at all */
		{ "rules rules rules closing rules ", 0,
		    { -80 * S, ENTRY_CLOCK, "" } },
		/* an outage and a step that nobody can see */
		{ "claim ", 3,
		    { -20 * S, ENTRY_OUTAGE,
			"after 1\nfrom 1673369940000000\n"
			"until 1673369960000000\n" } },
		{ "claim ", 3, { -20 * S, ENTRY_INCIDENT, "after 1\nby 5\n" } },
		/* time that stands */
		{ "order ", 3,
		    { -40 * S, ENTRY_VERDICT, VERDICT_OF("2", "on-time") } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct heard h = with(rows[i].at, &rows[i].line, 0);

		ck_assert_msg(strcmp(h.codes, rows[i].want) == 0, "row %zu: %s",
		    i, h.codes);
	}
}
END_TEST

START_TEST(a_step_is_a_note_until_two_heartbeats_have_passed_it)
{
	/* a clock an hour back at one entry: two steps, never owned up to */
	struct heard h = with(3, &sound[3], -HOUR);

	ck_assert_str_eq(h.codes, "");
	ck_assert_uint_eq(h.notes, 1 + 2);
}
END_TEST

START_TEST(bytes_that_are_no_entry_are_refused)
{
	struct heard h = { .codes = "" };
	struct recheck *r = recheck_new((struct recheck_to){ hear, NULL, &h });

	ck_assert_err(recheck_entry(r, slice_text("parindex-entry/v2\n")),
	    ERR_MALFORMED);
	recheck_free(&r);
	ck_assert_ptr_null(r);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_log_that_keeps_its_rules_meets_no_objection,
		what_the_clock_cannot_know_is_no_delay,
		every_broken_rule_is_named,
		a_step_is_a_note_until_two_heartbeats_have_passed_it,
		bytes_that_are_no_entry_are_refused,
		NULL,
	};

	return suite_run("recheck", tests);
}
