/*
 * test_destroy.c - expunge, holds and retention, by the operator's command.
 */
#include <check.h>

#include "tests/kit/operator.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"
#define NOTHING                                                                \
	"0000000000000000000000000000000000000000000000000000000000000000"
#define DECISION                                                               \
	"--decision", "12/QĐ", "--date", "2022-12-20", "--reason",             \
	    "tài liệu "                                                     \
	    "mật",                                                             \
	    "--person", "Chủ tịch"

START_TEST(holds_are_placed_listed_and_ended)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 0, "hold 1 is placed\n", "hold", "add", "--period", "2022",
	    "--unit", "D01", DECISION);
	expect(&d, 0, "1  2022    D01   any       lasts", "hold", "list");
	expect(&d, 1, "number is missing", "hold", "add");
	expect(&d, 1, "names the period", "hold", "add", "--unit", "D01",
	    DECISION);
	expect(&d, 1, "no such document", "hold", "add", "--document", NOTHING,
	    DECISION);
	expect(&d, 1, "64 hexadecimal", "hold", "add", "--document", "12",
	    DECISION);
	expect(&d, 0, "hold 1 has ended\n", "hold", "end", "1", DECISION);
	expect(&d, 1, "ended already", "hold", "end", "1", DECISION);
	expect(&d, 0, "ended", "hold", "list");
	expect(&d, 0, "", "log", "verify");
	desk_remove(&d);
}
END_TEST

START_TEST(what_cannot_be_destroyed_is_named)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 1, "no such document", "expunge", NOTHING, DECISION);
	expect(&d, 1, "number is missing", "expunge", NOTHING);
	expect(&d, 0, "document", "expunge");
	expect(&d, 0, "2022    evidence          0  for ever", "retention",
	    "list");
	expect(&d, 1, "for ever", "retention", "dispose", "2022", "evidence",
	    DECISION);
	expect(&d, 2, "no kind of record", "retention", "dispose", "2022",
	    "papers", DECISION);
	expect(&d, 0, "2022    forms             0  for ever", "retention",
	    "list");
	expect(&d, 1, "for ever", "retention", "dispose", "2022", "people",
	    DECISION);
	desk_remove(&d);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		holds_are_placed_listed_and_ended,
		what_cannot_be_destroyed_is_named,
		NULL,
	};

	return suite_run("destroy", tests);
}
