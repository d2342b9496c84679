/*
 * send.h - a reply as bytes, for either back end.
 */
#ifndef CGI_WIRE_SEND_H
#define CGI_WIRE_SEND_H

#include "cgi/http/ask.h"
#include "cgi/http/reply.h"

/* Where the bytes go: ERR_IO when they do not. */
struct sink {
	enum err (*write)(void *self, const void *p, size_t n);
	void *self;
};

/*
 * Sends `*r` as the answer to `*a` (no body for HEAD). A reply that is not
 * whole is replaced by a bare 500. `piece` is REPLY_PIECE bytes to work in.
 * After ERR_IO the answer is cut short and the connection is of no use.
 */
enum err send_reply(const struct ask *a, struct reply *r, uint8_t *piece,
    struct sink to);

#endif
