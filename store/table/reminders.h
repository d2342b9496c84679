/*
 * reminders.h - which reminders have been said, so that each is said once.
 */
#ifndef STORE_TABLE_REMINDERS_H
#define STORE_TABLE_REMINDERS_H

#include "store/db/txn.h"
#include "store/model/reminder.h"

/* Whether a reminder of the period was said: about its window (`unit` NULL),
 * or about one unit. */
bool reminders_said(struct txn *t, const struct plan *plan,
    const struct reminder *r, const struct unit_id *unit);

/* Notes that it was, at `now`, as event `number` of the feed (0: there was
 * nothing to say). */
void reminders_put(struct txn *t, const struct plan *plan,
    const struct reminder *r, const struct unit_id *unit, struct moment now,
    uint64_t number);

#endif
