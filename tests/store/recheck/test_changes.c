/*
 * test_changes.c - a log across two versions of a period's rules, with a cure
 * and an admission, and every way to break one of their rules that the entries
 * alone give away.
 */
#include <stdio.h>
#include <string.h>

#include "store/recheck/recheck.h"
#include "tests/kit/suite.h"

#define S INT64_C(1000000)
#define D INT64_C(1673370000000000)
#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define ID(n) "0185a0c4-7a80-7000-8000-00000000000" n

/* One entry: when, of what type, and its own lines. A simulated clock. */
struct line {
	int64_t at; /* from D, seconds */
	enum entry_type type;
	const char *body;
};

#define ARRIVAL(id, leaf, at, window, verdict, replaces)                       \
	"id " ID(id) "\nperiod 2022\nunit " HASH "\nleaf " leaf                \
		     "\ndocument " HASH "\nsize 9\nmanifest " HASH             \
		     "\nreceived " at " " at " simulated\nwindow " window      \
		     "\nverdict " verdict "\n" replaces "by 7\n"
#define V1 "1 1673370000000000"
#define V2 "2 1673377200000000" /* two hours later */
#define ROW1                                                                   \
	"window department evidence 1 1673280000000000 1673370000000000 "      \
	"1673888400000000\n"
#define ROW2(until)                                                            \
	"window department evidence 2 1673280000000000 " until                 \
	" 1673888400000000\n"
#define POLICIES                                                               \
	"doubt unit\nlate council\ncure 172800000000\n"                        \
	"outage-rule 86400000000 1800000000 21600000000\n"
#define AMENDMENT(before, row, outage)                                         \
	"period 2022\nversion 2\nbefore " before "\nbundle " HASH              \
	"\n" ROW1 row POLICIES outage "decision " HASH "\nby 0\n"
#define REJUDGED(about, rules, window, was, verdict)                           \
	"about " about "\nrules " rules "\nwindow " window "\nwas " was        \
	"\nverdict " verdict "\n"

static const struct line sound[] = {
	{ -80, ENTRY_OPENING,
	    "period 2022\nversion 1\nbundle " HASH "\n" ROW1 POLICIES },
	{ -60, ENTRY_SUBMISSION,
	    ARRIVAL("1", "1.1.2", "1673369940000000", V1, "on-time", "") },
	{ -40, ENTRY_VERDICT,
	    "about 1\nverdict on-time\ndocument rejected\nreason disguised\n" },
	{ 10, ENTRY_SUBMISSION,
	    ARRIVAL("2", "1.1.2", "1673370010000000", V1, "late", "") },
	{ 20, ENTRY_SUBMISSION,
	    ARRIVAL("3", "1.1.2", "1673370020000000", V1, "cured",
		"replaces " ID("1") "\n") },
	{ 30, ENTRY_VERDICT,
	    "about 3\nverdict late\ndocument accepted\nreason ok\n" },
	{ 3600, ENTRY_AMENDMENT, AMENDMENT("1", ROW2("1673377200000000"), "") },
	{ 3610, ENTRY_REJUDGEMENT, REJUDGED("3", "6", V2, "late", "on-time") },
	{ 5400, ENTRY_SUBMISSION,
	    ARRIVAL("4", "1.1.2", "1673375400000000", V2, "on-time", "") },
	{ 10800, ENTRY_SUBMISSION,
	    ARRIVAL("5", "1.1.2", "1673380800000000", V2, "late", "") },
	{ 10810, ENTRY_VERDICT,
	    "about 3\nverdict on-time\ndocument accepted\nreason ok\n" },
	{ 10820, ENTRY_ADMISSION, "about 9\ndecision " HASH "\nby 5\n" },
};
#define LINES (sizeof sound / sizeof *sound)

static struct buf entries[LINES];

struct heard {
	char codes[256]; /* of errors, each with a space behind */
	char first[300];
};

