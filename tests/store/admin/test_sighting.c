/*
 * test_sighting.c - secret documents seen in person, by the operator's
 * command.
 */
#include <check.h>

#include "tests/kit/operator.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"
#define SEEN "2022-12-25T00:00:00+07:00"

START_TEST(a_document_is_registered_listed_and_taken_back)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 0,
	    "document 12 is registered as seen by Nguyễn Văn A: "
	    "number 1 of unit D01\n",
	    "sighting", "add", "2022", "D01", "1.1.1", "1.1.2", "--number",
	    "12", "--person", "Nguyễn Văn A", "--seen", SEEN);
	expect(&d, 0, "D01   1  12      -       Nguyễn Văn A", "sighting",
	    "list", "2022");
	expect(&d, 0, "number 1 of unit D01 is taken back\n", "sighting",
	    "withdraw", "2022", "D01", "1", "--reason", "not this one");
	expect(&d, 0, "not this one", "sighting", "list", "2022", "D01");
	expect(&d, 1, "taken back already", "sighting", "withdraw", "2022",
	    "D01", "1", "--reason", "again");
	expect(&d, 1, "no document 4", "sighting", "withdraw", "2022", "D01",
	    "4", "--reason", "x");
	expect(&d, 0, "", "log", "verify");
	desk_remove(&d);
}
END_TEST

START_TEST(what_is_missing_is_asked_for)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 1, "\"number\" is missing", "sighting", "add", "2022", "D01",
	    "1.1.1");
	expect(&d, 1, "\"seen\" must say", "sighting", "add", "2022", "D01",
	    "1.1.1", "--number", "1", "--person", "A");
	expect(&d, 1, "no criterion \"9.9\"", "sighting", "add", "2022", "D01",
	    "9.9", "--number", "1", "--person", "A", "--seen", SEEN);
	expect(&d, 2, "--reason", "sighting", "withdraw", "2022", "D01", "1");
	expect(&d, 1, "no unit \"D99\"", "sighting", "list", "2022", "D99");
	desk_remove(&d);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_document_is_registered_listed_and_taken_back,
		what_is_missing_is_asked_for,
		NULL,
	};

	return suite_run("sighting", tests);
}
