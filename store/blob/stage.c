/*
 * stage.c - a document on its way in.
 *
 * Knows how bytes are held, counted and hashed. Touches one unnamed file
 * beside the store, through folder.h, or a pack.
 *
 * One buffer of BLOB_SMALL bytes: while the document fits it is the
 * document; once it does not, the buffer collects writes.
 */
#include "store/blob/stage.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/blob/folder.h"

/* Every so many bytes: a look at the free space, the last such stretch sent
 * on its way to the disk, and the one before it out of the page cache. */
#define STRETCH ((uint64_t)4 * 1024 * 1024)

struct staged {
	struct blobs *blobs;
	struct digest_stream *hash;
	struct digest digest;
	struct arrival file; /* open once the document is too large */
	uint64_t size, most;
	uint64_t written; /* bytes in the file */
	size_t held;      /* bytes in `bytes` */
	size_t head_n;
	enum err err; /* the first failure */
	bool closed, kept;
	struct blob_place place; /* of a small one that is kept */
	struct pack *pack;       /* in which it is not flushed yet; or NULL */
	uint8_t head[STAGE_HEAD];
	_Alignas(PACK_STEP) uint8_t bytes[BLOB_SMALL];
};
static_assert(BLOB_SMALL % PACK_STEP == 0, "padding stays in the buffer");

enum err
stage_open(struct staged **out, struct blobs *b, uint64_t most)
{
	struct staged *s;
	enum err e;

	*out = NULL;
	if ((e = blobs_room(b)) != OK)
		return e;
	/* The large buffer is not touched before use. */
	if ((s = aligned_alloc(PACK_STEP, sizeof *s)) == NULL)
		return ERR_NO_MEMORY;
	memset(s, 0, offsetof(struct staged, head));
	s->blobs = b;
	s->most = most;
	s->file = ARRIVAL_NONE;
	if ((s->hash = digest_start()) == NULL) {
		free(s);
		return ERR_NO_MEMORY;
	}
	*out = s;
	return OK;
}

static enum err
write_all(int fd, const uint8_t *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return disk_err(errno);
		p += done;
		n -= (size_t)done;
	}
	return OK;
}

/* At the end of a stretch. That the kernel starts writing early and forgets
 * what is written is a kindness to others, so failures do not matter here:
 * the flush at the end tells. */
static enum err
stretch_end(struct staged *s)
{
	off_t end = (off_t)s->written, step = (off_t)STRETCH;

	(void)sync_file_range(s->file.fd, end - step, step,
	    SYNC_FILE_RANGE_WRITE);
	if (end >= 2 * step) {
		(void)sync_file_range(s->file.fd, end - 2 * step, step,
		    SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
			SYNC_FILE_RANGE_WAIT_AFTER);
		(void)posix_fadvise(s->file.fd, end - 2 * step, step,
		    POSIX_FADV_DONTNEED);
	}
	return blobs_room(s->blobs);
}

/* Empties the buffer into the file, which the first time opens. */
static enum err
spill(struct staged *s)
{
	enum err e;

	if (s->file.fd < 0 && (e = arrival_open(s->blobs, &s->file)) != OK)
		return e;
	if ((e = write_all(s->file.fd, s->bytes, s->held)) != OK)
		return e;
	s->written += s->held;
	s->held = 0;
	return s->written % STRETCH == 0 ? stretch_end(s) : OK;
}

static_assert(STRETCH % BLOB_SMALL == 0, "stretches end at a spill");

/* A failed document goes at once: the disk may be full. */
static enum err
fail(struct staged *s, enum err e)
{
	s->err = e;
	arrival_drop(s->blobs, &s->file);
	return e;
}

static void
keep_head(struct staged *s, struct slice bytes)
{
	size_t n = STAGE_HEAD - s->head_n;

	if (n > bytes.n)
		n = bytes.n;
	if (n > 0)
		memcpy(s->head + s->head_n, bytes.p, n);
	s->head_n += n;
}

enum err
stage_more(struct staged *s, struct slice bytes)
{
	enum err e;

	assert(!s->closed);
	if (s->err != OK)
		return s->err;
	if (bytes.n > s->most - s->size)
		return fail(s, ERR_TOO_BIG);
	digest_more(s->hash, bytes);
	s->size += bytes.n;
	keep_head(s, bytes);
	while (bytes.n > 0) {
		size_t n = BLOB_SMALL - s->held;

		if (n == 0) {
			if ((e = spill(s)) != OK)
				return fail(s, e);
			continue;
		}
		if (n > bytes.n)
			n = bytes.n;
		memcpy(s->bytes + s->held, bytes.p, n);
		s->held += n;
		bytes = slice_of(bytes.p + n, bytes.n - n);
	}
	return OK;
}

