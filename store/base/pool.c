/*
 * pool.c - memory that is freed together.
 *
 * Knows nothing. Touches memory only.
 */
#include "store/base/pool.h"

#include <stdalign.h>
#include <stdlib.h>

#define CHUNK_BYTES 8192
#define ALIGN alignof(max_align_t)

struct pool_chunk {
	struct pool_chunk *next;
	size_t used, room;
	alignas(max_align_t) uint8_t bytes[];
};

static struct pool_chunk *
chunk_new(size_t room)
{
	struct pool_chunk *c;

	if (room > SIZE_MAX / 2 || (c = calloc(1, sizeof *c + room)) == NULL)
		return NULL;
	c->room = room;
	return c;
}

/* Large things get a chunk of their own behind the first, so that what is
 * left of the first stays in use. */
static struct pool_chunk *
chunk_for(struct pool *p, size_t n)
{
	struct pool_chunk *c = p->chunks;

	if (c != NULL && c->room - c->used >= n)
		return c;
	if ((c = chunk_new(n > CHUNK_BYTES / 4 ? n : CHUNK_BYTES)) == NULL)
		return NULL;
	if (n > CHUNK_BYTES / 4 && p->chunks != NULL) {
		c->next = p->chunks->next;
		p->chunks->next = c;
	} else {
		c->next = p->chunks;
		p->chunks = c;
	}
	return c;
}

void *
pool_take(struct pool *p, size_t n)
{
	struct pool_chunk *c;
	void *taken;

	if (n > SIZE_MAX / 2)
		return NULL;
	n = (n == 0 ? 1 : n) + ALIGN - 1;
	n -= n % ALIGN;
	if ((c = chunk_for(p, n)) == NULL)
		return NULL;
	taken = c->bytes + c->used;
	c->used += n;
	return taken;
}

void *
pool_array(struct pool *p, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		return NULL;
	return pool_take(p, n * size);
}

char *
pool_text(struct pool *p, struct slice s)
{
	char *text;

	if (s.n == SIZE_MAX || (text = pool_take(p, s.n + 1)) == NULL)
		return NULL;
	if (s.n > 0)
		memcpy(text, s.p, s.n);
	return text;
}

void
pool_free(struct pool *p)
{
	struct pool_chunk *c = p->chunks, *next;

	for (; c != NULL; c = next) {
		next = c->next;
		free(c);
	}
	p->chunks = NULL;
}
