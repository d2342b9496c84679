/*
 * test_clock.c - what a clock's reading is worth: fit, stepped, frozen,
 * abandoned, and carried on (audit.md 4.6 R2, R4).
 */
#include "store/base/clock.h"

#include "store/base/chrony.h"
#include "tests/kit/suite.h"

#define S INT64_C(1000000)
#define HOUR (3600 * S)
#define T0 INT64_C(1673366400000000)

static struct clock_memory memory;

static struct reading
at(int64_t wall, int64_t boot, int64_t bound, bool synchronised)
{
	struct clock_facts f = { .wall_us = wall,
		.boottime_us = boot,
		.bound_us = bound,
		.synchronised = synchronised,
		.source = CLOCK_BY_CHRONY };
	struct reading r;

	clock_judge(&memory, &f, &r);
	return r;
}

static void
begin(void)
{
	struct reading r;

	memory = (struct clock_memory){ 0 };
	r = at(T0, HOUR, 2000, true);
	ck_assert_int_eq(r.status, CLOCK_FIT);
}

START_TEST(a_disciplined_clock_is_read_as_it_is)
{
	struct reading r;

	begin();
	r = at(T0 + 60 * S, HOUR + 60 * S, 10, true);
	ck_assert_int_eq(r.status, CLOCK_FIT);
	ck_assert_int_eq(r.source, CLOCK_BY_CHRONY);
	ck_assert_int_eq(r.wall.us, T0 + 60 * S);
	ck_assert_int_eq(r.bound.us, 1000);
	r = at(T0 + 120 * S, HOUR + 120 * S, S, true);
	ck_assert_int_eq(r.status, CLOCK_FIT);
}
END_TEST

START_TEST(a_step_of_hours_either_way_is_not_followed)
{
	static const int64_t steps[] = { -5 * HOUR, 5 * HOUR, -2000, 2000 };

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct reading r;

		begin();
		r = at(T0 + S + steps[i], HOUR + S, 2000, true);
		ck_assert_int_eq(r.status, CLOCK_UNFIT);
		ck_assert_int_eq(r.source, CLOCK_CARRIED);
		ck_assert_int_eq(r.wall.us, T0 + S);
		ck_assert_int_eq(r.bound.us, 2000 + 500 + 500);
		/* Somebody vouches for where it went. */
		r = at(T0 + 2 * S + steps[i], HOUR + 2 * S, 2000, true);
		ck_assert_int_eq(r.status, CLOCK_FIT);
		ck_assert_int_eq(r.wall.us, T0 + 2 * S + steps[i]);
	}
}
END_TEST

START_TEST(a_step_that_nobody_vouches_for_is_carried_past)
{
	struct reading r;

	begin();
	(void)at(T0 + S - 3 * HOUR, HOUR + S, 16 * S, false);
	for (int64_t h = 1; h <= 6; h++) {
		r = at(T0 + S - 3 * HOUR + h * HOUR, HOUR + S + h * HOUR,
		    16 * S, false);
		ck_assert_int_eq(r.status, CLOCK_UNSYNCHRONISED);
		ck_assert_int_eq(r.wall.us, T0 + S + h * HOUR);
		/* 1.8 s an hour */
		ck_assert_int_eq(r.bound.us, 2000 + 500 + (h * 3600 + 1) * 500);
	}
}
END_TEST

START_TEST(a_clock_that_stands_still_is_unfit_and_time_goes_on)
{
	begin();
	for (int64_t i = 1; i <= 10; i++) {
		struct reading r = at(T0, HOUR + i * 60 * S, 2000, true);

		ck_assert_int_eq(r.status, CLOCK_UNFIT);
		ck_assert_int_eq(r.wall.us, T0 + i * 60 * S);
	}
}
END_TEST

START_TEST(a_widening_bound_is_kept_while_it_is_the_narrower)
{
	struct reading r;

	begin();
	r = at(T0 + HOUR, 2 * HOUR, 1100000, true);
	ck_assert_int_eq(r.status, CLOCK_UNFIT);
	ck_assert_int_eq(r.source, CLOCK_BY_CHRONY);
	ck_assert_int_eq(r.bound.us, 1100000);
	r = at(T0 + HOUR + S, 2 * HOUR + S, 9 * S, true);
	ck_assert_int_eq(r.source, CLOCK_CARRIED);
	ck_assert_int_lt(r.bound.us, 2 * S);
}
END_TEST

/* The kernel's word, and chronyd's of `age` before. */
static struct clock_facts
facts(int64_t since, int64_t age, int64_t maxerror)
{
	const struct chrony_tracking t = { .ref_id = 0xc0a80101,
		.ref_us = T0 - 10 * S,
		.correction_us = 100,
		.delay_us = 200,
		.dispersion_us = 300,
		.interval_us = 64 * S };
	struct clock_facts f = { .wall_us = T0 + since,
		.boottime_us = HOUR + since,
		.bound_us = maxerror,
		.synchronised = maxerror < 16 * S,
		.source = CLOCK_BY_KERNEL };

	clock_by_chrony(&t, age, &f);
	return f;
}

