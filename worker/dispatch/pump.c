/*
 * pump.c - the schedule of background work.
 *
 * Knows the rules in pump.h. Touches nothing but its own memory.
 */
#include "worker/dispatch/pump.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define NOBODY SIZE_MAX

/* A row of the outbox, as last listed. */
struct item {
	struct job job;
	uint64_t since;     /* its place in the queue; lower goes first; 0:
			     * none, for it rests and nothing is wanted */
	int64_t not_before; /* waits until then, or rests */
	uint64_t ticket;    /* while held, else 0 */
	int64_t lease_ends;
	uint64_t handed; /* `wanted` when it was last handed out */
	uint64_t came;   /* by how much that was more than the time before */
	bool listed;     /* the last listing had it */
	bool lost;       /* its worker is known to be gone */
};

struct worker {
	struct worker_name name;
	uint64_t holds; /* a ticket, 0: idle */
	uint64_t since; /* its place among the idle */
	int64_t heard;
};

struct pump {
	struct item *items; /* in the order of same() */
	size_t n_items, room_items;
	struct worker *workers;
	size_t n_workers, room_workers;
	uint64_t ticket; /* the last one given out */
	uint64_t turn;   /* counts arrivals in both queues */
};

struct pump *
pump_new(uint64_t first_ticket)
{
	struct pump *p = calloc(1, sizeof *p);

	if (p != NULL)
		p->ticket = first_ticket == 0 ? 0 : first_ticket - 1;
	return p;
}

void
pump_free(struct pump **pump)
{
	if (*pump == NULL)
		return;
	free((*pump)->items);
	free((*pump)->workers);
	free(*pump);
	*pump = NULL;
}

/* Orders by what makes two rows the same row. */
static int
order(const struct job *a, const struct job *b)
{
	int by;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if ((by = strcmp(a->period.text, b->period.text)) != 0)
		return by;
	return strcmp(a->unit.text, b->unit.text);
}

