/*
 * test_fill.c - zeros ahead of documents, and never over one.
 */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "store/blob/fill.h"
#include "store/blob/folder.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

#define DOCUMENT (64 * PACK_STEP)

static struct folder folder;
static struct blobs *blobs;

static void
start(void)
{
	struct fault why = { 0 };

	folder = folder_make();
	ck_assert_msg(blobs_open(&blobs, folder.path, &why) == OK, "%s",
	    why.detail);
	ck_assert_err(blobs_fill_ahead(blobs), OK);
}

static struct pack
open_pack(void)
{
	struct pack k;

	(void)pthread_mutex_lock(&blobs->packs.lock);
	k = *blobs->packs.now;
	(void)pthread_mutex_unlock(&blobs->packs.lock);
	return k;
}

static struct blob_place
appended(uint8_t *bytes, uint8_t with)
{
	struct iovec part = { bytes, DOCUMENT };
	struct blob_place place;
	struct pack *k;

	memset(bytes, with, DOCUMENT);
	ck_assert_err(packs_append(&blobs->packs, &part, 1, &place, &k), OK);
	pack_flush(k);
	pack_leave(&blobs->packs, k, 1, false);
	return place;
}

static off_t
length_of(uint64_t pack)
{
	char name[PACK_NAME];
	struct stat st;
	char path[512];

	pack_name(pack, name);
	(void)snprintf(path, sizeof path, "%s/documents/packs/%s", folder.path,
	    name);
	ck_assert_int_eq(stat(path, &st), 0);
	return st.st_size;
}

START_TEST(room_is_filled_so_far_ahead_and_a_closed_pack_ends_with_its_last)
{
	uint8_t *bytes = aligned_alloc(PACK_STEP, DOCUMENT);
	struct blob_place place;
	struct pack k;

	start();
	place = appended(bytes, 'a');
	do {
		(void)sched_yield();
		k = open_pack();
	} while (k.filled < k.next + FILL_AHEAD || k.fill < k.filled);
	ck_assert_uint_le(k.filled, k.next + FILL_AHEAD + FILL_STEP);
	ck_assert_uint_eq(k.next, place.offset + DOCUMENT);
	blobs_close(&blobs);
	ck_assert_int_eq(length_of(place.pack), DOCUMENT);
	folder_remove(&folder);
	free(bytes);
}
END_TEST

START_TEST(nothing_is_filled_while_several_documents_are_on_their_way)
{
	const struct timespec while_ = { .tv_nsec = 60000000 };
	uint8_t *bytes = aligned_alloc(PACK_STEP, 2 * (size_t)DOCUMENT);
	struct iovec parts[2] = { { bytes, DOCUMENT },
		{ bytes + DOCUMENT, DOCUMENT } };
	struct blob_place place;
	struct pack *k;

	start();
	memset(bytes, 'a', 2 * (size_t)DOCUMENT);
	ck_assert_err(packs_append(&blobs->packs, parts, 2, &place, &k), OK);
	(void)nanosleep(&while_, NULL);
	ck_assert_uint_eq(open_pack().filled, 0);
	pack_flush(k);
	pack_leave(&blobs->packs, k, 2, false);
	while (open_pack().filled == 0)
		(void)sched_yield();
	blobs_close(&blobs);
	folder_remove(&folder);
	free(bytes);
}
END_TEST

enum {
	THREADS = 4,
	EACH = 150 /* together more than one pack */
};

struct sender {
	pthread_t thread;
	uint8_t first;
	struct blob_place places[EACH];
};

static void *
send_many(void *arg)
{
	struct sender *s = arg;
	uint8_t *bytes = aligned_alloc(PACK_STEP, DOCUMENT);

	for (int i = 0; i < EACH; i++)
		s->places[i] = appended(bytes, (uint8_t)(s->first + i % 60));
	free(bytes);
	return NULL;
}

static void
check_there(const struct sender *s)
{
	uint8_t *expect = malloc(DOCUMENT);
	struct buf to = { 0 };

	for (int i = 0; i < EACH; i++) {
		to.n = 0;
		memset(expect, s->first + i % 60, DOCUMENT);
		ck_assert_err(blobs_read(blobs, s->places[i], DOCUMENT, &to),
		    OK);
		ck_assert_mem_eq(to.p, expect, DOCUMENT);
	}
	buf_free(&to);
	free(expect);
}

START_TEST(documents_that_overtake_the_zeros_stay_what_they_are)
{
	static struct sender senders[THREADS];

	start();
	for (unsigned i = 0; i < THREADS; i++) {
		senders[i].first = (uint8_t)(1 + i * 60);
		ck_assert_int_eq(pthread_create(&senders[i].thread, NULL,
				     send_many, &senders[i]),
		    0);
	}
	for (unsigned i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(senders[i].thread, NULL), 0);
	for (unsigned i = 0; i < THREADS; i++)
		check_there(&senders[i]);
	blobs_close(&blobs);
	folder_remove(&folder);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		room_is_filled_so_far_ahead_and_a_closed_pack_ends_with_its_last,
		nothing_is_filled_while_several_documents_are_on_their_way,
		documents_that_overtake_the_zeros_stay_what_they_are,
		NULL,
	};

	return suite_run("fill", tests);
}
