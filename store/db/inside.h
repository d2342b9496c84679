/*
 * inside.h - what the files of this folder share. Nothing outside includes it
 * but this folder's own tests.
 */
#ifndef STORE_DB_INSIDE_H
#define STORE_DB_INSIDE_H

#include <lmdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#include "store/db/env.h"
#include "store/db/txn.h"

#define READERS_MOST 1024 /* slots in the lock file, of all processes */
#define IDLE_MOST 64      /* ended reads kept for the next ones */
#define BATCH_MOST 64     /* changes in one commit */
#define BATCH_WEIGHT (UINT64_C(4) << 20)
#define STOWERS_MOST 4 /* while one batch's cargo is flushed, the next's */
#define MAP_MOST (UINT64_C(1) << 46)

struct change;

struct queue {
	struct change *first, **end;
};

/* Who waits for a commit, and what is called around it. */
struct group {
	pthread_mutex_t lock;
	struct queue loading; /* with cargo that must be written first */
	struct queue ready;   /* to be committed */
	unsigned stowers;     /* threads that write cargo */
	bool led;             /* a thread is running a batch */
	struct cargo_hooks cargo;
	enum err (*seal)(struct txn *t, void *self);
	void *seal_self;
	void (*rung)(void *self);
	void *rung_self;
	_Atomic uint64_t commits, changes, failed, largest_batch;
};

struct env {
	MDB_env *lmdb;
	char *path;
	MDB_dbi *tables;
	unsigned n_tables;
	const uint8_t *codes; /* by table, before each of its keys; 0: none */
	unsigned n_codes;     /* of this many; the others have none */
	bool forked;          /* this is a child's useless copy */
	int lock_file; /* -1, or the engine's, to ask who has it open; not to
			* be closed before the engine: its locks would go */
	/* Held shared by every transaction of the process, alone by whoever
	 * moves the map. */
	pthread_rwlock_t map;
	pthread_mutex_t idle_lock;
	MDB_txn *idle[IDLE_MOST];
	unsigned n_idle;
	struct group group;
	/* the process's list of what is open */
	struct env *next;
	dev_t dev;
	ino_t ino;
};

/* Numbers that the environment says of itself (env.c). */
#define META_VERSION "version"
#define META_FROM "from"
#define META_UPGRADING UINT64_MAX /* as version */
int meta_number_put(MDB_txn *txn, const char *name, uint64_t n);
bool meta_number(MDB_txn *txn, const char *name, uint64_t *out);

/* env_open up to where the version matters, with room for `more` tables. */
enum err env_start(struct env **out, const struct env_options *o, unsigned more,
    struct fault *why);

/* What the engine's code comes to; a panic ends the process. */
enum err err_of_engine(int code);

/* Says so and ends the process (status 70): what is on disk is unknown. */
_Noreturn void env_die(const char *what, int code);

/* Begins with the map held shared, adopting another process's growth and
 * reaping dead readers as needed. After OK, map_leave once it has ended. */
enum err map_begin(struct env *env, bool writes, MDB_txn **out);
void map_leave(struct env *env);

/* Ends a read that map_begin began, keeping it for the next. */
void map_read_done(struct env *env, MDB_txn *read);
void map_drop_idle(struct env *env);

/* Doubles the map. Waits until this process has no transaction open. */
enum err map_grow(struct env *env);

/* Takes over the size another process wrote down. An LMDB code. */
int map_adopt(struct env *env);

/* How many transactions the calling thread is in (0 or 1: more would dead-
 * lock with whoever moves the map). */
unsigned *thread_inside(void);

#define KEY_MOST 511 /* as the engine has it */

/* The name of the tree in which the table lies. */
#define SHARED_TREE "small"
static inline const char *
tree_of(const struct env_options *o, unsigned table)
{
	return o->codes != NULL && o->codes[table] != 0 ? SHARED_TREE
							: o->tables[table];
}

/* The byte before the table's keys; 0: none. */
static inline uint8_t
table_code(const struct env *env, unsigned table)
{
	return table < env->n_codes ? env->codes[table] : 0;
}

/* Whether rows of the table are looked for in the past, and their key there. */
static inline bool
past_covers(const struct past *past, unsigned table)
{
	return past != NULL && table < PAST_TABLES && past->code[table] != 0;
}
struct slice past_key(const struct past *past, unsigned table, struct slice key,
    uint8_t room[KEY_MOST]);

void group_init(struct group *g);
void group_free(struct group *g);

/* The list of open environments: one a folder, none carried across fork.
 * ERR_BUSY when this process has it open already. */
enum err open_list_add(struct env *env);
void open_list_drop(struct env *env);

#endif
