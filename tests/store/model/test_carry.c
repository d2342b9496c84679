/*
 * test_carry.c - what an older version of the data recorded, by the places of
 * a newer one.
 */
#include "store/model/carry.h"

#include "tests/kit/suite.h"

static const char *const low_high[] = { "low", "high" };
static const char *const high_mid[] = { "high", "mid" };

static const struct var then_vars[] = {
	{ .key = "a", .type = VAR_COUNT },
	{ .key = "b", .type = VAR_COUNT },
	{ .key = "how", .type = VAR_LEVEL, .levels = low_high, .n_levels = 2 },
	{ .key = "yes", .type = VAR_FLAG },
};
static const struct var now_vars[] = {
	{ .key = "how", .type = VAR_LEVEL, .levels = high_mid, .n_levels = 2 },
	{ .key = "new", .type = VAR_COUNT },
	{ .key = "b", .type = VAR_COUNT },
	{ .key = "yes", .type = VAR_COUNT },
};
static const struct leaf then_leaf = { .id = { "1.1" },
	.vars = then_vars,
	.n_vars = 4 };
static const struct leaf now_leaves[] = {
	{ .id = { "0.9" }, .vars = then_vars, .n_vars = 4 },
	{ .id = { "1.1" }, .vars = now_vars, .n_vars = 4 },
};
static const struct plan then = { .version = 3,
	.leaves = &then_leaf,
	.n_leaves = 1 };
static const struct plan now = { .version = 4,
	.before = &then,
	.since = 100,
	.leaves = now_leaves,
	.n_leaves = 2 };

static const struct inputs given = { .given = { true, true, true, true },
	.value = { 10, 8, 1, 1 } };

START_TEST(the_version_of_an_entry_is_the_newest_that_came_before_it)
{
	ck_assert_ptr_eq(plan_at(&now, 101), &now);
	ck_assert_ptr_eq(plan_at(&now, 100), &then);
	ck_assert_ptr_eq(plan_at(&now, 0), &then);
	ck_assert_ptr_eq(plan_at(&then, UINT64_MAX), &then);
}
END_TEST

START_TEST(inputs_are_found_by_key_and_levels_by_name)
{
	struct inputs in = given;

	inputs_carry(&now, 1, 42, &in);
	ck_assert(in.given[0]); /* "high" stands first now */
	ck_assert_int_eq(in.value[0], 0);
	ck_assert(!in.given[1]); /* nobody was asked */
	ck_assert(in.given[2]);
	ck_assert_int_eq(in.value[2], 8);
	ck_assert(!in.given[3]); /* of another type */
	/* a level that is gone was not given */
	in = given;
	in.value[2] = 0;
	inputs_carry(&now, 1, 42, &in);
	ck_assert(!in.given[0]);
}
END_TEST

START_TEST(what_the_newest_version_recorded_stays_as_it_is)
{
	struct inputs in = given;

	inputs_carry(&now, 1, 101, &in);
	ck_assert_mem_eq(&in, &given, sizeof in);
	/* a leaf that was not there */
	inputs_carry(&now, 0, 42, &in);
	ck_assert_mem_eq(&in, &given, sizeof in);
}
END_TEST

START_TEST(that_a_leaf_does_not_apply_stays_said)
{
	struct inputs in = { .not_applicable = true };

	inputs_carry(&now, 1, 42, &in);
	ck_assert(in.not_applicable);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_version_of_an_entry_is_the_newest_that_came_before_it,
		inputs_are_found_by_key_and_levels_by_name,
		what_the_newest_version_recorded_stays_as_it_is,
		that_a_leaf_does_not_apply_stays_said,
		NULL,
	};

	return suite_run("carry", tests);
}
