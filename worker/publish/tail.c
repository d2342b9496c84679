/*
 * tail.c - the change feed, said aloud.
 *
 * Knows CloudEvents' attributes. Touches the feed, for reading, and one
 * socket.
 */
#include "worker/publish/tail.h"

#include <stdio.h>

#include "store/look/looks.h"
#include "store/view/views.h"
#include "worker/bus/topic.h"

#define AT_ONCE 200

enum err
tail_start(struct tail *t, struct store *store, struct sock *tell)
{
	struct health now;
	enum err e = look_health(store, &now);

	*t = (struct tail){ .store = store, .tell = tell };
	if (e == OK)
		t->after = now.events;
	return e;
}

static void
put_subject(struct jout *j, const struct event *e)
{
	char text[3 * NAME_ROOM];
	int n = snprintf(text, sizeof text, "%s", e->period.text);

	if (e->block.text[0] != '\0')
		n += snprintf(text + n, sizeof text - n, "/%s", e->block.text);
	if (e->unit.text[0] != '\0')
		(void)snprintf(text + n, sizeof text - n, "/%s", e->unit.text);
	if (text[0] != '\0')
		jout_kstr(j, "subject", text);
}

void
tail_event(struct buf *to, const struct event *e, const char *source,
    const char *feed)
{
	struct jout j = jout_start(to);
	char text[96];

	jout_object(&j);
	jout_kstr(&j, "specversion", "1.0");
	(void)snprintf(text, sizeof text, "%s-%llu", feed,
	    (unsigned long long)e->number);
	jout_kstr(&j, "id", text);
	jout_kstr(&j, "source", source);
	(void)snprintf(text, sizeof text, "parindex.%s",
	    event_policies[e->kind].name);
	jout_kstr(&j, "type", text);
	put_subject(&j, e);
	jout_kmoment(&j, "time", e->time);
	jout_kstr(&j, "datacontenttype", "application/json");
	jout_key(&j, "data");
	view_event(&j, e);
	jout_object_end(&j);
}

/* A listener too slow to hear is not waited for. */
static enum err
say(struct tail *t, const struct event *e, struct buf *body)
{
	char topic[TOPIC_TEXT];
	size_t n = topic_text(e->period, e->block, e->unit,
	    event_policies[e->kind].name, topic);

	buf_clear(body);
	tail_event(body, e, t->store->meta.origin, t->store->meta.feed);
	if (body->err != OK)
		return body->err;
	(void)sock_send(t->tell, slice_of(topic, n), buf_all(body));
	return OK;
}

enum err
tail_publish(struct tail *t, bool *more)
{
	const struct who dms = { .role = ROLE_DMS };
	struct event list[AT_ONCE];
	struct feed_look feed;
	struct buf body = { 0 };
	enum err e;

	*more = false;
	e = look_events(t->store, &dms, t->after, list, AT_ONCE, &feed);
	if (e != OK)
		return e;
	for (size_t i = 0; i < feed.n && e == OK; i++)
		e = say(t, &list[i], &body);
	buf_free(&body);
	*more = feed.next != t->after;
	t->after = feed.next;
	return e;
}
