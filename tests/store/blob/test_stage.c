/*
 * test_stage.c - documents on their way in and as kept files.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/blob/blobs.h"
#include "store/blob/stage.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

#define LARGE (BLOB_SMALL + 12345)
#define NO_LIMIT UINT64_MAX

static struct folder folder;
static struct blobs *blobs;

static void
start(void)
{
	struct fault why = { 0 };

	folder = folder_make();
	ck_assert_msg(blobs_open(&blobs, folder.path, &why) == OK, "%s",
	    why.detail);
	blobs_reserve(blobs, 0);
}

static void
finish(void)
{
	blobs_close(&blobs);
	blobs_close(&blobs);
	folder_remove(&folder);
}

/* `n` bytes that differ from place to place and by `seed`. */
static uint8_t *
bytes_of(size_t n, unsigned seed)
{
	uint8_t *p = malloc(n == 0 ? 1 : n);

	ck_assert_ptr_nonnull(p);
	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)(rand_r(&seed) >> 7);
	return p;
}

/* Gives `n` bytes in pieces of `step` and closes. */
static struct staged *
staged_of(const uint8_t *p, size_t n, size_t step)
{
	struct staged *s;

	ck_assert_err(stage_open(&s, blobs, NO_LIMIT), OK);
	for (size_t at = 0; at < n; at += step)
		ck_assert_err(stage_more(s, slice_of(p + at,
						n - at < step ? n - at : step)),
		    OK);
	ck_assert_err(stage_close(s), OK);
	ck_assert(digest_eq(stage_digest(s), digest_of(slice_of(p, n))));
	ck_assert_uint_eq(stage_size(s), n);
	return s;
}

static void
path_of(struct digest d, char out[512])
{
	char text[DIGEST_TEXT];

	digest_text(d, text);
	(void)snprintf(out, 512, "%s/documents/%.2s/%s", folder.path, text,
	    text + 2);
}

static struct digest
keep_large(unsigned seed)
{
	uint8_t *p = bytes_of(LARGE, seed);
	struct staged *s = staged_of(p, LARGE, 8192);
	struct digest d = stage_digest(s);

	ck_assert_err(stage_keep(s), OK);
	stage_drop(&s);
	free(p);
	return d;
}

static void
make_old(struct digest d)
{
	struct timespec old[2] = { { 1000000000, 0 }, { 1000000000, 0 } };
	char path[512];

	path_of(d, path);
	ck_assert_int_eq(utimensat(AT_FDCWD, path, old, 0), 0);
}

static void
ck_assert_kept(struct blob_place place, struct slice want)
{
	struct buf kept = { 0 };

	ck_assert_err(blobs_read(blobs, place, want.n, &kept), OK);
	ck_assert(slice_eq(buf_all(&kept), want));
	buf_free(&kept);
}

START_TEST(a_document_up_to_the_limit_lies_in_a_pack)
{
	static const size_t sizes[] = { 1, STAGE_HEAD - 1, STAGE_HEAD,
		STAGE_HEAD + 1, BLOB_SMALL - 1, BLOB_SMALL };

	start();
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		size_t n = sizes[i], head = n < STAGE_HEAD ? n : STAGE_HEAD;
		uint8_t *p = bytes_of(n, (unsigned)i);
		struct staged *s = staged_of(p, n, 1000);

		ck_assert(stage_is_small(s));
		ck_assert(slice_eq(stage_head(s), slice_of(p, head)));
		ck_assert_uint_eq(stage_place(s).pack, 0);
		ck_assert_err(stage_keep(s), OK);
		ck_assert_uint_ne(stage_place(s).pack, 0);
		ck_assert_kept(stage_place(s), slice_of(p, n));
		stage_drop(&s);
		ck_assert_ptr_null(s);
		free(p);
	}
	ck_assert_uint_eq(folder_files(&folder), 1);
	finish();
}
END_TEST

START_TEST(a_larger_document_becomes_a_file_named_by_its_digest)
{
	static const size_t sizes[] = { BLOB_SMALL + 1, 2 * BLOB_SMALL,
		2 * BLOB_SMALL + 1, 9 * 1024 * 1024 + 7 };

	start();
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		size_t n = sizes[i];
		uint8_t *p = bytes_of(n, (unsigned)i), *kept;
		struct staged *s = staged_of(p, n, 70001);
		struct stat st;
		char path[512];
		uint64_t size;
		int fd;

		ck_assert(!stage_is_small(s));
		ck_assert(slice_eq(stage_head(s), slice_of(p, STAGE_HEAD)));
		ck_assert_uint_eq(folder_files(&folder), i);
		ck_assert_err(stage_keep(s), OK);
		ck_assert_err(stage_keep(s), OK);
		ck_assert_err(blobs_fetch(blobs, stage_digest(s), &fd, &size),
		    OK);
		ck_assert_uint_eq(size, n);
		kept = malloc(n);
		ck_assert_int_eq(read(fd, kept, n), (ssize_t)n);
		ck_assert_mem_eq(kept, p, n);
		(void)close(fd);
		path_of(stage_digest(s), path);
		ck_assert_int_eq(stat(path, &st), 0);
		ck_assert_uint_eq(st.st_mode & 07777, 0400);
		free(kept);
		stage_drop(&s);
		free(p);
	}
	finish();
}
END_TEST

