/*
 * env_compact.c - what an environment no longer holds leaves the disk too.
 *
 * Knows that the engine only marks pages as free, and the order in which files
 * change places so that whatever interrupts it, one whole file is there.
 * Touches the data and lock files of an environment that nobody else may open.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/db/env_older.h"
#include "store/db/inside.h"

#define AT_ONCE ((size_t)1 << 16)

#define DATA "data.mdb"
#define NEW "data.mdb.new" /* the copy, until it is whole */
#define OLD "data.mdb.old" /* what it took the place of, until overwritten */
#define LOCK "lock.mdb"

static enum err
overwrite(int fd, off_t size)
{
	static const uint8_t zeros[AT_ONCE];
	ssize_t done;

	for (off_t at = 0; at < size; at += done) {
		off_t left = size - at;

		done = pwrite(fd, zeros,
		    left < (off_t)AT_ONCE ? (size_t)left : AT_ONCE, at);
		if (done < 0 && errno == EINTR)
			done = 0;
		else if (done <= 0)
			return done < 0 ? err_of_errno(errno) : ERR_IO;
	}
	return fdatasync(fd) == 0 ? OK : err_of_errno(errno);
}

/* The old file goes; while it is the data still, only its second name. */
static enum err
drop_old(int dir)
{
	int fd = openat(dir, OLD, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	struct stat old, data;
	enum err e = OK;

	if (fd < 0)
		return errno == ENOENT ? OK : err_of_errno(errno);
	if (fstat(fd, &old) != 0 || fstatat(dir, DATA, &data, 0) != 0)
		e = err_of_errno(errno);
	else if (old.st_ino != data.st_ino)
		e = overwrite(fd, old.st_size);
	(void)close(fd);
	if (e == OK && (unlinkat(dir, OLD, 0) != 0 || fsync(dir) != 0))
		e = err_of_errno(errno);
	return e;
}

static enum err
write_new_file(struct env *env, int dir)
{
	int fd = openat(dir, NEW,
	    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	enum err e;

	if (fd < 0)
		return err_of_errno(errno);
	e = err_of_engine(mdb_env_copyfd2(env->lmdb, fd, MDB_CP_COMPACT));
	if (e == OK && fsync(fd) != 0)
		e = err_of_errno(errno);
	(void)close(fd);
	if (e != OK)
		(void)unlinkat(dir, NEW, 0);
	return e;
}

/* The lock file goes too: the engine numbers commits in it, and in the new file
 * they begin anew. */
static enum err
change_places(int dir)
{
	if (linkat(dir, DATA, dir, OLD, 0) != 0 ||
	    renameat(dir, NEW, dir, DATA) != 0 ||
	    (unlinkat(dir, LOCK, 0) != 0 && errno != ENOENT) || fsync(dir) != 0)
		return err_of_errno(errno);
	return OK;
}

enum err
env_older_compact(struct env **env, const struct env_options *o,
    struct env_older *older, struct fault *why)
{
	int dir = open(o->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum err e = dir < 0 ? err_of_errno(errno) : OK;

	if (e == OK && (e = drop_old(dir)) == OK &&
	    (e = write_new_file(*env, dir)) == OK) {
		env_close(env);
		if ((e = change_places(dir)) == OK && (e = drop_old(dir)) == OK)
			e = env_older_open(env, o, older, why);
	}
	if (dir >= 0)
		(void)close(dir);
	return e == OK ? OK
		       : fault_set(why, e, "",
			     "The data file could not be written anew: %s.",
			     err_words(e));
}
