/*
 * sightings.h - documents that were seen in person and are not kept.
 */
#ifndef STORE_TABLE_SIGHTINGS_H
#define STORE_TABLE_SIGHTINGS_H

#include "store/db/txn.h"
#include "store/model/sighting.h"

/* Fill period, unit and n; false when there is none. */
bool sightings_get(struct txn *t, struct sighting *s);
void sightings_put(struct txn *t, const struct sighting *s);

/* The unit's next number. */
uint64_t sightings_next(struct txn *t, struct period_id period,
    struct unit_id unit);

/* A unit's, or with an empty unit the whole period's, in the order of unit and
 * number, until `each` returns false. */
void sightings_each(struct txn *t, struct period_id period, struct unit_id unit,
    bool (*each)(void *self, const struct sighting *s), void *self);

#endif
