/*
 * test_mandate.c - a decision's four parts: each is asked for, has its room
 * and must be text; what the log commits to is four lines.
 */
#include "store/model/mandate.h"

#include <string.h>

#include "tests/kit/suite.h"

static const char *const good[] = { "336/QD-UBND", "2023-01-31", "Why", "Who" };
static const char *const pointers[] = { "/decision/number", "/decision/date",
	"/decision/reason", "/decision/person" };

/* Reads the good one with one part as it is said. */
static void
ck_read(unsigned part, struct slice as, enum err want, struct mandate *out)
{
	struct slice in[4];
	struct fault why = { 0 };

	for (unsigned i = 0; i < 4; i++)
		in[i] = i == part ? as : slice_text(good[i]);
	ck_assert_err(mandate_read(in[0], in[1], in[2], in[3], out, &why),
	    want);
	ck_assert_err(why.err, want);
	ck_assert_str_eq(why.pointer, want == OK ? "" : pointers[part]);
}

START_TEST(each_part_is_asked_for_by_name)
{
	struct mandate m;

	for (unsigned part = 0; part < 4; part++)
		ck_read(part, slice_text(""), ERR_MISSING_FIELD, &m);
	ck_read(0, slice_text(good[0]), OK, &m);
	ck_assert_str_eq(m.number, good[0]);
	ck_assert_str_eq(m.date, good[1]);
	ck_assert_str_eq(m.reason, good[2]);
	ck_assert_str_eq(m.person, good[3]);
}
END_TEST

START_TEST(each_part_has_its_room_to_the_byte)
{
	static const size_t room[] = { sizeof((struct mandate *)0)->number,
		sizeof((struct mandate *)0)->date,
		sizeof((struct mandate *)0)->reason,
		sizeof((struct mandate *)0)->person };
	char text[1001];
	struct mandate m;

	memset(text, 'x', sizeof text);
	for (unsigned part = 0; part < 4; part++) {
		ck_read(part, slice_of(text, room[part]), ERR_TOO_BIG, &m);
		if (part != 1) /* as long as a date, and none */
			ck_read(part, slice_of(text, room[part] - 1), OK, &m);
	}
	ck_assert_uint_eq(strlen(m.person), room[3] - 1);
}
END_TEST

START_TEST(each_part_must_be_text)
{
	struct mandate m;

	for (unsigned part = 0; part < 4; part++) {
		ck_read(part, slice_text("\xff"), ERR_ENCODING, &m);
		ck_read(part, slice_text("a\x07"), ERR_ENCODING, &m);
	}
}
END_TEST

START_TEST(the_date_must_be_a_day_that_exists)
{
	struct mandate m;

	ck_read(1, slice_text("31/1/2023"), ERR_MALFORMED, &m);
	ck_read(1, slice_text("2023-02-29"), ERR_RANGE, &m);
	ck_read(1, slice_text("2024-02-29"), OK, &m);
}
END_TEST

START_TEST(the_log_commits_to_four_lines)
{
	struct buf to = { 0 };
	struct mandate m;

	ck_read(2, slice_text("First\nand second"), OK, &m);
	ck_assert_str_eq(m.reason, "First\nand second");
	mandate_put(&to, &m);
	ck_assert_str_eq(buf_cstr(&to),
	    "number 336/QD-UBND\ndate 2023-01-31\n"
	    "reason First and second\nperson Who\n");
	buf_free(&to);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_part_is_asked_for_by_name,
		each_part_has_its_room_to_the_byte,
		each_part_must_be_text,
		the_date_must_be_a_day_that_exists,
		the_log_commits_to_four_lines,
		NULL,
	};

	return suite_run("mandate", tests);
}
