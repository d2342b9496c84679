/*
 * records.h - the council's minutes and decisions, numbered within a period.
 */
#ifndef STORE_TABLE_RECORDS_H
#define STORE_TABLE_RECORDS_H

#include "store/db/txn.h"
#include "store/model/publication.h"

/* Fill period and n; false when there is none. */
bool records_get(struct txn *t, struct record *r);

/* Keeps a new one under the period's next number, which it gets. */
void records_add(struct txn *t, struct record *r);

/* A period's records in the order in which they were kept. */
void records_each(struct txn *t, struct period_id period,
    bool (*each)(void *self, const struct record *r), void *self);

/* Whether the period has a record of that kind. */
bool records_have(struct txn *t, struct period_id period,
    enum record_kind kind);

#endif
