/*
 * zap.c - one thread with the list of those who may connect.
 *
 * Knows RFC 27's request and reply frames. Touches the one inproc socket that
 * libzmq asks on.
 *
 * A request is version, request id, domain, address, identity, mechanism and
 * the credentials (for CURVE the client's public key, 32 bytes); a reply is
 * version, request id, status code, status text, user id, metadata.
 */
#include "worker/bus/zap.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <zmq.h>

#define PARTS 7
#define KEY_BYTES 32

struct zap {
	pthread_t thread;
	void *socket;
	uint8_t allowed[CURVE_ALLOWED][KEY_BYTES];
	unsigned n_allowed;
};

struct part {
	uint8_t b[256];
	size_t n;
};

/* Takes one request. False when the socket is gone; `*n` counts the parts,
 * those beyond PARTS and cut ones included so that neither passes. */
static bool
take(void *socket, struct part parts[PARTS], unsigned *n)
{
	struct part spare;
	int more = 1, got;
	size_t size = sizeof more;

	for (*n = 0; more; ++*n) {
		struct part *p = *n < PARTS ? &parts[*n] : &spare;

		do
			got = zmq_recv(socket, p->b, sizeof p->b, 0);
		while (got < 0 && errno == EINTR);
		if (got < 0)
			return false;
		p->n = (size_t)got;
		if (zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &size) != 0)
			return false;
	}
	return true;
}

static bool
part_is(const struct part *p, const char *text)
{
	return slice_is(slice_of(p->b, p->n), text);
}

static bool
may_connect(const struct zap *z, const struct part parts[PARTS], unsigned n)
{
	const struct part *key = &parts[6];

	if (n != PARTS || !part_is(&parts[0], "1.0") ||
	    !part_is(&parts[5], "CURVE") || key->n != KEY_BYTES)
		return false;
	for (unsigned i = 0; i < z->n_allowed; i++)
		if (memcmp(z->allowed[i], key->b, KEY_BYTES) == 0)
			return true;
	return false;
}

static bool
answer(void *socket, const struct part *request, bool yes)
{
	const char *code = yes ? "200" : "400";
	const char *words = yes ? "OK" : "this key is not on the list";

	return zmq_send(socket, "1.0", 3, ZMQ_SNDMORE) >= 0 &&
	       zmq_send(socket, request->b, request->n, ZMQ_SNDMORE) >= 0 &&
	       zmq_send(socket, code, 3, ZMQ_SNDMORE) >= 0 &&
	       zmq_send(socket, words, strlen(words), ZMQ_SNDMORE) >= 0 &&
	       zmq_send(socket, "", 0, ZMQ_SNDMORE) >= 0 &&
	       zmq_send(socket, "", 0, 0) >= 0;
}

static void *
run(void *self)
{
	struct zap *z = self;
	struct part parts[PARTS] = { 0 };
	unsigned n;

	while (take(z->socket, parts, &n) &&
	       answer(z->socket, &parts[1], may_connect(z, parts, n)))
		;
	(void)zmq_close(z->socket);
	return NULL;
}

enum err
zap_start(struct zap **out, void *context, const struct curve *curve)
{
	struct zap *z = calloc(1, sizeof *z);
	enum err e = ERR_IO;

	if (z == NULL)
		return ERR_NO_MEMORY;
	z->n_allowed = curve->n_allowed;
	for (unsigned i = 0; i < z->n_allowed; i++)
		if (!zmq_z85_decode(z->allowed[i], curve->allowed[i])) {
			e = ERR_MALFORMED;
			goto out;
		}
	if ((z->socket = zmq_socket(context, ZMQ_REP)) == NULL)
		goto out;
	if (zmq_bind(z->socket, "inproc://zeromq.zap.01") != 0) {
		e = errno == EADDRINUSE ? ERR_EXISTS : ERR_IO;
		goto out;
	}
	if (pthread_create(&z->thread, NULL, run, z) != 0)
		goto out;
	*out = z;
	return OK;
out:
	if (z->socket != NULL)
		(void)zmq_close(z->socket);
	free(z);
	return e;
}

void
zap_join(struct zap **zap)
{
	if (*zap == NULL)
		return;
	(void)pthread_join((*zap)->thread, NULL);
	free(*zap);
	*zap = NULL;
}
