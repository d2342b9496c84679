/*
 * holds.h - legal holds, those that ended too.
 */
#ifndef STORE_TABLE_HOLDS_H
#define STORE_TABLE_HOLDS_H

#include "store/db/txn.h"
#include "store/model/hold.h"

/* Fill n; false when there is none. */
bool holds_get(struct txn *t, struct hold *h);
void holds_put(struct txn *t, const struct hold *h);
uint64_t holds_next(struct txn *t); /* the next number */

/* In the order of their numbers, until `each` returns false. */
void holds_each(struct txn *t, bool (*each)(void *self, const struct hold *h),
    void *self);

#endif
