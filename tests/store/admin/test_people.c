/*
 * test_people.c - persons, duties and assignments at the command line.
 */
#include <check.h>
#include <stdio.h>

#include "tests/kit/operator.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"
#define UNDER "--decision", "12/QĐ-SNV", "--date", "2022-12-20"

START_TEST(people_are_entered_and_their_duties_kept)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 1, "has a name", "person", "add", "nv.an");
	expect(&d, 2, "cannot be a person's id", "person", "add", "nv an");
	expect(&d, 0, "person nv.an: Nguyễn Văn An", "person", "add", "nv.an",
	    "--name", "Nguyễn Văn An", "--position", "Chuyên viên", "--unit",
	    "D02");
	expect(&d, 0, "Chuyên viên  D02", "person", "list");
	expect(&d, 1, "There is no person", "duty", "add", "nv.binh",
	    "appraiser", UNDER);
	expect(&d, 1, "A decision has a number", "duty", "add", "nv.an",
	    "appraiser");
	expect(&d, 2, "There is no role", "duty", "add", "nv.an", "king",
	    UNDER);
	expect(&d, 2, "is a day", "duty", "add", "nv.an", "appraiser", "--from",
	    "20/12/2022", UNDER);
	expect(&d, 2, "--kind is", "duty", "add", "nv.an", "appraiser",
	    "--kind", "handover", UNDER);
	expect(&d, 0, "duty 1", "duty", "add", "nv.an", "appraiser", "--field",
	    "F1", "--field", "F2", "--block", "department", UNDER);
	expect(&d, 1, "has an end", "duty", "add", "nv.an", "auditor", "--kind",
	    "external", UNDER);
	expect(&d, 0, "duty 2", "duty", "add", "nv.an", "auditor", "--kind",
	    "external", "--until", "2023-02-01", UNDER);
	expect(&d, 0, "F1 F2", "duty", "list");
	expect(&d, 0, "2023-02-01  external", "duty", "list", "nv.an");
	expect(&d, 0, "entries, sound", "log", "verify");
	desk_remove(&d);
}
END_TEST

START_TEST(a_duty_is_ended_and_handed_over)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 0, NULL, "person", "add", "an", "--name", "An");
	expect(&d, 0, NULL, "person", "add", "binh", "--name", "Bình");
	expect(&d, 0, "duty 1", "duty", "add", "an", "unit", "--unit", "D01",
	    "--from", "2022-12-20", UNDER);
	expect(&d, 0, "duty 2", "duty", "transfer", "1", "binh", "--on",
	    "2022-12-26", UNDER);
	expect(&d, 0, "handover", "duty", "list", "binh");
	expect(&d, 1, "can end only between", "duty", "end", "1", UNDER, "--on",
	    "2023-01-01");
	expect(&d, 0, "duty 2 ends", "duty", "end", "2", "--on", "2023-01-01",
	    UNDER);
	expect(&d, 1, "no duty number 7", "duty", "end", "7", UNDER);
	desk_remove(&d);
}
END_TEST

START_TEST(appraisers_are_assigned_and_what_is_open_is_shown)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 0, NULL, "person", "add", "an", "--name", "An", "--unit",
	    "D02");
	expect(&d, 1, "no appraiser's duty", "assign", "add", "2022", "an",
	    "--unit", "D01");
	expect(&d, 0, NULL, "duty", "add", "an", "appraiser", UNDER);
	expect(&d, 1, "no unit \"D99\"", "assign", "add", "2022", "an",
	    "--unit", "D99");
	expect(&d, 1, "no field \"F99\"", "assign", "add", "2022", "an",
	    "--unit", "D01", "--field", "F99");
	expect(&d, 0, "D02 skipped: the person's own unit", "assign", "add",
	    "2022", "an", "--block", "department", "--field", "F1");
	expect(&d, 0, "D02   F1     open", "assign", "list", "2022", "--open");
	expect(&d, 0, "D01   F1     an", "assign", "list", "2022");
	expect(&d, 0, "1 changed", "assign", "remove", "2022", "an", "--unit",
	    "D01", "--field", "F1");
	desk_remove(&d);
}
END_TEST

START_TEST(a_person_has_a_token_of_their_own_and_an_office_a_shared_one)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 1, "There is no person", "token", "add", "person",
	    "--person", "an");
	expect(&d, 0, NULL, "person", "add", "an", "--name", "An");
	expect(&d, 2, "token add person --person", "token", "add", "person");
	expect(&d, 2, "token add person --person", "token", "add", "council",
	    "--person", "an");
	expect(&d, 2, "neither --unit nor --shared", "token", "add", "person",
	    "--person", "an", "--shared");
	expect(&d, 0, "for person an", "token", "add", "person", "--person",
	    "an");
	expect(&d, 2, "needs --unit", "token", "add", "unit", "--shared");
	expect(&d, 0, "for role unit of unit D01", "token", "add", "unit",
	    "--unit", "D01", "--shared");
	expect(&d, 0, "for role leader of unit D01", "token", "add", "leader",
	    "--unit", "D01");
	expect(&d, 1, "no office's account", "token", "add", "dms", "--shared");
	expect(&d, 0, "person        an", "token", "list");
	expect(&d, 0, "unit, shared  D01", "token", "list");
	desk_remove(&d);
}
END_TEST

START_TEST(a_token_is_bound_to_a_level_that_runs_a_round)
{
	struct desk d = desk_make(PARINDEX);
	char file[FOLDER_ROOM + 32];

	expect(&d, 0, NULL, "init", "--simulated", "--start",
	    "2022-12-25T00:00:00+07:00", "--origin", "test.example/log");
	desk_write_changed(&d, "period.json", "\"classify_on\"",
	    "\"owner\": {\"unit\": \"H99\", \"name_vi\": \"UBND thành "
	    "phố\"},\n\t\"classify_on\"");
	(void)snprintf(file, sizeof file, "%s/period.json", d.folder.path);
	expect(&d, 0, "loaded", "period", "load", file);
	expect(&d, 1, "No loaded period is run by \"H98\"", "token", "add",
	    "lead", "--owner", "H98");
	expect(&d, 0, "for role lead, in the rounds of H99.", "token", "add",
	    "lead", "--owner", "H99");
	expect(&d, 0, "for role unit of unit D01, in the rounds of H99",
	    "token", "add", "unit", "--unit", "D01", "--owner", "H99");
	expect(&d, 0, "lead, rounds of H99", "token", "list");
	expect(&d, 0, "entries, sound", "log", "verify");
	desk_remove(&d);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		people_are_entered_and_their_duties_kept,
		a_duty_is_ended_and_handed_over,
		appraisers_are_assigned_and_what_is_open_is_shown,
		a_person_has_a_token_of_their_own_and_an_office_a_shared_one,
		a_token_is_bound_to_a_level_that_runs_a_round,
		NULL,
	};

	return suite_run("people", tests);
}
