/*
 * test_bounds.c - a log in which an unfit clock took documents in around a
 * deadline, with the tokens around them, what these make of the verdicts, and a
 * ruling; and every way to forge one of them that the entries alone give away.
 */
#include <string.h>

#include "tests/kit/retold.h"
#include "tests/kit/suite.h"

#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define ID(n) "0185a0c4-7a80-7000-8000-00000000000" n

#define ROWS                                                                   \
	"period 2022\nversion 1\nbundle " HASH                                 \
	"\nwindow department evidence 1 1673280000000000 1673370000000000 "    \
	"1673888400000000\ndoubt unit\nlate mark\n"
#define ARRIVAL(id, received, verdict)                                         \
	"id " ID(id) "\nperiod 2022\nunit " HASH                               \
		     "\nleaf 1.1.2\ndocument " HASH "\nsize 9\nmanifest " HASH \
		     "\nreceived " received                                    \
		     " handler\nwindow 1 1673370000000000\nverdict " verdict   \
		     "\nby 7\n"
#define TOKEN(size, stamped)                                                   \
	"size " size "\nimprint " HASH "\ntsa vgca\nstamped " stamped          \
	"\naccuracy 500000\npolicy 1.2\nserial 01\nresponse " HASH "\n"
#define BOUNDED(about, bounds, was, verdict)                                   \
	"about " about "\nrules 0\nwindow 1 1673370000000000\n" bounds         \
	"was " was "\nverdict " verdict "\n"
#define RULING(about, was, verdict)                                            \
	"about " about "\nrules 0\nwindow 1 1673370000000000\nwas " was        \
	"\nverdict " verdict "\ndecision " HASH "\nby 5\n"

#define AFTER2 "after 1 1673369879500000\n"   /* D - 120.5 s */
#define BEFORE2 "before 3 1673369940500000\n" /* D - 59.5 s */
#define AFTER4 "after 3 1673369939500000\n"   /* D - 60.5 s */
#define BEFORE4 "before 6 1673369999500000\n" /* D - 0.5 s */

static const struct retold_line sound[] = {
	{ -200, RETOLD_FIT, ENTRY_RULES, ROWS },
	{ -119, RETOLD_FIT, ENTRY_STAMP, TOKEN("1", "1673369880000000") },
	/* 2: an hour late, by its clock; in time by the tokens around it */
	{ -100, RETOLD_ALONE, ENTRY_SUBMISSION,
	    ARRIVAL("1", "1673373484000000 1673373516000000", "late") },
	{ -59, RETOLD_CARRIED, ENTRY_STAMP, TOKEN("3", "1673369940000000") },
	/* 4: around the deadline */
	{ -2, RETOLD_CARRIED, ENTRY_SUBMISSION,
	    ARRIVAL("2", "1673369993000000 1673370003000000",
		"on-time-in-doubt") },
	{ -1, RETOLD_CARRIED, ENTRY_BOUNDED,
	    BOUNDED("2", AFTER2 BEFORE2, "late", "on-time") },
	{ 1, RETOLD_CARRIED, ENTRY_STAMP, TOKEN("6", "1673369999000000") },
	{ 2, RETOLD_CARRIED, ENTRY_BOUNDED,
	    BOUNDED("4", AFTER4 BEFORE4, "on-time-in-doubt", "on-time") },
	/* 8: the same, with a token a minute behind it; a person rules */
	{ 3, RETOLD_CARRIED, ENTRY_SUBMISSION,
	    ARRIVAL("3", "1673369998000000 1673370008000000",
		"on-time-in-doubt") },
	{ 61, RETOLD_FIT, ENTRY_STAMP, TOKEN("9", "1673370060000000") },
	{ 70, RETOLD_FIT, ENTRY_RULING,
	    RULING("8", "on-time-in-doubt", "late") },
	{ 80, RETOLD_FIT, ENTRY_VERDICT,
	    "about 8\nverdict late\ndocument accepted\nreason ok\n" },
	/* 12: before any later token */
	{ 90, RETOLD_ALONE, ENTRY_SUBMISSION,
	    ARRIVAL("4", "1673373674000000 1673373706000000", "late") },
	{ 95, RETOLD_FIT, ENTRY_RULING, RULING("12", "late", "on-time") },
	{ 7300, RETOLD_FIT, ENTRY_CLOCK, "" },
};
#define LINES (sizeof sound / sizeof *sound)