/* audit.md 4.1, 4.2: its last word for a minute, then the kernel's, whose bound
 * grows by 500 ppm to 16 s, and then the last fit reading, carried. */
START_TEST(a_chronyd_that_vanishes_leaves_the_kernel_and_then_nobody)
{
	struct clock_facts f = facts(0, 0, 9000);
	struct reading r;

	memory = (struct clock_memory){ 0 };
	clock_judge(&memory, &f, &r);
	ck_assert_int_eq(r.status, CLOCK_FIT);
	ck_assert_int_eq(r.source, CLOCK_BY_CHRONY);
	ck_assert_int_eq(r.bound.us, 100 + 300 + 100 + 1000);
	f = facts(60 * S, 60 * S, 39000);
	ck_assert_int_eq(f.source, CLOCK_BY_CHRONY);
	ck_assert_int_eq(f.bound_us, 1500 + 3000);
	f = facts(60 * S + 1, 60 * S + 1, 39000);
	ck_assert_int_eq(f.source, CLOCK_BY_KERNEL);
	clock_judge(&memory, &f, &r);
	ck_assert_int_eq(r.status, CLOCK_FIT);
	ck_assert_int_eq(r.bound.us, 39000);
	f = facts(HOUR, HOUR, 1800000 + 9000);
	clock_judge(&memory, &f, &r);
	ck_assert_int_eq(r.status, CLOCK_UNFIT);
	f = facts(10 * HOUR, 10 * HOUR, 16 * S);
	clock_judge(&memory, &f, &r);
	ck_assert_int_eq(r.status, CLOCK_UNSYNCHRONISED);
	ck_assert_int_eq(r.source, CLOCK_CARRIED);
	ck_assert_int_eq(r.wall.us, T0 + 10 * HOUR);
	ck_assert_int_ge(r.bound.us, 10 * 1800000);
}
END_TEST

START_TEST(a_chronyd_without_a_source_is_nobodys_word)
{
	struct chrony_tracking t = { .ref_id = 0x7F7F0101, .ref_us = T0 };
	struct clock_facts f = { .wall_us = T0,
		.bound_us = 9000,
		.synchronised = true };

	clock_by_chrony(&t, 0, &f);
	ck_assert(!f.synchronised);
	ck_assert_int_eq(f.bound_us, 16 * S);
}
END_TEST

START_TEST(a_clock_never_vouched_for_is_sixteen_seconds_wide)
{
	struct reading r;

	memory = (struct clock_memory){ 0 };
	r = at(T0, HOUR, 10, false);
	ck_assert_int_eq(r.status, CLOCK_UNSYNCHRONISED);
	ck_assert_int_eq(r.bound.us, 16 * S);
	ck_assert_int_eq(r.wall.us, T0);
}
END_TEST

