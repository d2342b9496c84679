/*
 * range.h - single byte ranges (RFC 9110 section 14).
 */
#ifndef CGI_HTTP_RANGE_H
#define CGI_HTTP_RANGE_H

#include <stdint.h>

#include "cgi/http/ask.h"
#include "cgi/http/reply.h"

enum range {
	RANGE_WHOLE, /* none asked, several, or not one we understand */
	RANGE_PART,
	RANGE_OUTSIDE, /* 416 */
};

/* What `field` ("bytes=0-99") asks of `size` bytes. */
enum range range_read(struct slice field, uint64_t size, uint64_t *first,
    uint64_t *length);

/*
 * Narrows a finished 200 answer to the range the request asks for. `tag` is
 * the ETag for If-Range. RANGE_PART: 206 and Content-Range; RANGE_OUTSIDE:
 * 416, Content-Range and no body (the caller writes a problem into it).
 * Accept-Ranges is set in every case.
 */
enum range range_apply(struct reply *r, const struct ask *a, struct slice tag);

#endif
