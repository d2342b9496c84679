/*
 * test_returned.c - a log in which documents were returned in time and too
 * late; and every way to forge such an entry that the entries alone give away.
 */
#include <string.h>

#include "tests/kit/retold.h"
#include "tests/kit/suite.h"

#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define RULES                                                                  \
	"period 2022\nversion 1\nbundle " HASH                                 \
	"\nwindow department evidence 1 1673280000000000 1673370000000000 "    \
	"1673888400000000\ndoubt unit\nlate refuse\n"
#define RETURNED_OF(period, window, received, verdict)                         \
	"period " period "\nunit " HASH "\nleaf 1.1.2\ndocument " HASH         \
	"\nsize 0\nmanifest " HASH "\nreceived " received                      \
	" front\nwindow " window "\nverdict " verdict "\nreason empty\nby 7\n"
#define RETURNED(received, verdict)                                            \
	RETURNED_OF("2022", "1 1673370000000000", received, verdict)
#define CLOSED(on_time)                                                        \
	"period 2022\nstage evidence\nversion 1\nuntil 1673370000000000\n"     \
	"block department\non-time " on_time                                   \
	"\ndoubt 0\nlate 0\nrefused 0\nsize 4\n"

#define BEFORE "1673369989998000 1673369990002000"
#define AROUND "1673369999999000 1673370000001000"
#define AFTER "1673370004999000 1673370005001000"

static const struct retold_line sound[] = {
	{ -20, RETOLD_FIT, ENTRY_RULES, RULES },
	{ -10, RETOLD_FIT, ENTRY_RETURNED, RETURNED(BEFORE, "on-time") },
	{ 1, RETOLD_FIT, ENTRY_RETURNED, RETURNED(AROUND, "on-time-in-doubt") },
	/* the policy for what is late is none for what is returned */
	{ 5, RETOLD_FIT, ENTRY_RETURNED, RETURNED(AFTER, "late") },
	{ 20, RETOLD_FIT, ENTRY_CLOSED, CLOSED("0") },
	{ 21, RETOLD_FIT, ENTRY_RETURNED, RETURNED(BEFORE, "late") },
};
#define LINES (sizeof sound / sizeof *sound)

START_TEST(a_log_in_which_documents_were_returned_meets_no_objection)
{
	struct retold h = retell(sound, LINES, LINES, ENTRY_CLOCK, "");

	ck_assert_msg(h.codes[0] == 0, "%s%s", h.codes, h.first);
}
END_TEST

START_TEST(what_is_forged_of_them_is_named)
{
	static const struct {
		const char *want;
		size_t at;
		enum entry_type type;
		const char *body;
	} rows[] = {
		/* verdicts that their times do not give */
		{ "verdict ", 1, ENTRY_RETURNED, RETURNED(BEFORE, "late") },
		{ "verdict ", 2, ENTRY_RETURNED, RETURNED(AROUND, "late") },
		{ "verdict ", 3, ENTRY_RETURNED, RETURNED(AFTER, "on-time") },
		{ "verdict ", 3, ENTRY_RETURNED, RETURNED(AFTER, "cured") },
		/* behind the closing */
		{ "verdict ", 5, ENTRY_RETURNED, RETURNED(BEFORE, "on-time") },
		/* a window and a period that nobody announced */
		{ "verdict ", 1, ENTRY_RETURNED,
		    RETURNED_OF("2022", "2 1673370000000000", BEFORE,
			"on-time") },
		{ "verdict ", 1, ENTRY_RETURNED,
		    RETURNED_OF("2022", "1 1673370000000001", BEFORE,
			"on-time") },
		{ "rules ", 1, ENTRY_RETURNED,
		    RETURNED_OF("2021", "1 1673370000000000", BEFORE,
			"on-time") },
		{ "rules ", 1, ENTRY_RETURNED,
		    RETURNED_OF("2022", "1", BEFORE, "on-time") },
		/* logged before it came */
		{ "received ", 1, ENTRY_RETURNED,
		    RETURNED("1673369989998000 1673369990102000", "on-time") },
		/* counted */
		{ "closing ", 4, ENTRY_CLOSED, CLOSED("1") },
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
		a_log_in_which_documents_were_returned_meets_no_objection,
		what_is_forged_of_them_is_named,
		NULL,
	};

	return suite_run("returned retold", tests);
}
