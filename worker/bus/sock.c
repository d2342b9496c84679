/*
 * sock.c - sockets of the message bus.
 *
 * Knows libzmq's patterns, limits and options. Touches sockets, and the
 * process's umask for the length of a bind.
 */
#include "worker/bus/sock.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <zmq.h>

#include "worker/bus/inside.h"

#define IPC_PATH_MOST 107 /* of a Unix socket's address */
#define WAIT_MOST 4
#define ZAP_DOMAIN "parindex"

struct sock {
	void *handle;
	enum sock_kind kind;
};

/* clang-format off */
static const struct shape {
	int pattern;
	int queue;	/* messages kept for a slow other side */
	bool binds;
	bool named;	/* a name or a topic travels before the body */
	bool tcp;	/* may leave the machine */
} shapes[SOCK_KINDS] = {
	/*                    pattern     queue  binds  named  tcp   */
	[SOCK_BELL_RING]   = { ZMQ_PUSH,      8, false, false, false },
	[SOCK_BELL_HEAR]   = { ZMQ_PULL,     64, true,  false, false },
	[SOCK_JOBS_HAND]   = { ZMQ_ROUTER,   64, true,  true,  false },
	[SOCK_JOBS_TAKE]   = { ZMQ_DEALER,    8, false, false, false },
	[SOCK_EVENTS_TELL] = { ZMQ_PUB,    1000, true,  true,  true  },
	[SOCK_EVENTS_HEAR] = { ZMQ_SUB,    1000, false, true,  true  },
};
/* clang-format on */

static bool
starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* May this kind of socket have this address? */
static enum err
check_address(const struct sock_options *o, struct fault *why)
{
	const struct curve *c = o->curve;
	bool binds = shapes[o->kind].binds;

	if (starts(o->address, "inproc://"))
		return OK;
	if (starts(o->address, "ipc://")) {
		if (strlen(o->address + 6) > IPC_PATH_MOST)
			return fault_set(why, ERR_MALFORMED, "",
			    "The path in %s is longer than %d bytes.",
			    o->address, IPC_PATH_MOST);
		return OK;
	}
	if (!starts(o->address, "tcp://"))
		return fault_set(why, ERR_MALFORMED, "",
		    "The address %s begins with neither ipc:// nor tcp://.",
		    o->address);
	if (!shapes[o->kind].tcp)
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Only events may leave the machine, so %s is refused.",
		    o->address);
	if (c == NULL || c->public_key[0] == '\0' || c->secret_key[0] == '\0' ||
	    (!binds && c->server[0] == '\0'))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Events leave the machine only encrypted: %s needs CURVE "
		    "keys.",
		    o->address);
	if (binds && c->n_allowed == 0)
		return fault_set(why, ERR_FORBIDDEN, "",
		    "%s needs a list of keys that may listen: without one, "
		    "CURVE lets everybody in.",
		    o->address);
	return OK;
}

static bool
set_int(struct sock *s, int option, int value)
{
	return zmq_setsockopt(s->handle, option, &value, sizeof value) == 0;
}

static bool
set_text(struct sock *s, int option, const char *value, size_t n)
{
	return zmq_setsockopt(s->handle, option, value, n) == 0;
}

static bool
set_limits(struct sock *s)
{
	int64_t most = BUS_MESSAGE_MOST;
	int queue = shapes[s->kind].queue;

	return set_int(s, ZMQ_LINGER, 0) && set_int(s, ZMQ_SNDHWM, queue) &&
	       set_int(s, ZMQ_RCVHWM, queue) &&
	       zmq_setsockopt(s->handle, ZMQ_MAXMSGSIZE, &most, sizeof most) ==
		   0;
}

static bool
set_kind(struct sock *s, const struct sock_options *o)
{
	switch (o->kind) {
	case SOCK_JOBS_HAND:
		return set_int(s, ZMQ_ROUTER_MANDATORY, 1) &&
		       set_int(s, ZMQ_ROUTER_HANDOVER, 1);
	case SOCK_JOBS_TAKE:
		assert(o->name != NULL && o->name[0] != '\0' &&
		       strlen(o->name) <= BUS_NAME_MOST);
		return set_text(s, ZMQ_ROUTING_ID, o->name, strlen(o->name));
	case SOCK_EVENTS_HEAR:
		return set_text(s, ZMQ_SUBSCRIBE, o->topic, strlen(o->topic));
	default:
		return true;
	}
}

static bool
set_curve(struct sock *s, const struct curve *c)
{
	if (!set_text(s, ZMQ_CURVE_SECRETKEY, c->secret_key, CURVE_KEY_TEXT) ||
	    !set_int(s, ZMQ_HEARTBEAT_IVL, 10000) ||
	    !set_int(s, ZMQ_HEARTBEAT_TIMEOUT, 30000))
		return false;
	if (shapes[s->kind].binds)
		return set_int(s, ZMQ_CURVE_SERVER, 1) &&
		       set_text(s, ZMQ_ZAP_DOMAIN, ZAP_DOMAIN,
			   strlen(ZAP_DOMAIN));
	return set_text(s, ZMQ_CURVE_PUBLICKEY, c->public_key,
		   CURVE_KEY_TEXT) &&
	       set_text(s, ZMQ_CURVE_SERVERKEY, c->server, CURVE_KEY_TEXT);
}

/* Options of the whole: what must hold before anybody can connect. */
static enum err
prepare(struct sock *s, struct bus *bus, const struct sock_options *o,
    struct fault *why)
{
	bool keyed = starts(o->address, "tcp://");
	enum err e;

