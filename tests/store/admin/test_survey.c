/*
 * test_survey.c - the commands about surveys, run as a program on a store of
 * its own.
 */
#include <stdio.h>

#include "store/base/draft.h"
#include "tests/kit/operator.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"
#define ORG "2022", "org-department"
#define HEAD "number;group;unit;q1;q2;q3;q4;q5;q6;q7\n"
#define ANSWERS ";1;2;3;4;1;1;1\n"

static struct desk d;
static char path[FOLDER_ROOM + 32];

/* Writes a file into the desk's folder; returns its path. */
static const char *
file(const char *name, const char *text)
{
	FILE *to;

	(void)snprintf(path, sizeof path, "%s/%s", d.folder.path, name);
	to = fopen(path, "w");
	ck_assert_ptr_nonnull(to);
	ck_assert_int_ge(fputs(text, to), 0);
	ck_assert_int_eq(fclose(to), 0);
	return path;
}

static void
open_desk(void)
{
	d = desk_make(PARINDEX);
	desk_open_2022(&d);
}

START_TEST(a_file_of_forms_counts_whole_or_not_at_all)
{
	open_desk();
	(void)file("a.csv",
	    "\xef\xbb\xbf" HEAD "P1;hdnd;D01" ANSWERS "P1;hdnd;D02;=1\n"
	    "P2;hdnd;D01" ANSWERS "P3;hdnd;D09;7\n");
	expect(&d, 1, "Line 3, column D: the cell is a formula", "survey",
	    "import", ORG, path);
	expect(&d, 1, "Line 5, column \"q1\": \"7\" is no answer", "survey",
	    "import", ORG, path);
	expect(&d, 1, "2 of the forms", "survey", "import", ORG, path);
	expect(&d, 0, "0 of 120 forms", "survey", "progress", ORG);
	expect(&d, 0, "1 forms count now, 0 were known, 2 faulty", "survey",
	    "import", ORG, path, "--skip-bad");
	expect(&d, 0, "1 of 120 forms", "survey", "progress", ORG);
	expect(&d, 0, "0 forms count now, 1 were known", "survey", "import",
	    ORG, path, "--skip-bad");
	desk_remove(&d);
}
END_TEST

START_TEST(a_number_that_came_with_other_answers_is_a_faulty_line)
{
	open_desk();
	expect(&d, 0, "1 forms count", "survey", "import", ORG,
	    file("a.csv", HEAD "P1;hdnd;D01" ANSWERS));
	expect(&d, 1, "Line 3: form P1 was entered before with other answers",
	    "survey", "import", ORG,
	    file("b.csv", HEAD "P0;hdnd;D01" ANSWERS "P1;mttq;D01" ANSWERS));
	expect(&d, 0, "1 of 120 forms", "survey", "progress", "2022");
	desk_remove(&d);
}
END_TEST

START_TEST(what_is_no_table_of_this_survey_is_refused)
{
	open_desk();
	expect(&d, 1, "UTF-16", "survey", "import", ORG,
	    file("a.csv", "\xff\xfen"));
	expect(&d, 1, "not UTF-8", "survey", "import", ORG,
	    file("b.csv", HEAD "P\xd1;hdnd;D01\n"));
	expect(&d, 1, "names no column \"q7\"", "survey", "import", ORG,
	    file("c.csv", "number,group,unit,q1,q2,q3,q4,q5,q6\n"));
	expect(&d, 1, "no survey \"none\"", "survey", "import", "2022", "none",
	    path);
	expect(&d, 1, "cannot be read", "survey", "import", ORG, "/nowhere");
	expect(&d, 1, "No import into survey", "survey", "drop", ORG);
	desk_remove(&d);
}
END_TEST

#define HANDOVER                                                                 \
	"{\"packages\":1,\"seals\":[\"0123\"],\"from\":\"Bưu điện tỉnh\"," \
	"\"to\":\"Sở Nội vụ\",\"minutes\":\"01/BB ngày 12/01/2023\","     \
	"\"issued\":130,\"collected\":125,\"valid\":120,\"invalid\":5}"

START_TEST(packages_are_handed_over_and_opened_by_two)
{
	open_desk();
	expect(&d, 0, "handover 1 recorded", "survey", "handover", ORG,
	    file("h.json", HANDOVER));
	expect(&d, 1, "must be an array", "survey", "handover", ORG,
	    file("h.json", "{\"packages\":1}"));
	expect(&d, 0, "sealed", "survey", "handovers", ORG);
	expect(&d, 2, "--person is given twice", "survey", "open", ORG, "1",
	    "--person", "A");
	expect(&d, 1, "not by one named twice", "survey", "open", ORG, "1",
	    "--person", "A", "--person", "A");
	expect(&d, 1, "are not those handed over", "survey", "open", ORG, "1",
	    "--person", "A", "--person", "B", "--seal", "9");
	expect(&d, 0, "120 valid forms", "survey", "open", ORG, "1", "--person",
	    "A, tổ trưởng", "--person", "B, thư ký");
	expect(&d, 0, "opened", "survey", "handovers", ORG);
	expect(&d, 0, "handovers: 1, 1 opened", "survey", "progress", ORG);
	desk_remove(&d);
}
END_TEST

START_TEST(second_entries_differ_are_explained_and_forms_put_right)
{
	open_desk();
	expect(&d, 0, "2 forms count", "survey", "import", ORG,
	    file("a.csv", HEAD "P1;hdnd;D01" ANSWERS "P2;hdnd;D01" ANSWERS));
	(void)file("b.csv", HEAD "P1;hdnd;D01;4;2;3;4;1;1;1\n");
	expect(&d, 0, "1 forms compared, 1 differ", "survey", "second", ORG,
	    path);
	expect(&d, 0, "D01 q1: 1, then 4", "survey", "differences", ORG);
	expect(&d, 2, "--reason", "survey", "explain", ORG, "P1");
	expect(&d, 0, NULL, "survey", "explain", ORG, "P1", "--reason",
	    "đọc nhầm");
	expect(&d, 0, "đọc nhầm", "survey", "differences", ORG);
	expect(&d, 0, "1 forms corrected", "survey", "correct", ORG, path,
	    "--reason", "đọc nhầm");
	expect(&d, 1, "has these answers already", "survey", "correct", ORG,
	    path, "--reason", "đọc nhầm");
	expect(&d, 0, "version 2", "survey", "form", ORG, "P1");
	expect(&d, 0, "\"q1\":1", "survey", "form", ORG, "P1", "--version",
	    "1");
	expect(&d, 0, "sound", "log", "verify");
	desk_remove(&d);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_file_of_forms_counts_whole_or_not_at_all,
		a_number_that_came_with_other_answers_is_a_faulty_line,
		what_is_no_table_of_this_survey_is_refused,
		packages_are_handed_over_and_opened_by_two,
		second_entries_differ_are_explained_and_forms_put_right, NULL
	};

	return suite_run("survey", tests);
}
