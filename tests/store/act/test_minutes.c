/*
 * test_minutes.c - what a page to be signed says, and the signed one as a leaf.
 */
#include "store/look/minutes.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world world;

static struct minutes
minutes(void)
{
	struct fault why = { 0 };
	struct minutes m;

	ck_assert_msg(look_minutes(world.store, world.period, STAGE_EVIDENCE,
			  &m, &why) == OK,
	    "%s", why.detail);
	return m;
}

static enum err
sign(enum role role, uint64_t size)
{
	struct who who = world_who(role, "");

	return act_minutes(world.store, &who, world.period, STAGE_EVIDENCE,
	    size, digest_of(slice_text("scan")), NULL);
}

START_TEST(the_page_counts_what_came_and_says_when_it_is_closed)
{
	struct minutes m;

	world_open(&world);
	(void)world_upload(&world, "D01", "1.1.2", "in time");
	m = minutes();
	ck_assert_uint_eq(m.n_deadlines, 1);
	ck_assert_uint_eq(m.deadline[0].counts.on_time, 1);
	ck_assert(!m.deadline[0].counts.closed);
	look_minutes_free(&m);
	world_clock(&world, "2023-01-12T08:00:00+07:00");
	ck_assert_err(act_tick(world.store), OK);
	m = minutes();
	ck_assert(m.deadline[0].counts.closed);
	ck_assert_uint_eq(m.checkpoint.size, world_log(&world));
	ck_assert(m.simulated);
	look_minutes_free(&m);
	world_close(&world);
}
END_TEST

START_TEST(a_signed_page_is_a_leaf_with_the_root_it_names)
{
	struct minutes m;
	char root[DIGEST_TEXT], scan[DIGEST_TEXT];

	world_open(&world);
	m = minutes();
	digest_text(m.checkpoint.root, root);
	digest_text(digest_of(slice_text("scan")), scan);
	(void)world_upload(&world, "D01", "1.1.2", "later");
	ck_assert_err(sign(ROLE_OPERATOR, m.checkpoint.size), OK);
	ck_assert_int_eq(world_newest(&world), ENTRY_MINUTES);
	ck_assert(world_newest_says(&world, "root", root));
	ck_assert(world_newest_says(&world, "scan", scan));
	world_verified(&world);
	look_minutes_free(&m);
	world_close(&world);
}
END_TEST

START_TEST(a_page_about_entries_to_come_is_no_leaf)
{
	struct digest before;

	world_open(&world);
	before = world_dump(&world, 0);
	ck_assert_err(sign(ROLE_OPERATOR, world_log(&world) + 1), ERR_RANGE);
	ck_assert_err(sign(ROLE_OPERATOR, 0), ERR_RANGE);
	ck_assert_err(sign(ROLE_UNIT, 1), ERR_FORBIDDEN);
	ck_assert_dump(&world, before);
	world_close(&world);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_page_counts_what_came_and_says_when_it_is_closed,
		a_signed_page_is_a_leaf_with_the_root_it_names,
		a_page_about_entries_to_come_is_no_leaf,
		NULL,
	};

	return suite_run("minutes", tests);
}
