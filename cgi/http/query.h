/*
 * query.h - application/x-www-form-urlencoded pairs: query strings and forms.
 *
 * Keys and values are decoded UTF-8. Order and repetition are kept.
 */
#ifndef CGI_HTTP_QUERY_H
#define CGI_HTTP_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "store/base/fault.h"
#include "store/base/pool.h"
#include "store/base/slice.h"

#define QUERY_PAIRS_MOST 128

struct query_pair {
	struct slice key, value;
};

struct query {
	struct query_pair *pairs;
	size_t n;
};

/*
 * Reads `text`; memory is the pool's. ERR_MALFORMED (bad percent-encoding, an
 * empty key), ERR_ENCODING, ERR_TOO_BIG (more than QUERY_PAIRS_MOST pairs),
 * ERR_NO_MEMORY; `*why` points at "query:key".
 */
enum err query_read(struct slice text, struct pool *pool, struct query *out,
    struct fault *why);

/* The value of a key that may be there once. OK; ERR_MISSING_FIELD when it is
 * not there (`*out` is SLICE_NONE); ERR_MALFORMED when it repeats. */
enum err query_one(const struct query *q, const char *key, struct slice *out,
    struct fault *why);

/* As query_one, but absence is OK with `*out` SLICE_NONE. */
enum err query_maybe(const struct query *q, const char *key, struct slice *out,
    struct fault *why);

/* Walks a repeated key: for (at = 0; query_next(q, "leaf", &at, &v);) */
bool query_next(const struct query *q, const char *key, size_t *at,
    struct slice *out);

/* ERR_UNKNOWN_FIELD, naming the first key not in the NULL-terminated list. */
enum err query_known(const struct query *q, const char *const *known,
    struct fault *why);

#endif
