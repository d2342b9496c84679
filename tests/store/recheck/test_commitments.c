/*
 * test_commitments.c - a log in which commitments count, completed in time and
 * too late, by fit clocks and by others; and every way to forge one of its
 * entries that the entries alone give away.
 */
#include <string.h>

#include "tests/kit/retold.h"
#include "tests/kit/suite.h"

#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define OTHER "43cc23fa52b87b4cc1d02b5b114154151d6adddb17c9fddc06b027fa99e24008"
#define ID(n) "0185a0c4-7a80-7000-8000-00000000000" n
#define WINDOW "window 1 1673370000000000\n"

#define RULES                                                                  \
	"period 2022\nversion 1\nbundle " HASH                                 \
	"\nwindow department evidence 1 1673280000000000 1673370000000000 "    \
	"1673888400000000\ndoubt unit\nlate mark\n"
#define RULE(within) "period 2022\nversion 1\nwithin " within "\n"
#define TOKEN(size, stamped)                                                   \
	"size " size "\nimprint " HASH "\ntsa vgca\nstamped " stamped          \
	"\naccuracy 500000\npolicy 1.2\nserial 01\nresponse " HASH "\n"
#define COMMITMENT_OF(id, period, received, verdict)                           \
	"id " ID(id) "\nperiod " period "\nunit " HASH                         \
		     "\nleaf 1.1.1\nleaf 1.1.2\ndocument " OTHER               \
		     " 8\ndocument " HASH " 9\nmanifest " HASH                 \
		     "\nreceived " received " front\n" WINDOW                  \
		     "verdict " verdict "\nby 7\n"
#define COMMITMENT(id, received, verdict)                                      \
	COMMITMENT_OF(id, "2022", received, verdict)
#define COMMITTED_AS(id, unit, leaf, document, size, received, verdict, line)  \
	"id " ID(id) "\nperiod 2022\nunit " unit "\nleaf " leaf                \
		     "\ndocument " document "\nsize " size "\nmanifest " HASH  \
		     "\nreceived " received " front\n" WINDOW                  \
		     "verdict " verdict "\ncommitment " line "\nby 7\n"
#define COMMITTED(id, received, verdict, line)                                 \
	COMMITTED_AS(id, HASH, "1.1.2", HASH, "9", received, verdict, line)
#define BOUNDED(about, bounds, was, verdict)                                   \
	"about " about "\nrules 0\n" WINDOW bounds "was " was                  \
	"\nverdict " verdict "\n"
#define CLOSED                                                                 \
	"period 2022\nstage evidence\nversion 1\nuntil 1673370000000000\n"     \
	"block department\non-time 0\ndoubt 0\nlate 0\nrefused 0\nsize 7\n"

/* When each commitment came: D - 60 s, D - 2 s and, it says, an hour later. */
#define AT3 "1673369939998000 1673369940002000"
#define AT4 "1673369993000000 1673370003000000"
#define AT5 "1673373583000000 1673373615000000"
/* When their bytes came: 40 minutes after D, and 13.9 hours. */
#define LATER "1673372399998000 1673372400002000"
#define TOO_LATE "1673419999998000 1673420000002000"

#define AROUND "after 2 1673369879500000\nbefore 6 1673369999700000\n"

static const struct retold_line sound[] = {
	{ -200, RETOLD_FIT, ENTRY_RULES, RULES },
	{ -199, RETOLD_FIT, ENTRY_COMMITMENT_RULE, RULE("43200000000") },
	{ -119, RETOLD_FIT, ENTRY_STAMP, TOKEN("2", "1673369880000000") },
	/* 3: by a fit clock */
	{ -60, RETOLD_FIT, ENTRY_COMMITMENT, COMMITMENT("1", AT3, "on-time") },
	/* 4: by one that is wide */
	{ -2, RETOLD_CARRIED, ENTRY_COMMITMENT,
	    COMMITMENT("2", AT4, "on-time-in-doubt") },
	/* 5: by one that nobody vouches for, so it is taken */
	{ -1, RETOLD_ALONE, ENTRY_COMMITMENT, COMMITMENT("3", AT5, "late") },
	{ 1, RETOLD_CARRIED, ENTRY_STAMP, TOKEN("6", "1673369999200000") },
	{ 100, RETOLD_FIT, ENTRY_CLOSED, CLOSED },
	/* 8, 9, 10: their bytes, by a fit clock */
	{ 2400, RETOLD_FIT, ENTRY_COMMITTED,
	    COMMITTED("4", LATER, "on-time", "3 " AT3) },
	{ 2401, RETOLD_FIT, ENTRY_COMMITTED,
	    COMMITTED("5", LATER, "on-time-in-doubt", "4 " AT4) },
	{ 2402, RETOLD_FIT, ENTRY_COMMITTED,
	    COMMITTED("6", LATER, "late", "5 " AT5) },
	/* the outside times around the commitments */
	{ 2403, RETOLD_FIT, ENTRY_BOUNDED,
	    BOUNDED("9", AROUND, "on-time-in-doubt", "on-time") },
	{ 2404, RETOLD_FIT, ENTRY_BOUNDED,
	    BOUNDED("10", AROUND, "late", "on-time") },
	{ 2405, RETOLD_FIT, ENTRY_VERDICT,
	    "about 8\nverdict on-time\ndocument accepted\nreason ok\n" },
	/* 14: after the twelve hours */
	{ 50000, RETOLD_FIT, ENTRY_COMMITTED,
	    COMMITTED_AS("7", HASH, "1.1.1", OTHER, "8", TOO_LATE, "late",
		"3 " AT3) },
	{ 50001, RETOLD_FIT, ENTRY_WITHDRAWAL,
	    "id " ID("7") "\nabout 14\nreason " HASH "\nby 7\n" },
	{ 60000, RETOLD_FIT, ENTRY_CLOCK, "" },
};
#define LINES (sizeof sound / sizeof *sound)

