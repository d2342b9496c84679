/*
 * wire.c - threads that wait for connections and serve what is ready.
 *
 * Knows sockets, epoll and threads; nothing of FastCGI's records. All threads
 * wait on one epoll set that holds the listening socket, every connection
 * between two requests, and an eventfd that becomes readable for good when
 * it is time to stop. A connection being served is not in the set's reach
 * (EPOLLONESHOT) until its thread puts it back.
 */
#include "cgi/wire/wire.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cgi/wire/conns.h"
#include "cgi/wire/fcgi.h"
#include "cgi/wire/listen.h"
#include "store/base/log.h"

#define GRACE_MS 3000  /* requests in progress after wire_stop */
#define BACK_OFF_MS 50 /* first wait when accept has no resources */
#define BACK_OFF_MOST_MS 1000

struct worker {
	struct wire *wire;
	pthread_t thread;
	struct fcgi *fcgi;
	int back_off_ms;
};

struct wire {
	struct wire_options o;
	int listen_fd, epoll_fd, stop_fd;
	bool named; /* the socket's name is ours to remove */
	struct conns conns;
	struct worker *workers;
	unsigned started;
	pthread_mutex_t lock;
	unsigned running; /* threads that have not ended; under lock */
	int ended_fd;     /* eventfd: the last of them has */
};

enum wire_mode
wire_mode_of(const char *socket)
{
	if (is_listening(STDIN_FILENO))
		return WIRE_FASTCGI;
	if (getenv("GATEWAY_INTERFACE") != NULL)
		return WIRE_PLAIN;
	return socket != NULL ? WIRE_FASTCGI : WIRE_NONE;
}

/* `what` comes back with the event: a connection, or NULL for the listening
 * socket; for the stop descriptor it does not matter. */
static bool
watch(struct wire *w, int fd, struct conn *what, uint32_t events, int how)
{
	struct epoll_event event = { .events = events,
		.data = { .ptr = what } };

	return epoll_ctl(w->epoll_fd, how, fd, &event) == 0;
}

static enum err
listen_here(struct wire *w, struct fault *why)
{
	enum err e = OK;
	int flags;

	if (!is_listening(STDIN_FILENO)) {
		if (w->o.socket == NULL)
			return fault_set(why, ERR_IO, "",
			    "stdin is not a listening socket");
		e = listen_at(w->o.socket, &w->listen_fd, why);
		w->named = e == OK;
		return e;
	}
	w->listen_fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	flags = fcntl(w->listen_fd, F_GETFL);
	if (w->listen_fd < 0 || flags < 0 ||
	    fcntl(w->listen_fd, F_SETFL, flags | O_NONBLOCK) != 0)
		return fault_set(why, ERR_IO, "", "the socket on stdin: %s",
		    strerror(errno));
	return OK;
}

static enum err
make_set(struct wire *w, struct fault *why)
{
	w->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	w->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	w->ended_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (w->epoll_fd < 0 || w->stop_fd < 0 || w->ended_fd < 0 ||
	    !watch(w, w->stop_fd, NULL, EPOLLIN, EPOLL_CTL_ADD) ||
	    !watch(w, w->listen_fd, NULL, EPOLLIN, EPOLL_CTL_ADD))
		return fault_set(why, ERR_IO, "", "epoll: %s", strerror(errno));
	return OK;
}

static enum err
make_workers(struct wire *w)
{
	unsigned n = w->o.threads;
	enum err e = OK;

	if ((w->workers = calloc(n, sizeof *w->workers)) == NULL)
		return ERR_NO_MEMORY;
	for (unsigned i = 0; i < n && e == OK; i++) {
		w->workers[i].wire = w;
		e = fcgi_open(&w->workers[i].fcgi);
	}
	return e;
}

enum err
wire_open(struct wire **out, const struct wire_options *o, struct fault *why)
{
	struct wire *w = malloc(sizeof *w);
	enum err e;

	*out = NULL;
	if (w == NULL)
		return ERR_NO_MEMORY;
	assert(o->threads > 0 && o->handle != NULL && o->prefix != NULL);
	*w = (struct wire){ .o = *o,
		.listen_fd = -1,
		.epoll_fd = -1,
		.stop_fd = -1,
		.ended_fd = -1,
		.conns = CONNS_NONE,
		.lock = PTHREAD_MUTEX_INITIALIZER };
	if ((e = listen_here(w, why)) == OK && (e = make_set(w, why)) == OK &&
	    (e = make_workers(w)) == OK)
		e = fcgi_start();
	if (e == OK)
		*out = w;
	else
		wire_close(&w);
	return e;
}

static bool
stopped(struct wire *w)
{
	struct pollfd p = { .fd = w->stop_fd, .events = POLLIN };

	return poll(&p, 1, 0) > 0;
}

