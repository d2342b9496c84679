/*
 * draft.c - write aside, flush, rename, flush the folder.
 *
 * Knows POSIX files. Touches the file's own folder.
 */
#include "store/base/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/base/buf.h"
#include "store/base/digest.h"

/* A device, a pipe or a folder: to be renamed over by no file. */
static bool
is_special(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

enum err
draft_open(struct draft *d, const char *path, mode_t mode)
{
	*d = DRAFT_NONE;
	if (strlen(path) >= sizeof d->path)
		return ERR_TOO_BIG;
	if (is_special(path))
		return ERR_EXISTS;
	(void)snprintf(d->path, sizeof d->path, "%s", path);
	(void)snprintf(d->aside, sizeof d->aside, "%s.XXXXXX", path);
	if ((d->fd = mkostemp(d->aside, O_CLOEXEC)) < 0) {
		d->aside[0] = 0;
		return err_of_errno(errno);
	}
	if (fchmod(d->fd, mode) != 0) {
		draft_drop(d);
		return ERR_IO;
	}
	return OK;
}

enum err
draft_write(const struct draft *d, struct slice bytes)
{
	ssize_t n;

	while (bytes.n > 0) {
		n = write(d->fd, bytes.p, bytes.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_of_errno(errno);
		bytes = slice_of(bytes.p + n, bytes.n - (size_t)n);
	}
	return OK;
}

enum err
folder_flush(const char *path)
{
	char folder[4096];
	const char *slash = strrchr(path, '/');
	int fd, failed;

	if (strlen(path) >= sizeof folder)
		return ERR_TOO_BIG;
	(void)snprintf(folder, sizeof folder, "%.*s",
	    slash == NULL ? 1 : (int)(slash - path) + 1,
	    slash == NULL ? "." : path);
	if ((fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		return err_of_errno(errno);
	failed = fsync(fd);
	(void)close(fd);
	return failed ? ERR_IO : OK;
}

/* Flushes and closes the file; the name aside stays. */
static enum err
settle(struct draft *d)
{
	int fd = d->fd;
	enum err e = OK;

	if (fd < 0)
		return ERR_IO;
	if (fsync(fd) != 0)
		e = err_of_errno(errno);
	d->fd = -1;
	if (close(fd) != 0 && e == OK)
		e = err_of_errno(errno);
	return e;
}

enum err
draft_publish(struct draft *d)
{
	enum err e;

	if ((e = settle(d)) != OK)
		goto out;
	if (rename(d->aside, d->path) != 0) {
		e = err_of_errno(errno);
		goto out;
	}
	d->aside[0] = 0;
	e = folder_flush(d->path);
out:
	draft_drop(d);
	return e;
}

enum err
draft_publish_new(struct draft *d)
{
	enum err e;

	if ((e = settle(d)) != OK)
		goto out;
	if (link(d->aside, d->path) != 0) {
		e = err_of_errno(errno);
		goto out;
	}
	(void)unlink(d->aside);
	d->aside[0] = 0;
	e = folder_flush(d->path);
out:
	draft_drop(d);
	return e;
}

void
draft_drop(struct draft *d)
{
	if (d->fd >= 0)
		(void)close(d->fd);
	d->fd = -1;
	if (d->aside[0] != 0)
		(void)unlink(d->aside);
	d->aside[0] = 0;
}

/* read, as often as signals make it be. */
static ssize_t
read_some(int fd, void *to, size_t room)
{
	ssize_t n;

	do
		n = read(fd, to, room);
	while (n < 0 && errno == EINTR);
	return n;
}

enum err
file_read(const char *path, size_t most, struct buf *to)
{
	size_t had = to->n;
	enum err e = OK;
	ssize_t got;
	uint8_t *p;
	int fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		return err_of_errno(errno);
	for (;;) {
		if ((p = buf_room(to, 16384)) == NULL) {
			e = to->err;
			break;
		}
		got = read_some(fd, p, 16384);
		if (got < 0)
			e = err_of_errno(errno);
		if (got <= 0)
			break;
		to->n += (size_t)got;
		if (to->n - had > most) {
			e = ERR_TOO_BIG;
			break;
		}
	}
	(void)close(fd);
	if (e != OK)
		to->n = had;
	return e;
}

static enum err
digest_fd(int fd, uint64_t most, struct digest_stream *s)
{
	uint8_t piece[16384];
	uint64_t size = 0;
	ssize_t n;

	while ((n = read_some(fd, piece, sizeof piece)) > 0) {
		if ((size += (uint64_t)n) > most)
			return ERR_TOO_BIG;
		digest_more(s, slice_of(piece, (size_t)n));
	}
	return n < 0 ? err_of_errno(errno) : OK;
}

enum err
file_digest(const char *path, uint64_t most, struct digest *out)
{
	struct digest_stream *s;
	enum err e;
	int fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		return err_of_errno(errno);
	s = digest_start();
	if ((e = s == NULL ? ERR_NO_MEMORY : digest_fd(fd, most, s)) == OK)
		*out = digest_end(&s);
	else if (s != NULL)
		digest_drop(&s);
	(void)close(fd);
	return e;
}
