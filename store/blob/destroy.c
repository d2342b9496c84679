/*
 * destroy.c - overwriting what must be no more.
 *
 * Knows that a copy may lie in any pack, whole or in part. Touches only the
 * documents' folder.
 */
#include "store/blob/destroy.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/blob/folder.h"
#include "store/blob/packs.h"

#define AT_ONCE ((size_t)1 << 20) /* bytes of a pack in memory */
#define STEPS_OF(size) (((size) + PACK_STEP - 1) / PACK_STEP)

struct destroying {
	struct blobs *b;
	const struct doomed *list;
	size_t n;
	struct standing_documents others;
	/* what every step of them looks like, sorted */
	struct digest *step;
	size_t n_steps, room;
	uint8_t *bytes; /* AT_ONCE */
	uint64_t done;
};

static const uint8_t zeros[PACK_STEP];

/* ---- files ---- */

static enum err
write_zeros(int fd, uint64_t from, uint64_t size)
{
	while (size > 0) {
		size_t n = size < sizeof zeros ? (size_t)size : sizeof zeros;
		ssize_t done = pwrite(fd, zeros, n, (off_t)from);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done < 0 ? disk_err(errno) : ERR_IO;
		from += (uint64_t)done;
		size -= (uint64_t)done;
	}
	return fdatasync(fd) == 0 ? OK : disk_err(errno);
}

/* Documents' files may only be read: first that is changed. */
static enum err
open_to_write(int folder, const char *name, int *out)
{
	*out = -1;
	if (fchmodat(folder, name, 0600, 0) == 0)
		*out = openat(folder, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	if (*out >= 0)
		return OK;
	return errno == ENOENT ? ERR_NOT_FOUND : disk_err(errno);
}

static enum err
destroy_file(struct destroying *w, const struct doomed *d)
{
	char name[DIGEST_TEXT];
	struct stat st;
	int shard, fd;
	enum err e;

	e = shard_open(w->b, d->digest, false, &shard, name);
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	e = open_to_write(shard, name, &fd);
	if (e == OK)
		e = fstat(fd, &st) == 0
			? write_zeros(fd, 0, (uint64_t)st.st_size)
			: disk_err(errno);
	if (fd >= 0)
		(void)close(fd);
	if (e == OK && (unlinkat(shard, name, 0) != 0 || fsync(shard) != 0))
		e = disk_err(errno);
	(void)close(shard);
	return e == ERR_NOT_FOUND ? OK : e;
}

/* ---- what the small ones look like ---- */

static int
by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, DIGEST_BYTES);
}

static bool
is_empty(const uint8_t *step)
{
	return memcmp(step, zeros, PACK_STEP) == 0;
}

static enum err
note_step(struct destroying *w, const uint8_t *step)
{
	struct digest *grown;

	if (is_empty(step))
		return OK;
	if (w->n_steps == w->room) {
		w->room = w->room == 0 ? 64 : w->room * 2;
		grown = realloc(w->step, w->room * sizeof *grown);
		if (grown == NULL)
			return ERR_NO_MEMORY;
		w->step = grown;
	}
	w->step[w->n_steps++] = digest_of(slice_of(step, PACK_STEP));
	return OK;
}

static enum err
open_pack(struct destroying *w, uint64_t number, int *fd)
{
	char name[PACK_NAME];

	pack_name(number, name);
	*fd = openat(w->b->packs.dir, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	if (*fd >= 0)
		return OK;
	return errno == ENOENT ? ERR_NOT_FOUND : disk_err(errno);
}

static enum err
read_at(int fd, uint8_t *to, size_t n, uint64_t at, size_t *got)
{
	*got = 0;
	while (*got < n) {
		ssize_t one =
		    pread(fd, to + *got, n - *got, (off_t)(at + *got));

		if (one < 0 && errno == EINTR)
			continue;
		if (one < 0)
			return disk_err(errno);
		if (one == 0)
			break;
		*got += (size_t)one;
	}
	return OK;
}

/* Steps as they lie; nothing once its place was overwritten. */
static enum err
note_document(struct destroying *w, const struct doomed *d)
{
	size_t n = STEPS_OF(d->size) * PACK_STEP, got;
	enum err e;
	int fd;

	if (n > AT_ONCE)
		return ERR_BROKEN;
	if ((e = open_pack(w, d->place.pack, &fd)) != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	e = read_at(fd, w->bytes, n, d->place.offset, &got);
	(void)close(fd);
	for (size_t at = 0; e == OK && at + PACK_STEP <= got; at += PACK_STEP)
		e = note_step(w, w->bytes + at);
	return e;
}

/* ---- the packs ---- */

/* The places of the doomed themselves are overwritten last: until then they
 * show, after an interruption, what to look for. */
static bool
is_main(const struct destroying *w, struct blob_place at)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct doomed *d = &w->list[i];

		if (d->place.pack == at.pack && at.offset >= d->place.offset &&
		    at.offset < d->place.offset + STEPS_OF(d->size) * PACK_STEP)
			return true;
	}
	return false;
}

