/*
 * test_copy.c - the documents' folder, copied.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/blob/blobs.h"
#include "store/blob/stage.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

#define LARGE (3 * BLOB_SMALL)

/* Keeps a large document of `byte`. */
static struct digest
keep(struct blobs *b, uint8_t byte)
{
	uint8_t *bytes = malloc(LARGE);
	struct staged *s;
	struct digest d;

	ck_assert_ptr_nonnull(bytes);
	memset(bytes, byte, LARGE);
	ck_assert_err(stage_open(&s, b, UINT64_MAX), OK);
	ck_assert_err(stage_more(s, slice_of(bytes, LARGE)), OK);
	ck_assert_err(stage_close(s), OK);
	ck_assert_err(stage_keep(s), OK);
	d = stage_digest(s);
	stage_drop(&s);
	free(bytes);
	return d;
}

static void
count_bad(void *self, const char *name)
{
	(void)name;
	++*(unsigned *)self;
}

START_TEST(a_copy_has_every_document_whole_and_read_only)
{
	struct folder from = folder_make(), to = folder_make();
	struct blobs *b, *copy;
	struct digest first, second;
	struct fault why = { 0 };
	uint64_t n, size;
	unsigned bad = 0;
	struct stat st;
	int fd;

	ck_assert_err(blobs_open(&b, from.path, &why), OK);
	blobs_reserve(b, 0);
	first = keep(b, 'a');
	second = keep(b, 'b');
	ck_assert_err(blobs_copy(b, to.path, &n, &why), OK);
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_eq(folder_files(&to), 2);
	ck_assert_err(blobs_open(&copy, to.path, &why), OK);
	ck_assert_err(blobs_check(copy, count_bad, &bad), OK);
	ck_assert_uint_eq(bad, 0);
	ck_assert_err(blobs_fetch(copy, first, &fd, &size), OK);
	ck_assert_uint_eq(size, LARGE);
	ck_assert_int_eq(fstat(fd, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0400);
	ck_assert_int_eq(close(fd), 0);
	ck_assert_err(blobs_fetch(copy, second, &fd, &size), OK);
	ck_assert_int_eq(close(fd), 0);
	blobs_close(&copy);
	blobs_close(&b);
	folder_remove(&from);
	folder_remove(&to);
}
END_TEST

START_TEST(a_copy_never_goes_into_another_ones_documents)
{
	struct folder from = folder_make(), to = folder_make();
	struct fault why = { 0 };
	struct blobs *b;
	uint64_t n;

	ck_assert_err(blobs_open(&b, from.path, &why), OK);
	ck_assert_err(blobs_copy(b, to.path, &n, &why), OK);
	ck_assert_uint_eq(n, 0);
	ck_assert_err(blobs_copy(b, to.path, &n, &why), ERR_EXISTS);
	ck_assert_ptr_nonnull(strstr(why.detail, to.path));
	why = (struct fault){ 0 };
	ck_assert_err(blobs_copy(b, "/nowhere/at/all", &n, &why),
	    ERR_NOT_FOUND);
	blobs_close(&b);
	folder_remove(&from);
	folder_remove(&to);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_copy_has_every_document_whole_and_read_only,
		a_copy_never_goes_into_another_ones_documents,
		NULL,
	};

	return suite_run("copy", tests);
}