START_TEST(a_log_in_which_commitments_count_meets_no_objection)
{
	struct retold h = retell(sound, LINES, LINES, ENTRY_CLOCK, "");

	ck_assert_msg(h.codes[0] == 0, "%s%s", h.codes, h.first);
}
END_TEST

struct forged {
	const char *want; /* codes, in the order in which they are told */
	size_t at;
	enum entry_type type;
	const char *body;
};

static void
each_is_named(const struct forged *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct retold h = retell(sound, LINES, rows[i].at, rows[i].type,
		    rows[i].body);

		ck_assert_msg(strcmp(h.codes, rows[i].want) == 0,
		    "row %zu: %s %s", i, h.codes, h.first);
	}
}

START_TEST(a_submission_that_completes_something_else_is_named)
{
	static const struct forged rows[] = {
		/* a place that is no commitment's, another's, and to come */
		{ "commitment ", 8, ENTRY_COMMITTED,
		    COMMITTED("4", LATER, "on-time", "1 " AT3) },
		{ "commitment about ", 8, ENTRY_COMMITTED,
		    COMMITTED("4", LATER, "late", "9 " AT3) },
		/* times that are not the commitment's */
		{ "commitment ", 8, ENTRY_COMMITTED,
		    COMMITTED("4", LATER, "on-time",
			"3 1673369939998001 1673369940002000") },
		{ "commitment ", 8, ENTRY_COMMITTED,
		    COMMITTED("4", LATER, "on-time",
			"3 1673369939998000 1673369940002001") },
		/* another unit's; a criterion, a document and a size that it
		 * does not name */
		{ "commitment ", 8, ENTRY_COMMITTED,
		    COMMITTED_AS("4", OTHER, "1.1.2", HASH, "9", LATER,
			"on-time", "3 " AT3) },
		{ "commitment ", 8, ENTRY_COMMITTED,
		    COMMITTED_AS("4", HASH, "1.1.3", HASH, "9", LATER,
			"on-time", "3 " AT3) },
		{ "commitment ", 8, ENTRY_COMMITTED,
		    COMMITTED_AS("4", HASH, "1.1.2",
			"ae448ac86c4e8e4dec645729708ef41873ae79c6dff84eff733609"
			"89487f08e5",
			"9", LATER, "on-time", "3 " AT3) },
		{ "commitment ", 8, ENTRY_COMMITTED,
		    COMMITTED_AS("4", HASH, "1.1.2", HASH, "8", LATER,
			"on-time", "3 " AT3) },
		/* no place, or more than there may be */
		{ "rules ", 8, ENTRY_COMMITTED,
		    COMMITTED("4", LATER, "on-time", "x " AT3) },
		{ "rules ", 8, ENTRY_COMMITTED,
		    COMMITTED("4", LATER, "on-time", "3 " AT3 " 1") },
	};

	each_is_named(rows, sizeof rows / sizeof *rows);
}
END_TEST

START_TEST(a_verdict_that_the_rule_does_not_give_is_named)
{
	static const struct forged rows[] = {
		/* late though the commitment counts, and the check's word on it
		 */
		{ "verdict about ", 8, ENTRY_COMMITTED,
		    COMMITTED("4", LATER, "late", "3 " AT3) },
		/* on time though the hours were over */
		{ "verdict ", 14, ENTRY_COMMITTED,
		    COMMITTED_AS("7", HASH, "1.1.1", OTHER, "8", TOO_LATE,
			"on-time", "3 " AT3) },
		/* without the commitment it came too late */
		{ "verdict ", 8, ENTRY_SUBMISSION,
		    "id " ID("4") "\nperiod 2022\nunit " HASH
				  "\nleaf 1.1.2\ndocument " HASH
				  "\nsize 9\nmanifest " HASH "\nreceived " LATER
				  " front\n" WINDOW "verdict on-time\nby 7\n" },
		/* judged again by its own time */
		{ "verdict ", 15, ENTRY_REJUDGEMENT,
		    "about 8\nrules 0\n" WINDOW "was on-time\nverdict late\n" },
	};

	each_is_named(rows, sizeof rows / sizeof *rows);
}
END_TEST

