/*
 * etag.h - entity tags and the conditions on them (RFC 9110 8.8, 13).
 *
 * Every tag that a change can be bound to is strong; weak are those of results,
 * which leave out the log's head. A "W/" before one of ours is ignored, because
 * nginx's gzip adds it to answers that pass through (design.md section 3).
 */
#ifndef CGI_HTTP_ETAG_H
#define CGI_HTTP_ETAG_H

#include <stdbool.h>
#include <stdint.h>

#include "cgi/http/ask.h"
#include "cgi/http/reply.h"

#define ETAG_TEXT 80 /* a tag with its quotes and a zero */

/* "v12" in quotes, for what counts its versions. */
void etag_version(uint64_t version, char out[ETAG_TEXT]);

/* What an If-Match or If-None-Match says. */
struct etag_field {
	bool absent;
	bool any;          /* "*" */
	struct slice list; /* else the tags; checked */
};

/* ERR_MALFORMED when a value is neither "*" nor a list of tags. */
enum err etag_read(struct slice field, struct etag_field *out);

/* Does the field name `tag` (with its quotes)? "*" names any that exists;
 * SLICE_NONE is what does not exist. False when absent. */
bool etag_names(const struct etag_field *f, struct slice tag);

/*
 * The versions of an If-Match, for an act to compare: OK with `*version`, or
 * `*any` for "*". ERR_PRECONDITION_REQUIRED when absent; ERR_STALE when it
 * is no tag of etag_version's making, or more than one; ERR_MALFORMED.
 */
enum err etag_asked(const struct ask *a, uint64_t *version, bool *any,
    struct fault *why);

/*
 * Sets ETag on a 200 answer to GET or HEAD and turns it into 304 when the
 * request's If-None-Match names it. True when it did: the body is gone then.
 */
bool etag_apply(struct reply *r, const struct ask *a, struct slice tag);

#endif
