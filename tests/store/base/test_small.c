/*
 * test_small.c - names, digests, encodings, clocks, pools, drafts, errors.
 *
 * Knows the promises of store/base's small headers. Touches a folder of its
 * own.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/base/clock.h"
#include "store/base/digest.h"
#include "store/base/draft.h"
#include "store/base/encode.h"
#include "store/base/id.h"
#include "store/base/pool.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

START_TEST(a_name_is_1_to_23_plain_characters)
{
	static const struct {
		const char *text;
		enum err want;
	} table[] = {
		/* clang-format off */
		{ "D16", OK },
		{ "1.1.2", OK },
		{ "org-department_2", OK },
		{ "12345678901234567890123", OK },
		{ "123456789012345678901234", ERR_MALFORMED },
		{ "", ERR_MALFORMED },
		{ ".hidden", ERR_MALFORMED },
		{ "-f", ERR_MALFORMED },
		{ "a/b", ERR_MALFORMED },
		{ "a b", ERR_MALFORMED },
		{ "\xc4\x90", ERR_MALFORMED },
		/* clang-format on */
	};
	struct unit_id id, same;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		ck_assert_err(unit_id_read(slice_text(table[i].text), &id),
		    table[i].want);
	ck_assert_err(unit_id_read(slice_of("a\0b", 3), &id), ERR_MALFORMED);
	memset(&id, 'x', sizeof id);
	ck_assert_err(unit_id_read(slice_text("D16"), &id), OK);
	ck_assert_err(unit_id_read(slice_text("D16"), &same), OK);
	ck_assert(unit_id_eq(id, same));
}
END_TEST

START_TEST(a_submission_id_is_a_uuid_of_version_7_in_order_of_time)
{
	const int64_t at = INT64_C(1673369999999999);
	struct submission_id a, b, again;
	char text[UUID_TEXT];

	ck_assert_err(submission_id_new(at, &a), OK);
	ck_assert_err(submission_id_new(at + 1000, &b), OK);
	ck_assert_int_lt(memcmp(a.b, b.b, 6), 0);
	submission_id_text(a, text);
	ck_assert_uint_eq(strlen(text), UUID_TEXT - 1);
	ck_assert(memcmp(text, "01859c9f-da7f-7", 15) == 0);
	ck_assert_ptr_nonnull(strchr("89ab", text[19]));
	ck_assert_err(submission_id_read(slice_text(text), &again), OK);
	ck_assert_int_eq(memcmp(&a, &again, sizeof a), 0);
	ck_assert_err(submission_id_new(-1, &a), ERR_RANGE);
}
END_TEST

START_TEST(what_is_no_uuid_of_version_7_is_refused)
{
	static const char *const table[] = {
		"",
		"01859c8ba97f7000800000000000000000000",
		"01859c8b-a97f-4000-8000-000000000000",
		"01859c8b-a97f-7000-c000-000000000000",
		"01859c8b-a97f-7000-8000-00000000000g",
		"01859c8b-a97f-7000-8000-0000000000000",
		"01859c8b_a97f_7000_8000_000000000000",
	};
	struct submission_id id;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		ck_assert_err(submission_id_read(slice_text(table[i]), &id),
		    ERR_MALFORMED);
	ck_assert_err(submission_id_read(slice_text("01859C8B-A97F-7000-8000-"
						    "ABCDEF000000"),
			  &id),
	    OK);
}
END_TEST

START_TEST(sha_256_gives_the_known_answers)
{
	static const struct {
		const char *text, *digest;
	} table[] = {
		/* clang-format off */
		{ "",
		  "e3b0c44298fc1c149afbf4c8996fb924"
		  "27ae41e4649b934ca495991b7852b855" },
		{ "abc",
		  "ba7816bf8f01cfea414140de5dae2223"
		  "b00361a396177a9cb410ff61f20015ad" },
		/* clang-format on */
	};
	struct digest_stream *s;
	struct digest d, streamed;
	char text[DIGEST_TEXT];

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		d = digest_of(slice_text(table[i].text));
		digest_text(d, text);
		ck_assert_str_eq(text, table[i].digest);
		s = digest_start();
		ck_assert_ptr_nonnull(s);
		for (const char *p = table[i].text; *p != 0; p++)
			digest_more(s, slice_of(p, 1));
		streamed = digest_end(&s);
		ck_assert_ptr_null(s);
		ck_assert(digest_eq(d, streamed));
		ck_assert_err(digest_read(slice_text(text), &streamed), OK);
		ck_assert(digest_eq(d, streamed));
	}
	ck_assert(!digest_eq(d, digest_of(SLICE_NONE)));
	ck_assert_err(digest_read(slice_of(text, 63), &d), ERR_MALFORMED);
	text[5] = 'g';
	ck_assert_err(digest_read(slice_text(text), &d), ERR_MALFORMED);
	s = digest_start();
	digest_drop(&s);
	digest_drop(&s);
}
END_TEST