/* Waits, but not beyond wire_stop. */
static void
pause_accepting(struct worker *k)
{
	struct pollfd p = { .fd = k->wire->stop_fd, .events = POLLIN };

	(void)poll(&p, 1, k->back_off_ms);
	if ((k->back_off_ms *= 2) > BACK_OFF_MOST_MS)
		k->back_off_ms = BACK_OFF_MOST_MS;
}

#define AWAITED (EPOLLIN | EPOLLRDHUP | EPOLLONESHOT)

static void
take_connection(struct worker *k)
{
	struct wire *w = k->wire;
	struct timeval patience = { .tv_sec = (time_t)w->o.patience };
	int fd = accept4(w->listen_fd, NULL, NULL, SOCK_CLOEXEC);
	struct conn *c;

	if (fd < 0 &&
	    (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED))
		return; /* another thread had it, or it left */
	if (fd < 0 || (c = conns_add(&w->conns, fd)) == NULL) {
		log_line(LOG_IS_WARNING, "accept", "%s", strerror(errno));
		pause_accepting(k);
		return;
	}
	k->back_off_ms = BACK_OFF_MS;
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
	    sizeof patience);
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience,
	    sizeof patience);
	if (!watch(w, fd, c, AWAITED, EPOLL_CTL_ADD))
		conns_drop(&w->conns, c);
}

/* A peer that left without a word is no request. */
static bool
is_gone(int fd, uint32_t events)
{
	char c;

	return (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0 &&
	       recv(fd, &c, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

static bool
answer(struct worker *k, struct conn *c)
{
	bool kept = fcgi_serve(k->fcgi, c->theirs, &k->wire->o);

	if (!kept)
		c->theirs = -1; /* the library closed it */
	return kept;
}

static void
serve(struct worker *k, struct conn *c, uint32_t events)
{
	struct wire *w = k->wire;
	bool kept;

	pthread_mutex_lock(&c->turn);
	kept = !is_gone(c->fd, events) && answer(k, c) &&
	       watch(w, c->fd, c, AWAITED, EPOLL_CTL_MOD);
	pthread_mutex_unlock(&c->turn);
	if (!kept)
		conns_drop(&w->conns, c);
}

static void *
work(void *self)
{
	struct worker *k = self;
	struct wire *w = k->wire;
	struct epoll_event event;
	uint64_t one = 1;
	bool last;
	int n;

	k->back_off_ms = BACK_OFF_MS;
	for (;;) {
		n = epoll_wait(w->epoll_fd, &event, 1, -1);
		if (n < 0 && errno == EINTR)
			continue;
		/* The stop descriptor wakes every thread and stays readable,
		 * so none can sleep past it. */
		if (n <= 0 || stopped(w))
			break;
		if (event.data.ptr == NULL)
			take_connection(k);
		else
			serve(k, event.data.ptr, event.events);
	}
	pthread_mutex_lock(&w->lock);
	last = --w->running == 0;
	pthread_mutex_unlock(&w->lock);
	if (last)
		(void)!write(w->ended_fd, &one, sizeof one);
	return NULL;
}

static enum err
start(struct wire *w)
{
	for (unsigned i = 0; i < w->o.threads; i++) {
		pthread_mutex_lock(&w->lock);
		w->running++;
		pthread_mutex_unlock(&w->lock);
		if (pthread_create(&w->workers[i].thread, NULL, work,
			&w->workers[i]) != 0) {
			pthread_mutex_lock(&w->lock);
			w->running--;
			pthread_mutex_unlock(&w->lock);
			return ERR_NO_MEMORY;
		}
		w->started++;
	}
	return OK;
}

static bool
readable(int fd, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int n;

	do
		n = poll(&p, 1, ms);
	while (n < 0 && errno == EINTR && ms < 0);
	return n > 0;
}

enum err
wire_run(struct wire *w)
{
	enum err e = start(w);

	if (e != OK)
		wire_stop(w);
	(void)readable(w->stop_fd, -1);
	if (w->started > 0 && !readable(w->ended_fd, GRACE_MS))
		conns_shut(&w->conns);
	for (unsigned i = 0; i < w->started; i++)
		pthread_join(w->workers[i].thread, NULL);
	w->started = 0;
	return e;
}

void
wire_stop(struct wire *w)
{
	uint64_t one = 1;
	int saved = errno;

	(void)!write(w->stop_fd, &one, sizeof one);
	errno = saved;
}

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void
wire_close(struct wire **out)
{
	struct wire *w = *out;

	if (w == NULL)
		return;
	assert(w->started == 0);
	for (unsigned i = 0; w->workers != NULL && i < w->o.threads; i++)
		fcgi_close(&w->workers[i].fcgi);
	free(w->workers);
	conns_end(&w->conns);
	if (w->named)
		(void)unlink(w->o.socket);
	close_fd(&w->listen_fd);
	close_fd(&w->epoll_fd);
	close_fd(&w->stop_fd);
	close_fd(&w->ended_fd);
	pthread_mutex_destroy(&w->lock);
	pthread_mutex_destroy(&w->conns.lock);
	free(w);
	*out = NULL;
}