START_TEST(a_log_that_follows_its_tokens_meets_no_objection)
{
	struct retold h = retell(sound, LINES, LINES, ENTRY_CLOCK, "");

	ck_assert_msg(h.codes[0] == 0, "%s%s", h.codes, h.first);
}
END_TEST

START_TEST(every_forged_bound_and_ruling_is_named)
{
	static const struct {
		const char *want;
		size_t at;
		enum entry_type type;
		const char *body;
	} rows[] = {
		/* no entry says what the tokens give */
		{ "bounds ", 5, ENTRY_CLOCK, "" },
		{ "bounds ", 7, ENTRY_CLOCK, "" },
		/* other outside times, other tokens, one left out */
		{ "bounds ", 5, ENTRY_BOUNDED,
		    BOUNDED("2", AFTER2 "before 3 1673369940500001\n", "late",
			"on-time") },
		{ "bounds ", 5, ENTRY_BOUNDED,
		    BOUNDED("2", "after 1 1673369879500001\n" BEFORE2, "late",
			"on-time") },
		{ "bounds ", 5, ENTRY_BOUNDED,
		    BOUNDED("2", BEFORE2, "late", "on-time") },
		{ "bounds ", 7, ENTRY_BOUNDED,
		    BOUNDED("4", "after 1 1673369879500000\n" BEFORE4,
			"on-time-in-doubt", "on-time") },
		{ "bounds bounds ", 5, ENTRY_BOUNDED,
		    BOUNDED("2", AFTER2 "before 6 1673369999500000\n", "late",
			"late") },
		/* another verdict than they give, from another, by other rules
		 */
		{ "verdict bounds ", 5, ENTRY_BOUNDED,
		    BOUNDED("2", AFTER2 BEFORE2, "late", "late") },
		{ "about bounds ", 5, ENTRY_BOUNDED,
		    BOUNDED("2", AFTER2 BEFORE2, "closed", "on-time") },
		{ "verdict ", 5, ENTRY_BOUNDED,
		    "about 2\nrules 1\nwindow 1 1673370000000000\n" AFTER2
			BEFORE2 "was late\nverdict on-time\n" },
		{ "verdict ", 5, ENTRY_BOUNDED,
		    "about 2\nrules 0\nwindow 2 1673370000000000\n" AFTER2
			BEFORE2 "was late\nverdict on-time\n" },
		/* about no submission, or one to come */
		{ "about bounds ", 5, ENTRY_BOUNDED,
		    BOUNDED("3", AFTER2 BEFORE2, "late", "on-time") },
		{ "about bounds ", 5, ENTRY_BOUNDED,
		    BOUNDED("8", AFTER2 BEFORE2, "late", "on-time") },
		/* a token that is not over it, or of an earlier time */
		{ "bounds ", 3, ENTRY_STAMP, TOKEN("2", "1673369940000000") },
		{ "bounds bounds ", 3, ENTRY_STAMP,
		    TOKEN("3", "1673369941000000") },
		/* rulings: where outside time decides; into a doubt; from
		 * another verdict */
		{ "ruling about bounds ", 10, ENTRY_RULING,
		    RULING("4", "on-time", "late") },
		{ "ruling about ", 10, ENTRY_RULING,
		    RULING("8", "on-time-in-doubt", "cured") },
		{ "about about ", 10, ENTRY_RULING,
		    RULING("8", "on-time", "late") },
		{ "about ", 10, ENTRY_CLOCK, "" },
		{ "ruling ", 13, ENTRY_RULING,
		    RULING("12", "late", "late-in-doubt") },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct retold h = retell(sound, LINES, rows[i].at, rows[i].type,
		    rows[i].body);

		ck_assert_msg(strcmp(h.codes, rows[i].want) == 0,
		    "row %zu: %s %s", i, h.codes, h.first);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_log_that_follows_its_tokens_meets_no_objection,
		every_forged_bound_and_ruling_is_named,
		NULL,
	};

	return suite_run("bounds", tests);
}