START_TEST(random_bytes_differ)
{
	uint8_t a[300] = { 0 }, b[300] = { 0 };

	ck_assert_err(random_bytes(a, sizeof a), OK);
	ck_assert_err(random_bytes(b, sizeof b), OK);
	ck_assert_int_ne(memcmp(a, b, sizeof a), 0);
	ck_assert_int_ne(memcmp(a + 260, b + 260, 40), 0);
}
END_TEST

START_TEST(base64_is_that_of_rfc_4648)
{
	static const struct {
		const char *plain, *standard, *url;
	} table[] = {
		/* clang-format off */
		{ "", "", "" },
		{ "f", "Zg==", "Zg" },
		{ "fo", "Zm8=", "Zm8" },
		{ "foo", "Zm9v", "Zm9v" },
		{ "foob", "Zm9vYg==", "Zm9vYg" },
		{ "\xfb\xff\xfe", "+//+", "-__-" },
		/* clang-format on */
	};
	static const char *const refused[] = { "Zg",
		"Zg=", "Zg===", "Zh==", "Zm 9v", "Zm9v\n", "Zm9_", "=",
		"Zg==Zg==" };
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct slice plain = slice_text(table[i].plain);

		buf_clear(&b);
		base64_put(&b, plain);
		ck_assert_str_eq(buf_cstr(&b), table[i].standard);
		buf_clear(&b);
		base64url_put(&b, plain);
		ck_assert_str_eq(buf_cstr(&b), table[i].url);
		buf_clear(&b);
		ck_assert_err(base64_get(slice_text(table[i].standard), &b),
		    OK);
		ck_assert(slice_eq(buf_all(&b), plain));
		buf_clear(&b);
		ck_assert_err(base64url_get(slice_text(table[i].url), &b), OK);
		ck_assert(slice_eq(buf_all(&b), plain));
	}
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		buf_clear(&b);
		ck_assert_err(base64_get(slice_text(refused[i]), &b),
		    ERR_MALFORMED);
		ck_assert_uint_eq(b.n, 0);
	}
	ck_assert_err(base64url_get(slice_text("Zg=="), &b), ERR_MALFORMED);
	buf_free(&b);
}
END_TEST

START_TEST(no_byte_above_7f_is_taken_for_a_digit)
{
	struct buf b = { 0 };
	char text[] = "Zm9v";
	uint8_t out[2];

	for (int c = 0x80; c < 0x100; c++) {
		text[2] = (char)c;
		ck_assert_err(base64_get(slice_text(text), &b), ERR_MALFORMED);
		ck_assert_err(base64url_get(slice_text(text), &b),
		    ERR_MALFORMED);
		ck_assert_err(hex_get(slice_text(text), out, 2), ERR_MALFORMED);
	}
	ck_assert_uint_eq(b.n, 0);
	buf_free(&b);
}
END_TEST

START_TEST(hexadecimal_wants_exactly_its_bytes)
{
	struct buf b = { 0 };
	uint8_t out[2];

	hex_put(&b, slice_of("\x00\xfe", 2));
	ck_assert_str_eq(buf_cstr(&b), "00fe");
	ck_assert_err(hex_get(slice_text("00Fe"), out, 2), OK);
	ck_assert_int_eq(memcmp(out, "\x00\xfe", 2), 0);
	ck_assert_err(hex_get(slice_text("00f"), out, 2), ERR_MALFORMED);
	ck_assert_err(hex_get(slice_text("00fe0"), out, 2), ERR_MALFORMED);
	ck_assert_err(hex_get(slice_text("00fx"), out, 2), ERR_MALFORMED);
	buf_free(&b);
}
END_TEST

START_TEST(the_machines_clock_admits_its_error)
{
	struct clocks c = clocks_system();
	struct reading r, later;

	ck_assert_err(c.wall(c.self, &r), OK);
	ck_assert_err(c.wall(c.self, &later), OK);
	ck_assert_int_ge(r.bound.us, 1000);
	if (r.status == CLOCK_UNSYNCHRONISED)
		ck_assert_int_ge(r.bound.us, 16000000);
	if (r.status == CLOCK_FIT)
		ck_assert_int_le(r.bound.us, 1000000);
	ck_assert(r.status != CLOCK_SIMULATED);
	ck_assert_int_ge(later.boottime_us, r.boottime_us);
	ck_assert_int_eq(memcmp(r.boot_id, later.boot_id, 16), 0);
	ck_assert_int_le(c.run(c.self), c.run(c.self));
	ck_assert_str_eq(clock_status_name(CLOCK_UNSYNCHRONISED),
	    "unsynchronised");
}
END_TEST

START_TEST(stopped_clocks_read_what_they_are_told)
{
	struct stopped s = { .reading = { .wall = { 5 },
				 .status = CLOCK_SIMULATED },
		.run_us = 9 };
	struct clocks c = clocks_stopped(&s);
	struct reading r;

	ck_assert_err(c.wall(c.self, &r), OK);
	ck_assert_int_eq(r.wall.us, 5);
	ck_assert_int_eq(c.run(c.self), 9);
	s.run_us++;
	ck_assert_int_eq(c.run(c.self), 10);
}
END_TEST

