/*
 * revisions.h - published revisions: what each is, its frozen rows, and for
 * which units a correction is due.
 */
#ifndef STORE_TABLE_REVISIONS_H
#define STORE_TABLE_REVISIONS_H

#include "store/db/txn.h"
#include "store/model/publication.h"

/* Fill period and n (0: the newest); false when there is none. */
bool revisions_get(struct txn *t, struct revision *r);
void revisions_each(struct txn *t, struct period_id period,
    bool (*each)(void *self, const struct revision *r), void *self);

/* Copies every row that a period's results are made of and rest on into
 * revision r->n, which must be new, and fills r->rows. */
void revisions_freeze(struct txn *t, struct revision *r);
void revisions_put(struct txn *t, const struct revision *r);

/* What a reader is given to look at revision `n` (txn_read_past). */
struct past revision_past(struct period_id period, uint64_t n);

/* Notes that something was done about the unit after publication; false when
 * that was noted before. */
bool corrections_put(struct txn *t, struct period_id period,
    struct unit_id unit, uint64_t entry);
void corrections_each(struct txn *t, struct period_id period,
    void (*each)(void *self, struct unit_id unit, uint64_t entry), void *self);
void corrections_clear(struct txn *t, struct period_id period);

#endif
