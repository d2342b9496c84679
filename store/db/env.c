/*
 * env.c - opening and closing the store's environment, and its version.
 *
 * Knows LMDB's files and the table of what the store is. Touches the store's
 * folder.
 *
 * table "meta-db"   key "version"   value  the store version (8, big-endian);
 *                                          all bits 1: it is being upgraded
 *                   key "from"      value  from which version (8), then
 */
#include "store/db/env.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/db/disk.h"
#include "store/db/inside.h"
#include "store/db/key.h"

#define META "meta-db"
#define DEFAULT_MAP (UINT64_C(16) << 30)

/* Makes or looks for the data file, as `o` asks. */
static enum err
check_files(const struct env_options *o, struct fault *why)
{
	char path[4096];
	enum err e;

	if (snprintf(path, sizeof path, "%s/data.mdb", o->path) >=
	    (int)sizeof path)
		return fault_set(why, ERR_TOO_BIG, "",
		    "The path of the store's folder is too long.");
	if (o->create && mkdir(o->path, 0700) != 0 && errno != EEXIST)
		return fault_set(why, err_of_errno(errno), "",
		    "The folder %s cannot be made.", o->path);
	if ((e = disk_check(o->path, why)) != OK)
		return e;
	if (access(path, F_OK) == 0 && o->create)
		return fault_set(why, ERR_EXISTS, "",
		    "There is a store in %s already.", o->path);
	if (access(path, F_OK) != 0 && !o->create)
		return fault_set(why, ERR_NOT_A_STORE, "",
		    "There is no store in %s; `parindex init` makes one.",
		    o->path);
	return OK;
}

/* Opens every table; `flags` MDB_CREATE makes them. */
static int
open_tables(struct env *env, const struct env_options *o, MDB_txn *txn,
    unsigned flags)
{
	int rc = 0;

	for (unsigned i = 0; rc == 0 && i < o->n_tables; i++)
		rc = mdb_dbi_open(txn, tree_of(o, i), flags, &env->tables[i]);
	return rc;
}

int
meta_number_put(MDB_txn *txn, const char *name, uint64_t n)
{
	struct key k = { .n = 0 }, v = { .n = 0 };
	MDB_val key, value;
	MDB_dbi meta;
	int rc;

	key_bytes(&k, name, strlen(name));
	key_u64(&v, n);
	key = (MDB_val){ k.n, k.b };
	value = (MDB_val){ v.n, v.b };
	rc = mdb_dbi_open(txn, META, MDB_CREATE, &meta);
	return rc != 0 ? rc : mdb_put(txn, meta, &key, &value, 0);
}

bool
meta_number(MDB_txn *txn, const char *name, uint64_t *out)
{
	struct key k = { .n = 0 };
	MDB_val key, value;
	MDB_dbi meta;

	key_bytes(&k, name, strlen(name));
	key = (MDB_val){ k.n, k.b };
	if (mdb_dbi_open(txn, META, 0, &meta) != 0 ||
	    mdb_get(txn, meta, &key, &value) != 0 || value.mv_size != 8)
		return false;
	*out = key_get_u64(value.mv_data);
	return true;
}

static enum err
write_new(struct env *env, const struct env_options *o, struct fault *why)
{
	MDB_txn *txn = NULL;
	int rc;

	if ((rc = mdb_txn_begin(env->lmdb, NULL, 0, &txn)) == 0 &&
	    (rc = meta_number_put(txn, META_VERSION, o->version)) == 0 &&
	    (rc = open_tables(env, o, txn, MDB_CREATE)) == 0) {
		rc = mdb_txn_commit(txn);
		txn = NULL;
	}
	if (txn != NULL)
		mdb_txn_abort(txn);
	if (rc == 0)
		return OK;
	return fault_set(why, err_of_engine(rc), "",
	    "The store's tables cannot be made: %s.", mdb_strerror(rc));
}

static enum err
compare_version(uint64_t found, uint32_t ours, struct fault *why)
{
	if (found == META_UPGRADING)
		return fault_set(why, ERR_STORE_OLDER, "",
		    "An upgrade of the store is under way or was interrupted; "
		    "`parindex store upgrade` goes on with it.");
	if (found > ours)
		return fault_set(why, ERR_STORE_NEWER, "",
		    "The store has version %llu, this program knows %u; use "
		    "the newer program.",
		    (unsigned long long)found, ours);
	if (found < ours)
		return fault_set(why, ERR_STORE_OLDER, "",
		    "The store has version %llu, this program writes %u; "
		    "`parindex store upgrade` makes it one of this version.",
		    (unsigned long long)found, ours);
	return OK;
}

