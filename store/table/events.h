/*
 * events.h - the numbered change feed. A number is given out inside the write
 * transaction, so a reader who has seen n never later meets a smaller one.
 */
#ifndef STORE_TABLE_EVENTS_H
#define STORE_TABLE_EVENTS_H

#include "store/db/txn.h"
#include "store/model/event.h"

/* Appends; gives the event its number, in *e. */
void events_add(struct txn *t, struct event *e);

/* The newest number, 0 for an empty feed. */
uint64_t events_newest(struct txn *t);

/* Events after number `after`, in order, until `each` says false. */
void events_after(struct txn *t, uint64_t after,
    bool (*each)(void *self, const struct event *e), void *self);

#endif
