/*
 * wire.h - requests in, answers out: FastCGI or plain CGI.
 *
 * Two back ends behind one handler. FastCGI: threads share one set of
 * connections; a thread is busy only while a request is, a kept connection
 * that is idle costs none. Every wait ends by a time-out or by wire_stop.
 */
#ifndef CGI_WIRE_WIRE_H
#define CGI_WIRE_WIRE_H

#include <stdbool.h>

#include "cgi/http/ask.h"
#include "cgi/http/reply.h"
#include "store/base/fault.h"

#define WIRE_SOCKET_PATH_MOST 107 /* sun_path without its zero */

struct wire_options {
	/* The Unix socket to make (mode 0660; a stale one is replaced). Not
	 * looked at, and may be NULL, when fd 0 is a listening socket that
	 * somebody gave us. */
	const char *socket;
	const char *prefix; /* mount prefix, "" for none */
	unsigned threads;   /* requests at once, at least 1 */
	unsigned patience;  /* seconds a silent peer is waited for */
	/* Answers `*a` in `*r` (open, status 200, empty). Called by many
	 * threads at once. a->refused comes first. */
	void (*handle)(void *self, struct ask *a, struct reply *r);
	void *self;
};

enum wire_mode {
	WIRE_FASTCGI,
	WIRE_PLAIN, /* one request: environment, stdin, stdout */
	WIRE_NONE,  /* neither a socket nor a CGI environment */
};

/* How this process was started: FastCGI when fd 0 is a listening socket;
 * plain CGI when GATEWAY_INTERFACE is set; FastCGI when `socket` is not
 * NULL; else none. */
enum wire_mode wire_mode_of(const char *socket);

struct wire;

/* Listens; nothing is answered before wire_run. `*o` is copied, its texts are
 * borrowed. ERR_TOO_BIG (socket path), ERR_EXISTS (another process listens
 * there), ERR_IO, ERR_NO_MEMORY; `*why` says which. */
enum err wire_open(struct wire **out, const struct wire_options *o,
    struct fault *why);

/* Answers until wire_stop; then requests in progress are finished and every
 * thread has ended. The calling thread's signal mask is the threads'. */
enum err wire_run(struct wire *w);

/* Makes wire_run return: no new request is begun. Any thread, any number of
 * times, also before wire_run; also from a signal handler. */
void wire_stop(struct wire *w);

/* Closes what is open and removes the socket's name if it was made here. */
void wire_close(struct wire **w);

/* Answers the one request in `variables` and stdin on stdout. */
enum err wire_plain(const struct wire_options *o, char *const *variables);

#endif
