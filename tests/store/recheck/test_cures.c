/*
 * test_cures.c - a rejected document replaced after the deadline: for the same
 * criteria it is cured, for others it is late, also when it is judged again and
 * the entries that are asked for last until the next.
 */
#include <string.h>

#include "tests/kit/retold.h"
#include "tests/kit/suite.h"

#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define ID(n) "0185a0c4-7a80-7000-8000-00000000000" n
#define ROWS                                                                   \
	"period 2022\nversion 1\nbundle " HASH                                 \
	"\nwindow department evidence 1 1673280000000000 1673370000000000 "    \
	"1673888400000000\ndoubt unit\nlate mark\ncure 172800000000\n"
#define ARRIVAL(id, leaf, received, verdict, replaces)                         \
	"id " ID(id) "\nperiod 2022\nunit " HASH "\nleaf " leaf                \
		     "\ndocument " HASH "\nsize 9\nmanifest " HASH             \
		     "\nreceived " received                                    \
		     " handler\nwindow 1 1673370000000000\nverdict " verdict   \
		     "\n" replaces "by 7\n"
#define FIRST "replaces " ID("1") "\n"
#define AGAIN(about, was, verdict)                                             \
	"about " about "\nrules 0\nwindow 1 1673370000000000\nwas " was        \
	"\nverdict " verdict "\n"

static const struct retold_line sound[] = {
	{ -200, RETOLD_FIT, ENTRY_OPENING, ROWS },
	{ -60, RETOLD_FIT, ENTRY_SUBMISSION,
	    ARRIVAL("1", "1.1.2", "1673369939998000 1673369940002000",
		"on-time", "") },
	{ -50, RETOLD_FIT, ENTRY_VERDICT,
	    "about 1\nverdict on-time\ndocument rejected\nreason disguised\n" },
	{ 100, RETOLD_FIT, ENTRY_SUBMISSION,
	    ARRIVAL("2", "1.1.1", "1673370099998000 1673370100002000", "late",
		FIRST) },
	{ 200, RETOLD_FIT, ENTRY_SUBMISSION,
	    ARRIVAL("3", "1.1.2", "1673370199998000 1673370200002000", "cured",
		FIRST) },
	{ 300, RETOLD_FIT, ENTRY_CLOCK, "" },
};
#define LINES (sizeof sound / sizeof *sound)

START_TEST(a_cure_is_for_the_same_criteria_also_when_judged_again)
{
	static const struct {
		const char *want;
		size_t at;
		enum entry_type type;
		const char *body;
	} rows[] = {
		{ "", LINES, ENTRY_CLOCK, "" },
		{ "verdict ", 5, ENTRY_REJUDGEMENT,
		    AGAIN("3", "late", "cured") },
		{ "verdict ", 5, ENTRY_REJUDGEMENT,
		    AGAIN("4", "cured", "late") },
		{ "verdict ", 3, ENTRY_SUBMISSION,
		    ARRIVAL("2", "1.1.1", "1673370099998000 1673370100002000",
			"cured", FIRST) },
		{ "verdict ", 4, ENTRY_SUBMISSION,
		    ARRIVAL("3", "1.1.2", "1673370199998000 1673370200002000",
			"late", FIRST) },
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
		a_cure_is_for_the_same_criteria_also_when_judged_again,
		NULL,
	};

	return suite_run("cures", tests);
}
