/*
 * events.h - the numbered change feed. A number is given out inside the write
 * transaction, so a reader who has seen n never later meets a smaller one.
 */
#ifndef STORE_TABLE_EVENTS_H
#define STORE_TABLE_EVENTS_H

#include "store/base/digest.h"
#include "store/db/txn.h"
#include "store/model/event.h"

/* Appends; gives the event its number, in *e. */
void events_add(struct txn *t, struct event *e);

/* The newest number, 0 for an empty feed. */
uint64_t events_newest(struct txn *t);

/* Destroys at most `most` events of a period, looking at no more than `look`
 * from number `*from` on; how many. `*from` is where to go on, 0 at the end.
 * The newest event stays: the next number is found by it. */
uint64_t events_dispose(struct txn *t, struct period_id period, uint64_t most,
    uint64_t look, uint64_t *from, struct digest_stream *to);

/* Events after number `after`, in order, until `each` says false. */
void events_after(struct txn *t, uint64_t after,
    bool (*each)(void *self, const struct event *e), void *self);

#endif
