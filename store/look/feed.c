/*
 * feed.c - the change feed, as one reader may see it.
 *
 * Knows that a hidden event leaves a gap. Touches the feed, for reading.
 */
#include <stdio.h>

#include "store/look/looks.h"
#include "store/table/events.h"

#define LOOK_AT_MOST 1000

struct reading_feed {
	const struct who *who;
	struct event *list;
	size_t room, seen;
	struct feed_look *out;
};

static bool
visible(const struct who *who, const struct event *e)
{
	enum may may = event_policies[e->kind].may;

	if (who == NULL)
		return true;
	return who_may(who, MAY_READ_FEED, who->unit) &&
	       (e->period.text[0] == 0
		       ? who_may(who, may, e->unit)
		       : who_may_in(who, may, e->period, e->unit));
}

static bool
take(void *self, const struct event *e)
{
	struct reading_feed *r = self;

	if (visible(r->who, e)) {
		if (r->out->n == r->room)
			return false;
		r->list[r->out->n++] = *e;
	}
	r->out->next = e->number;
	return ++r->seen < LOOK_AT_MOST;
}

enum err
look_events(struct store *s, const struct who *who, uint64_t after,
    struct event *list, size_t room, struct feed_look *out)
{
	struct reading_feed r = { who, list, room, 0, out };
	struct txn t;

	*out = (struct feed_look){ .next = after };
	(void)snprintf(out->id, sizeof out->id, "%s", s->meta.feed);
	txn_read(&t, s->env);
	events_after(&t, after, take, &r);
	return txn_end(&t);
}
