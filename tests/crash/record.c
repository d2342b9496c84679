/*
 * record.c - writes down every change a program makes to a store's files.
 *
 * A shared library for LD_PRELOAD. Knows the library calls that change files
 * or flush them; looks at descriptors by asking /proc what they are, so
 * descriptors that were duplicated or inherited need no care. Told by
 * environment: RECORD_DIR, the folder (absolute, no symbolic links in it), and
 * RECORD_TRACE, the file that grows (outside it).
 *
 * Not seen: stdio's own writes, shared maps, copy_file_range. LMDB as we open
 * it and the store's files use none for what must last; replay.py compares
 * the end of the trace with the folder and so would notice.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tests/crash/trace.h"

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* A preloaded library has no main() to keep its state in; written once. */
static struct {
	const char *dir; /* NULL: nothing is recorded */
	size_t dir_length;
	int trace;
} recorder;

__attribute__((constructor)) static void
begin(void)
{
	const char *dir = getenv("RECORD_DIR");
	const char *trace = getenv("RECORD_TRACE");
	int fd;

	if (dir == NULL || trace == NULL)
		return;
	fd = REAL(open)(trace, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	/* Out of the way of programs that close or choose low numbers. */
	recorder.trace = fcntl(fd, F_DUPFD_CLOEXEC, 900);
	close(fd);
	if (recorder.trace < 0) {
		perror("record: RECORD_TRACE");
		abort();
	}
	recorder.dir_length = strlen(dir);
	recorder.dir = dir;
}

/* The part of an absolute path below the folder, or NULL when outside. */
static const char *
below(const char *path)
{
	if (recorder.dir == NULL ||
	    strncmp(path, recorder.dir, recorder.dir_length) != 0)
		return NULL;
	path += recorder.dir_length;
	if (path[0] == '\0')
		return path;
	return path[0] == '/' ? path + 1 : NULL;
}

/* An open file or folder of the store; false when it is none. */
struct seen {
	char room[PATH_MAX];
	const char *path; /* "" when it has no name */
	uint64_t inode;
	uint32_t flags; /* of struct trace_head */
};

static bool
seen_fd(struct seen *out, int fd)
{
	char link[32];
	struct stat st;
	ssize_t n;

	/* 0 to 2 are never a store's files, and a sandboxed child that has
	 * only those may not be allowed to look. */
	if (recorder.dir == NULL || fd <= 2 || fd == recorder.trace)
		return false;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, out->room, sizeof out->room - 1);
	if (n < 0)
		return false;
	out->room[n] = '\0';
	out->path = below(out->room);
	if (out->path == NULL || fstat(fd, &st) != 0)
		return false;
	if (st.st_nlink == 0)
		out->path = "";
	out->inode = st.st_ino;
	out->flags = (fcntl(fd, F_GETFL) & O_DSYNC) != 0 ? TRACE_SYNC : 0;
	if (S_ISDIR(st.st_mode))
		out->flags = TRACE_FOLDER;
	return true;
}

/* The same for a name; `out->path` is set whether or not anything is there. */
static bool
seen_name(struct seen *out, int at, const char *path)
{
	char folder[PATH_MAX] = "";
	struct stat st;
	char link[32];

	if (recorder.dir == NULL)
		return false;
	if (path[0] != '/') {
		snprintf(link, sizeof link,
		    at == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", at);
		if (readlink(link, folder, sizeof folder - 1) < 0)
			return false;
	}
	if ((size_t)snprintf(out->room, sizeof out->room, "%s%s%s", folder,
		path[0] == '/' ? "" : "/", path) >= sizeof out->room)
		return false;
	out->path = below(out->room);
	out->flags = 0;
	out->inode =
	    fstatat(at, path, &st, AT_SYMLINK_NOFOLLOW) == 0 ? st.st_ino : 0;
	return out->path != NULL;
}

static void
note(enum trace_kind kind, const struct seen *s, uint64_t offset)
{
	int kept = errno;

	trace_append(recorder.trace, &(struct trace_note){ .kind = kind,
					 .inode = s->inode,
					 .offset = offset,
					 .flags = s->flags,
					 .path = s->path });
	errno = kept;
}

static void
note_write(int fd, const struct iovec *parts, int count, off_t at, ssize_t n)
{
	struct seen s;
	int kept = errno;

	if (n > 0 && seen_fd(&s, fd))
		trace_append(recorder.trace,
		    &(struct trace_note){ .kind = TRACE_WRITE,
			.inode = s.inode,
			.offset =
			    (uint64_t)(at >= 0 ? at
					       : lseek(fd, 0, SEEK_CUR) - n),
			.flags = s.flags,
			.path = s.path,
			.data = parts,
			.parts = count,
			.length = (size_t)n });
	errno = kept;
}

/* After an open that may have made or emptied the file. */
static void
note_open(int fd, int flags, bool was_there)
{
	struct seen s;

	if (fd < 0 || !seen_fd(&s, fd))
		return;
	if ((flags & O_TMPFILE) == O_TMPFILE ||
	    ((flags & O_CREAT) != 0 && !was_there))
		note(TRACE_CREATE, &s, 0);
	else if ((flags & O_TRUNC) != 0)
		note(TRACE_TRUNCATE, &s, 0);
}

int
openat(int at, const char *path, int flags, ...)
{
	struct seen s = { 0 };
	mode_t mode = 0;
	va_list more;
	bool there;
	int fd;

	va_start(more, flags);
	if ((flags & (O_CREAT | O_TMPFILE)) != 0)
		mode = va_arg(more, mode_t);
	va_end(more);
	there = seen_name(&s, at, path) && s.inode != 0;
	fd = REAL(openat)(at, path, flags, mode);
	note_open(fd, flags, there);
	return fd;
}

int
open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list more;

	va_start(more, flags);
	if ((flags & (O_CREAT | O_TMPFILE)) != 0)
		mode = va_arg(more, mode_t);
	va_end(more);
	return openat(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));
