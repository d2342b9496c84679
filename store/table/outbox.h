/*
 * outbox.h - jobs promised by a committed change and not yet done. Durable and
 * dumb: when and by whom is the dispatcher's business.
 */
#ifndef STORE_TABLE_OUTBOX_H
#define STORE_TABLE_OUTBOX_H

#include "store/db/txn.h"
#include "store/model/job.h"

/* Asks for the job once more: raises `wanted`, notes the log entry that asked,
 * and digs it up if it was buried. */
void outbox_raise(struct txn *t, enum job_kind kind, struct period_id period,
    struct unit_id unit, uint64_t entry);

/* The row of job->kind, period and unit; false when there is none. */
bool outbox_get(struct txn *t, struct job *job);
void outbox_put(struct txn *t, const struct job *job);

/* Drops the row if `wanted` is still what the job saw; returns whether. */
bool outbox_settle(struct txn *t, const struct job *job);

/* Every row, in the order of kind, period, unit, until `each` says false. */
void outbox_each(struct txn *t, bool (*each)(void *self, const struct job *job),
    void *self);

#endif
