/*
 * amendments.h - the versions of an open period's data, and where the log
 * tells of each. The data itself is in the bundles (periods.h).
 */
#ifndef STORE_TABLE_AMENDMENTS_H
#define STORE_TABLE_AMENDMENTS_H

#include "store/base/id.h"
#include "store/base/moment.h"
#include "store/db/txn.h"

struct amendment_row {
	uint32_t version, before; /* of the bundle */
	uint64_t entry;           /* in the log */
	struct moment time;       /* of that entry */
	uint64_t outage;          /* entry it takes its facts from; 0: none */
};

/* False when version `a->version` was not made after the opening. */
bool amendments_get(struct txn *t, struct period_id period,
    struct amendment_row *a);
void amendments_put(struct txn *t, struct period_id period,
    const struct amendment_row *a);

/* A period's amendments by version, rising. The opening is none of them. */
void amendments_each(struct txn *t, struct period_id period,
    void (*each)(void *self, const struct amendment_row *a), void *self);

#endif
