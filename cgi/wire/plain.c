/*
 * plain.c - one CGI request (RFC 3875): environment, stdin, stdout.
 *
 * Touches file descriptors 0 and 1.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "cgi/wire/send.h"
#include "cgi/wire/wire.h"

static enum err
body_read(void *self, void *to, size_t most, size_t *got)
{
	const struct ask *a = self;
	ssize_t n = 0;

	/* RFC 3875 section 4.2: without a length there is no body, except
	 * that Apache passes a chunked one on and says so. */
	if (a->length_known || ask_header(a, "Transfer-Encoding").p != NULL)
		do
			n = read(STDIN_FILENO, to, most);
		while (n < 0 && errno == EINTR);
	*got = n > 0 ? (size_t)n : 0;
	return n < 0 ? ERR_IO : OK;
}

static enum err
body_write(void *self, const void *p, size_t n)
{
	const uint8_t *from = p;

	(void)self;
	while (n > 0) {
		ssize_t done = write(STDOUT_FILENO, from, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return ERR_IO;
		from += done;
		n -= (size_t)done;
	}
	return OK;
}

enum err
wire_plain(const struct wire_options *o, char *const *variables)
{
	struct ask a;
	struct ask_source from = { .variables = variables,
		.front = false,
		.read = body_read,
		.self = &a };
	struct sink to = { body_write, NULL };
	struct reply r;
	uint8_t *piece = malloc(REPLY_PIECE);
	enum err e;

	if (piece == NULL)
		return ERR_NO_MEMORY;
	ask_open(&a, from, o->prefix);
	reply_open(&r);
	o->handle(o->self, &a, &r);
	e = send_reply(&a, &r, piece, to);
	reply_close(&r);
	ask_close(&a);
	free(piece);
	return e;
}
