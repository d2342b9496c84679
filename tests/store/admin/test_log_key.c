/*
 * test_log_key.c - the log's private key, copied for safe keeping and checked:
 * whole, for its owner only, over nothing, and never shown.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/base/draft.h"
#include "tests/kit/operator.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"

static struct desk d;
static char copy[FOLDER_ROOM + 32];

static void
begin(void)
{
	d = desk_make(PARINDEX);
	expect(&d, 0, NULL, "init", "--origin", "a.example/log");
	(void)snprintf(copy, sizeof copy, "%s/copy.key", d.folder.path);
}

static void
contents(const char *path, struct buf *to)
{
	buf_clear(to);
	ck_assert_err(file_read(path, 4096, to), OK);
}

static void
write_file(const char *path, const char *text, mode_t mode)
{
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	ck_assert_int_ge(fputs(text, f), 0);
	ck_assert_int_eq(fclose(f), 0);
	ck_assert_int_eq(chmod(path, mode), 0);
}

START_TEST(a_copy_is_the_key_byte_for_byte_and_its_owners_only)
{
	struct buf key = { 0 }, is = { 0 };
	struct stat st;

	begin();
	expect(&d, 0, "a.example/log+", "log", "key", "--backup", copy);
	contents(d.key, &key);
	contents(copy, &is);
	ck_assert(slice_eq(buf_all(&key), buf_all(&is)));
	ck_assert_int_eq(stat(copy, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	expect(&d, 0, "the private key of\na.example/log+", "log", "key",
	    "--check", copy);
	/* The machine is lost, and the log goes on with the copy. */
	ck_assert_int_eq(rename(copy, d.key), 0);
	expect(&d, 0, NULL, "token", "add", "auditor");
	buf_free(&key);
	buf_free(&is);
	desk_remove(&d);
}
END_TEST

START_TEST(a_copy_replaces_nothing)
{
	char aside[FOLDER_ROOM + 32];
	struct buf is = { 0 };
	struct stat st;

	begin();
	write_file(copy, "the minutes\n", 0600);
	expect(&d, 1, "cannot be written", "log", "key", "--backup", copy);
	contents(copy, &is);
	ck_assert_str_eq(buf_cstr(&is), "the minutes\n");
	(void)snprintf(aside, sizeof aside, "%s/none", d.folder.path);
	ck_assert_int_eq(unlink(copy), 0);
	ck_assert_int_eq(symlink(aside, copy), 0); /* to nothing, yet */
	expect(&d, 1, "cannot be written", "log", "key", "--backup", copy);
	ck_assert_int_ne(stat(aside, &st), 0);
	ck_assert_int_eq(unlink(copy), 0);
	ck_assert_int_eq(mkfifo(copy, 0600), 0); /* as any device */
	expect(&d, 1, "cannot be written", "log", "key", "--backup", copy);
	expect(&d, 1, "cannot be written", "log", "key", "--backup", "");
	expect(&d, 1, "cannot be written", "log", "key", "--backup",
	    d.folder.path);
	buf_free(&is);
	desk_remove(&d);
}
END_TEST

START_TEST(a_copy_never_lies_in_the_store)
{
	char link[FOLDER_ROOM + 32], path[sizeof link + 32];
	struct stat st;

	begin();
	(void)snprintf(path, sizeof path, "%s/documents/copy.key", d.store);
	expect(&d, 1, "lies in the store", "log", "key", "--backup", path);
	ck_assert_int_ne(stat(path, &st), 0);
	(void)snprintf(link, sizeof link, "%s/elsewhere", d.folder.path);
	ck_assert_int_eq(symlink(d.store, link), 0);
	(void)snprintf(path, sizeof path, "%s/copy.key", link);
	expect(&d, 1, "lies in the store", "log", "key", "--backup", path);
	ck_assert_int_ne(stat(path, &st), 0);
	/* Beside a store of nearly that name is elsewhere. */
	(void)snprintf(link, sizeof link, "%s-2", d.store);
	ck_assert_int_eq(mkdir(link, 0700), 0);
	(void)snprintf(path, sizeof path, "%s/copy.key", link);
	expect(&d, 0, NULL, "log", "key", "--backup", path);
	desk_remove(&d);
}
END_TEST

