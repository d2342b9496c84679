/*
 * disposals.h - which kinds of a period's rows were destroyed because their
 * years were over (retention.h), and how rows are destroyed.
 */
#ifndef STORE_TABLE_DISPOSALS_H
#define STORE_TABLE_DISPOSALS_H

#include "store/base/digest.h"
#include "store/db/txn.h"
#include "store/model/retention.h"

struct disposal {
	struct period_id period;
	enum retained kind;
	uint64_t records;   /* destroyed in all */
	uint64_t entry;     /* the newest in the log, and of its mandate */
	struct moment time; /* of that entry */
};

/* Fill the first two; false when nothing of the kind was destroyed. */
bool disposals_get(struct txn *t, struct disposal *d);
void disposals_put(struct txn *t, const struct disposal *d);
void disposals_each(struct txn *t,
    bool (*each)(void *self, const struct disposal *d), void *self);

/* Takes a row into the digest of what was destroyed: the lengths of its key
 * and value (8 bytes each), and both. */
void disposal_digest(struct digest_stream *to, struct slice key,
    struct slice value);

/* Drops at most `most` rows of a table that begin with `prefix`, digesting
 * each; how many. */
uint64_t disposal_drop(struct txn *t, unsigned table, struct slice prefix,
    uint64_t most, struct digest_stream *to);

#endif
