/*
 * bounding.h - submissions on their way to their outside times: what bound.c's
 * files share. For store/act/bound*.c only.
 */
#ifndef STORE_ACT_BOUNDING_H
#define STORE_ACT_BOUNDING_H

#include "store/model/bounds.h"
#include "store/store.h"
#include "store/table/unfit.h"

#define BOUND_MOST 64    /* in one commit */
#define BOUND_LOOKS 4096 /* entries that one look reads */

struct waiting {
	struct unfit row; /* its own, or as one would be */
	bool has_row;
	bool skips; /* another row is about it */
	struct bounds bounds;
	bool changes; /* its verdict */
};

struct bounding {
	struct store *store;
	struct waiting list[BOUND_MOST];
	unsigned n;
	/* The row by which part of the log was looked through, up to `to`,
	 * short of `until`, where another one begins. */
	struct unfit onward;
	uint64_t to, until;
	bool moved;
};

/* The oldest that have a later outside time now; of the log no more than up to
 * the first that has none. */
enum err bounding_find(struct bounding *b);

#endif