enum err
stage_close(struct staged *s)
{
	enum err e;

	if (s->closed || s->err != OK)
		return s->err;
	s->digest = digest_end(&s->hash);
	s->closed = true;
	if (s->file.fd >= 0 && (e = spill(s)) != OK)
		return fail(s, e);
	return OK;
}

/* A small document's length in a pack: padded to whole steps. */
static size_t
whole_steps(const struct staged *s)
{
	return (s->held + PACK_STEP - 1) / PACK_STEP * PACK_STEP;
}

static bool
is_due(const struct staged *s)
{
	assert(stage_is_small(s));
	return s->err == OK && !s->kept && s->held > 0;
}

/* The bytes of those that are due. */
static unsigned
gather(struct staged *const *s, unsigned n, struct iovec *parts)
{
	unsigned k = 0;

	for (unsigned i = 0; i < n; i++) {
		size_t whole = whole_steps(s[i]);

		assert(s[i]->blobs == s[0]->blobs);
		if (!is_due(s[i]))
			continue;
		memset(s[i]->bytes + s[i]->held, 0, whole - s[i]->held);
		parts[k++] = (struct iovec){ s[i]->bytes, whole };
	}
	return k;
}

void
stages_write(struct staged *const *s, unsigned n)
{
	struct iovec parts[STAGES_MOST];
	struct blob_place place;
	struct pack *pack;
	unsigned k;
	enum err e;

	assert(n > 0 && n <= STAGES_MOST);
	if ((k = gather(s, n, parts)) == 0)
		return;
	e = packs_append(&s[0]->blobs->packs, parts, k, &place, &pack);
	for (unsigned i = 0; i < n; i++) {
		if (!is_due(s[i]))
			continue;
		if (e != OK) {
			(void)fail(s[i], e);
			continue;
		}
		s[i]->place = place;
		s[i]->pack = pack;
		s[i]->kept = true;
		place.offset += whole_steps(s[i]);
	}
}

/* Does an earlier one wait for the same pack? */
static bool
is_first_of_pack(struct staged *const *s, unsigned i)
{
	for (unsigned k = 0; k < i; k++)
		if (s[k]->pack == s[i]->pack)
			return false;
	return true;
}

void
stages_flush(struct staged *const *s, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (s[i]->pack != NULL && is_first_of_pack(s, i))
			pack_flush(s[i]->pack);
	for (unsigned i = 0; i < n; i++) {
		if (s[i]->pack != NULL)
			pack_leave(&s[i]->blobs->packs, s[i]->pack, 1, false);
		s[i]->pack = NULL;
	}
}

enum err
stage_keep(struct staged *s)
{
	enum err e;

	assert(s->closed || s->err != OK);
	if (s->err != OK || s->kept)
		return s->err;
	if (stage_is_small(s)) {
		stages_write(&s, 1);
		stages_flush(&s, 1);
		return s->err;
	}
	if (fsync(s->file.fd) != 0)
		return fail(s, disk_err(errno));
	/* Readers come later, if at all; what is clean may leave the cache. */
	(void)posix_fadvise(s->file.fd, 0, 0, POSIX_FADV_DONTNEED);
	e = arrival_link(s->blobs, &s->file, s->digest, s->size);
	if (e != OK)
		return fail(s, e);
	s->kept = true;
	return OK;
}

void
stage_unkeep(struct staged *s)
{
	if (s->place.pack == 0)
		return;
	packs_return(&s->blobs->packs, s->place, whole_steps(s));
	s->place = (struct blob_place){ 0 };
	s->kept = false;
}

void
stage_drop(struct staged **s)
{
	if (*s == NULL)
		return;
	arrival_drop((*s)->blobs, &(*s)->file);
	digest_drop(&(*s)->hash);
	free(*s);
	*s = NULL;
}

enum err
stage_failure(const struct staged *s)
{
	return s->err;
}

uint64_t
stage_size(const struct staged *s)
{
	return s->size;
}

struct digest
stage_digest(const struct staged *s)
{
	assert(s->closed);
	return s->digest;
}

struct slice
stage_head(const struct staged *s)
{
	return slice_of(s->head, s->head_n);
}

bool
stage_is_small(const struct staged *s)
{
	return s->written == 0;
}

struct blob_place
stage_place(const struct staged *s)
{
	return s->place;
}
