/*
 * multipart.h - push parser for multipart/form-data (RFC 7578, RFC 2046 5.1).
 *
 * Bytes go in as they come, in pieces of any size; parts come out through
 * calls. Memory is constant: one part's header block and one boundary. What
 * two readers could understand differently is refused, never guessed.
 */
#ifndef CGI_HTTP_MULTIPART_H
#define CGI_HTTP_MULTIPART_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/fault.h"
#include "store/base/pool.h"
#include "store/base/slice.h"

#define MULTIPART_BOUNDARY_MOST 70    /* RFC 2046 section 5.1.1 */
#define MULTIPART_HEADERS_MOST 8192   /* bytes, one part */
#define MULTIPART_NAME_MOST 256       /* bytes of a field's name */
#define MULTIPART_FILE_NAME_MOST 1024 /* bytes, before it is normalised */
#define MULTIPART_AROUND_MOST 4096    /* preamble; epilogue likewise */

/* What a part says of itself. Valid during the begin call only. */
struct multipart_part {
	struct slice name;
	bool is_file;           /* it has a file name, maybe an empty one */
	struct slice file_name; /* as sent, UTF-8; not yet safe as a path */
	struct slice type;      /* Content-Type; p == NULL when absent */
};

struct multipart_limits {
	unsigned parts;      /* at most this many */
	uint64_t value_most; /* bytes in a part that is no file */
	uint64_t file_most;  /* bytes in a part that is one */
	uint64_t total_most; /* bytes fed in all */
};

/* What the caller does with parts. A failure stops the parser and is returned
 * by multipart_feed; the call may fill `*why`. `data` comes as often as it
 * likes between begin and end, never with n == 0. */
struct multipart_calls {
	enum err (*begin)(void *self, const struct multipart_part *part,
	    struct fault *why);
	enum err (*data)(void *self, struct slice bytes, struct fault *why);
	enum err (*end)(void *self, struct fault *why);
	void *self;
};

struct multipart;

/* A parser in the pool's memory. ERR_MALFORMED for a boundary that is empty,
 * too long, ends in a space or has characters RFC 2046 does not allow;
 * ERR_NO_MEMORY. */
enum err multipart_open(struct multipart **out, struct pool *pool,
    struct slice boundary, struct multipart_limits limits,
    struct multipart_calls calls, struct fault *why);

/*
 * Feeds the next bytes. ERR_MALFORMED (header syntax, NUL, a repeated header,
 * no Content-Disposition: form-data with a name, filename beside filename*,
 * Content-Transfer-Encoding other than 7bit, 8bit, binary, garbage after a
 * boundary), ERR_ENCODING (a name that is not UTF-8), ERR_TOO_BIG, or what a
 * call returned. A failure stays.
 */
enum err multipart_feed(struct multipart *m, struct slice bytes,
    struct fault *why);

/* No more bytes come: ERR_TRUNCATED unless the closing boundary was seen. */
enum err multipart_end(struct multipart *m, struct fault *why);

#endif
