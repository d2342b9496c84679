/*
 * test_packs.c - small documents in packs.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "store/blob/folder.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

static struct folder folder;
static struct blobs *blobs;

static struct blobs *
opened(void)
{
	struct fault why = { 0 };
	struct blobs *b;

	ck_assert_msg(blobs_open(&b, folder.path, &why) == OK, "%s",
	    why.detail);
	return b;
}

static void
start(void)
{
	folder = folder_make();
	blobs = opened();
}

static void
finish(void)
{
	blobs_close(&blobs);
	folder_remove(&folder);
}

/* `steps` steps of one byte, where a direct write can begin. */
static uint8_t *
steps_of(size_t steps, uint8_t byte)
{
	uint8_t *p = aligned_alloc(PACK_STEP, steps * PACK_STEP);

	ck_assert_ptr_nonnull(p);
	memset(p, byte, steps * PACK_STEP);
	return p;
}

static struct blob_place
appended(struct blobs *b, size_t steps, uint8_t byte)
{
	uint8_t *p = steps_of(steps, byte);
	struct blob_place place;
	struct pack *k;

	struct iovec part = { p, steps * PACK_STEP };

	ck_assert_err(packs_append(&b->packs, &part, 1, &place, &k), OK);
	pack_flush(k);
	pack_leave(&b->packs, k, 1, false);
	free(p);
	return place;
}

static void
ck_assert_there(struct blob_place place, size_t n, uint8_t byte)
{
	struct buf is = { 0 };

	ck_assert_err(blobs_read(blobs, place, n, &is), OK);
	ck_assert_uint_eq(is.n, n);
	for (size_t i = 0; i < n; i++)
		ck_assert_uint_eq(is.p[i], byte);
	buf_free(&is);
}

static off_t
length_of(uint64_t pack)
{
	char path[FOLDER_ROOM + 64];
	struct stat st;

	(void)snprintf(path, sizeof path, "%s/documents/packs/%016llx",
	    folder.path, (unsigned long long)pack);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	return st.st_size;
}

START_TEST(documents_follow_one_another_and_can_be_read_back)
{
	struct blob_place a, b;

	start();
	a = appended(blobs, 3, 'a');
	b = appended(blobs, 1, 'b');
	ck_assert_uint_eq(b.pack, a.pack);
	ck_assert_uint_eq(b.offset, a.offset + 3 * PACK_STEP);
	ck_assert_there(a, 3 * PACK_STEP, 'a');
	ck_assert_there(b, 100, 'b');
	finish();
}
END_TEST

START_TEST(a_closed_pack_is_as_long_as_what_is_in_it_and_never_grows_again)
{
	struct blob_place a, b;

	start();
	a = appended(blobs, 2, 'a');
	ck_assert_int_eq(length_of(a.pack), PACK_BYTES);
	blobs_close(&blobs);
	ck_assert_int_eq(length_of(a.pack), 2 * PACK_STEP);
	blobs = opened();
	b = appended(blobs, 1, 'b');
	ck_assert_uint_ne(b.pack, a.pack);
	ck_assert_uint_gt(b.pack, a.pack);
	ck_assert_there(a, 2 * PACK_STEP, 'a');
	finish();
}
END_TEST

START_TEST(two_who_have_the_store_open_have_a_pack_each)
{
	struct blob_place a, b;
	struct blobs *other;

	start();
	other = opened();
	a = appended(blobs, 1, 'a');
	b = appended(other, 1, 'b');
	ck_assert_uint_ne(a.pack, b.pack);
	ck_assert_there(a, PACK_STEP, 'a');
	ck_assert_there(b, PACK_STEP, 'b');
	blobs_close(&other);
	finish();
}
END_TEST

START_TEST(what_does_not_fit_any_more_begins_another_pack)
{
	const size_t most = PACK_BYTES / PACK_STEP;
	struct blob_place a, b, c;

	start();
	a = appended(blobs, most - 1, 'a');
	b = appended(blobs, 2, 'b');
	c = appended(blobs, 1, 'c');
	ck_assert_uint_ne(b.pack, a.pack);
	ck_assert_uint_eq(b.offset, 0);
	ck_assert_uint_eq(c.pack, b.pack);
	ck_assert_int_eq(length_of(a.pack), (most - 1) * PACK_STEP);
	ck_assert_there(b, 2 * PACK_STEP, 'b');
	finish();
}
END_TEST

START_TEST(what_is_taken_back_makes_room_only_at_the_end)
{
	struct blob_place a, b, c;

	start();
	a = appended(blobs, 1, 'a');
	b = appended(blobs, 2, 'b');
	packs_return(&blobs->packs, a, PACK_STEP);
	c = appended(blobs, 1, 'c');
	ck_assert_uint_eq(c.offset, b.offset + 2 * PACK_STEP);
	packs_return(&blobs->packs, c, PACK_STEP);
	c = appended(blobs, 4, 'd');
	ck_assert_uint_eq(c.offset, b.offset + 2 * PACK_STEP);
	ck_assert_there(b, 2 * PACK_STEP, 'b');
	ck_assert_there(c, 4 * PACK_STEP, 'd');
	finish();
}
END_TEST

enum {
	THREADS = 8,
	EACH = 40
};

static void *
append_many(void *arg)
{
	struct blob_place *place = arg;
	uint8_t *p = steps_of(16, 'x');

	for (int i = 0; i < EACH; i++) {
		memset(p, (int)((place - (struct blob_place *)arg) + i), 16);
		struct iovec part = { p, 16 * PACK_STEP };
		struct pack *k;

		ck_assert_err(packs_append(&blobs->packs, &part, 1, &place[i],
				  &k),
		    OK);
		pack_flush(k);
		pack_leave(&blobs->packs, k, 1, false);
	}
	free(p);
	return NULL;
}

static int
by_place(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct blob_place));
}

START_TEST(many_threads_never_get_the_same_place)
{
	struct blob_place places[THREADS * EACH];
	pthread_t threads[THREADS];

	start();
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, append_many,
				     &places[i * EACH]),
		    0);
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
	qsort(places, THREADS * EACH, sizeof *places, by_place);
	for (int i = 1; i < THREADS * EACH; i++)
		ck_assert_int_ne(by_place(&places[i - 1], &places[i]), 0);
	finish();
}
END_TEST

START_TEST(a_place_that_is_not_there_is_told)
{
	struct blob_place place;
	struct buf to = { 0 };

	start();
	place = appended(blobs, 1, 'a');
	blobs_close(&blobs);
	blobs = opened();
	ck_assert_err(blobs_read(blobs, place, PACK_STEP + 1, &to), ERR_BROKEN);
	place.offset = UINT64_MAX;
	ck_assert_err(blobs_read(blobs, place, 1, &to), ERR_BROKEN);
	place.pack++;
	place.offset = 0;
	ck_assert_err(blobs_read(blobs, place, 1, &to), ERR_NOT_FOUND);
	ck_assert_uint_eq(to.n, 0);
	buf_free(&to);
	finish();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		documents_follow_one_another_and_can_be_read_back,
		a_closed_pack_is_as_long_as_what_is_in_it_and_never_grows_again,
		two_who_have_the_store_open_have_a_pack_each,
		what_does_not_fit_any_more_begins_another_pack,
		what_is_taken_back_makes_room_only_at_the_end,
		many_threads_never_get_the_same_place,
		a_place_that_is_not_there_is_told,
		NULL,
	};

	return suite_run("packs", tests);
}
