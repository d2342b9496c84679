/*
 * blobs.c - kept documents: opened and read.
 *
 * Knows where a document is. Touches only the documents' folder.
 */
#include "store/blob/blobs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "store/blob/fill.h"
#include "store/blob/folder.h"

#define GIB ((uint64_t)1024 * 1024 * 1024)

static enum err
open_folder(const char *path, int *out, struct fault *why)
{
	int store, e = 0;

	store = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (store < 0)
		return fault_set(why, disk_err(errno), "",
		    "the store's folder %s cannot be opened", path);
	*out = -1;
	if (mkdirat(store, "documents", 0700) != 0) {
		if (errno != EEXIST)
			e = errno;
	} else if (fsync(store) != 0) {
		e = errno;
	}
	if (e == 0 && (*out = openat(store, "documents",
			   O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		e = errno;
	(void)close(store);
	return e == 0 ? OK
		      : fault_set(why, disk_err(e), "",
			    "the folder %s/documents cannot be made or opened",
			    path);
}

enum err
blobs_open(struct blobs **out, const char *path, struct fault *why)
{
	struct blobs *b;
	enum err e;

	*out = NULL;
	if ((b = calloc(1, sizeof *b)) == NULL)
		return ERR_NO_MEMORY;
	b->reserve = RESERVE_USUAL;
	if ((e = open_folder(path, &b->dir, why)) != OK) {
		free(b);
		return e;
	}
	if ((e = packs_open(&b->packs, b->dir)) != OK) {
		blobs_close(&b);
		return fault_set(why, e, "",
		    "the folder %s/documents/packs cannot be made or opened",
		    path);
	}
	*out = b;
	return OK;
}

void
blobs_close(struct blobs **b)
{
	if (*b == NULL)
		return;
	packs_close(&(*b)->packs);
	(void)close((*b)->dir);
	free(*b);
	*b = NULL;
}

enum err
blobs_fill_ahead(struct blobs *b)
{
	return fill_start(&b->packs);
}

enum err
blobs_room(struct blobs *b)
{
	return blobs_room_for(b, 0);
}

enum err
blobs_room_for(struct blobs *b, uint64_t bytes)
{
	uint64_t disk, free_now, reserve = b->reserve;
	struct statvfs st;

	if (fstatvfs(b->dir, &st) != 0)
		return disk_err(errno);
	disk = (uint64_t)st.f_blocks * st.f_frsize;
	free_now = (uint64_t)st.f_bavail * st.f_frsize;
	if (reserve == RESERVE_USUAL)
		reserve = disk / 20 > GIB ? disk / 20 : GIB;
	return free_now < bytes || free_now - bytes < reserve ? ERR_NO_SPACE
							      : OK;
}

void
blobs_reserve(struct blobs *b, uint64_t bytes)
{
	b->reserve = bytes;
}

enum err
blobs_fetch(struct blobs *b, struct digest d, int *fd, uint64_t *size)
{
	char name[DIGEST_TEXT];
	struct stat st;
	int shard;
	enum err e;

	*fd = -1;
	if ((e = shard_open(b, d, false, &shard, name)) != OK)
		return e;
	*fd = openat(shard, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (*fd < 0)
		e = errno == ENOENT ? ERR_NOT_FOUND : disk_err(errno);
	(void)close(shard);
	if (e != OK)
		return e;
	if (fstat(*fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		(void)close(*fd);
		*fd = -1;
		return ERR_BROKEN;
	}
	*size = (uint64_t)st.st_size;
	return OK;
}

/* Nobody reads most documents again soon: what was read may leave the page
 * cache. */
static enum err
read_at(int fd, struct blob_place place, uint64_t size, struct buf *to)
{
	uint8_t *room = buf_room(to, size);
	uint64_t n = 0;

	if (room == NULL)
		return to->err;
	while (n < size) {
		ssize_t got =
		    pread(fd, room + n, size - n, (off_t)(place.offset + n));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0 ? ERR_BROKEN : disk_err(errno);
		n += (uint64_t)got;
	}
	to->n += size;
	(void)posix_fadvise(fd, (off_t)place.offset, (off_t)size,
	    POSIX_FADV_DONTNEED);
	return OK;
}

enum err
blobs_open_pack(struct blobs *b, uint64_t pack, int *fd)
{
	char name[PACK_NAME];

	pack_name(pack, name);
	*fd = openat(b->packs.dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (*fd >= 0)
		return OK;
	return errno == ENOENT ? ERR_NOT_FOUND : disk_err(errno);
}

enum err
blobs_read(struct blobs *b, struct blob_place place, uint64_t size,
    struct buf *to)
{
	enum err e;
	int fd;

	if (size > INT64_MAX || place.offset > INT64_MAX - size)
		return ERR_BROKEN;
	if ((e = blobs_open_pack(b, place.pack, &fd)) != OK)
		return e;
	e = read_at(fd, place, size, to);
	(void)close(fd);
	return e;
}
