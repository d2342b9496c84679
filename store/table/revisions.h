/*
 * revisions.h - published revisions: what each is, and for which units a
 * correction is due. Their rows are in frozen.h.
 */
#ifndef STORE_TABLE_REVISIONS_H
#define STORE_TABLE_REVISIONS_H

#include "store/db/txn.h"
#include "store/model/publication.h"

/* Fill period and n (0: the newest); false when there is none. */
bool revisions_get(struct txn *t, struct revision *r);
void revisions_each(struct txn *t, struct period_id period,
    bool (*each)(void *self, const struct revision *r), void *self);

void revisions_put(struct txn *t, const struct revision *r);

/* Notes that something was done about the unit after publication; false when
 * that was noted before. */
bool corrections_put(struct txn *t, struct period_id period,
    struct unit_id unit, uint64_t entry);
void corrections_each(struct txn *t, struct period_id period,
    void (*each)(void *self, struct unit_id unit, uint64_t entry), void *self);
void corrections_clear(struct txn *t, struct period_id period);

#endif
