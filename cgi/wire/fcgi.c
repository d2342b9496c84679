/*
 * fcgi.c - FastCGI 1.0 by libfcgi.
 *
 * Knows the library: the only file that includes it. Touches the connection.
 *
 * What had to be found out about libfcgi 2.4.2:
 *  - A request whose ipcFd is set and keepConnection is true is read from
 *    that descriptor, so accepting can be ours. With no listening socket
 *    (-1) a failed request comes back as an error, not as a second accept.
 *  - It throws away its read buffer between requests and does not drain a
 *    body nobody read: that is done here, or the next request on a kept
 *    connection would begin in the middle of this one's body. The answer is
 *    flushed first, so that an early 401 does not wait for 200 MiB. After a
 *    body that was read to its end it goes out with the end of the request:
 *    one write, and the web server wakes once.
 *  - Closing it waits up to two seconds for the peer unless `detached`.
 *  - The end of the body and a body cut short look the same (error 0):
 *    ask_read compares with Content-Length. An abort is error -3.
 *  - A read past SO_RCVTIMEO is error EAGAIN.
 */
#include "cgi/wire/fcgi.h"

#include <assert.h>
#include <errno.h>
#include <fcgiapp.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cgi/wire/send.h"

/* A body nobody wanted is discarded up to this; beyond, the connection is
 * closed instead. */
#define DRAIN_MOST (UINT64_C(256) << 20)

#define ROLE_RESPONDER 1

struct fcgi {
	FCGX_Request request;
	uint8_t piece[REPLY_PIECE];
};

enum err
fcgi_start(void)
{
	return FCGX_Init() == 0 ? OK : ERR_IO;
}

enum err
fcgi_open(struct fcgi **out)
{
	*out = malloc(sizeof **out);
	if (*out == NULL)
		return ERR_NO_MEMORY;
	FCGX_InitRequest(&(*out)->request, -1, 0);
	return OK;
}

void
fcgi_close(struct fcgi **f)
{
	if (*f == NULL)
		return;
	FCGX_Free(&(*f)->request, 1);
	free(*f);
	*f = NULL;
}

static enum err
body_read(void *self, void *to, size_t most, size_t *got)
{
	FCGX_Stream *in = self;
	int n = most > INT_MAX ? INT_MAX : (int)most;

	n = FCGX_GetStr(to, n, in);
	*got = n > 0 ? (size_t)n : 0;
	if (*got > 0 || FCGX_GetError(in) == 0)
		return OK;
	if (FCGX_GetError(in) == EAGAIN || FCGX_GetError(in) == EWOULDBLOCK)
		return ERR_TIMEOUT;
	return FCGX_GetError(in) < 0 ? ERR_TRUNCATED : ERR_IO;
}

static enum err
body_write(void *self, const void *p, size_t n)
{
	FCGX_Stream *out = self;
	const char *from = p;

	while (n > 0) {
		int most = n > REPLY_PIECE ? REPLY_PIECE : (int)n;

		if (FCGX_PutStr(from, most, out) != most)
			return ERR_IO;
		from += most;
		n -= (size_t)most;
	}
	return OK;
}

/* Reads the body to its end. False when it is too long or broken. */
static bool
drained(struct fcgi *f)
{
	FCGX_Stream *in = f->request.in;
	uint64_t total = 0;
	int n;

	do {
		n = FCGX_GetStr((char *)f->piece, sizeof f->piece, in);
		total += n > 0 ? (uint64_t)n : 0;
	} while (n == (int)sizeof f->piece && total <= DRAIN_MOST);
	return FCGX_GetError(in) == 0 && n < (int)sizeof f->piece;
}

static bool
answer(struct fcgi *f, const struct wire_options *o)
{
	struct ask_source from = { .variables = f->request.envp,
		.front = true,
		.read = body_read,
		.self = f->request.in };
	struct sink to = { body_write, f->request.out };
	struct ask a;
	struct reply r;
	enum err e;

	ask_open(&a, from, o->prefix);
	reply_open(&r);
	o->handle(o->self, &a, &r);
	e = send_reply(&a, &r, f->piece, to);
	if (!(a.length_known && a.taken == a.length) &&
	    FCGX_FFlush(f->request.out) != 0)
		e = ERR_IO;
	reply_close(&r);
	ask_close(&a);
	return e == OK;
}

bool
fcgi_serve(struct fcgi *f, int fd, const struct wire_options *o)
{
	FCGX_Request *q = &f->request;
	bool sound;

	q->ipcFd = fd;
	q->keepConnection = 1;
	q->detached = 1;
	if (FCGX_Accept_r(q) != 0) {
		assert(q->ipcFd < 0); /* it closed the connection */
		return false;
	}
	sound = q->role == ROLE_RESPONDER && answer(f, o);
	if (sound && !drained(f)) {
		/* What was done is told, though the connection is of no use. */
		(void)FCGX_FFlush(q->out);
		sound = false;
	}
	if (!sound) {
		/* A cut answer must not look like a whole one: the peer sees
		 * the connection end without END_REQUEST. */
		shutdown(fd, SHUT_RDWR);
		q->keepConnection = 0;
	}
	FCGX_Finish_r(q);
	if (q->ipcFd < 0)
		return false;
	q->ipcFd = -1;
	return true;
}
