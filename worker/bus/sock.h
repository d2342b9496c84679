/*
 * sock.h - sockets of the message bus: open, send, receive, wait, close.
 *
 * The only door to libzmq. Knows frames as bytes and addresses as text, and
 * nothing of jobs. What libzmq asks of its users is kept here: a socket belongs
 * to one thread, nothing lingers at the end, messages of at most 64 KiB, short
 * queues (integration.md 6). Any message may be lost; nothing above may rest on
 * one.
 *
 * ipc:// addresses lie in a folder that bus_folder approved. tcp:// is opened
 * for events only, and only with keys and a list of who may listen: libzmq
 * lets every client in that knows the server's public key unless somebody
 * answers ZAP (RFC 27), so that somebody lives here.
 */
#ifndef WORKER_BUS_SOCK_H
#define WORKER_BUS_SOCK_H

#include <stddef.h>
#include <stdint.h>

#include "store/base/fault.h"
#include "store/base/slice.h"
#include "worker/bus/bus.h"
#include "worker/bus/curve.h"

#define BUS_MESSAGE_MOST 65536 /* bytes of one frame */
#define BUS_NAME_MOST 32       /* bytes of a worker's name */

struct sock;

/* What a socket is for; side and pattern follow from it. */
enum sock_kind {
	SOCK_BELL_RING,   /* PUSH, connects: a process that committed */
	SOCK_BELL_HEAR,   /* PULL, binds: the dispatcher */
	SOCK_JOBS_HAND,   /* ROUTER, binds: the dispatcher */
	SOCK_JOBS_TAKE,   /* DEALER, connects: a worker */
	SOCK_EVENTS_TELL, /* PUB, binds: the dispatcher */
	SOCK_EVENTS_HEAR, /* SUB, connects: another system */
	SOCK_KINDS
};

struct sock_options {
	enum sock_kind kind;
	const char *address; /* "ipc:///run/parindex/jobs.ipc", inproc, tcp */
	const char *name;    /* SOCK_JOBS_TAKE: the worker's, else NULL */
	const char *topic;   /* SOCK_EVENTS_HEAR: what to hear, "" all */
	const struct curve *curve; /* needed for tcp, else NULL */
};

/*
 * Opens. A bound ipc socket is 0660. ERR_FORBIDDEN with the reason for a tcp
 * address of another kind than events, or without keys, or without anyone on
 * the allow-list; ERR_MALFORMED for an address or key that is none;
 * ERR_EXISTS when the address is taken; ERR_IO.
 */
enum err sock_open(struct sock **out, struct bus *bus,
    const struct sock_options *o, struct fault *why);
void sock_close(struct sock **sock);

/* The address a bound socket got ("tcp://127.0.0.1:41235" for port "*"). */
#define SOCK_ADDRESS 256
enum err sock_address(struct sock *sock, char out[SOCK_ADDRESS]);

/*
 * Sends one message and never blocks. `to` names the worker on SOCK_JOBS_HAND
 * and the topic on SOCK_EVENTS_TELL, and is empty elsewhere.
 * ERR_BUSY: the queue is full or nobody is there, and the message is dropped.
 * ERR_NOT_FOUND: no such worker is connected. ERR_TOO_BIG. ERR_IO.
 */
enum err sock_send(struct sock *sock, struct slice to, struct slice body);

/* One received message. `from` is the worker's name or the topic. */
struct message {
	uint8_t from[256];
	size_t from_n;
	uint8_t body[BUS_MESSAGE_MOST];
	size_t body_n;
};

/* Takes one message if there is one: else ERR_BUSY. A message that is not of
 * the socket's shape is thrown away and is ERR_MALFORMED. ERR_IO. */
enum err sock_receive(struct sock *sock, struct message *out);

/*
 * Waits until one of `n` sockets (at most 4) can be received from, or `fd`
 * (-1: none) can be read, or `most_ms` have passed (-1: no limit). Bit i of
 * the result is socket i, bit n is `fd`. A signal ends the wait: 0.
 */
unsigned sock_wait(struct sock *const *socks, unsigned n, int fd, int most_ms);

#endif
