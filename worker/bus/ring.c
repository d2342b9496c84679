/*
 * ring.c - the doorbell's button.
 *
 * Knows that sockets are not thread-safe, and so holds a lock around its own.
 * Touches that socket.
 */
#include "worker/bus/ring.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "worker/bus/frame.h"

struct bell {
	pthread_mutex_t lock;
	struct sock *sock;
	int64_t rests_until; /* monotonic, microseconds */
};

static int64_t
now_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

enum err
bell_open(struct bell **out, struct bus *bus, const char *address,
    struct fault *why)
{
	struct sock_options o = { .kind = SOCK_BELL_RING, .address = address };
	struct bell *bell = calloc(1, sizeof *bell);
	enum err e;

	*out = NULL;
	if (bell == NULL)
		return ERR_NO_MEMORY;
	if ((e = sock_open(&bell->sock, bus, &o, why)) != OK) {
		free(bell);
		return e;
	}
	(void)pthread_mutex_init(&bell->lock, NULL);
	*out = bell;
	return OK;
}

void
bell_close(struct bell **bell)
{
	if (*bell == NULL)
		return;
	sock_close(&(*bell)->sock);
	(void)pthread_mutex_destroy(&(*bell)->lock);
	free(*bell);
	*bell = NULL;
}

/* Under the lock. */
static void
send_ring(struct bell *bell)
{
	struct frame ring = { .type = FRAME_BELL };
	struct buf bytes = { 0 };

	frame_write(&ring, &bytes);
	if (bytes.err == OK)
		(void)sock_send(bell->sock, SLICE_NONE, buf_all(&bytes));
	buf_free(&bytes);
}

void
bell_ring(void *self)
{
	struct bell *bell = self;
	int64_t now = now_us();

	(void)pthread_mutex_lock(&bell->lock);
	if (now >= bell->rests_until) {
		bell->rests_until = now + BELL_REST_US;
		send_ring(bell);
	}
	(void)pthread_mutex_unlock(&bell->lock);
}
