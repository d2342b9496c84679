/*
 * commitments.h - what units said they would send (store/model/commitment.h).
 */
#ifndef STORE_TABLE_COMMITMENTS_H
#define STORE_TABLE_COMMITMENTS_H

#include "store/db/txn.h"
#include "store/model/commitment.h"

/* A unit's commitment by its id; false when the unit has none of it. */
bool commitments_get(struct txn *t, struct period_id period,
    struct unit_id unit, struct commitment_id id, struct commitment *out);

/* Keeps a new one: a row never changes. */
void commitments_add(struct txn *t, const struct commitment *c);

/* A unit's, or with an empty unit the whole period's, oldest first within a
 * unit, until `each` returns false. */
void commitments_each(struct txn *t, struct period_id period,
    struct unit_id unit, bool (*each)(void *self, const struct commitment *c),
    void *self);

/* The first `room` keys after `after` (all zero: from the first), of all
 * periods and units: for a walk in short transactions. */
struct commitment_key {
	struct period_id period;
	struct unit_id unit;
	struct commitment_id id;
};
size_t commitments_after(struct txn *t, const struct commitment_key *after,
    struct commitment_key *list, size_t room);

#endif