/* Another process's reading, of the same boot. */
START_TEST(a_fit_reading_of_another_process_is_carried_on)
{
	static const struct {
		enum clock_status status;
		enum clock_source source;
		bool counts;
	} rows[] = {
		{ CLOCK_FIT, CLOCK_BY_CHRONY, true },
		{ CLOCK_UNSYNCHRONISED, CLOCK_CARRIED, true },
		{ CLOCK_UNFIT, CLOCK_CARRIED, true },
		{ CLOCK_UNFIT, CLOCK_BY_CHRONY, false },
		{ CLOCK_UNSYNCHRONISED, CLOCK_BY_KERNEL, false },
		{ CLOCK_SIMULATED, CLOCK_CARRIED, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct reading r, old = { .wall = { T0 },
			.bound = { 3000 },
			.status = rows[i].status,
			.source = rows[i].source,
			.boottime_us = HOUR };

		memory = (struct clock_memory){ 0 };
		clock_recall(&memory, &old);
		r = at(T0 - 5 * HOUR, HOUR + 100 * S, 16 * S, false);
		ck_assert_int_eq(r.source,
		    rows[i].counts ? CLOCK_CARRIED : CLOCK_BY_CHRONY);
		ck_assert_int_eq(r.wall.us,
		    rows[i].counts ? T0 + 100 * S : T0 - 5 * HOUR);
		if (rows[i].counts)
			ck_assert_int_eq(r.bound.us, 3000 + 100 * 500 + 500);
	}
	begin();
	clock_recall(&memory,
	    &(struct reading){ .wall = { 1 }, .status = CLOCK_FIT });
	ck_assert_int_eq(memory.fit_wall_us, T0);
}
END_TEST

START_TEST(a_step_is_more_than_the_kernels_drift_and_a_millisecond)
{
	int64_t by;

	ck_assert(!clock_stepped(0, 0, 10 * S + 6000, 10 * S, &by));
	ck_assert(clock_stepped(0, 0, 10 * S + 6002, 10 * S, &by));
	ck_assert_int_eq(by, 6002);
	ck_assert(!clock_stepped(0, 0, 10 * S - 6000, 10 * S, &by));
	ck_assert(clock_stepped(0, 0, 10 * S - 6002, 10 * S, &by));
	ck_assert(!clock_stepped(10 * S, 10 * S, 500, 0, &by));
	ck_assert(clock_stepped(10 * S, 10 * S, 7000, 0, &by));
	ck_assert(clock_stepped(INT64_MIN, 0, INT64_MAX, 1, &by));
	ck_assert(clock_stepped(INT64_MAX, INT64_MIN, 0, INT64_MAX, &by));
}
END_TEST

/* audit.md 4.4. */
static struct reading
leaping(int64_t since, int64_t bound, bool leap)
{
	struct clock_facts f = { .wall_us = T0 + since,
		.boottime_us = HOUR + since,
		.bound_us = bound,
		.synchronised = true,
		.leap = leap,
		.source = CLOCK_BY_KERNEL };
	struct reading r;

	clock_judge(&memory, &f, &r);
	return r;
}

START_TEST(an_announced_leap_second_widens_the_day_and_twelve_hours_after)
{
	static const struct {
		int64_t since, bound, want;
		bool leap;
		enum clock_status status;
	} rows[] = {
		{ 0, 2000, 2000, false, CLOCK_FIT },
		{ HOUR, 2000, 502000, true, CLOCK_FIT },
		{ 2 * HOUR, 10, 501000, true, CLOCK_FIT },
		{ 24 * HOUR, 500000, 1000000, true, CLOCK_FIT },
		{ 25 * HOUR, 500001, 1000001, true, CLOCK_UNFIT },
		{ 37 * HOUR, 2000, 502000, false, CLOCK_FIT },
		{ 37 * HOUR + 1, 2000, 2000, false, CLOCK_FIT },
	};

	memory = (struct clock_memory){ 0 };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct reading r =
		    leaping(rows[i].since, rows[i].bound, rows[i].leap);

		ck_assert_msg(r.bound.us == rows[i].want &&
				  r.status == rows[i].status,
		    "row %zu: %lld, %s", i, (long long)r.bound.us,
		    clock_status_name(r.status));
	}
}
END_TEST

/* The kernel repeats 23:59:59: a step of one second, that is carried past with
 * a bound that has both sides of it. */
START_TEST(the_leap_itself_lies_within_the_bound)
{
	struct reading r;

	memory = (struct clock_memory){ 0 };
	(void)leaping(0, 2000, true);
	r = at(T0 + 2 * S - S, HOUR + 2 * S, 2000, true);
	ck_assert_int_eq(r.status, CLOCK_UNFIT);
	ck_assert_int_eq(r.source, CLOCK_CARRIED);
	ck_assert_int_le(r.wall.us - r.bound.us, T0 + S);
	ck_assert_int_ge(r.wall.us + r.bound.us, T0 + 2 * S);
	/* Nobody vouches for it afterwards, for days. */
	r = at(T0 + 48 * HOUR, 50 * HOUR, 16 * S, false);
	ck_assert_int_ge(r.bound.us, S + 48 * 1800000);
}
END_TEST

START_TEST(a_leap_second_is_announced_by_the_kernel_or_by_chronyd)
{
	for (uint16_t leap = 0; leap <= 3; leap++)
		for (int kernel = 0; kernel <= 1; kernel++) {
			struct chrony_tracking t = { .ref_id = 1,
				.ref_us = T0 - S,
				.leap = leap };
			struct clock_facts f = { .wall_us = T0,
				.leap = kernel != 0 };

			clock_by_chrony(&t, 0, &f);
			ck_assert_int_eq(f.leap,
			    kernel != 0 || leap == 1 || leap == 2);
			ck_assert_int_eq(f.synchronised, leap != 3);
		}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_disciplined_clock_is_read_as_it_is,
		a_step_of_hours_either_way_is_not_followed,
		a_step_that_nobody_vouches_for_is_carried_past,
		a_clock_that_stands_still_is_unfit_and_time_goes_on,
		a_widening_bound_is_kept_while_it_is_the_narrower,
		a_chronyd_that_vanishes_leaves_the_kernel_and_then_nobody,
		a_chronyd_without_a_source_is_nobodys_word,
		a_clock_never_vouched_for_is_sixteen_seconds_wide,
		a_fit_reading_of_another_process_is_carried_on,
		a_step_is_more_than_the_kernels_drift_and_a_millisecond,
		an_announced_leap_second_widens_the_day_and_twelve_hours_after,
		the_leap_itself_lies_within_the_bound,
		a_leap_second_is_announced_by_the_kernel_or_by_chronyd,
		NULL,
	};

	return suite_run("clock", tests);
}
