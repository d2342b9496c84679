/*
 * media.h - media types with parameters (RFC 9110 section 8.3.1).
 */
#ifndef CGI_HTTP_MEDIA_H
#define CGI_HTTP_MEDIA_H

#include <stdbool.h>

#include "store/base/err.h"
#include "store/base/pool.h"
#include "store/base/slice.h"

struct media {
	struct slice type;    /* "multipart", as written */
	struct slice subtype; /* "form-data", as written */
	struct slice params;  /* the rest, checked */
};

/* ERR_MALFORMED; ERR_EMPTY for an absent or empty field. A parameter that
 * repeats is malformed. */
enum err media_read(struct slice field, struct media *out);

/* Is it "type/subtype"? Case does not matter. */
bool media_is(const struct media *m, const char *full);

/* A parameter's value without its quotes and escapes (pool memory when it had
 * escapes); p == NULL when absent or out of memory. */
struct slice media_param(const struct media *m, const char *name,
    struct pool *pool);

/*
 * Takes one "; name=value" off `rest`; the value as written, quotes included.
 * False at the end, and then `*bad` says whether the end was a fault. For
 * fields of the same form, such as Content-Disposition.
 */
bool media_next(struct slice *rest, struct slice *name, struct slice *value,
    bool *bad);

#endif