int openat64(int at, const char *path, int flags, ...)
    __attribute__((alias("openat")));

int
mkostemp(char *path, int flags)
{
	int fd = REAL(mkostemp)(path, flags);

	note_open(fd, O_CREAT, false);
	return fd;
}

int
mkstemp(char *path)
{
	return mkostemp(path, 0);
}

ssize_t
write(int fd, const void *bytes, size_t length)
{
	struct iovec part = { (void *)(uintptr_t)bytes, length };
	ssize_t n = REAL(write)(fd, bytes, length);

	note_write(fd, &part, 1, -1, n);
	return n;
}

ssize_t
writev(int fd, const struct iovec *parts, int count)
{
	ssize_t n = REAL(writev)(fd, parts, count);

	note_write(fd, parts, count, -1, n);
	return n;
}

ssize_t
pwrite(int fd, const void *bytes, size_t length, off_t at)
{
	struct iovec part = { (void *)(uintptr_t)bytes, length };
	ssize_t n = REAL(pwrite)(fd, bytes, length, at);

	note_write(fd, &part, 1, at, n);
	return n;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at)
    __attribute__((alias("pwrite")));

ssize_t
pwritev(int fd, const struct iovec *parts, int count, off_t at)
{
	ssize_t n = REAL(pwritev)(fd, parts, count, at);

	note_write(fd, parts, count, at, n);
	return n;
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t at)
    __attribute__((alias("pwritev")));

int
ftruncate(int fd, off_t length)
{
	int rc = REAL(ftruncate)(fd, length);
	struct seen s;

	if (rc == 0 && seen_fd(&s, fd))
		note(TRACE_TRUNCATE, &s, (uint64_t)length);
	return rc;
}

int ftruncate64(int fd, off_t length) __attribute__((alias("ftruncate")));

/* Only what can be read counts: an allocation that keeps the size changes
 * nothing, any other at most lengthens the file with zeros. */
int
fallocate(int fd, int mode, off_t at, off_t length)
{
	int rc = REAL(fallocate)(fd, mode, at, length);
	struct seen s;
	struct stat st;

	if (rc == 0 && mode == 0 && seen_fd(&s, fd) && fstat(fd, &st) == 0)
		note(TRACE_TRUNCATE, &s, (uint64_t)st.st_size);
	return rc;
}

int fallocate64(int fd, int mode, off_t at, off_t length)
    __attribute__((alias("fallocate")));

int
posix_fallocate(int fd, off_t at, off_t length)
{
	return fallocate(fd, 0, at, length) == 0 ? 0 : errno;
}

int
linkat(int from, const char *path, int to, const char *target, int flags)
{
	int rc = REAL(linkat)(from, path, to, target, flags);
	struct seen s;

	if (rc == 0 && seen_name(&s, to, target))
		note(TRACE_LINK, &s, 0);
	return rc;
}

int
link(const char *path, const char *target)
{
	return linkat(AT_FDCWD, path, AT_FDCWD, target, 0);
}

int
unlinkat(int at, const char *path, int flags)
{
	struct seen s;
	bool ours = seen_name(&s, at, path);
	int rc = REAL(unlinkat)(at, path, flags);

	if (rc == 0 && ours)
		note(TRACE_UNLINK, &s, 0);
	return rc;
}

int
unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

int
rmdir(const char *path)
{
	return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int
renameat(int from, const char *path, int to, const char *target)
{
	struct seen old, new;
	bool ours = seen_name(&old, from, path);
	int rc = REAL(renameat)(from, path, to, target);
	int kept = errno;

	if (rc == 0 && seen_name(&new, to, target))
		trace_append(recorder.trace,
		    &(struct trace_note){ .kind = TRACE_RENAME,
			.inode = new.inode,
			.path = ours ? old.path : NULL,
			.other = new.path });
	errno = kept;
	return rc;
}

int
rename(const char *path, const char *target)
{
	return renameat(AT_FDCWD, path, AT_FDCWD, target);
}

int
mkdirat(int at, const char *path, mode_t mode)
{
	int rc = REAL(mkdirat)(at, path, mode);
	struct seen s;

	if (rc == 0 && seen_name(&s, at, path))
		note(TRACE_MKDIR, &s, 0);
	return rc;
}

int
mkdir(const char *path, mode_t mode)
{
	return mkdirat(AT_FDCWD, path, mode);
}

/* A flush covers what was written before it began, no more. */
static int
flush(int fd, int (*real)(int fd))
{
	struct seen s;
	bool ours = seen_fd(&s, fd);
	int rc;

	if (ours)
		note(TRACE_FLUSH_BEGIN, &s, 0);
	rc = real(fd);
	if (ours && rc == 0)
		note(TRACE_FLUSH_END, &s, 0);
	return rc;
}

int
fsync(int fd)
{
	return flush(fd, REAL(fsync));
}

int
fdatasync(int fd)
{
	return flush(fd, REAL(fdatasync));
}