START_TEST(another_rule_than_was_announced_is_named)
{
	static const struct forged rows[] = {
		/* none: each is judged by itself, and outside times around a
		 * commitment are those of nothing */
		{ "verdict verdict bounds bounds ", 1, ENTRY_CLOCK, "" },
		/* a week: the last one would be in time */
		{ "verdict ", 1, ENTRY_COMMITMENT_RULE, RULE("604800000000") },
		/* no hours at all */
		{ "commitment-rule verdict verdict bounds bounds ", 1,
		    ENTRY_COMMITMENT_RULE, RULE("1") },
	};

	each_is_named(rows, sizeof rows / sizeof *rows);
}
END_TEST

START_TEST(a_commitment_that_was_not_to_be_taken_is_named)
{
	static const struct forged rows[] = {
		{ "verdict ", 3, ENTRY_COMMITMENT,
		    COMMITMENT("1", AT3, "on-time-in-doubt") },
		/* of no period */
		{ "rules commitment commitment ", 3, ENTRY_COMMITMENT,
		    COMMITMENT_OF("1", "2021", AT3, "on-time") },
		/* behind the deadline, by a fit clock; on time behind the
		 * closing */
		{ "policy about ", 14, ENTRY_COMMITMENT,
		    COMMITMENT("7", TOO_LATE, "late") },
		{ "verdict about ", 14, ENTRY_COMMITMENT,
		    COMMITMENT("7", AT3, "on-time") },
		/* before it had come */
		{ "received verdict about ", 8, ENTRY_COMMITMENT,
		    COMMITMENT("4", TOO_LATE, "on-time") },
	};

	each_is_named(rows, sizeof rows / sizeof *rows);
}
END_TEST

START_TEST(outside_times_are_those_around_the_commitment)
{
	static const struct forged rows[] = {
		/* nobody says what they give */
		{ "bounds ", 11, ENTRY_CLOCK, "" },
		{ "bounds ", 12, ENTRY_CLOCK, "" },
		/* other tokens, another moment, another verdict */
		{ "bounds ", 11, ENTRY_BOUNDED,
		    BOUNDED("9",
			"after 6 1673369998700000\nbefore 6 1673369999700000\n",
			"on-time-in-doubt", "on-time") },
		{ "bounds ", 11, ENTRY_BOUNDED,
		    BOUNDED("9", "before 6 1673369999700000\n",
			"on-time-in-doubt", "on-time") },
		{ "bounds ", 11, ENTRY_BOUNDED,
		    BOUNDED("9",
			"after 2 1673369879500000\nbefore 6 1673369999700001\n",
			"on-time-in-doubt", "on-time") },
		{ "verdict bounds ", 12, ENTRY_BOUNDED,
		    BOUNDED("10", AROUND, "late", "late") },
		{ "about bounds ", 12, ENTRY_BOUNDED,
		    BOUNDED("10", AROUND, "on-time", "on-time") },
		/* about the commitment itself, and one that a fit clock took */
		{ "about bounds ", 11, ENTRY_BOUNDED,
		    BOUNDED("4", AROUND, "on-time-in-doubt", "on-time") },
		{ "bounds bounds ", 11, ENTRY_BOUNDED,
		    BOUNDED("8", AROUND, "on-time", "on-time") },
	};

	each_is_named(rows, sizeof rows / sizeof *rows);
}
END_TEST

START_TEST(later_entries_know_it_as_a_submission)
{
	static const struct forged rows[] = {
		{ "about ", 13, ENTRY_VERDICT,
		    "about 8\nverdict late\ndocument accepted\nreason ok\n" },
		{ "about ", 15, ENTRY_WITHDRAWAL,
		    "id " ID("6") "\nabout 14\nreason " HASH "\nby 7\n" },
		/* a commitment cannot be withdrawn */
		{ "about ", 15, ENTRY_WITHDRAWAL,
		    "id " ID("1") "\nabout 3\nreason " HASH "\nby 7\n" },
	};

	each_is_named(rows, sizeof rows / sizeof *rows);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_log_in_which_commitments_count_meets_no_objection,
		a_submission_that_completes_something_else_is_named,
		a_verdict_that_the_rule_does_not_give_is_named,
		another_rule_than_was_announced_is_named,
		a_commitment_that_was_not_to_be_taken_is_named,
		outside_times_are_those_around_the_commitment,
		later_entries_know_it_as_a_submission,
		NULL,
	};

	return suite_run("commitments retold", tests);
}
