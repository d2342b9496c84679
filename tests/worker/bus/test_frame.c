/* What dispatcher and workers say, in bytes. */
#include <check.h>

#include "worker/bus/frame.h"

static const uint8_t golden[] = { 1, 2, 0, 0, 0, 0, 0, 0, 0, 7, 10, 's', 'c',
	'o', 'r', 'e', '-', 'u', 'n', 'i', 't', 4, '2', '0', '2', '2', 3, 'D',
	'1', '6' };

static const struct frame job = { .type = FRAME_JOB,
	.ticket = 7,
	.kind = "score-unit",
	.period = "2022",
	.unit = "D16" };

START_TEST(a_job_has_the_bytes_its_header_promises)
{
	struct buf b = { 0 };

	frame_write(&job, &b);
	ck_assert_uint_eq(b.n, sizeof golden);
	ck_assert_mem_eq(b.p, golden, sizeof golden);
	buf_free(&b);
}
END_TEST

START_TEST(every_frame_comes_back_as_it_was)
{
	const struct frame frames[] = {
		{ .type = FRAME_HELLO, .pid = 4711, .ticket = UINT64_MAX },
		job,
		{ .type = FRAME_DONE, .ticket = 1 },
		{ .type = FRAME_FAIL,
		    .ticket = 2,
		    .err = "io",
		    .reason = "đĩa hỏng" },
		{ .type = FRAME_BELL },
	};

	for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
		struct buf b = { 0 };
		struct frame back;

		frame_write(&frames[i], &b);
		ck_assert_int_eq(frame_read(buf_all(&b), &back), OK);
		ck_assert_mem_eq(&back, &frames[i], sizeof back);
		buf_free(&b);
	}
}
END_TEST

START_TEST(every_cut_of_a_frame_is_refused)
{
	struct frame f;

	for (size_t n = 0; n < sizeof golden; n++)
		ck_assert_int_eq(frame_read(slice_of(golden, n), &f),
		    ERR_MALFORMED);
}
END_TEST

static enum err
read_with(size_t at, uint8_t byte)
{
	uint8_t bytes[sizeof golden];
	struct frame f;

	memcpy(bytes, golden, sizeof bytes);
	bytes[at] = byte;
	return frame_read(slice_of(bytes, sizeof bytes), &f);
}

START_TEST(another_version_type_length_or_a_control_character_is_refused)
{
	uint8_t longer[sizeof golden + 1] = { 0 };
	struct frame f;

	memcpy(longer, golden, sizeof golden);
	ck_assert_int_eq(frame_read(slice_of(longer, sizeof longer), &f),
	    ERR_MALFORMED);
	ck_assert_int_eq(read_with(0, 2), ERR_MALFORMED);
	ck_assert_int_eq(read_with(1, 0), ERR_MALFORMED);
	ck_assert_int_eq(read_with(1, 6), ERR_MALFORMED);
	ck_assert_int_eq(read_with(10, 11), ERR_MALFORMED);
	ck_assert_int_eq(read_with(10, 255), ERR_MALFORMED);
	ck_assert_int_eq(read_with(11, '\n'), ERR_MALFORMED);
	ck_assert_int_eq(read_with(11, 0), ERR_MALFORMED);
}
END_TEST

START_TEST(a_reason_is_cut_at_a_whole_character)
{
	char room[8];

	frame_clean(room, sizeof room,
	    "ab\ncd\x7f"
	    "e");
	ck_assert_str_eq(room, "ab cd e");
	frame_clean(room, sizeof room, "abcdeđĩa");
	ck_assert_str_eq(room, "abcdeđ");
	frame_clean(room, sizeof room, "abcdefđ");
	ck_assert_str_eq(room, "abcdef");
	frame_clean(room, 1, "x");
	ck_assert_str_eq(room, "");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("frame");
	TCase *t = tcase_create("bytes");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_add_test(t, a_job_has_the_bytes_its_header_promises);
	tcase_add_test(t, every_frame_comes_back_as_it_was);
	tcase_add_test(t, every_cut_of_a_frame_is_refused);
	tcase_add_test(t,
	    another_version_type_length_or_a_control_character_is_refused);
	tcase_add_test(t, a_reason_is_cut_at_a_whole_character);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