	if (!set_limits(s) || !set_kind(s, o) ||
	    (keyed && !set_curve(s, o->curve)))
		return fault_set(why, errno == EINVAL ? ERR_MALFORMED : ERR_IO,
		    "", "%s cannot be set up: %s.", o->address,
		    zmq_strerror(errno));
	if (!keyed || !shapes[o->kind].binds)
		return OK;
	if ((e = zap_start(&bus->zap, bus->context, o->curve)) != OK)
		return fault_set(why, e, "",
		    "Nobody can answer who may listen on %s.", o->address);
	return OK;
}

static enum err
join(struct sock *s, const char *address, struct fault *why)
{
	mode_t before;
	int rc, error;

	if (shapes[s->kind].binds) {
		before = umask(0117);
		rc = zmq_bind(s->handle, address);
		error = errno;
		(void)umask(before);
	} else {
		rc = zmq_connect(s->handle, address);
		error = errno;
	}
	if (rc == 0)
		return OK;
	return fault_set(why,
	    error == EADDRINUSE ? ERR_EXISTS
	    : error == EINVAL   ? ERR_MALFORMED
				: ERR_IO,
	    "", "%s cannot be opened: %s.", address, zmq_strerror(error));
}

enum err
sock_open(struct sock **out, struct bus *bus, const struct sock_options *o,
    struct fault *why)
{
	struct sock *s;
	enum err e;

	*out = NULL;
	if ((e = check_address(o, why)) != OK)
		return e;
	if ((s = calloc(1, sizeof *s)) == NULL)
		return ERR_NO_MEMORY;
	s->kind = o->kind;
	s->handle = zmq_socket(bus->context, shapes[o->kind].pattern);
	if (s->handle == NULL)
		e = fault_set(why, ERR_IO, "", "No socket for %s: %s.",
		    o->address, zmq_strerror(errno));
	if (e == OK)
		e = prepare(s, bus, o, why);
	if (e == OK)
		e = join(s, o->address, why);
	if (e == OK)
		*out = s;
	else
		sock_close(&s);
	return e;
}

void
sock_close(struct sock **sock)
{
	if (*sock == NULL)
		return;
	if ((*sock)->handle != NULL)
		(void)zmq_close((*sock)->handle);
	free(*sock);
	*sock = NULL;
}

enum err
sock_address(struct sock *sock, char out[SOCK_ADDRESS])
{
	size_t size = SOCK_ADDRESS;

	return zmq_getsockopt(sock->handle, ZMQ_LAST_ENDPOINT, out, &size) == 0
		   ? OK
		   : ERR_IO;
}

static enum err
send_part(struct sock *sock, struct slice part, int flags)
{
	int rc;

	do
		rc = zmq_send(sock->handle, part.p, part.n,
		    flags | ZMQ_DONTWAIT);
	while (rc < 0 && errno == EINTR);
	if (rc >= 0)
		return OK;
	return errno == EAGAIN         ? ERR_BUSY
	       : errno == EHOSTUNREACH ? ERR_NOT_FOUND
				       : ERR_IO;
}

enum err
sock_send(struct sock *sock, struct slice to, struct slice body)
{
	bool named = shapes[sock->kind].named;
	enum err e;

	assert(named == (to.n > 0));
	if (body.n > BUS_MESSAGE_MOST)
		return ERR_TOO_BIG;
	if (named && (e = send_part(sock, to, ZMQ_SNDMORE)) != OK)
		return e;
	return send_part(sock, body, 0);
}

/* Receives one part into `p`; `*n` is its true length. */
static enum err
take_part(struct sock *sock, uint8_t *p, size_t room, size_t *n, bool *more)
{
	int rc, has = 0;
	size_t size = sizeof has;

	do
		rc = zmq_recv(sock->handle, p, room, ZMQ_DONTWAIT);
	while (rc < 0 && errno == EINTR);
	if (rc < 0)
		return errno == EAGAIN ? ERR_BUSY : ERR_IO;
	if (zmq_getsockopt(sock->handle, ZMQ_RCVMORE, &has, &size) != 0)
		return ERR_IO;
	*n = (size_t)rc;
	*more = has != 0;
	return OK;
}

enum err
sock_receive(struct sock *sock, struct message *out)
{
	bool named = shapes[sock->kind].named, more = false, odd = false;
	enum err e;
	size_t n;

	out->from_n = out->body_n = 0;
	if (named) {
		e = take_part(sock, out->from, sizeof out->from, &out->from_n,
		    &more);
		if (e != OK)
			return e;
		if (out->from_n > sizeof out->from)
			odd = true;
		if (!more)
			return ERR_MALFORMED;
	}
	e = take_part(sock, out->body, sizeof out->body, &out->body_n, &more);
	if (e != OK)
		return e;
	odd = odd || more || out->body_n > sizeof out->body;
	while (more) {
		uint8_t spare[64];

		if ((e = take_part(sock, spare, sizeof spare, &n, &more)) != OK)
			return e;
	}
	return odd ? ERR_MALFORMED : OK;
}

unsigned
sock_wait(struct sock *const *socks, unsigned n, int fd, int most_ms)
{
	zmq_pollitem_t items[WAIT_MOST + 1] = { 0 };
	unsigned ready = 0, all = n;

	assert(n <= WAIT_MOST);
	for (unsigned i = 0; i < n; i++) {
		items[i].socket = socks[i]->handle;
		items[i].events = ZMQ_POLLIN;
	}
	if (fd >= 0) {
		items[all].fd = fd;
		items[all++].events = ZMQ_POLLIN;
	}
	if (zmq_poll(items, (int)all, most_ms) <= 0)
		return 0;
	for (unsigned i = 0; i < all; i++)
		if (items[i].revents != 0)
			ready |= 1u << i;
	return ready;
}