static enum err
read_old(struct env *env, const struct env_options *o, struct fault *why)
{
	uint64_t version;
	MDB_txn *txn;
	enum err e;
	int rc;

	if ((rc = mdb_txn_begin(env->lmdb, NULL, MDB_RDONLY, &txn)) != 0)
		return fault_set(why, err_of_engine(rc), "",
		    "The store cannot be read: %s.", mdb_strerror(rc));
	if (!meta_number(txn, META_VERSION, &version)) {
		e = fault_set(why, ERR_NOT_A_STORE, "",
		    "%s holds no store of parindex.", o->path);
		goto out;
	}
	if ((e = compare_version(version, o->version, why)) != OK)
		goto out;
	if ((rc = open_tables(env, o, txn, 0)) != 0) {
		e = fault_set(why, ERR_STORE_OLDER, "",
		    "A table of the store is missing: %s. Was it made by an "
		    "older program, `parindex store upgrade` adds it.",
		    mdb_strerror(rc));
		goto out;
	}
	/* Only a committed transaction leaves its tables open. */
	rc = mdb_txn_commit(txn);
	return err_of_engine(rc);
out:
	mdb_txn_abort(txn);
	return e;
}

static struct env *
env_new(const struct env_options *o, unsigned more)
{
	struct env *env = calloc(1, sizeof *env);
	pthread_rwlockattr_t attr;

	if (env == NULL)
		return NULL;
	(void)pthread_rwlockattr_init(&attr);
	/* A steady stream of reads must not keep the map from growing. */
	(void)pthread_rwlockattr_setkind_np(&attr,
	    PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	(void)pthread_rwlock_init(&env->map, &attr);
	(void)pthread_rwlockattr_destroy(&attr);
	(void)pthread_mutex_init(&env->idle_lock, NULL);
	group_init(&env->group);
	env->path = strdup(o->path);
	env->tables = calloc(o->n_tables + more + 1, sizeof *env->tables);
	env->n_tables = o->n_tables + more;
	env->codes = o->codes;
	env->n_codes = o->codes == NULL ? 0 : o->n_tables;
	env->lock_file = -1;
	if (env->path == NULL || env->tables == NULL)
		env_close(&env);
	return env;
}

/* Takes the larger of the asked size and the one the store last had. */
static void
settle_size(struct env *env, size_t asked)
{
	MDB_envinfo info;

	(void)map_adopt(env);
	(void)mdb_env_info(env->lmdb, &info);
	if (info.me_mapsize < asked &&
	    mdb_env_set_mapsize(env->lmdb, asked) != 0)
		env_die("the map cannot be made", ENOMEM);
}

static enum err
open_engine(struct env *env, const struct env_options *o, struct fault *why)
{
	uint64_t map = o->map_bytes == 0 ? DEFAULT_MAP : o->map_bytes;
	int rc;

	if ((rc = mdb_env_create(&env->lmdb)) == 0 &&
	    (rc = mdb_env_set_maxdbs(env->lmdb, env->n_tables + 1)) == 0 &&
	    (rc = mdb_env_set_maxreaders(env->lmdb, READERS_MOST)) == 0 &&
	    (rc = mdb_env_set_mapsize(env->lmdb, map)) == 0)
		rc = mdb_env_open(env->lmdb, o->path, MDB_NOTLS, 0600);
	if (rc == MDB_INVALID || rc == MDB_VERSION_MISMATCH)
		return fault_set(why, ERR_NOT_A_STORE, "",
		    "%s/data.mdb is no store: %s.", o->path, mdb_strerror(rc));
	if (rc != 0)
		return fault_set(why, err_of_engine(rc), "",
		    "The store in %s cannot be opened: %s.", o->path,
		    mdb_strerror(rc));
	settle_size(env, map);
	return OK;
}

enum err
env_start(struct env **out, const struct env_options *o, unsigned more,
    struct fault *why)
{
	struct env *env = NULL;
	struct stat st;
	enum err e;

	*out = NULL;
	if ((e = check_files(o, why)) != OK)
		return e;
	if ((env = env_new(o, more)) == NULL || stat(o->path, &st) != 0)
		return fault_set(why, ERR_NO_MEMORY, "", "Out of memory.");
	env->dev = st.st_dev;
	env->ino = st.st_ino;
	if ((e = open_list_add(env)) != OK) {
		(void)fault_set(why, e, "",
		    "This process has the store in %s open already.", o->path);
		goto out;
	}
	if ((e = open_engine(env, o, why)) == OK)
		(void)env_reap(env);
out:
	if (e != OK)
		env_close(&env);
	*out = env;
	return e;
}

enum err
env_open(struct env **out, const struct env_options *o, struct fault *why)
{
	enum err e = env_start(out, o, 0, why);

	if (e != OK)
		return e;
	e = o->create ? write_new(*out, o, why) : read_old(*out, o, why);
	if (e != OK)
		env_close(out);
	return e;
}

void
env_close(struct env **out)
{
	struct env *env = *out;

	*out = NULL;
	/* A forked child's copy is left alone: ending it would touch the
	 * parent's reader slots. */
	if (env == NULL || env->forked)
		return;
	map_drop_idle(env);
	if (env->lmdb != NULL)
		mdb_env_close(env->lmdb);
	if (env->lock_file >= 0)
		(void)close(env->lock_file);
	open_list_drop(env);
	group_free(&env->group);
	(void)pthread_mutex_destroy(&env->idle_lock);
	(void)pthread_rwlock_destroy(&env->map);
	free(env->tables);
	free(env->path);
	free(env);
}
