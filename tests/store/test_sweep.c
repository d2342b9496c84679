/*
 * test_sweep.c - what is nobody's goes, and what is somebody's stays.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/blob/stage.h"
#include "store/look/looks.h"
#include "store/sweep.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define MIB ((uint64_t)1 << 20)

static struct world w;

static struct swept
swept(void)
{
	struct swept s;

	ck_assert_err(store_sweep(w.store, &s), OK);
	return s;
}

/* The path below the documents' folder. */
static void
path_of(const char *below, char out[FOLDER_ROOM + 128])
{
	(void)snprintf(out, FOLDER_ROOM + 128, "%s/documents/%s", w.store_path,
	    below);
}

/* All packs' lengths, added up; `path` (may be NULL) gets one's path. */
static uint64_t
packed(char path[FOLDER_ROOM + 128])
{
	char folder[FOLDER_ROOM + 128], below[64];
	struct dirent *entry;
	uint64_t sum = 0;
	struct stat st;
	DIR *dir;

	path_of("packs", folder);
	ck_assert_ptr_nonnull(dir = opendir(folder));
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.' ||
		    fstatat(dirfd(dir), entry->d_name, &st, 0) != 0)
			continue;
		sum += (uint64_t)st.st_size;
		(void)snprintf(below, sizeof below, "packs/%.16s",
		    entry->d_name);
		if (path != NULL)
			path_of(below, path);
	}
	(void)closedir(dir);
	return sum;
}

/* Keeps a document of `n` bytes that nobody records. */
static struct digest
keep(struct blobs *b, size_t n)
{
	struct staged *s;
	struct digest d;

	ck_assert_err(stage_open(&s, b, UINT64_MAX), OK);
	for (size_t i = 0; i < n; i++)
		ck_assert_err(stage_more(s, slice_of("x", 1)), OK);
	ck_assert_err(stage_close(s), OK);
	ck_assert_err(stage_keep(s), OK);
	d = stage_digest(s);
	stage_drop(&s);
	return d;
}

/* A process that is killed between a document's bytes and its record. */
static void
be_killed(void)
{
	struct fault why = { 0 };
	struct blobs *b;
	pid_t child;
	int status;

	if ((child = fork()) == 0) {
		ck_assert_err(blobs_open(&b, w.store_path, &why), OK);
		blobs_reserve(b, 0);
		(void)keep(b, 10);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}

static void
ck_assert_there(struct submission s, size_t n)
{
	struct buf bytes = { 0 };
	struct document doc;
	int fd;

	ck_assert_err(look_document_bytes(w.store, s.document, &doc, &bytes,
			  &fd),
	    OK);
	if (fd < 0)
		ck_assert(digest_eq(digest_of(buf_all(&bytes)), s.document));
	else
		(void)close(fd);
	ck_assert_uint_eq(doc.size, n);
	buf_free(&bytes);
}

START_TEST(a_pack_in_use_is_left_alone)
{
	struct submission s;

	world_open(&w);
	s = world_upload(&w, "D01", "1.1.1", "kept");
	ck_assert_uint_eq(swept().bytes, 0);
	ck_assert_there(s, 4);
	(void)world_upload(&w, "D01", "1.1.2", "more");
	world_close(&w);
}
END_TEST

START_TEST(what_a_killed_process_left_of_its_pack_is_given_back)
{
	uint64_t before, left;

	world_open(&w);
	(void)world_upload(&w, "D01", "1.1.1", "kept");
	before = packed(NULL);
	be_killed();
	left = packed(NULL) - before;
	ck_assert_uint_gt(left, MIB);
	ck_assert_uint_eq(swept().bytes, left);
	ck_assert_uint_eq(packed(NULL), before);
	ck_assert_uint_eq(swept().bytes, 0);
	world_close(&w);
}
END_TEST

START_TEST(a_left_pack_is_cut_behind_its_last_document)
{
	char path[FOLDER_ROOM + 128];
	struct submission first, last;

	world_open(&w);
	first = world_upload(&w, "D01", "1.1.1", "first");
	last = world_upload(&w, "D01", "1.1.2", "last one");
	world_reopen(&w);
	(void)packed(path);
	ck_assert_int_eq(truncate(path, (off_t)(5 * MIB)), 0);
	ck_assert_uint_gt(swept().bytes, 4 * MIB);
	ck_assert_there(first, 5);
	ck_assert_there(last, 8);
	world_close(&w);
}
END_TEST

static void
make_old(struct digest d)
{
	const struct timespec old[2] = { { 1000000000, 0 }, { 1000000000, 0 } };
	char path[FOLDER_ROOM + 128], digest[DIGEST_TEXT], below[80];

	digest_text(d, digest);
	(void)snprintf(below, sizeof below, "%.2s/%s", digest, digest + 2);
	path_of(below, path);
	ck_assert_int_eq(utimensat(AT_FDCWD, path, old, 0), 0);
}

START_TEST(an_old_file_stays_when_it_is_recorded_and_goes_when_it_is_not)
{
	char *large = calloc(1, BLOB_SMALL + 2);
	struct submission s;

	memset(large, 'y', BLOB_SMALL + 1);
	world_open(&w);
	s = world_upload(&w, "D01", "1.1.1", large);
	make_old(s.document);
	make_old(keep(w.store->blobs, BLOB_SMALL + 1));
	ck_assert_uint_eq(swept().files, 1);
	ck_assert_uint_eq(swept().files, 0);
	ck_assert_there(s, BLOB_SMALL + 1);
	world_close(&w);
	free(large);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_pack_in_use_is_left_alone,
		what_a_killed_process_left_of_its_pack_is_given_back,
		a_left_pack_is_cut_behind_its_last_document,
		an_old_file_stays_when_it_is_recorded_and_goes_when_it_is_not,
		NULL,
	};

	return suite_run("sweep", tests);
}