START_TEST(what_is_not_this_logs_key_is_told)
{
	struct desk other = desk_make(PARINDEX);
	struct buf key = { 0 };

	begin();
	expect(&other, 0, NULL, "init", "--origin", "a.example/log");
	expect(&d, 1, "is not the key of the log", "log", "key", "--check",
	    other.key);
	expect(&d, 1, "is not the key of the log", "log", "key", "--backup",
	    copy, "--key", other.key);
	expect(&d, 1, "cannot be read", "log", "key", "--check", copy);
	contents(d.key, &key);
	key.p[key.n / 2] ^= 1; /* a bit of the seed */
	write_file(copy, buf_cstr(&key), 0600);
	expect(&d, 1, "key", "log", "key", "--check", copy);
	write_file(copy, "no key\n", 0600);
	expect(&d, 1, "is not a key", "log", "key", "--check", copy);
	ck_assert_int_eq(unlink(copy), 0);
	expect(&d, 0, NULL, "log", "key", "--backup", copy);
	ck_assert_int_eq(chmod(copy, 0640), 0);
	expect(&d, 1, "by its owner only", "log", "key", "--check", copy);
	expect(&d, 1, "is not a file", "log", "key", "--check", "/dev/null");
	expect(&d, 2, "--backup checks", "log", "key", "--check", copy,
	    "--backup", copy);
	buf_free(&key);
	desk_remove(&other);
	desk_remove(&d);
}
END_TEST

START_TEST(a_rotated_logs_old_copy_is_no_longer_its_key)
{
	char next[FOLDER_ROOM + 32], old[FOLDER_ROOM + 32];

	begin();
	(void)snprintf(next, sizeof next, "%s/next.key", d.folder.path);
	(void)snprintf(old, sizeof old, "%s/old.key", d.folder.path);
	expect(&d, 0, NULL, "log", "key", "--backup", old);
	expect(&d, 0, NULL, "log", "rotate", "--new-key", next, "--reason",
	    "yearly");
	expect(&d, 1, "is not the key of the log", "log", "key", "--check",
	    old);
	expect(&d, 0, NULL, "log", "key", "--key", next, "--backup", copy);
	expect(&d, 0, NULL, "log", "key", "--check", copy);
	desk_remove(&d);
}
END_TEST

/* The seed stands behind the last '+' of the file. */
START_TEST(nothing_of_the_key_is_printed)
{
	struct buf key = { 0 };
	const char *seed;
	struct ran ran[2];

	begin();
	contents(d.key, &key);
	ck_assert_uint_gt(key.n, 48);
	key.p[key.n - 1] = 0; /* the line's end */
	seed = buf_cstr(&key) + key.n - 44;
	ran[0] = operate(&d, "log", "key", "--backup", copy, NULL);
	ran[1] = operate(&d, "log", "key", "--check", copy, NULL);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(ran[i].status, 0);
		ck_assert_ptr_null(strstr(buf_cstr(&ran[i].out), seed));
		ck_assert_ptr_null(strstr(buf_cstr(&ran[i].out), "PRIVATE"));
		ck_assert_ptr_null(strstr(buf_cstr(&ran[i].err), seed));
		ran_free(&ran[i]);
	}
	buf_free(&key);
	desk_remove(&d);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_copy_is_the_key_byte_for_byte_and_its_owners_only,
		a_copy_replaces_nothing,
		a_copy_never_lies_in_the_store,
		what_is_not_this_logs_key_is_told,
		a_rotated_logs_old_copy_is_no_longer_its_key,
		nothing_of_the_key_is_printed,
		NULL,
	};

	return suite_run("log key", tests);
}
