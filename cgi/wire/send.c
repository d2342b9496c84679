/*
 * send.c - header block and body, in that order.
 *
 * Knows how a CGI answer is laid out. Touches the file a reply holds.
 */
#include "cgi/wire/send.h"

#include <errno.h>
#include <unistd.h>

#include "store/base/log.h"

static const char broken[] =
    "{\"type\":\"urn:parindex:problem:internal\","
    "\"title\":\"the answer could not be made\",\"status\":500}";

static void
replace(struct reply *r)
{
	log_line(LOG_IS_ERROR, "reply-broken",
	    "an answer of status %d could not be sent: %s", r->status,
	    err_words(r->headers.err != OK ? r->headers.err : r->body.err));
	reply_reset(r, 500);
	reply_bytes(r, 500, MEDIA_PROBLEM, slice_text(broken));
}

static enum err
send_file(const struct reply *r, uint8_t *piece, struct sink to)
{
	uint64_t done = 0;
	enum err e = OK;

	while (e == OK && done < r->length) {
		uint64_t left = r->length - done;
		size_t most = left < REPLY_PIECE ? (size_t)left : REPLY_PIECE;
		ssize_t n =
		    pread(r->fd, piece, most, (off_t)(r->offset + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) /* shorter than it was: cut the answer */
			return ERR_IO;
		e = to.write(to.self, piece, (size_t)n);
		done += (uint64_t)n;
	}
	return e;
}

enum err
send_reply(const struct ask *a, struct reply *r, uint8_t *piece, struct sink to)
{
	struct buf head = { 0 };
	enum err e;

	if (!reply_whole(r))
		replace(r);
	reply_head(r, &head);
	e = reply_whole(r) ? head.err : ERR_NO_MEMORY;
	if (e == OK)
		e = to.write(to.self, head.p, head.n);
	buf_free(&head);
	if (e != OK || a->method == METHOD_HEAD || status_bare(r->status))
		return e;
	if (r->fd >= 0)
		return send_file(r, piece, to);
	return r->body.n == 0 ? OK : to.write(to.self, r->body.p, r->body.n);
}
