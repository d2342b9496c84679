/*
 * test_received.c - one row a clause of received.h.
 */
#include "store/model/received.h"
#include "tests/kit/suite.h"

/* Microseconds; now is 10 s, U is 0.5 s. */
static const struct {
	const char *what;
	int64_t stamp, reading; /* -1: no stamp */
	uint64_t bytes;
	enum clock_status status;
	int64_t earliest;
	enum time_source source;
} arrivals[] = {
	{ "no stamp", -1, 0, 0, CLOCK_FIT, 9500000, TIME_HANDLER },
	{ "a stamp", 9990000, 0, 0, CLOCK_FIT, 9490000, TIME_FRONT },
	{ "read in a second", 8000000, 1000000, 0, CLOCK_FIT, 7500000,
	    TIME_FRONT },
	{ "read slower", 8000000, 1000001, 0, CLOCK_FIT, 9500000,
	    TIME_HANDLER },
	{ "20 MiB may take two", 8000000, 2000000, 20 << 20, CLOCK_FIT, 7500000,
	    TIME_FRONT },
	{ "half of it no more than half a second more", 8000000, 1500001,
	    10 << 20, CLOCK_FIT, 9500000, TIME_HANDLER },
	{ "and no longer", 8000000, 2000001, 20 << 20, CLOCK_FIT, 9500000,
	    TIME_HANDLER },
	{ "a stamp of the future", 10000001, 0, 0, CLOCK_FIT, 9500000,
	    TIME_HANDLER },
	{ "a stamp of this instant", 10000000, 0, 0, CLOCK_FIT, 9500000,
	    TIME_FRONT },
	{ "a simulated clock", 9990000, 0, 0, CLOCK_SIMULATED, 9500000,
	    TIME_SIMULATED },
	{ "an unsynchronised one", 9990000, 0, 0, CLOCK_UNSYNCHRONISED, 9490000,
	    TIME_FRONT },
};

START_TEST(it_arrived_between_the_fronts_stamp_and_our_clock)
{
	for (size_t i = 0; i < sizeof arrivals / sizeof *arrivals; i++) {
		struct arrival a = { .has_front = arrivals[i].stamp >= 0,
			.front = { arrivals[i].stamp },
			.took = { arrivals[i].reading },
			.bytes = arrivals[i].bytes,
			.after = { .wall = { 10000000 },
			    .bound = { 500000 },
			    .status = arrivals[i].status } };
		enum time_source source;
		struct interval at = received_interval(&a, &source);

		ck_assert_msg(at.earliest.us == arrivals[i].earliest, "%s",
		    arrivals[i].what);
		ck_assert_int_eq(at.latest.us, 10500000);
		ck_assert_int_eq(source, arrivals[i].source);
	}
}
END_TEST

/* An hour back, as a clock that was set back stamps. */
START_TEST(a_clock_that_we_do_not_believe_does_not_stamp_either)
{
	static const enum clock_status states[] = { CLOCK_UNFIT,
		CLOCK_UNSYNCHRONISED };

	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		struct arrival a = { .has_front = true,
			.front = { 10000000 },
			.after = { .wall = { INT64_C(3610000000) },
			    .bound = { 2000 },
			    .status = states[i],
			    .source = CLOCK_CARRIED } };
		enum time_source source;
		struct interval at = received_interval(&a, &source);

		ck_assert_int_eq(source, TIME_HANDLER);
		ck_assert_int_eq(at.earliest.us, INT64_C(3610000000) - 2000);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		it_arrived_between_the_fronts_stamp_and_our_clock,
		a_clock_that_we_do_not_believe_does_not_stamp_either,
		NULL,
	};

	return suite_run("model/received", tests);
}
