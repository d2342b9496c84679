/*
 * test_recent.c - what is remembered of the log's newest stretches.
 */
#include "store/ledger/recent.h"

#include "tests/kit/suite.h"

static struct recent *r;

static struct digest
of(uint64_t n)
{
	return digest_of(slice_of(&n, sizeof n));
}

static void
holds(unsigned level, uint64_t last, uint64_t n)
{
	struct digest is;

	ck_assert(recent_get(r, level, last, &is));
	ck_assert(digest_eq(is, of(n)));
}

static void
has_not(unsigned level, uint64_t last)
{
	struct digest is;

	ck_assert(!recent_get(r, level, last, &is));
}

START_TEST(every_low_node_of_a_stretch_has_its_own_place)
{
	r = recent_new();
	ck_assert_ptr_nonnull(r);
	for (uint64_t last = 64; last < 96; last++)
		for (unsigned level = 0; level < RECENT_LEVELS; level++)
			if ((last + 1) % (UINT64_C(1) << level) == 0)
				recent_put(r, level, last,
				    of(last * 8 + level));
	for (uint64_t last = 64; last < 96; last++)
		for (unsigned level = 0; level < RECENT_LEVELS; level++)
			if ((last + 1) % (UINT64_C(1) << level) == 0)
				holds(level, last, last * 8 + level);
	recent_drop(&r);
	ck_assert_ptr_null(r);
}
END_TEST

START_TEST(what_nobody_put_is_not_there)
{
	r = recent_new();
	has_not(0, 0);
	has_not(4, 31);
	recent_put(r, 0, 0, of(1));
	holds(0, 0, 1);
	has_not(0, 1);
	has_not(1, 1);
	has_not(0, 32);
	has_not(0, UINT64_C(1) << 48); /* the first of another log */
	recent_drop(&r);
}
END_TEST

START_TEST(newer_stretches_take_the_place_of_older_ones_and_never_the_other_way)
{
	r = recent_new();
	recent_put(r, 0, 5, of(5));
	recent_put(r, 0, 128 + 5, of(133)); /* four stretches on */
	has_not(0, 5);
	holds(0, 133, 133);
	recent_put(r, 0, 5, of(5));
	has_not(0, 5);
	holds(0, 133, 133);
	has_not(0, 134);
	recent_drop(&r);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_low_node_of_a_stretch_has_its_own_place,
		what_nobody_put_is_not_there,
		newer_stretches_take_the_place_of_older_ones_and_never_the_other_way,
		NULL,
	};

	return suite_run("recent", tests);
}
