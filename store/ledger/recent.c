/*
 * recent.c - low nodes of the log's newest stretches, in memory.
 *
 * Knows where in a stretch a node has its place. Touches only its own memory.
 */
#include "store/ledger/recent.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#define STRETCHES 4
#define LEAVES (UINT64_C(1) << RECENT_LEVELS)

/* Of all complete nodes below its root: 32 leaves, 16 pairs, and so on. */
struct stretch {
	uint64_t number; /* place of its first leaf / LEAVES */
	uint64_t known;  /* a bit each */
	struct digest node[2 * LEAVES - 2];
};

struct recent {
	pthread_mutex_t lock;
	struct stretch stretch[STRETCHES]; /* by number modulo */
};

struct recent *
recent_new(void)
{
	struct recent *r = calloc(1, sizeof *r);

	if (r != NULL)
		(void)pthread_mutex_init(&r->lock, NULL);
	return r;
}

void
recent_drop(struct recent **r)
{
	if (*r != NULL)
		(void)pthread_mutex_destroy(&(*r)->lock);
	free(*r);
	*r = NULL;
}

static struct stretch *
stretch_of(struct recent *r, uint64_t last)
{
	return &r->stretch[last / LEAVES % STRETCHES];
}

/* Level by level, the leaves first. */
static unsigned
place_of(unsigned level, uint64_t last)
{
	assert(level < RECENT_LEVELS);
	return (unsigned)(2 * LEAVES - (2 * LEAVES >> level) +
			  (last % LEAVES >> level));
}

bool
recent_get(struct recent *r, unsigned level, uint64_t last, struct digest *out)
{
	struct stretch *s = stretch_of(r, last);
	unsigned at = place_of(level, last);
	bool found;

	(void)pthread_mutex_lock(&r->lock);
	found = s->number == last / LEAVES && (s->known >> at & 1) != 0;
	if (found)
		*out = s->node[at];
	(void)pthread_mutex_unlock(&r->lock);
	return found;
}

void
recent_put(struct recent *r, unsigned level, uint64_t last, struct digest hash)
{
	struct stretch *s = stretch_of(r, last);
	unsigned at = place_of(level, last);

	(void)pthread_mutex_lock(&r->lock);
	if (s->number < last / LEAVES) {
		s->number = last / LEAVES;
		s->known = 0;
	}
	if (s->number == last / LEAVES) {
		s->node[at] = hash;
		s->known |= UINT64_C(1) << at;
	}
	(void)pthread_mutex_unlock(&r->lock);
}
