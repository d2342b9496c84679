/*
 * folder.c - files that come to be under their digest.
 *
 * Knows the shape of the documents' folder and what must be flushed when.
 * Touches only that folder.
 */
#include "store/blob/folder.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/base/give_up.h"

enum err
disk_err(int error)
{
	switch (error) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return ERR_NO_SPACE;
	case ENOMEM:
		return ERR_NO_MEMORY;
	case EMFILE:
	case ENFILE:
		return ERR_BUSY;
	default:
		return ERR_IO;
	}
}

/* True when the file system cannot make a file without a name. */
static bool
no_unnamed(int error)
{
	return error == EOPNOTSUPP || error == EISDIR || error == EINVAL ||
	       error == ENOENT;
}

static void
random_name(const uint8_t random[16], char out[INCOMING_TEXT])
{
	size_t n = sizeof INCOMING - 1;

	memcpy(out, INCOMING, n);
	for (int i = 0; i < 16; i++, n += 2)
		(void)snprintf(out + n, 3, "%02x", random[i]);
}

enum err
arrival_open(struct blobs *b, struct arrival *out)
{
	uint8_t random[16];
	enum err e;

	*out = ARRIVAL_NONE;
	out->fd = openat(b->dir, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0400);
	if (out->fd >= 0)
		return OK;
	if (!no_unnamed(errno))
		return disk_err(errno);
	if ((e = random_bytes(random, sizeof random)) != OK)
		return e;
	random_name(random, out->aside);
	out->fd = openat(b->dir, out->aside,
	    O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0400);
	if (out->fd >= 0)
		return OK;
	e = disk_err(errno);
	*out = ARRIVAL_NONE;
	return e;
}

void
arrival_drop(struct blobs *b, struct arrival *a)
{
	if (a->fd >= 0)
		(void)close(a->fd);
	if (a->aside[0] != '\0')
		(void)unlinkat(b->dir, a->aside, 0);
	*a = ARRIVAL_NONE;
}

/* A folder whose flush failed cannot be trusted again: the name in it may be
 * lost while a second flush says that all is well. */
void
flush_folder(int fd)
{
	if (fsync(fd) != 0)
		give_up("a folder of documents could not be flushed",
		    strerror(errno));
}

/* A shard's own name is flushed once by every process: another one may have
 * made the folder a moment ago and not flushed it yet. */
static enum err
shard_flush_name(struct blobs *b, uint8_t shard)
{
	_Atomic uint64_t *word = &b->flushed[shard / 64];
	uint64_t bit = (uint64_t)1 << (shard % 64);

	if ((atomic_load(word) & bit) != 0)
		return OK;
	flush_folder(b->dir);
	atomic_fetch_or(word, bit);
	return OK;
}

enum err
shard_open(struct blobs *b, struct digest d, bool make, int *fd,
    char name[DIGEST_TEXT])
{
	char text[DIGEST_TEXT], shard[SHARD_TEXT] = { 0 };

	digest_text(d, text);
	memcpy(shard, text, 2);
	memcpy(name, text + 2, DIGEST_TEXT - 2);
	if (make && mkdirat(b->dir, shard, 0700) != 0 && errno != EEXIST)
		return disk_err(errno);
	*fd = openat(b->dir, shard, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : disk_err(errno);
	return make ? shard_flush_name(b, d.b[0]) : OK;
}

static enum err
link_file(struct blobs *b, const struct arrival *a, int shard, const char *name)
{
	char self[32];
	int done;

	(void)snprintf(self, sizeof self, "/proc/self/fd/%d", a->fd);
	if (a->aside[0] != '\0')
		done = linkat(b->dir, a->aside, shard, name, 0);
	else
		done = linkat(AT_FDCWD, self, shard, name, AT_SYMLINK_FOLLOW);
	if (done == 0)
		return OK;
	return errno == EEXIST ? ERR_EXISTS : disk_err(errno);
}

/* Under the shard's lock, which a sweep takes alone: a file that is found
 * here is either too young to be swept or not yet looked at. */
static enum err
link_or_renew(struct blobs *b, const struct arrival *a, int shard,
    const char *name, uint64_t size)
{
	struct stat st;
	enum err e;

	if ((e = link_file(b, a, shard, name)) != OK && e != ERR_EXISTS)
		return e;
	if (fstatat(shard, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return disk_err(errno);
	if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size != size)
		return ERR_BROKEN;
	return utimensat(shard, name, NULL, 0) == 0 ? OK : disk_err(errno);
}

enum err
arrival_link(struct blobs *b, struct arrival *a, struct digest d, uint64_t size)
{
	char name[DIGEST_TEXT];
	int shard = -1;
	enum err e;

	assert(a->fd >= 0);
	if ((e = shard_open(b, d, true, &shard, name)) != OK)
		goto out;
	while (flock(shard, LOCK_SH) != 0)
		if (errno != EINTR) {
			e = disk_err(errno);
			goto out;
		}
	if ((e = link_or_renew(b, a, shard, name, size)) != OK)
		goto out;
	(void)flock(shard, LOCK_UN);
	flush_folder(shard);
out:
	if (shard >= 0)
		(void)close(shard);
	return e;
}
