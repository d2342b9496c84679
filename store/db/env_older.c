/*
 * env_older.c - an environment of an older version.
 *
 * Knows how LMDB's processes lock its lock file: each that has an environment
 * open holds a shared fcntl lock on the first byte. Touches what the
 * environment says of itself, and which tables there are.
 */
#include "store/db/env_older.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/db/inside.h"

static enum err
said(struct fault *why, int rc)
{
	return rc == 0
		   ? OK
		   : fault_set(why, err_of_engine(rc), "",
			 "The store cannot be upgraded: %s.", mdb_strerror(rc));
}

/* Does it share a tree with one before it? */
static bool
shares(const struct env_options *o, unsigned table)
{
	bool found = false;

	for (unsigned i = 0; o->codes != NULL && i < table; i++)
		found = found || o->codes[i] != 0;
	return found && o->codes[table] != 0;
}

/* Those that are there; the others stay 0, which is no table's handle. */
static int
open_there(struct env *env, const struct env_options *o,
    struct env_older *older, MDB_txn *txn)
{
	unsigned all = o->n_tables + older->n_tables;
	int rc;

	older->missing = 0;
	for (unsigned i = 0; i < all; i++) {
		rc = mdb_dbi_open(txn,
		    i < o->n_tables ? tree_of(o, i)
				    : older->tables[i - o->n_tables],
		    0, &env->tables[i]);
		if (rc == MDB_NOTFOUND) {
			env->tables[i] = 0;
			older->missing += i < o->n_tables && !shares(o, i);
		} else if (rc != 0) {
			return rc;
		}
	}
	return 0;
}

static enum err
read_version(MDB_txn *txn, const struct env_options *o, struct env_older *older,
    struct fault *why)
{
	uint64_t version;

	if (!meta_number(txn, META_VERSION, &version))
		return fault_set(why, ERR_NOT_A_STORE, "",
		    "%s holds no store of parindex.", o->path);
	older->begun = version == META_UPGRADING;
	if (older->begun && !meta_number(txn, META_FROM, &version))
		return ERR_BROKEN;
	if (version > o->version)
		return fault_set(why, ERR_STORE_NEWER, "",
		    "The store has version %llu, this program knows %u; use "
		    "the newer program.",
		    (unsigned long long)version, o->version);
	older->version = (uint32_t)version;
	return OK;
}

enum err
env_older_open(struct env **out, const struct env_options *o,
    struct env_older *older, struct fault *why)
{
	enum err e = env_start(out, o, older->n_tables, why);
	MDB_txn *txn = NULL;
	int rc;

	if (e != OK)
		return e;
	if ((rc = mdb_txn_begin((*out)->lmdb, NULL, MDB_RDONLY, &txn)) != 0)
		e = said(why, rc);
	else if ((e = read_version(txn, o, older, why)) == OK)
		e = said(why, open_there(*out, o, older, txn));
	/* Only a committed transaction leaves its tables open. */
	if (e == OK)
		e = said(why, mdb_txn_commit(txn));
	else if (txn != NULL)
		mdb_txn_abort(txn);
	if (e != OK)
		env_close(out);
	return e;
}

bool
env_older_has(const struct env *env, unsigned table)
{
	return table < env->n_tables && env->tables[table] != 0;
}

enum err
env_older_alone(struct env *env, struct fault *why)
{
	struct flock other = { .l_type = F_WRLCK,
		.l_whence = SEEK_SET,
		.l_start = 0,
		.l_len = 1 };
	char path[4096];

	(void)snprintf(path, sizeof path, "%s/lock.mdb", env->path);
	if (env->lock_file < 0)
		env->lock_file = open(path, O_RDONLY | O_CLOEXEC);
	if (env->lock_file < 0 || fcntl(env->lock_file, F_GETLK, &other) != 0)
		return fault_set(why, err_of_errno(errno), "",
		    "%s cannot be asked who has the store open.", path);
	if (other.l_type == F_UNLCK)
		return OK;
	return fault_set(why, ERR_BUSY, "",
	    "Process %ld has the store open: stop the programs first.",
	    (long)other.l_pid);
}

/* Writes version and origin; `create` makes what is missing. */
static int
mark(struct env *env, const struct env_options *o, uint64_t version,
    uint64_t from, bool create)
{
	MDB_txn *txn = NULL;
	int rc = mdb_txn_begin(env->lmdb, NULL, 0, &txn);

	if (rc != 0 ||
	    (rc = meta_number_put(txn, META_VERSION, version)) != 0 ||
	    (rc = meta_number_put(txn, META_FROM, from)) != 0)
		goto out;
	for (unsigned i = 0; create && rc == 0 && i < o->n_tables; i++)
		rc = mdb_dbi_open(txn, tree_of(o, i), MDB_CREATE,
		    &env->tables[i]);
	if (rc == 0) {
		rc = mdb_txn_commit(txn);
		txn = NULL;
	}
out:
	if (txn != NULL)
		mdb_txn_abort(txn);
	return rc;
}

enum err
env_older_begin(struct env *env, const struct env_options *o,
    struct env_older *older, struct fault *why)
{
	enum err e =
	    said(why, mark(env, o, META_UPGRADING, older->version, true));

	/* Whoever came before that commit is seen now; who comes later is
	 * refused by it. */
	if (e != OK || (e = env_older_alone(env, why)) == OK)
		return e;
	if (!older->begun)
		(void)mark(env, o, older->version, older->version, false);
	return e;
}

static int
drop_tables(struct env *env, const struct env_options *o, MDB_txn *txn)
{
	int rc = 0;

	for (unsigned i = o->n_tables; rc == 0 && i < env->n_tables; i++) {
		if (env->tables[i] != 0)
			rc = mdb_drop(txn, env->tables[i], 1);
		env->tables[i] = 0;
	}
	return rc;
}

/* One commit of what `change` does. */
static enum err
commit(struct env *env, const struct env_options *o,
    int (*change)(struct env *env, const struct env_options *o, MDB_txn *txn),
    struct fault *why)
{
	MDB_txn *txn = NULL;
	int rc = mdb_txn_begin(env->lmdb, NULL, 0, &txn);

	if (rc == 0 && (rc = change(env, o, txn)) == 0) {
		rc = mdb_txn_commit(txn);
		txn = NULL;
	}
	if (txn != NULL)
		mdb_txn_abort(txn);
	return said(why, rc);
}

enum err
env_older_drop(struct env *env, const struct env_options *o, struct fault *why)
{
	return commit(env, o, drop_tables, why);
}

static int
put_version(struct env *env, const struct env_options *o, MDB_txn *txn)
{
	(void)env;
	return meta_number_put(txn, META_VERSION, o->version);
}

enum err
env_older_end(struct env *env, const struct env_options *o, struct fault *why)
{
	return commit(env, o, put_version, why);
}
