/*
 * throttle.c - two small tables: open requests, failed sign-ins.
 *
 * Knows nothing of tokens but their numbers. Touches its own memory.
 *
 * Both tables have a fixed number of places. A token with an open request
 * always has one. Of addresses the least dangerous gives way: an attacker
 * with many addresses can make us forget others, never make us grow.
 */
#include "cgi/door/throttle.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define TOKENS 256 /* no more requests than threads are ever open */
#define REMOTES 1024
#define NEAR 8 /* places an address may have */
#define ADDRESS_MOST 47
#define DOUBLINGS 6

struct open_count {
	uint64_t token;
	unsigned n; /* 0: the place is free */
};

struct remote {
	char address[ADDRESS_MOST + 1];
	unsigned failures;    /* within the window that began at `since` */
	unsigned pauses;      /* how many in a row */
	int64_t since, until; /* no trying before `until` */
};

struct throttle {
	struct throttle_options o;
	pthread_mutex_t lock;
	struct open_count tokens[TOKENS];
	struct remote remotes[REMOTES];
};

enum err
throttle_open(struct throttle **out, struct throttle_options o)
{
	struct throttle *t = calloc(1, sizeof *t);

	*out = t;
	if (t == NULL)
		return ERR_NO_MEMORY;
	t->o = o;
	pthread_mutex_init(&t->lock, NULL);
	return OK;
}

void
throttle_close(struct throttle **t)
{
	if (*t == NULL)
		return;
	pthread_mutex_destroy(&(*t)->lock);
	free(*t);
	*t = NULL;
}

/* The token's place, or a free one, or NULL. */
static struct open_count *
place_of(struct throttle *t, uint64_t token)
{
	struct open_count *open = NULL;

	for (size_t i = 0; i < TOKENS; i++) {
		struct open_count *c = &t->tokens[(token + i) % TOKENS];

		if (c->n > 0 && c->token == token)
			return c;
		if (c->n == 0 && open == NULL)
			open = c;
	}
	return open;
}

enum err
throttle_enter(struct throttle *t, struct token_id token)
{
	struct open_count *c;
	enum err e = ERR_QUOTA;

	pthread_mutex_lock(&t->lock);
	c = place_of(t, token.n);
	if (c != NULL && c->n < t->o.open_most) {
		c->token = token.n;
		c->n++;
		e = OK;
	}
	pthread_mutex_unlock(&t->lock);
	return e;
}

void
throttle_leave(struct throttle *t, struct token_id token)
{
	struct open_count *c;

	pthread_mutex_lock(&t->lock);
	c = place_of(t, token.n);
	assert(c != NULL && c->n > 0);
	c->n--;
	pthread_mutex_unlock(&t->lock);
}

static void
address_of(struct slice remote, char out[ADDRESS_MOST + 1])
{
	size_t n = remote.n < ADDRESS_MOST ? remote.n : ADDRESS_MOST;

	memset(out, 0, ADDRESS_MOST + 1);
	if (n > 0)
		memcpy(out, remote.p, n);
}

/* FNV-1a: spreads addresses; an attacker who aims at one place displaces
 * only what is there. */
static size_t
hash(const char *address)
{
	uint32_t h = 2166136261u;

	for (; *address != '\0'; address++)
		h = (h ^ (uint8_t)*address) * 16777619u;
	return h % REMOTES;
}

static struct remote *
find(struct throttle *t, const char *address)
{
	size_t at = hash(address);

	for (size_t i = 0; i < NEAR; i++) {
		struct remote *r = &t->remotes[(at + i) % REMOTES];

		if (r->failures > 0 && strcmp(r->address, address) == 0)
			return r;
	}
	return NULL;
}

/* A place for a new address: a free one, else that with the fewest pauses,
 * else failures behind it. */
static struct remote *
make(struct throttle *t, const char *address, int64_t now_us)
{
	size_t at = hash(address);
	struct remote *best = &t->remotes[at];

	for (size_t i = 1; i < NEAR && best->failures > 0; i++) {
		struct remote *r = &t->remotes[(at + i) % REMOTES];

		if (r->failures == 0 || r->pauses < best->pauses ||
		    (r->pauses == best->pauses && r->failures < best->failures))
			best = r;
	}
	*best = (struct remote){ .since = now_us, .until = now_us };
	memcpy(best->address, address, sizeof best->address);
	return best;
}

enum err
throttle_may_sign_in(struct throttle *t, struct slice remote, int64_t now_us,
    unsigned *wait)
{
	char address[ADDRESS_MOST + 1];
	struct remote *r;
	int64_t left = 0;

	address_of(remote, address);
	pthread_mutex_lock(&t->lock);
	if ((r = find(t, address)) != NULL)
		left = r->until - now_us;
	pthread_mutex_unlock(&t->lock);
	*wait = left > 0 ? (unsigned)((left + 999999) / 1000000) : 0;
	return left > 0 ? ERR_QUOTA : OK;
}

/* A window without enough failures begins anew, and after one without a
 * pause the next pause is the first again. */
static void
fail(struct throttle *t, struct remote *r, int64_t now_us)
{
	if (now_us - r->since > t->o.window_us) {
		if (now_us - r->until > t->o.window_us)
			r->pauses = 0;
		r->since = now_us;
		r->failures = 0;
	}
	if (++r->failures < t->o.failures_most)
		return;
	r->until = now_us + (t->o.pause_us << r->pauses);
	if (r->pauses < DOUBLINGS)
		r->pauses++;
	r->since = r->until;
	r->failures = 1;
}

void
throttle_failed(struct throttle *t, struct slice remote, int64_t now_us)
{
	char address[ADDRESS_MOST + 1];
	struct remote *r;

	address_of(remote, address);
	pthread_mutex_lock(&t->lock);
	if ((r = find(t, address)) == NULL)
		r = make(t, address, now_us);
	fail(t, r, now_us);
	pthread_mutex_unlock(&t->lock);
}
