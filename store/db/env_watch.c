/*
 * env_watch.c - looking at a running environment, and copying it.
 *
 * Knows LMDB's figures. Touches reader slots; the copy's folder.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "store/base/draft.h"
#include "store/db/inside.h"

unsigned
env_reap(struct env *env)
{
	int dead = 0;

	(void)mdb_reader_check(env->lmdb, &dead);
	return (unsigned)dead;
}

uint64_t
env_last_commit(struct env *env)
{
	MDB_envinfo info;

	(void)pthread_rwlock_rdlock(&env->map);
	(void)mdb_env_info(env->lmdb, &info);
	(void)pthread_rwlock_unlock(&env->map);
	return info.me_last_txnid;
}

enum err
env_usage(struct env *env, struct env_usage *out)
{
	struct statvfs disk;
	MDB_envinfo info;
	MDB_stat stat;

	*out = (struct env_usage){ 0 };
	if (statvfs(env->path, &disk) != 0)
		return err_of_errno(errno);
	(void)pthread_rwlock_rdlock(&env->map);
	(void)mdb_env_info(env->lmdb, &info);
	(void)mdb_env_stat(env->lmdb, &stat);
	(void)pthread_rwlock_unlock(&env->map);
	out->used_bytes = (uint64_t)(info.me_last_pgno + 1) * stat.ms_psize;
	out->map_bytes = info.me_mapsize;
	out->free_disk_bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
	out->disk_bytes = (uint64_t)disk.f_blocks * disk.f_frsize;
	out->readers = info.me_numreaders;
	return OK;
}

/* Streams a snapshot into `fd`. The engine begins its own reading
 * transaction, so a map that grew elsewhere shows here too. */
static int
copy_into(struct env *env, int fd)
{
	int rc;

	for (;;) {
		(void)pthread_rwlock_rdlock(&env->map);
		rc = mdb_env_copyfd(env->lmdb, fd);
		(void)pthread_rwlock_unlock(&env->map);
		if (rc != MDB_MAP_RESIZED)
			return rc;
		(void)map_adopt(env);
	}
}

enum err
env_copy(struct env *env, const char *to, struct fault *why)
{
	struct draft d = DRAFT_NONE;
	char path[480];
	enum err e;
	int rc;

	if (snprintf(path, sizeof path, "%s/data.mdb", to) >= (int)sizeof path)
		return fault_set(why, ERR_TOO_BIG, "",
		    "The path of the copy's folder is too long.");
	if (mkdir(to, 0700) != 0 && errno != EEXIST)
		return fault_set(why, err_of_errno(errno), "",
		    "The folder %s cannot be made.", to);
	if ((e = draft_open(&d, path, 0600)) != OK)
		goto out;
	rc = copy_into(env, d.fd);
	if ((e = err_of_engine(rc)) == OK)
		e = draft_publish_new(&d);
out:
	draft_drop(&d);
	if (e != OK)
		(void)fault_set(why, e, "", "The copy in %s failed: %s.", to,
		    err_words(e));
	return e;
}
