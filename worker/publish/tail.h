/*
 * tail.h - follows the change feed and publishes each event after its commit.
 *
 * A listener that was away catches up through the change feed over HTTP: this
 * is a bell with words, not a record. It hears what the document management
 * system may see, and no more.
 */
#ifndef WORKER_PUBLISH_TAIL_H
#define WORKER_PUBLISH_TAIL_H

#include "store/base/buf.h"
#include "store/model/event.h"
#include "store/store.h"
#include "worker/bus/sock.h"

struct tail {
	struct store *store; /* borrowed */
	struct sock *tell;   /* borrowed, SOCK_EVENTS_TELL */
	uint64_t after;      /* the last number looked at */
};

/* Begins at the newest event there is: what was before is not told again. */
enum err tail_start(struct tail *t, struct store *store, struct sock *tell);

/* Publishes what was committed since, at most a few hundred events; true in
 * `*more` when there may be more at once. */
enum err tail_publish(struct tail *t, bool *more);

/* One event as CloudEvents 1.0 (JSON format 1.0), appended. `source` is the
 * log's origin, `feed` the feed's id, so that id and source name the event
 * among all. */
void tail_event(struct buf *to, const struct event *e, const char *source,
    const char *feed);

#endif
