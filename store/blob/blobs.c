/*
 * blobs.c - kept documents: found, checked, swept.
 *
 * Knows the documents' folder as a whole. Touches only it.
 */
#include "store/blob/blobs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "store/blob/folder.h"

#define GIB ((uint64_t)1024 * 1024 * 1024)
#define SWEEP_AGE 3600 /* seconds */

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
blobs_room(struct blobs *b)
{
	uint64_t disk, free_now, reserve = b->reserve;
	struct statvfs st;

	if (fstatvfs(b->dir, &st) != 0)
		return disk_err(errno);
	disk = (uint64_t)st.f_blocks * st.f_frsize;
	free_now = (uint64_t)st.f_bavail * st.f_frsize;
	if (reserve == RESERVE_USUAL)
		reserve = disk / 20 > GIB ? disk / 20 : GIB;
	return free_now < reserve ? ERR_NO_SPACE : OK;
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

/* A walk over every name in every shard. */
struct visit {
	struct blobs *b;
	/* `shard` is open and `name` within it; `label` is "ab/name". */
	enum err (*file)(struct visit *v, int shard, const char *name,
	    const char *label);
	void (*bad)(void *self, const char *name);
	bool (*known)(void *self, struct digest d);
	void *self;
	uint64_t removed;
};

/* The digest that a label names; false when it names none, exactly. */
static bool
label_digest(const char *label, struct digest *d)
{
	char text[DIGEST_TEXT], again[DIGEST_TEXT];

	if (strlen(label) != DIGEST_TEXT || label[2] != '/')
		return false;
	memcpy(text, label, 2);
	memcpy(text + 2, label + 3, DIGEST_TEXT - 2);
	if (digest_read(slice_text(text), d) != OK)
		return false;
	digest_text(*d, again);
	return strcmp(text, again) == 0;
}

static enum err
visit_shard(struct visit *v, const char *shard)
{
	char label[SHARD_TEXT + NAME_MAX + 2];
	struct dirent *entry;
	enum err e = OK;
	DIR *dir;
	int fd;

	fd = openat(v->b->dir, shard, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? OK : disk_err(errno);
	if ((dir = fdopendir(fd)) == NULL) {
		e = disk_err(errno);
		(void)close(fd);
		return e;
	}
	errno = 0;
	while (e == OK && (entry = readdir(dir)) != NULL) {
		(void)snprintf(label, sizeof label, "%s/%s", shard,
		    entry->d_name);
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			e = v->file(v, fd, entry->d_name, label);
		errno = 0;
	}
	if (e == OK && errno != 0)
		e = disk_err(errno);
	(void)closedir(dir);
	return e;
}

static enum err
visit_all(struct visit *v)
{
	char shard[SHARD_TEXT];
	enum err e = OK;

	for (unsigned i = 0; e == OK && i < SHARDS; i++) {
		(void)snprintf(shard, sizeof shard, "%02x", i);
		e = visit_shard(v, shard);
	}
	return e;
}

/* SHA-256 of a whole file; false when it cannot be read. */
static bool
hash_file(int fd, struct digest *out)
{
	struct digest_stream *hash = digest_start();
	uint8_t bytes[64 * 1024];
	ssize_t n = 0;

	if (hash == NULL)
		return false;
	while ((n = read(fd, bytes, sizeof bytes)) > 0 ||
	       (n < 0 && errno == EINTR))
		if (n > 0)
			digest_more(hash, slice_of(bytes, (size_t)n));
	*out = digest_end(&hash);
	(void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	return n == 0;
}

static enum err
check_file(struct visit *v, int shard, const char *name, const char *label)
{
	struct digest want, is;
	bool good = false;
	int fd;

	fd =
	    openat(shard, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return OK; /* swept meanwhile */
	if (fd >= 0 && label_digest(label, &want))
		good = hash_file(fd, &is) && digest_eq(want, is);
	if (fd >= 0)
		(void)close(fd);
	if (!good)
		v->bad(v->self, label);
	return OK;
}

enum err
blobs_check(struct blobs *b, void (*bad)(void *self, const char *name),
    void *self)
{
	struct visit v = { .b = b,
		.file = check_file,
		.bad = bad,
		.self = self };

	return visit_all(&v);
}

/* Files get their times from the machine's clock, so that is what tells
 * their age. */
static bool
is_old(int folder, const char *name)
{
	struct timespec now;
	struct stat st;

	return clock_gettime(CLOCK_REALTIME, &now) == 0 &&
	       fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISREG(st.st_mode) && now.tv_sec - st.st_mtime > SWEEP_AGE;
}

static enum err
sweep_file(struct visit *v, int shard, const char *name, const char *label)
{
	struct digest d;
	enum err e = OK;

	if (!label_digest(label, &d) || !is_old(shard, name))
		return OK;
	/* Nobody may find the file and rely on it between the question and
	 * the removal (arrival_link makes what it finds young). */
	while (flock(shard, LOCK_EX) != 0)
		if (errno != EINTR)
			return disk_err(errno);
	if (is_old(shard, name) && !v->known(v->self, d)) {
		if (unlinkat(shard, name, 0) == 0)
			v->removed++;
		else
			e = disk_err(errno);
	}
	(void)flock(shard, LOCK_UN);
	return e;
}

/* Files that were being written when their writer died, where the file system
 * has none without a name. */
static enum err
sweep_incoming(struct visit *v)
{
	struct dirent *entry;
	enum err e = OK;
	DIR *dir;
	int fd;

	fd = openat(v->b->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return disk_err(errno);
	if ((dir = fdopendir(fd)) == NULL) {
		(void)close(fd);
		return ERR_NO_MEMORY;
	}
	while (e == OK && (entry = readdir(dir)) != NULL) {
		if (!slice_starts(slice_text(entry->d_name),
			slice_text(INCOMING)) ||
		    !is_old(fd, entry->d_name))
			continue;
		if (unlinkat(fd, entry->d_name, 0) == 0)
			v->removed++;
		else if (errno != ENOENT)
			e = disk_err(errno);
	}
	(void)closedir(dir);
	return e;
}

enum err
blobs_sweep(struct blobs *b, bool (*known)(void *self, struct digest d),
    void *self, uint64_t *removed)
{
	struct visit v = { .b = b,
		.file = sweep_file,
		.known = known,
		.self = self };
	enum err e;

	if ((e = visit_all(&v)) == OK)
		e = sweep_incoming(&v);
	*removed = v.removed;
	return e;
}