START_TEST(a_pool_gives_zeroed_aligned_memory_of_any_size)
{
	struct pool p = { 0 };
	uint8_t *got;

	for (size_t n = 0; n < 20000; n = n * 2 + 1) {
		got = pool_take(&p, n);
		ck_assert_ptr_nonnull(got);
		ck_assert_uint_eq((uintptr_t)got % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			ck_assert_uint_eq(got[i], 0);
		memset(got, 0xaa, n);
	}
	ck_assert_ptr_null(pool_array(&p, SIZE_MAX / 2, 3));
	ck_assert_ptr_null(pool_take(&p, SIZE_MAX));
	ck_assert_str_eq(pool_text(&p, slice_of("abcdef", 3)), "abc");
	pool_free(&p);
	pool_free(&p);
}
END_TEST

static void
publish(const char *path, const char *text, bool fresh, enum err want)
{
	struct draft d;

	ck_assert_err(draft_open(&d, path, 0640), OK);
	ck_assert_int_eq(write(d.fd, text, strlen(text)), strlen(text));
	ck_assert_err(fresh ? draft_publish_new(&d) : draft_publish(&d), want);
	draft_drop(&d);
}

static void
holds(const char *path, const char *want)
{
	struct buf b = { 0 };

	ck_assert_err(file_read(path, 100, &b), OK);
	ck_assert_str_eq(buf_cstr(&b), want);
	buf_free(&b);
}

START_TEST(a_draft_appears_whole_or_not_at_all)
{
	struct folder f = folder_make();
	char path[FOLDER_ROOM + 8];
	struct stat st;
	struct draft d;

	(void)snprintf(path, sizeof path, "%s/it", f.path);
	publish(path, "one", true, OK);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0640);
	publish(path, "two", true, ERR_EXISTS);
	holds(path, "one");
	publish(path, "three", false, OK);
	holds(path, "three");
	ck_assert_err(draft_open(&d, path, 0600), OK);
	draft_drop(&d);
	draft_drop(&d);
	ck_assert_uint_eq(folder_files(&f), 1);
	folder_remove(&f);
	ck_assert_err(draft_open(&d, path, 0600), ERR_NOT_FOUND);
	draft_drop(&d);
}
END_TEST

/* As /dev/null, which root could rename a file over. */
START_TEST(a_draft_takes_the_place_of_files_alone)
{
	struct folder f = folder_make();
	char path[FOLDER_ROOM + 8];
	struct stat st;
	struct draft d;

	(void)snprintf(path, sizeof path, "%s/it", f.path);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert_err(draft_open(&d, path, 0600), ERR_EXISTS);
	draft_drop(&d);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert(S_ISFIFO(st.st_mode));
	ck_assert_err(draft_open(&d, f.path, 0600), ERR_EXISTS);
	draft_drop(&d);
	folder_remove(&f);
}
END_TEST

START_TEST(a_file_is_read_whole_up_to_its_limit)
{
	struct folder f = folder_make();
	struct buf b = { 0 };
	char path[FOLDER_ROOM + 8];

	(void)snprintf(path, sizeof path, "%s/it", f.path);
	publish(path, "12345", true, OK);
	buf_text(&b, "0");
	ck_assert_err(file_read(path, 4, &b), ERR_TOO_BIG);
	ck_assert_str_eq(buf_cstr(&b), "0");
	ck_assert_err(file_read(path, 5, &b), OK);
	ck_assert_str_eq(buf_cstr(&b), "012345");
	folder_remove(&f);
	ck_assert_err(file_read(path, 5, &b), ERR_NOT_FOUND);
	buf_free(&b);
}
END_TEST

START_TEST(every_error_has_a_name_of_its_own_and_words)
{
	for (int i = 0; i < ERR_COUNT; i++) {
		ck_assert_ptr_nonnull(err_name((enum err)i));
		ck_assert_ptr_nonnull(err_words((enum err)i));
		for (int j = 0; j < i; j++)
			ck_assert_str_ne(err_name((enum err)i),
			    err_name((enum err)j));
	}
	ck_assert_err(err_of_errno(ENOSPC), ERR_NO_SPACE);
	ck_assert_err(err_of_errno(EDQUOT), ERR_NO_SPACE);
	ck_assert_err(err_of_errno(EIO), ERR_IO);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_name_is_1_to_23_plain_characters,
		a_submission_id_is_a_uuid_of_version_7_in_order_of_time,
		what_is_no_uuid_of_version_7_is_refused,
		sha_256_gives_the_known_answers,
		random_bytes_differ,
		base64_is_that_of_rfc_4648,
		no_byte_above_7f_is_taken_for_a_digit,
		hexadecimal_wants_exactly_its_bytes,
		the_machines_clock_admits_its_error,
		stopped_clocks_read_what_they_are_told,
		a_pool_gives_zeroed_aligned_memory_of_any_size,
		a_draft_appears_whole_or_not_at_all,
		a_draft_takes_the_place_of_files_alone,
		a_file_is_read_whole_up_to_its_limit,
		every_error_has_a_name_of_its_own_and_words,
		NULL,
	};

	return suite_run("store/base/small", tests);
}
