/*
 * test_errand.c - when somebody outside is asked again. What comes of its
 * answers is tested against a real one by tests/audit/check_tsa.py.
 */
#include "tests/kit/suite.h"
#include "worker/dispatch/errand.h"

START_TEST(it_waits_twice_as_long_after_each_failure_and_five_minutes_at_most)
{
	static const int64_t want[] = { 1, 2, 4, 8, 16, 32, 64, 128, 256, 300,
		300 };

	for (unsigned i = 0; i < sizeof want / sizeof *want; i++)
		ck_assert_int_eq(errand_back_off(i), want[i]);
	ck_assert_int_eq(errand_back_off(4000000000U), 300);
}
END_TEST

START_TEST(around_a_deadline_a_token_is_taken_every_ten_seconds)
{
	ck_assert_int_eq(errand_interval(600, false), 600);
	ck_assert_int_eq(errand_interval(600, true), 10);
	ck_assert_int_eq(errand_interval(10, true), 10);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		it_waits_twice_as_long_after_each_failure_and_five_minutes_at_most,
		around_a_deadline_a_token_is_taken_every_ten_seconds,
		NULL,
	};

	return suite_run("errand", tests);
}
