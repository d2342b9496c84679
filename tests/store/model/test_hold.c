/*
 * test_hold.c - what a legal hold lies on, by what it says and leaves out.
 */
#include "store/model/hold.h"

#include "tests/kit/suite.h"

#define P22                                                                    \
	{                                                                      \
		"2022"                                                         \
	}
#define D01                                                                    \
	{                                                                      \
		"D01"                                                          \
	}
#define DOC                                                                    \
	{                                                                      \
		{                                                              \
			1, 2, 3                                                \
		}                                                              \
	}

START_TEST(a_hold_covers_what_agrees_with_all_it_says)
{
	static const struct {
		struct hold hold;
		bool covers;
	} rows[] = {
		{ { .n = 1 }, true },
		{ { .n = 1, .ended = 9 }, false },
		{ { .period = P22 }, true },
		{ { .period = { "2023" } }, false },
		{ { .unit = D01 }, true },
		{ { .unit = { "D02" } }, false },
		{ { .period = P22, .unit = { "D02" } }, false },
		{ { .period = { "2023" }, .unit = D01 }, false },
		{ { .has_document = true, .document = DOC }, true },
		{ { .has_document = true, .document = { { 1, 2, 4 } } },
		    false },
		{ { .has_document = false, .document = { { 1, 2, 4 } } },
		    true },
		{ { .period = P22,
		      .unit = D01,
		      .has_document = true,
		      .document = DOC },
		    true },
		{ { .period = P22,
		      .unit = D01,
		      .has_document = true,
		      .document = DOC,
		      .ended = 1 },
		    false },
	};
	const struct submission use = { .period = P22,
		.unit = D01,
		.document = DOC };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(hold_covers(&rows[i].hold, &use) ==
				  rows[i].covers,
		    "row %zu", i);
}
END_TEST

START_TEST(a_hold_touches_its_period_or_with_none_every_one)
{
	const struct period_id in = P22, out = { "2023" };
	struct hold hold = { .unit = D01 };

	ck_assert(hold_touches(&hold, in));
	ck_assert(hold_touches(&hold, out));
	hold.period = in;
	ck_assert(hold_touches(&hold, in));
	ck_assert(!hold_touches(&hold, out));
	hold.ended = 1;
	ck_assert(!hold_touches(&hold, in));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_hold_covers_what_agrees_with_all_it_says,
		a_hold_touches_its_period_or_with_none_every_one, NULL
	};

	return suite_run("hold", tests);
}
