/*
 * pool.h - the memory of one request, one job or one parsed file, freed at
 * once. A zeroed struct is an empty pool.
 */
#ifndef STORE_BASE_POOL_H
#define STORE_BASE_POOL_H

#include <stddef.h>

#include "store/base/slice.h"

struct pool {
	struct pool_chunk *chunks;
};

/* Zeroed memory, aligned for anything; NULL when there is none. */
void *pool_take(struct pool *p, size_t n);

/* `n` things of `size` bytes each, overflow checked. */
void *pool_array(struct pool *p, size_t n, size_t size);

/* A copy of `s` with a zero behind it. */
char *pool_text(struct pool *p, struct slice s);

void pool_free(struct pool *p);

#endif
