/*
 * batch.h - changes that share a commit. For group.c, which gathers them, and
 * batch.c, which runs them.
 */
#ifndef STORE_DB_BATCH_H
#define STORE_DB_BATCH_H

#include <semaphore.h>

#include "store/db/inside.h"

/* What a caller does next. */
enum step {
	WAITS, /* for somebody to wake it */
	STOWS, /* writes cargo: its own and that of its chain */
	LEADS, /* runs a batch, of which it is the first */
	DONE,
};

/* One caller of env_change, on its own stack. */
struct change {
	env_change_fn run;
	void *arg;
	size_t weight;
	void *cargo; /* NULL: none */
	enum err result;
	enum step step; /* written before `woken` is posted */
	struct change *next;
	sem_t woken;
};

struct batch {
	struct change *first;
	unsigned n;
	unsigned kept; /* changes that succeeded in the last attempt */
	bool apart;    /* each change in a child transaction */
	bool committed;
};

/* Gives every change of the batch its result: runs all of them in one write
 * transaction, as often as it takes, and commits it if anything succeeded. */
void batch_run(struct env *env, struct batch *b);

#endif
