/*
 * conns.h - every open connection, so that stopping reaches them all.
 *
 * A connection has two descriptors: `fd` is ours, waited for and shut down by
 * any thread; `theirs` is a duplicate for the FastCGI library, which closes
 * descriptors by itself, when it likes.
 *
 * Threads hand a connection on through an epoll set. That no two have it at
 * once is the kernel's doing, of which C's memory model knows nothing; `turn`,
 * held while it is served and put back, says it in C.
 */
#ifndef CGI_WIRE_CONNS_H
#define CGI_WIRE_CONNS_H

#include <pthread.h>

struct conn {
	struct conn *next, **back;
	int fd, theirs;
	pthread_mutex_t turn;
};

struct conns {
	pthread_mutex_t lock;
	struct conn *first;
};

#define CONNS_NONE                                                             \
	((struct conns){ .lock = PTHREAD_MUTEX_INITIALIZER, .first = NULL })

/* Takes `fd` over; NULL when there is no memory or descriptor, and then it is
 * closed. */
struct conn *conns_add(struct conns *all, int fd);

/* Ends one: closes `fd`, and `theirs` unless it is -1. */
void conns_drop(struct conns *all, struct conn *c);

/* Shuts every connection down, for those who wait for one. */
void conns_shut(struct conns *all);

/* Ends them all; no thread may serve any. */
void conns_end(struct conns *all);

#endif
