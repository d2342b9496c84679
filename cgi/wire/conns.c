/*
 * conns.c - the list of open connections.
 *
 * Knows descriptors. Touches nothing else.
 */
#include "cgi/wire/conns.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

struct conn *
conns_add(struct conns *all, int fd)
{
	struct conn *c = malloc(sizeof *c);
	int theirs = c == NULL ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 3);

	if (theirs < 0) {
		free(c);
		close(fd);
		return NULL;
	}
	*c = (struct conn){ .fd = fd,
		.theirs = theirs,
		.turn = PTHREAD_MUTEX_INITIALIZER };
	pthread_mutex_lock(&all->lock);
	c->next = all->first;
	c->back = &all->first;
	if (c->next != NULL)
		c->next->back = &c->next;
	all->first = c;
	pthread_mutex_unlock(&all->lock);
	return c;
}

void
conns_drop(struct conns *all, struct conn *c)
{
	pthread_mutex_lock(&all->lock);
	*c->back = c->next;
	if (c->next != NULL)
		c->next->back = c->back;
	pthread_mutex_unlock(&all->lock);
	close(c->fd);
	if (c->theirs >= 0)
		close(c->theirs);
	pthread_mutex_destroy(&c->turn);
	free(c);
}

void
conns_shut(struct conns *all)
{
	pthread_mutex_lock(&all->lock);
	for (struct conn *c = all->first; c != NULL; c = c->next)
		shutdown(c->fd, SHUT_RDWR);
	pthread_mutex_unlock(&all->lock);
}

void
conns_end(struct conns *all)
{
	while (all->first != NULL)
		conns_drop(all, all->first);
}
