/*
 * ring.c - the doorbell's button.
 *
 * Knows that sockets are not thread-safe, and so holds a lock around its own.
 * Touches that socket.
 */
#include "worker/bus/ring.h"

#include <pthread.h>
#include <stdlib.h>

#include "worker/bus/frame.h"

struct bell {
	pthread_mutex_t lock;
	struct sock *sock;
};

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

void
bell_ring(void *self)
{
	struct bell *bell = self;
	struct frame ring = { .type = FRAME_BELL };
	struct buf bytes = { 0 };

	frame_write(&ring, &bytes);
	(void)pthread_mutex_lock(&bell->lock);
	if (bytes.err == OK)
		(void)sock_send(bell->sock, SLICE_NONE, buf_all(&bytes));
	(void)pthread_mutex_unlock(&bell->lock);
	buf_free(&bytes);
}
