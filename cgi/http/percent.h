/*
 * percent.h - percent-encoding (RFC 3986 section 2.1), strict.
 */
#ifndef CGI_HTTP_PERCENT_H
#define CGI_HTTP_PERCENT_H

#include <stdbool.h>

#include "store/base/buf.h"
#include "store/base/pool.h"

/*
 * Decodes `in` to well-formed UTF-8 without NUL; `plus` says whether '+' is a
 * space (forms: yes, paths: no). The result is borrowed from `in` when nothing
 * changed, else from the pool. ERR_MALFORMED for a '%' without two hexadecimal
 * digits, ERR_ENCODING for NUL or what is not UTF-8, ERR_NO_MEMORY.
 */
enum err percent_decode(struct slice in, bool plus, struct pool *pool,
    struct slice *out);

/* Appends `in` with everything but unreserved characters encoded. */
void percent_encode(struct buf *to, struct slice in);

#endif
