/*
 * reply.h - one HTTP answer as values, sent by cgi/wire.
 *
 * The body is either bytes or a range of a file. Running out of memory is
 * remembered by the buffers; the sender then answers a bare 500.
 */
#ifndef CGI_HTTP_REPLY_H
#define CGI_HTTP_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/buf.h"
#include "store/base/slice.h"

#define REPLY_HEADERS_MOST 16384 /* bytes of all header lines */
#define REPLY_PIECE 65536        /* a file is sent in pieces of this */

#define MEDIA_JSON "application/json"
#define MEDIA_PROBLEM "application/problem+json"
#define MEDIA_TEXT "text/plain; charset=utf-8"

struct reply {
	int status;
	struct buf headers; /* "Name: value\r\n" each */
	struct buf body;
	int fd;                  /* -1, or the file that is the body; owned */
	uint64_t offset, length; /* the range of it */
};

/* An answer without a body yet: status 200. */
void reply_open(struct reply *r);

/* Frees the buffers and closes the file. */
void reply_close(struct reply *r);

/* Forgets everything said so far, file included; `status` instead. */
void reply_reset(struct reply *r, int status);

/*
 * Adds a header line. A value with CR, LF or NUL in it, or more headers than
 * fit, spoils the whole answer (it becomes a 500): such a value is a mistake
 * of ours and must never reach a browser. Names are trusted.
 */
void reply_header(struct reply *r, const char *name, struct slice value);
void reply_header_text(struct reply *r, const char *name, const char *value);

/* The value of a header already set, any case; p == NULL when not. */
struct slice reply_has(const struct reply *r, const char *name);

/* Removes every line of that name. */
void reply_header_drop(struct reply *r, const char *name);

/* Status, Content-Type, and the empty body to write JSON into. */
struct buf *reply_json(struct reply *r, int status);

/* Status, Content-Type and all of `body`, copied. */
void reply_bytes(struct reply *r, int status, const char *media,
    struct slice body);

/* Status alone (201, 204, 304). */
void reply_empty(struct reply *r, int status);

/* `length` bytes from `offset` of `fd`, which becomes the reply's. */
void reply_file(struct reply *r, int status, const char *media, int fd,
    uint64_t offset, uint64_t length);

/* Bytes of the body, whichever kind it is. */
uint64_t reply_length(const struct reply *r);

/* True when the answer can be sent as it stands. */
bool reply_whole(const struct reply *r);

/*
 * The CGI header block (RFC 3875 section 6.3): Status, the headers,
 * Content-Length unless the status forbids one, an empty line. Appends.
 */
void reply_head(const struct reply *r, struct buf *to);

/* "Not Found" for 404 (RFC 9110 section 15); "Status" for the unknown. */
const char *status_words(int status);

/* True when an answer of this status has no body (1xx, 204, 304). */
bool status_bare(int status);

#endif
