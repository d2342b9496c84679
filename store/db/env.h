/*
 * env.h - the one door to the key-value engine (LMDB; nothing above this
 * folder may name it).
 *
 * What LMDB asks of its users is kept here so that it cannot be broken above:
 * one environment a process and never twice; none carried across fork; no
 * long transaction; default sync flags, no WRITEMAP, no DUPSORT; stale
 * readers reaped; the map grown with no transaction open in this process and
 * adopted when another process grew it (integration.md 7).
 */
#ifndef STORE_DB_ENV_H
#define STORE_DB_ENV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/base/fault.h"

struct env;
struct txn;

struct env_options {
	const char *path;          /* the folder that holds the data */
	const char *const *tables; /* names; a table is its index here */
	unsigned n_tables;
	/* Tables with a byte here lie in one tree of the engine, named "small",
	 * each behind its byte: rows that change in the same commit then change
	 * the same page. 0: it has a tree to itself. NULL: all have. As lasting
	 * as the environment. */
	const uint8_t *codes;
	uint32_t version;   /* the store version this program writes */
	uint64_t map_bytes; /* 0: 16 GiB of address space */
	bool create;        /* make the folder's files (mode 0600) */
};

/*
 * Opens. On failure `*why` says what to do. ERR_NOT_A_STORE (nothing there
 * and not `create`), ERR_EXISTS (`create` over one), ERR_STORE_NEWER,
 * ERR_STORE_OLDER, ERR_NETWORK_DISK (NFS, CIFS, SMB, FUSE, 9p, overlay:
 * statfs), ERR_WRONG_OWNER (effective user is not the folder's owner),
 * ERR_BUSY (this process has it open already).
 */
enum err env_open(struct env **out, const struct env_options *o,
    struct fault *why);
void env_close(struct env **env);

/* Frees slots of dead readers; returns how many. Called at opening and by
 * whoever keeps time (once a minute). */
unsigned env_reap(struct env *env);

/* The number of the last committed transaction: rises with every commit of
 * any process. Cheap; for watching. */
uint64_t env_last_commit(struct env *env);

struct env_usage {
	uint64_t used_bytes, map_bytes, free_disk_bytes, disk_bytes;
	unsigned readers; /* slots ever taken at once, of all processes */
};
enum err env_usage(struct env *env, struct env_usage *out);

/* A consistent copy of the data into the empty or new folder `to` (files
 * 0600), while others go on writing; a change that must grow the map waits if
 * it is in the same process. ERR_EXISTS when a store is there. */
enum err env_copy(struct env *env, const char *to, struct fault *why);

/*
 * Group commit (design promise 2).
 *
 * Runs `change(t, arg)` in a write transaction and returns after its commit is
 * on disk. Threads that come while a commit is under way queue up; the first
 * one then leads: it runs all that queued (at most 64 changes, or until 4 MiB
 * of `weight` are together) so that one failure rolls back alone, then the
 * sealing hook, then commits once and wakes all. When all failed nothing is
 * committed.
 *
 * `change` is a function of the transaction and its arguments only, and may
 * run again from the start (the map grew, or another change of the batch had
 * to be rolled back): it must reset what it fills. It must not block, hash
 * documents, parse, or touch any file.
 * Returns the transaction's first failure, else what `change` returned, else
 * the commit's failure (ERR_NO_SPACE: nothing was kept). A failed flush ends
 * the process with status 70: after it nothing is known.
 */
typedef enum err (*env_change_fn)(struct txn *t, void *arg);
enum err env_change(struct env *env, env_change_fn change, void *arg,
    size_t weight);

/*
 * The same for a change that must have something on the disk before it is
 * committed: its cargo. Pieces that wait together are written together, by
 * `write`, on one of the threads that wait and beside the commit of others;
 * those of a batch are made durable together, by `flush`, on its leader before
 * the write transaction begins. How it went stands in each piece, for its
 * change to see. Many threads may call `write` at once.
 */
enum err env_change_with(struct env *env, env_change_fn change, void *arg,
    size_t weight, void *cargo);
struct cargo_hooks {
	void (*write)(void *self, void *const *cargo, unsigned n);
	void (*flush)(void *self, void *const *cargo, unsigned n);
	void *self;
};
void env_on_cargo(struct env *env, struct cargo_hooks hooks);

/* Called by the leader inside the parent transaction after the changes that
 * succeeded, before the commit; a failure fails the whole batch. */
void env_on_seal(struct env *env, enum err (*seal)(struct txn *t, void *self),
    void *self);

/* Called after each commit of this process by the thread that led it, while no
 * other may lead: one caller at a time. */
void env_after_commit(struct env *env, void (*rung)(void *self), void *self);

/* How many commits and changes this process made (for flushes per batch). */
struct env_counts {
	uint64_t commits, changes, failed, largest_batch;
};
struct env_counts env_counts(const struct env *env);

#endif