static bool
is_copy(const struct destroying *w, struct blob_place at, const uint8_t *step)
{
	struct digest d;

	if (is_empty(step))
		return false;
	d = digest_of(slice_of(step, PACK_STEP));
	return bsearch(&d, w->step, w->n_steps, sizeof d, by_bytes) != NULL &&
	       !is_main(w, at) && !w->others.holds(w->others.self, at);
}

static enum err
search_pack(struct destroying *w, uint64_t number, int fd)
{
	struct blob_place at = { number, 0 };
	size_t got;
	enum err e;

	do {
		e = read_at(fd, w->bytes, AT_ONCE, at.offset, &got);
		for (size_t i = 0; e == OK && i + PACK_STEP <= got;
		     i += PACK_STEP, at.offset += PACK_STEP) {
			if (!is_copy(w, at, w->bytes + i))
				continue;
			e = write_zeros(fd, at.offset, PACK_STEP);
			w->done++;
		}
	} while (e == OK && got == AT_ONCE);
	return e;
}

static enum err
search_packs(struct destroying *w)
{
	struct dirent *entry;
	enum err e = OK;
	char *end;
	DIR *dir;
	int fd;

	fd = openat(w->b->packs.dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || (dir = fdopendir(fd)) == NULL) {
		e = disk_err(errno);
		if (fd >= 0)
			(void)close(fd);
		return e;
	}
	while (e == OK && (entry = readdir(dir)) != NULL) {
		uint64_t number = strtoull(entry->d_name, &end, 16);

		if (entry->d_name[0] == '.' || *end != 0)
			continue;
		if ((e = open_pack(w, number, &fd)) != OK)
			break;
		e = search_pack(w, number, fd);
		(void)close(fd);
	}
	(void)closedir(dir);
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
destroy_main(struct destroying *w, const struct doomed *d)
{
	uint64_t n = STEPS_OF(d->size);
	enum err e;
	int fd;

	if ((e = open_pack(w, d->place.pack, &fd)) != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	e = write_zeros(fd, d->place.offset, n * PACK_STEP);
	(void)close(fd);
	w->done += n;
	return e;
}

static enum err
destroy(struct destroying *w)
{
	enum err e = OK;

	for (size_t i = 0; e == OK && i < w->n; i++)
		e = w->list[i].place.pack == 0 ? destroy_file(w, &w->list[i])
					       : note_document(w, &w->list[i]);
	if (e == OK && w->n_steps > 0) {
		qsort(w->step, w->n_steps, sizeof *w->step, by_bytes);
		e = search_packs(w);
	}
	for (size_t i = 0; e == OK && i < w->n; i++)
		if (w->list[i].place.pack != 0)
			e = destroy_main(w, &w->list[i]);
	return e;
}

enum err
blobs_destroy(struct blobs *b, const struct doomed *list, size_t n,
    struct standing_documents others, uint64_t *steps)
{
	struct destroying w = { .b = b,
		.list = list,
		.n = n,
		.others = others };
	enum err e = ERR_NO_MEMORY;

	if ((w.bytes = malloc(AT_ONCE)) != NULL)
		e = destroy(&w);
	*steps = w.done;
	free(w.bytes);
	free(w.step);
	return e;
}
