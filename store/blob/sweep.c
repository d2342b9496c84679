/*
 * sweep.c - all that lies among the documents: checked, and cleared of what is
 * nobody's.
 *
 * Knows the documents' folder as a whole. Touches only it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/blob/folder.h"

#define SWEEP_AGE 3600 /* seconds */

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

/* ---- packs ---- */

/* The number that a file's name is, exactly; 0: none. */
static uint64_t
number_of(const char *name)
{
	char again[PACK_NAME];
	uint64_t number = strtoull(name, NULL, 16);

	pack_name(number, again);
	return strcmp(name, again) == 0 ? number : 0;
}

/* Does nobody append to it? Then nobody ever will again. */
static bool
is_left(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	bool left = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;

	if (fd >= 0)
		(void)close(fd);
	return left;
}

enum err
blobs_left_packs(struct blobs *b, struct buf *to)
{
	struct dirent *entry;
	uint64_t number;
	DIR *dir;
	int fd;

	fd = openat(b->packs.dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return disk_err(errno);
	if ((dir = fdopendir(fd)) == NULL) {
		(void)close(fd);
		return ERR_NO_MEMORY;
	}
	while ((entry = readdir(dir)) != NULL)
		if ((number = number_of(entry->d_name)) != 0 &&
		    is_left(fd, entry->d_name))
			buf_bytes(to, &number, sizeof number);
	(void)closedir(dir);
	return to->err;
}

enum err
blobs_cut_pack(struct blobs *b, uint64_t pack, uint64_t used, uint64_t *freed)
{
	char name[PACK_NAME];
	struct stat st;
	enum err e = OK;
	int fd;

	*freed = 0;
	pack_name(pack, name);
	fd = openat(b->packs.dir, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? OK : disk_err(errno);
	if (fstat(fd, &st) != 0) {
		e = disk_err(errno);
		goto out;
	}
	if ((uint64_t)st.st_size <= used)
		goto out;
	if (used == 0 ? unlinkat(b->packs.dir, name, 0) != 0
		      : ftruncate(fd, (off_t)used) != 0 || fsync(fd) != 0)
		e = disk_err(errno);
	else
		*freed = (uint64_t)st.st_size - used;
out:
	(void)close(fd);
	return e;
}
