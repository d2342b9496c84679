/*
 * remarks.h - what jobs noticed about submissions, and the papers they noticed
 * it by.
 */
#ifndef STORE_TABLE_REMARKS_H
#define STORE_TABLE_REMARKS_H

#include "store/base/digest.h"
#include "store/db/txn.h"
#include "store/model/remark.h"

/* Keeps a remark, unless `about` has REMARKS_MOST of its kind already. */
void remarks_put(struct txn *t, const struct remark *r);

/* How many of a kind a submission has. */
unsigned remarks_count(struct txn *t, struct submission_id about,
    enum remark_kind kind);

/* A submission's remarks by kind, the first `room`; returns how many. */
unsigned remarks_of(struct txn *t, struct submission_id about,
    struct remark *list, unsigned room);

/* A paper is a document by its number, symbol and issuer, hashed. Notes that
 * the submission is one; calls `each` for those of the unit that are the same,
 * oldest first, until it returns false. */
void papers_put(struct txn *t, struct period_id period, struct unit_id unit,
    struct digest paper, struct submission_id id);
void papers_each(struct txn *t, struct period_id period, struct unit_id unit,
    struct digest paper, bool (*each)(void *self, struct submission_id id),
    void *self);

#endif
