/*
 * feed.c - the change feed: every event after a number, waited for if asked.
 *
 * Knows that waiting readers may hold at most a quarter of the threads: the
 * others are answered at once. Touches the store through a look.
 */
#include <stdio.h>
#include <time.h>

#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/http/query.h"
#include "cgi/page/pages.h"
#include "store/base/json_out.h"
#include "store/look/looks.h"
#include "store/view/views.h"

#define EVENTS_MOST 200
#define WAIT_MOST 30       /* seconds */
#define GLANCE_NS 20000000 /* between two looks at the last commit */

struct feed_asked {
	uint64_t after;
	uint64_t wait;
	struct slice feed; /* the id the reader knows; may be absent */
};

static enum err
read_number(const struct query *q, const char *key, uint64_t most,
    uint64_t *out, struct fault *why)
{
	struct slice text;
	uint64_t n = 0;
	enum err e = query_maybe(q, key, &text, why);

	if (e != OK || text.p == NULL)
		return e;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9' || n > most)
			goto bad;
		n = n * 10 + (text.p[i] - '0');
	}
	if (text.n == 0 || n > most)
		goto bad;
	*out = n;
	return OK;
bad:
	return fault_set(why, ERR_RANGE, "query",
	    "Parameter \"%s\" is a "
	    "number from 0 to %llu.",
	    key, (unsigned long long)most);
}

static enum err
read_asked(struct ask *a, struct feed_asked *out, struct fault *why)
{
	static const char *const known[] = { "after", "wait", "feed", NULL };
	struct query q;
	enum err e;

	if ((e = query_read(a->query, &a->pool, &q, why)) != OK ||
	    (e = query_known(&q, known, why)) != OK ||
	    (e = read_number(&q, "after", INT64_MAX / 16, &out->after, why)) !=
		OK ||
	    (e = read_number(&q, "wait", WAIT_MOST, &out->wait, why)) != OK)
		return e;
	return query_maybe(&q, "feed", &out->feed, why);
}

/* Sleeps until another transaction has committed, the time is up, or the
 * program is told to stop. */
static void
wait_for_commit(struct door *d, uint64_t seen, int64_t until)
{
	struct store *s = d->store;
	const struct timespec glance = { .tv_nsec = GLANCE_NS };

	while (env_last_commit(s->env) == seen && store_run(s) < until &&
	       !atomic_load(&d->stopping))
		(void)nanosleep(&glance, NULL);
}

static enum err
look(struct visit *v, const struct feed_asked *asked, struct event *list,
    struct feed_look *out)
{
	struct store *s = v->door->store;
	int64_t until = store_run(s) + (int64_t)asked->wait * 1000000;
	uint64_t seen, after = asked->after;
	enum err e;

	for (;;) {
		seen = env_last_commit(s->env);
		e = look_events(s, &v->who, after, list, EVENTS_MOST, out);
		if (e != OK || out->n != 0 || store_run(s) >= until ||
		    atomic_load(&v->door->stopping))
			return e;
		/* One look passes a thousand numbers at most: there may be
		 * more behind those this reader may not see. */
		if (out->next == after)
			wait_for_commit(v->door, seen, until);
		after = out->next;
	}
}

static void
answer(struct reply *r, const struct event *list, const struct feed_look *f)
{
	struct jout j = jout_start(reply_json(r, 200));

	jout_object(&j);
	jout_kstr(&j, "feed", f->id);
	jout_kuint(&j, "next", f->next);
	jout_key(&j, "events");
	jout_array(&j);
	for (size_t i = 0; i < f->n; i++)
		view_event(&j, &list[i]);
	jout_array_end(&j);
	jout_object_end(&j);
	reply_header_text(r, "Cache-Control", "no-store");
}

/* Takes a place among those who wait; false when all are taken. */
static bool
take_place(struct door *d)
{
	unsigned most = d->threads / 4 > 0 ? d->threads / 4 : 1;

	if (atomic_fetch_add(&d->waiting, 1) < most)
		return true;
	atomic_fetch_sub(&d->waiting, 1);
	return false;
}

void
changes_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct event *list = pool_array(&a->pool, EVENTS_MOST, sizeof *list);
	struct feed_asked asked = { 0 };
	struct fault why = { 0 };
	struct feed_look f;
	bool placed = false;
	enum err e;

	e = list == NULL ? ERR_NO_MEMORY : read_asked(a, &asked, &why);
	if (e == OK && asked.feed.p != NULL &&
	    !slice_is(asked.feed, v->door->store->meta.feed))
		e = fault_set(&why, ERR_OTHER_FEED, "query:feed",
		    "This is another feed (the store was restored): begin "
		    "again from 0.");
	if (e == OK && asked.wait != 0) {
		placed = take_place(v->door);
		if (!placed)
			asked.wait = 0;
	}
	if (e == OK)
		e = look(v, &asked, list, &f);
	if (placed)
		atomic_fetch_sub(&v->door->waiting, 1);
	if (e != OK) {
		problem_reply(r, e, &why);
		return;
	}
	answer(r, list, &f);
	if (!placed && f.n == 0)
		reply_header_text(r, "Retry-After", "2");
}
