/*
 * test_explain.c - why a criterion has its points, at the command line.
 */
#include <stdio.h>

#include "tests/kit/operator.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"

START_TEST(every_column_that_was_written_says_what_it_gives)
{
	static struct world w;
	struct who appraiser = world_who(ROLE_APPRAISER, "");
	struct desk d = desk_make(PARINDEX);

	world_open(&w);
	(void)snprintf(d.store, sizeof d.store, "%s", w.store_path);
	(void)snprintf(d.key, sizeof d.key, "%s", w.key_path);
	world_earn(&w, "D01");
	(void)world_settle(&w);
	expect(&d, 0, "1.1.2: self: b/a = ", "explain", "2022", "D01", "1.1.2");
	world_clock(&w, "2023-01-12T08:00:00+07:00");
	ck_assert_err(world_score(&w, &appraiser, "D01", "1.1.2", COLUMN_ROUND1,
			  "{'a':10,'b':9}", 0, NULL),
	    OK);
	(void)world_settle(&w);
	expect(&d, 0, "1.1.2: round1: b/a = 9/10", "explain", "2022", "D01",
	    "1.1.2");
	expect(&d, 0, "\n1.1.2 by self: b/a = ", "explain", "2022", "D01",
	    "1.1.2");
	expect(&d, 0, "\n1.1.2 by round1: b/a = 9/10", "explain", "2022", "D01",
	    "1.1.2");
	desk_remove(&d);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_column_that_was_written_says_what_it_gives,
		NULL,
	};

	return suite_run("explain", tests);
}