/* Where `job` stands, or would. */
static size_t
place(const struct pump *p, const struct job *job, bool *there)
{
	size_t low = 0, high = p->n_items;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int by = order(&p->items[middle].job, job);

		if (by == 0) {
			*there = true;
			return middle;
		}
		if (by < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*there = false;
	return low;
}

static void
forget(struct pump *p, size_t at)
{
	memmove(&p->items[at], &p->items[at + 1],
	    (p->n_items - at - 1) * sizeof *p->items);
	p->n_items--;
}

static enum err
make_room(struct pump *p, size_t more)
{
	size_t room = p->n_items + more;
	struct item *grown;

	if (room <= p->room_items)
		return OK;
	grown = realloc(p->items, room * sizeof *grown);
	if (grown == NULL)
		return ERR_NO_MEMORY;
	p->items = grown;
	p->room_items = room;
	return OK;
}

static void
list(struct pump *p, const struct job *row)
{
	bool there;
	size_t at = place(p, row, &there);
	struct item *item = &p->items[at];

	if (!there) {
		memmove(item + 1, item, (p->n_items - at) * sizeof *item);
		p->n_items++;
		*item = (struct item){ .since = ++p->turn };
	}
	item->listed = true;
	if (item->since == 0)
		item->since = ++p->turn;
	if (item->ticket == 0)
		item->job = *row;
}

static bool
is_resting(const struct item *item, int64_t now)
{
	return item->since == 0 && item->not_before > now;
}

enum err
pump_due(struct pump *p, const struct job *rows, size_t n, int64_t now)
{
	if (make_room(p, n) != OK)
		return ERR_NO_MEMORY;
	for (size_t i = 0; i < p->n_items; i++)
		p->items[i].listed = false;
	for (size_t i = 0; i < n; i++)
		if (!rows[i].buried)
			list(p, &rows[i]);
	for (size_t i = p->n_items; i-- > 0;)
		if (!p->items[i].listed && p->items[i].ticket == 0 &&
		    !is_resting(&p->items[i], now))
			forget(p, i);
	return OK;
}

static struct worker *
find_worker(const struct pump *p, struct worker_name name)
{
	for (size_t i = 0; i < p->n_workers; i++)
		if (strcmp(p->workers[i].name.text, name.text) == 0)
			return &p->workers[i];
	return NULL;
}

static size_t
find_ticket(const struct pump *p, uint64_t ticket)
{
	for (size_t i = 0; i < p->n_items && ticket != 0; i++)
		if (p->items[i].ticket == ticket)
			return i;
	return NOBODY;
}

static struct worker *
add_worker(struct pump *p, struct worker_name name)
{
	struct worker *grown;
	size_t room = p->room_workers == 0 ? 8 : p->room_workers * 2;

	if (p->n_workers == p->room_workers) {
		grown = realloc(p->workers, room * sizeof *grown);
		if (grown == NULL)
			return NULL;
		p->workers = grown;
		p->room_workers = room;
	}
	grown = &p->workers[p->n_workers++];
	*grown = (struct worker){ .name = name, .since = ++p->turn };
	return grown;
}

/* What the worker held is lost. */
static void
lose(struct pump *p, struct worker *w)
{
	size_t at = find_ticket(p, w->holds);

	if (at != NOBODY)
		p->items[at].lost = true;
	w->holds = 0;
	w->since = ++p->turn;
}

enum err
pump_hello(struct pump *p, struct worker_name worker, uint64_t seen,
    int64_t now)
{
	struct worker *w = find_worker(p, worker);

	if (w == NULL && (w = add_worker(p, worker)) == NULL)
		return ERR_NO_MEMORY;
	w->heard = now;
	if (w->holds != 0 && w->holds == seen)
		lose(p, w);
	return OK;
}

static void
drop_worker(struct pump *p, struct worker *w)
{
	lose(p, w);
	*w = p->workers[--p->n_workers];
}

void
pump_gone(struct pump *p, struct worker_name worker)
{
	struct worker *w = find_worker(p, worker);

	if (w != NULL)
		drop_worker(p, w);
}

/* The row a worker answers for, NOBODY when it does not hold it. The worker
 * is idle from here on. */
static size_t
answered(struct pump *p, struct worker_name worker, uint64_t ticket,
    int64_t now)
{
	struct worker *w = find_worker(p, worker);
	size_t at;

	if (w == NULL || ticket == 0 || w->holds != ticket)
		return NOBODY;
	at = find_ticket(p, ticket);
	w->holds = 0;
	w->since = ++p->turn;
	w->heard = now;
	return at;
}

bool
pump_done(struct pump *p, struct worker_name worker, uint64_t ticket,
    int64_t now)
{
	size_t at = answered(p, worker, ticket, now);

	if (at == NOBODY)
		return false;
	p->items[at].ticket = p->items[at].since = 0;
	p->items[at].not_before =
	    now +
	    (p->items[at].came > PUMP_RUSH ? PUMP_RUSH_REST_US : PUMP_REST_US);
	return true;
}

/* A row whose worker failed it or was lost goes to the end of the queue. */
static void
requeue(struct pump *p, struct item *item, int64_t now)
{
	item->ticket = 0;
	item->lost = false;
	item->job.failures++;
	item->since = ++p->turn;
	item->not_before =
	    now + job_backoff_seconds(item->job.failures) * INT64_C(1000000);
}

bool
pump_failed(struct pump *p, struct worker_name worker, uint64_t ticket,
    int64_t now, struct job *job)
{
	size_t at = answered(p, worker, ticket, now);

	if (at == NOBODY)
		return false;
	if (job != NULL)
		*job = p->items[at].job;
	requeue(p, &p->items[at], now);
	return true;
}

/* The worker that holds `ticket`, if it is still there, holds nothing. */
static void
release(struct pump *p, uint64_t ticket)
{
	for (size_t i = 0; i < p->n_workers; i++)
		if (p->workers[i].holds == ticket) {
			p->workers[i] = p->workers[--p->n_workers];
			return;
		}
}

bool
pump_lost(struct pump *p, int64_t now, struct job *job)
{
	for (size_t i = 0; i < p->n_items; i++) {
		struct item *item = &p->items[i];

		if (item->ticket == 0 ||
		    (!item->lost && item->lease_ends > now))
			continue;
		*job = item->job;
		release(p, item->ticket);
		requeue(p, item, now);
		return true;
	}
	return false;
}

void
pump_unsent(struct pump *p, const struct hand *hand)
{
	size_t at = find_ticket(p, hand->ticket);

	if (at != NOBODY)
		p->items[at].ticket = 0;
	release(p, hand->ticket);
}

static struct worker *
longest_idle(struct pump *p, int64_t now)
{
	struct worker *best = NULL;

	for (size_t i = p->n_workers; i-- > 0;) {
		struct worker *w = &p->workers[i];

		if (w->holds != 0)
			continue;
		if (now - w->heard > PUMP_SILENCE_US) {
			*w = p->workers[--p->n_workers];
			best = NULL;
			i = p->n_workers;
		} else if (best == NULL || w->since < best->since) {
			best = w;
		}
	}
	return best;
}

static struct item *
longest_due(struct pump *p, int64_t now)
{
	struct item *best = NULL;

	for (size_t i = 0; i < p->n_items; i++) {
		struct item *item = &p->items[i];

		if (item->ticket == 0 && item->since != 0 &&
		    item->not_before <= now &&
		    (best == NULL || item->since < best->since))
			best = item;
	}
	return best;
}

bool
pump_next(struct pump *p, int64_t now, struct hand *out)
{
	struct item *item = longest_due(p, now);
	struct worker *w = item == NULL ? NULL : longest_idle(p, now);
	unsigned lease;

	if (w == NULL)
		return false;
	assert((unsigned)item->job.kind < JOB_KINDS);
	lease = job_policies[item->job.kind].lease_seconds;
	if (++p->ticket == 0)
		p->ticket = 1;
	w->holds = item->ticket = p->ticket;
	item->lost = false;
	item->came = item->job.wanted > item->handed
			 ? item->job.wanted - item->handed
			 : 0;
	item->handed = item->job.wanted;
	item->lease_ends = now + lease * INT64_C(1000000);
	*out = (struct hand){ w->name, item->ticket, item->job };
	return true;
}

int64_t
pump_wake(const struct pump *p, int64_t now)
{
	int64_t when = INT64_MAX;

	for (size_t i = 0; i < p->n_items; i++) {
		const struct item *item = &p->items[i];
		int64_t at = item->since == 0    ? INT64_MAX
			     : item->ticket == 0 ? item->not_before
			     : item->lost        ? now
						 : item->lease_ends;

		/* What is due now waits for a worker, and that is news. */
		if ((item->ticket != 0 || at > now) && at < when)
			when = at;
	}
	return when;
}

struct pump_counts
pump_counts(const struct pump *p, int64_t now)
{
	struct pump_counts c = { .workers = (unsigned)p->n_workers };

	for (size_t i = 0; i < p->n_items; i++) {
		if (p->items[i].since == 0)
			continue;
		c.known++;
		c.held += p->items[i].ticket != 0;
		c.waiting +=
		    p->items[i].ticket == 0 && p->items[i].not_before > now;
	}
	for (size_t i = 0; i < p->n_workers; i++)
		c.idle += p->workers[i].holds == 0;
	return c;
}