START_TEST(a_dropped_document_leaves_nothing)
{
	uint8_t *p = bytes_of(LARGE, 5);
	struct staged *s;

	start();
	s = staged_of(p, LARGE, 4096);
	stage_drop(&s);
	stage_drop(&s);
	ck_assert_err(stage_open(&s, blobs, NO_LIMIT), OK);
	ck_assert_err(stage_more(s, slice_of(p, LARGE)), OK);
	stage_drop(&s);
	ck_assert_uint_eq(folder_files(&folder), 0);
	free(p);
	finish();
}
END_TEST

START_TEST(one_byte_too_many_is_too_big)
{
	uint8_t *p = bytes_of(LARGE + 1, 6);
	static const size_t limits[] = { 0, 10, BLOB_SMALL, LARGE };

	start();
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		struct staged *s;

		ck_assert_err(stage_open(&s, blobs, limits[i]), OK);
		ck_assert_err(stage_more(s, slice_of(p, limits[i])), OK);
		ck_assert_err(stage_more(s, slice_of(p, 1)), ERR_TOO_BIG);
		ck_assert_err(stage_more(s, SLICE_NONE), ERR_TOO_BIG);
		ck_assert_err(stage_close(s), ERR_TOO_BIG);
		ck_assert_err(stage_keep(s), ERR_TOO_BIG);
		stage_drop(&s);
	}
	ck_assert_uint_eq(folder_files(&folder), 0);
	free(p);
	finish();
}
END_TEST

START_TEST(the_same_bytes_twice_are_kept_once)
{
	struct digest a, b;

	start();
	a = keep_large(7);
	b = keep_large(7);
	ck_assert(digest_eq(a, b));
	ck_assert_uint_eq(folder_files(&folder), 1);
	finish();
}
END_TEST

START_TEST(what_was_never_kept_is_not_found)
{
	uint64_t size;
	int fd;

	start();
	ck_assert_err(blobs_fetch(blobs, digest_of(slice_text("no")), &fd,
			  &size),
	    ERR_NOT_FOUND);
	(void)keep_large(7);
	ck_assert_err(blobs_fetch(blobs, digest_of(slice_text("no")), &fd,
			  &size),
	    ERR_NOT_FOUND);
	ck_assert_int_eq(fd, -1);
	finish();
}
END_TEST

START_TEST(below_the_reserve_nothing_is_taken)
{
	struct staged *s;

	start();
	blobs_reserve(blobs, 0);
	ck_assert_err(blobs_room_for(blobs, 1), OK);
	ck_assert_err(blobs_room_for(blobs, UINT64_MAX), ERR_NO_SPACE);
	blobs_reserve(blobs, UINT64_MAX - 1);
	ck_assert_err(blobs_room(blobs), ERR_NO_SPACE);
	ck_assert_err(stage_open(&s, blobs, NO_LIMIT), ERR_NO_SPACE);
	ck_assert_ptr_null(s);
	finish();
}
END_TEST

START_TEST(a_disk_that_fills_up_meanwhile_ends_the_document)
{
	uint8_t *p = bytes_of(5 * 1024 * 1024, 8);
	struct staged *s;

	start();
	ck_assert_err(stage_open(&s, blobs, NO_LIMIT), OK);
	blobs_reserve(blobs, UINT64_MAX - 1);
	ck_assert_err(stage_more(s, slice_of(p, 5 * 1024 * 1024)),
	    ERR_NO_SPACE);
	ck_assert_err(stage_keep(s), ERR_NO_SPACE);
	ck_assert_uint_eq(folder_files(&folder), 0);
	stage_drop(&s);
	free(p);
	finish();
}
END_TEST

START_TEST(a_write_the_system_refuses_leaves_nothing)
{
	struct rlimit limit, before;
	uint8_t *p = bytes_of(3 * BLOB_SMALL, 9);
	struct staged *s;

	start();
	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	limit.rlim_cur = BLOB_SMALL + 100;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert_err(stage_open(&s, blobs, NO_LIMIT), OK);
	ck_assert_err(stage_more(s, slice_of(p, 3 * BLOB_SMALL)), ERR_NO_SPACE);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
	ck_assert_uint_eq(folder_files(&folder), 0);
	stage_drop(&s);
	free(p);
	finish();
}
END_TEST

