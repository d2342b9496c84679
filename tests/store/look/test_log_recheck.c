/*
 * test_log_recheck.c - a log that has a successor: what was in force goes on,
 * and both are judged as one history.
 */
#include <stdio.h>

#include "store/succeed.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;

/* The log ends; the world goes on with its successor. */
static void
succeed(unsigned nth)
{
	char next[sizeof w.key_path];
	struct store_successor wish = { next, "its key was copied" };
	struct fault why = { 0 };

	(void)snprintf(next, sizeof next, "%s/k%u", w.folder.path, nth);
	ck_assert_msg(store_succeed(w.store, &wish, &why) == OK, "%s",
	    why.detail);
	memcpy(w.key_path, next, sizeof next);
	world_reopen(&w);
}

START_TEST(what_came_before_the_end_of_a_log_holds_in_its_successor)
{
	struct who who = world_unit("D01");
	struct submission first, second;
	struct submission withdrawn;
	struct fault why = { 0 };

	world_open(&w);
	first = world_upload(&w, "D01", "1.1.2", "before its end");
	(void)world_upload(&w, "D02", "1.1.2", "checked later");
	succeed(1);
	second = world_upload(&w, "D01", "1.4.1", "after it");
	ck_assert_uint_eq(PLACE_LOG(second.entry), 1);
	(void)world_settle(&w); /* verdicts about entries of both logs */
	ck_assert_msg(act_withdraw(w.store, &who, first.id, "wrong file",
			  &withdrawn, &why) == OK,
	    "%s", why.detail);
	succeed(2);
	world_clock(&w, WORLD_UNTIL);
	(void)world_upload(&w, "D03", "1.1.2", "too late");
	world_clock(&w, "2023-01-12T08:00:00+07:00");
	ck_assert_err(act_tick(w.store), OK); /* closes: counts all three */
	(void)world_settle(&w);
	world_verified(&w);
	world_rechecked(&w);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_came_before_the_end_of_a_log_holds_in_its_successor,
		NULL,
	};

	return suite_run("log recheck", tests);
}
