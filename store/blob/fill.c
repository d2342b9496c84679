/*
 * fill.c - zeros, written into a pack ahead of its documents.
 *
 * Knows how far ahead, and how fast. Touches the open pack, behind what is a
 * document's.
 */
#include "store/blob/fill.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct filler {
	pthread_t thread;
	pthread_cond_t wake;
	bool stop, waits;
	uint8_t *zeros; /* FILL_STEP of them */
};

/* Under the lock: is the stretch that is filled as long as it should be? */
static bool
is_ahead(const struct pack *k)
{
	uint64_t from = k->filled > k->next ? k->filled : k->next + FILL_LEAD;

	return from >= k->next + FILL_AHEAD || from + FILL_STEP > PACK_BYTES;
}

/* Under the lock: do several documents come at once? Then the disk is theirs.
 */
static bool
is_rush(const struct packs *p)
{
	return p->now != NULL && p->now->writers > 1;
}

/* Takes the next stretch, or NULL. */
static struct pack *
stretch_take(struct packs *p)
{
	struct pack *k = p->now;

	if (k == NULL || is_ahead(k))
		return NULL;
	k->fill = k->filled > k->next ? k->filled : k->next + FILL_LEAD;
	k->filled = k->fill + FILL_STEP;
	k->writers++;
	return k;
}

/* A stretch that cannot be written, or only in part, is no worse than before:
 * documents will tell. */
static void
stretch_write(struct packs *p, struct pack *k, const struct filler *f)
{
	if (pwrite(k->fd, f->zeros, FILL_STEP, (off_t)k->fill) > 0)
		(void)fdatasync(k->fd);
	(void)pthread_mutex_lock(&p->lock);
	k->fill = k->filled;
	(void)pthread_mutex_unlock(&p->lock);
	pack_leave(p, k, 1, false);
}

static void
rest(void)
{
	const struct timespec t = { .tv_nsec = FILL_REST_MS * 1000000L };

	(void)nanosleep(&t, NULL);
}

static void *
fill(void *self)
{
	struct packs *p = self;
	struct filler *f = p->filler;
	struct pack *k;

	(void)pthread_mutex_lock(&p->lock);
	while (!f->stop) {
		k = is_rush(p) ? NULL : stretch_take(p);
		if (k == NULL && !is_rush(p)) {
			f->waits = true;
			(void)pthread_cond_wait(&f->wake, &p->lock);
			f->waits = false;
			continue;
		}
		(void)pthread_mutex_unlock(&p->lock);
		if (k != NULL)
			stretch_write(p, k, f);
		rest();
		(void)pthread_mutex_lock(&p->lock);
	}
	(void)pthread_mutex_unlock(&p->lock);
	return NULL;
}

enum err
fill_start(struct packs *p)
{
	struct filler *f = calloc(1, sizeof *f);

	if (f == NULL)
		return ERR_NO_MEMORY;
	f->zeros = aligned_alloc(PACK_STEP, FILL_STEP);
	(void)pthread_cond_init(&f->wake, NULL);
	p->filler = f;
	if (f->zeros != NULL) {
		memset(f->zeros, 0, FILL_STEP);
		if (pthread_create(&f->thread, NULL, fill, p) == 0)
			return OK;
	}
	p->filler = NULL;
	(void)pthread_cond_destroy(&f->wake);
	free(f->zeros);
	free(f);
	return ERR_NO_MEMORY;
}

void
fill_stop(struct packs *p)
{
	struct filler *f = p->filler;

	if (f == NULL)
		return;
	(void)pthread_mutex_lock(&p->lock);
	f->stop = true;
	(void)pthread_cond_signal(&f->wake);
	(void)pthread_mutex_unlock(&p->lock);
	(void)pthread_join(f->thread, NULL);
	p->filler = NULL;
	(void)pthread_cond_destroy(&f->wake);
	free(f->zeros);
	free(f);
}

void
fill_wake(struct packs *p)
{
	if (p->filler != NULL && p->filler->waits && !is_ahead(p->now))
		(void)pthread_cond_signal(&p->filler->wake);
}