/* A process that dies right after stage_keep, before anybody recorded it. */
static void
keep_and_die(unsigned seed)
{
	pid_t child = fork();
	int status;

	ck_assert_int_ge(child, 0);
	if (child == 0) {
		(void)keep_large(seed);
		(void)raise(SIGKILL);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static bool
knows_one(void *self, struct digest d)
{
	return digest_eq(*(struct digest *)self, d);
}

START_TEST(an_orphan_is_swept_once_it_is_old_and_a_known_file_is_not)
{
	uint8_t *p = bytes_of(LARGE, 11);
	struct digest known, orphan = digest_of(slice_of(p, LARGE));
	uint64_t removed;

	start();
	known = keep_large(10);
	make_old(known);
	keep_and_die(11);
	ck_assert_uint_eq(folder_files(&folder), 2);
	ck_assert_err(blobs_sweep(blobs, knows_one, &known, &removed), OK);
	ck_assert_uint_eq(removed, 0);
	make_old(orphan);
	ck_assert_err(blobs_sweep(blobs, knows_one, &known, &removed), OK);
	ck_assert_uint_eq(removed, 1);
	ck_assert_uint_eq(folder_files(&folder), 1);
	free(p);
	finish();
}
END_TEST

START_TEST(an_old_orphan_that_comes_again_is_young_again)
{
	struct digest d, none = { 0 };
	uint64_t removed;

	start();
	d = keep_large(12);
	make_old(d);
	ck_assert(digest_eq(keep_large(12), d));
	ck_assert_err(blobs_sweep(blobs, knows_one, &none, &removed), OK);
	ck_assert_uint_eq(removed, 0);
	ck_assert_uint_eq(folder_files(&folder), 1);
	finish();
}
END_TEST

static void
count_bad(void *self, const char *name)
{
	ck_assert_uint_ge(strlen(name), 3);
	(*(unsigned *)self)++;
}

START_TEST(a_file_whose_bytes_are_not_its_name_is_found)
{
	unsigned bad = 0;
	struct digest d;
	char path[512];
	FILE *f;

	start();
	(void)keep_large(13);
	d = keep_large(14);
	ck_assert_err(blobs_check(blobs, count_bad, &bad), OK);
	ck_assert_uint_eq(bad, 0);
	path_of(d, path);
	ck_assert_int_eq(chmod(path, 0600), 0);
	f = fopen(path, "r+b");
	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(fseek(f, 777, SEEK_SET), 0);
	ck_assert_int_ge(fputc('!', f), 0);
	ck_assert_int_eq(fclose(f), 0);
	ck_assert_err(blobs_check(blobs, count_bad, &bad), OK);
	ck_assert_uint_eq(bad, 1);
	/* A stranger in a shard is no document either. */
	(void)strcpy(strrchr(path, '/') + 1, "stranger");
	f = fopen(path, "wb");
	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(fclose(f), 0);
	bad = 0;
	ck_assert_err(blobs_check(blobs, count_bad, &bad), OK);
	ck_assert_uint_eq(bad, 2);
	finish();
}
END_TEST

START_TEST(a_shorter_file_under_the_name_is_not_taken_for_the_document)
{
	uint8_t *p = bytes_of(LARGE, 15);
	struct staged *s;
	char path[512];
	struct digest d;

	start();
	d = keep_large(15);
	path_of(d, path);
	ck_assert_int_eq(chmod(path, 0600), 0);
	ck_assert_int_eq(truncate(path, 10), 0);
	s = staged_of(p, LARGE, LARGE);
	ck_assert_err(stage_keep(s), ERR_BROKEN);
	stage_drop(&s);
	free(p);
	finish();
}
END_TEST

START_TEST(what_a_dead_writer_left_under_a_passing_name_is_swept)
{
	struct timespec old[2] = { { 1000000000, 0 }, { 1000000000, 0 } };
	struct digest none = { 0 };
	uint64_t removed;
	char path[512];
	int fd;

	start();
	(void)snprintf(path, sizeof path, "%s/documents/incoming-%032d",
	    folder.path, 0);
	fd = open(path, O_CREAT | O_WRONLY, 0400);
	ck_assert_int_ge(fd, 0);
	ck_assert_err(blobs_sweep(blobs, knows_one, &none, &removed), OK);
	ck_assert_uint_eq(removed, 0);
	ck_assert_int_eq(futimens(fd, old), 0);
	(void)close(fd);
	ck_assert_err(blobs_sweep(blobs, knows_one, &none, &removed), OK);
	ck_assert_uint_eq(removed, 1);
	finish();
}
END_TEST

START_TEST(no_store_no_documents)
{
	struct fault why = { 0 };
	struct blobs *b;

	ck_assert(blobs_open(&b, "/nonexistent/store", &why) != OK);
	ck_assert_ptr_null(b);
	ck_assert_str_ne(why.detail, "");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_document_up_to_the_limit_lies_in_a_pack,
		a_larger_document_becomes_a_file_named_by_its_digest,
		a_dropped_document_leaves_nothing,
		one_byte_too_many_is_too_big,
		the_same_bytes_twice_are_kept_once,
		what_was_never_kept_is_not_found,
		below_the_reserve_nothing_is_taken,
		a_disk_that_fills_up_meanwhile_ends_the_document,
		a_write_the_system_refuses_leaves_nothing,
		an_orphan_is_swept_once_it_is_old_and_a_known_file_is_not,
		an_old_orphan_that_comes_again_is_young_again,
		a_file_whose_bytes_are_not_its_name_is_found,
		a_shorter_file_under_the_name_is_not_taken_for_the_document,
		what_a_dead_writer_left_under_a_passing_name_is_swept,
		no_store_no_documents,
		NULL,
	};

	return suite_run("stage", tests);
}
