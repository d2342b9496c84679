/*
 * sweep.h - gives back what lies among the documents and is nobody's: files
 * whose upload was never recorded, and what a process that was killed left of
 * its pack.
 */
#ifndef STORE_SWEEP_H
#define STORE_SWEEP_H

#include "store/store.h"

struct swept {
	uint64_t files; /* that went; only those older than an hour */
	uint64_t bytes; /* given back of packs */
};

/* While the programs go on. In many short transactions; blocks on the disk. */
enum err store_sweep(struct store *s, struct swept *out);

#endif