static void
hear(void *self, const struct objection *o)
{
	struct heard *h = self;

	if (o->gravity != GRAVE_ERROR)
		return;
	if (h->first[0] == 0)
		(void)snprintf(h->first, sizeof h->first, "%llu: %s",
		    (unsigned long long)o->index, o->text);
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

/* The log with entry `at` given another body. */
static struct heard
with(size_t at, enum entry_type type, const char *body)
{
	struct heard h = { .codes = "" };
	struct recheck *r =
	    recheck_new((struct recheck_to){ hear, earlier, &h });

	for (size_t i = 0; i < LINES; i++) {
		struct reading clock = { .wall = { D + sound[i].at * S },
			.status = CLOCK_SIMULATED };

		entry_write(&entries[i], i == at ? type : sound[i].type,
		    clock.wall, &clock,
		    slice_text(i == at ? body : sound[i].body));
		ck_assert_msg(entries[i].err == OK, "entry %zu", i);
		ck_assert_err(recheck_entry(r, buf_all(&entries[i])), OK);
	}
	ck_assert_err(recheck_finish(r), OK);
	recheck_free(&r);
	for (size_t i = 0; i < LINES; i++)
		buf_free(&entries[i]);
	return h;
}

START_TEST(a_log_across_versions_that_keeps_its_rules_meets_no_objection)
{
	struct heard h = with(LINES, ENTRY_CLOCK, "");

	ck_assert_msg(h.codes[0] == 0, "%s%s", h.codes, h.first);
}
END_TEST

START_TEST(every_broken_rule_about_changes_is_named)
{
	static const struct {
		const char *want;
		size_t at;
		enum entry_type type;
		const char *body;
	} rows[] = {
		/* not the version before; a deadline in the past */
		{ "amendment ", 6, ENTRY_AMENDMENT,
		    AMENDMENT("7", ROW2("1673377200000000"), "") },
		{ "amendment verdict verdict verdict ", 6, ENTRY_AMENDMENT,
		    AMENDMENT("1", ROW2("1673373600000000"), "") },
		/* an outage that is none; one that the log does not tell of */
		{ "amendment ", 6, ENTRY_AMENDMENT,
		    AMENDMENT("1", ROW2("1673377200000000"), "outage 5\n") },
		{ "amendment ", 6, ENTRY_AMENDMENT,
		    AMENDMENT("1", ROW2("1673377200000000"), "outage 6\n") },
		/* another period's: then nothing changed here */
		{ "rules verdict verdict verdict ", 6, ENTRY_AMENDMENT,
		    "period 2021\nversion 2\nbefore 1\nbundle " HASH
		    "\n" ROW1 POLICIES "decision " HASH "\nby 0\n" },
		/* re-judged from, to, by what it is not */
		{ "about about ", 7, ENTRY_REJUDGEMENT,
		    REJUDGED("3", "6", V2, "closed", "on-time") },
		{ "verdict about ", 7, ENTRY_REJUDGEMENT,
		    REJUDGED("3", "6", V2, "late", "late") },
		{ "verdict ", 7, ENTRY_REJUDGEMENT,
		    REJUDGED("3", "0", V2, "late", "on-time") },
		{ "verdict ", 7, ENTRY_REJUDGEMENT,
		    REJUDGED("3", "6", V1, "late", "on-time") },
		{ "about about ", 7, ENTRY_REJUDGEMENT,
		    REJUDGED("2", "6", V2, "late", "on-time") },
		{ "about about ", 7, ENTRY_REJUDGEMENT,
		    REJUDGED("7", "6", V2, "late", "on-time") },
		/* a verdict that was changed since; not re-judged at all */
		{ "about ", 10, ENTRY_VERDICT,
		    "about 3\nverdict late\ndocument accepted\nreason ok\n" },
		{ "about ", 7, ENTRY_CLOCK, "" },
		/* cures: of nothing, of another leaf, of one not rejected */
		{ "verdict ", 4, ENTRY_SUBMISSION,
		    ARRIVAL("3", "1.1.2", "1673370020000000", V1, "cured",
			"") },
		{ "verdict ", 4, ENTRY_SUBMISSION,
		    ARRIVAL("3", "1.2.1", "1673370020000000", V1, "cured",
			"replaces " ID("1") "\n") },
		{ "verdict ", 4, ENTRY_SUBMISSION,
		    ARRIVAL("3", "1.1.2", "1673370020000000", V1, "cured",
			"replaces " ID("2") "\n") },
		{ "verdict ", 2, ENTRY_VERDICT,
		    "about 1\nverdict on-time\ndocument accepted\n"
		    "reason ok\n" },
		/* the cure withheld; the same one twice */
		{ "verdict ", 4, ENTRY_SUBMISSION,
		    ARRIVAL("3", "1.1.2", "1673370020000000", V1, "late",
			"replaces " ID("1") "\n") },
		{ "policy policy ", 9, ENTRY_SUBMISSION,
		    ARRIVAL("5", "1.1.2", "1673380800000000", V2, "cured",
			"replaces " ID("1") "\n") },
		/* admitted though it counts, or is no submission */
		{ "policy ", 11, ENTRY_ADMISSION,
		    "about 8\ndecision " HASH "\nby 5\n" },
		{ "about ", 11, ENTRY_ADMISSION,
		    "about 2\ndecision " HASH "\nby 5\n" },
		{ "about ", 11, ENTRY_ADMISSION,
		    "about 11\ndecision " HASH "\nby 5\n" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct heard h = with(rows[i].at, rows[i].type, rows[i].body);

		ck_assert_msg(strcmp(h.codes, rows[i].want) == 0,
		    "row %zu: %s %s", i, h.codes, h.first);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_log_across_versions_that_keeps_its_rules_meets_no_objection,
		every_broken_rule_about_changes_is_named,
		NULL,
	};

	return suite_run("changes", tests);
}
