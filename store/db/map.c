/*
 * map.c - beginning transactions, and moving the memory map beneath them.
 *
 * Knows LMDB's rule that the map moves only while this process has no
 * transaction open. Touches the environment's map and reader slots.
 */
#include <assert.h>
#include <errno.h>

#include "store/base/give_up.h"
#include "store/base/log.h"
#include "store/db/inside.h"

_Noreturn void
env_die(const char *what, int code)
{
	give_up(what, mdb_strerror(code));
}

enum err
err_of_engine(int code)
{
	switch (code) {
	case MDB_SUCCESS:
		return OK;
	case MDB_NOTFOUND:
		return ERR_NOT_FOUND;
	case MDB_KEYEXIST:
		return ERR_EXISTS;
	case MDB_MAP_FULL:
		return ERR_MAP_FULL;
	case MDB_TXN_FULL:
		return ERR_TOO_BIG;
	case MDB_READERS_FULL:
		return ERR_BUSY;
	case MDB_PANIC:
		env_die("the engine has given up", code);
	default:
		return code > 0 ? err_of_errno(code) : ERR_BROKEN;
	}
}

unsigned *
thread_inside(void)
{
	static _Thread_local unsigned inside;

	return &inside;
}

static MDB_txn *
take_idle(struct env *env)
{
	MDB_txn *read = NULL;

	(void)pthread_mutex_lock(&env->idle_lock);
	if (env->n_idle > 0)
		read = env->idle[--env->n_idle];
	(void)pthread_mutex_unlock(&env->idle_lock);
	return read;
}

/* Begins a read, on a slot left by an earlier one where there is one. */
static int
begin_read(struct env *env, MDB_txn **out)
{
	MDB_txn *read = take_idle(env);
	int rc;

	if (read == NULL)
		return mdb_txn_begin(env->lmdb, NULL, MDB_RDONLY, out);
	if ((rc = mdb_txn_renew(read)) != 0) {
		mdb_txn_abort(read);
		return rc;
	}
	*out = read;
	return 0;
}

enum err
map_begin(struct env *env, bool writes, MDB_txn **out)
{
	bool reaped = false;
	int rc;

	assert(!env->forked);
	for (;;) {
		(void)pthread_rwlock_rdlock(&env->map);
		rc = writes ? mdb_txn_begin(env->lmdb, NULL, 0, out)
			    : begin_read(env, out);
		if (rc == 0)
			return OK;
		(void)pthread_rwlock_unlock(&env->map);
		if (rc == MDB_MAP_RESIZED) {
			rc = map_adopt(env);
		} else if (rc == MDB_READERS_FULL && !reaped) {
			(void)env_reap(env);
			reaped = true;
			rc = 0;
		}
		if (rc != 0)
			return err_of_engine(rc);
	}
}

void
map_leave(struct env *env)
{
	(void)pthread_rwlock_unlock(&env->map);
}

void
map_read_done(struct env *env, MDB_txn *read)
{
	mdb_txn_reset(read);
	(void)pthread_mutex_lock(&env->idle_lock);
	if (env->n_idle < IDLE_MOST) {
		env->idle[env->n_idle++] = read;
		read = NULL;
	}
	(void)pthread_mutex_unlock(&env->idle_lock);
	if (read != NULL)
		mdb_txn_abort(read);
}

void
map_drop_idle(struct env *env)
{
	MDB_txn *read;

	while ((read = take_idle(env)) != NULL)
		mdb_txn_abort(read);
}

/* A map that was unmapped and could not be mapped again leaves nothing to go
 * on with: LMDB would follow a null pointer. */
static int
set_size(struct env *env, size_t size)
{
	int rc = mdb_env_set_mapsize(env->lmdb, size);

	if (rc != 0)
		env_die("the map cannot be moved", rc);
	return rc;
}

int
map_adopt(struct env *env)
{
	int rc;

	(void)pthread_rwlock_wrlock(&env->map);
	rc = set_size(env, 0);
	(void)pthread_rwlock_unlock(&env->map);
	return rc;
}

enum err
map_grow(struct env *env)
{
	MDB_envinfo info;
	enum err e = OK;

	(void)pthread_rwlock_wrlock(&env->map);
	(void)mdb_env_info(env->lmdb, &info);
	if (info.me_mapsize > MAP_MOST / 2)
		e = ERR_NO_SPACE;
	else
		(void)set_size(env, info.me_mapsize * 2);
	(void)pthread_rwlock_unlock(&env->map);
	if (e == OK)
		log_line(LOG_IS_INFO, "map-grown", "to %zu bytes",
		    info.me_mapsize * 2);
	return e;
}
