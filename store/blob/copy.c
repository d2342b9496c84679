/*
 * copy.c - the documents' folder, copied elsewhere.
 *
 * Knows the folder's layout (folder.h). Touches it, for reading, and the new
 * folder.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/blob/folder.h"

static enum err
write_all(int to, const uint8_t *p, size_t n)
{
	ssize_t wrote;

	while (n > 0) {
		wrote = write(to, p, n);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return disk_err(errno);
		p += wrote;
		n -= (size_t)wrote;
	}
	return OK;
}

static enum err
copy_bytes(int from, int to)
{
	uint8_t bytes[64 * 1024];
	enum err e = OK;
	ssize_t n = 0;

	while (e == OK && ((n = read(from, bytes, sizeof bytes)) > 0 ||
			      (n < 0 && errno == EINTR)))
		if (n > 0)
			e = write_all(to, bytes, (size_t)n);
	if (e == OK && n < 0)
		e = disk_err(errno);
	if (e == OK && fsync(to) != 0)
		e = disk_err(errno);
	return e;
}

static enum err
copy_file(int from_dir, int to_dir, const char *name)
{
	int from, to = -1;
	struct stat st;
	enum err e = OK;

	from = openat(from_dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (from < 0)
		return errno == ENOENT ? OK : disk_err(errno);
	if (fstat(from, &st) == 0)
		to = openat(to_dir, name,
		    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, st.st_mode & 0700);
	e = to < 0 ? disk_err(errno) : copy_bytes(from, to);
	if (to >= 0 && close(to) != 0 && e == OK)
		e = disk_err(errno);
	(void)close(from);
	return e;
}

static enum err
copy_names(DIR *from, int to, uint64_t *copied)
{
	struct dirent *entry;
	enum err e = OK;

	for (;;) {
		errno = 0;
		if ((entry = readdir(from)) == NULL)
			return errno == 0 ? OK : disk_err(errno);
		if (entry->d_name[0] == '.')
			continue;
		if ((e = copy_file(dirfd(from), to, entry->d_name)) != OK)
			return e;
		(*copied)++;
	}
}

static enum err
copy_folder(int from_dir, int to_dir, const char *shard, uint64_t *copied)
{
	int from, to = -1;
	DIR *names = NULL;
	enum err e = OK;

	from = openat(from_dir, shard, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (from < 0)
		return errno == ENOENT ? OK : disk_err(errno);
	if ((names = fdopendir(from)) == NULL) {
		e = disk_err(errno);
		(void)close(from);
		return e;
	}
	if (mkdirat(to_dir, shard, 0700) != 0 ||
	    (to = openat(to_dir, shard, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) <
		0)
		e = disk_err(errno);
	if (e == OK && (e = copy_names(names, to, copied)) == OK &&
	    fsync(to) != 0)
		e = disk_err(errno);
	if (to >= 0)
		(void)close(to);
	(void)closedir(names);
	return e;
}

/* Opens the new and empty folder `path`/documents. */
static enum err
make_target(const char *path, int *out)
{
	int parent, error = 0;

	*out = -1;
	parent = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (parent < 0)
		return err_of_errno(errno);
	if (mkdirat(parent, "documents", 0700) != 0 || fsync(parent) != 0 ||
	    (*out = openat(parent, "documents",
		 O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		error = errno;
	(void)close(parent);
	return error == 0 ? OK : err_of_errno(error);
}

enum err
blobs_copy(struct blobs *b, const char *to, uint64_t *copied, struct fault *why)
{
	char shard[SHARD_TEXT];
	int target;
	enum err e;

	*copied = 0;
	e = make_target(to, &target);
	for (unsigned i = 0; e == OK && i < SHARDS; i++) {
		(void)snprintf(shard, sizeof shard, "%02x", i);
		e = copy_folder(b->dir, target, shard, copied);
	}
	if (e == OK)
		e = copy_folder(b->dir, target, "packs", copied);
	if (e == OK && fsync(target) != 0)
		e = disk_err(errno);
	if (target >= 0)
		(void)close(target);
	return e == OK ? OK
		       : fault_set(why, e, "",
			     "The documents could not be copied to %s: %s.", to,
			     err_words(e));
}
