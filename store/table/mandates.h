/*
 * mandates.h - the decision under which a log entry was made, readable; the
 * log itself has only a salted hash of it.
 */
#ifndef STORE_TABLE_MANDATES_H
#define STORE_TABLE_MANDATES_H

#include "store/base/id.h"
#include "store/db/txn.h"
#include "store/model/mandate.h"

struct mandated {
	struct mandate mandate;
	struct token_id by; /* 0: the operator at the machine */
	uint8_t salt[32];   /* of the entry's `decision` line */
};

/* By the entry's place in the log; false when it has none. */
bool mandates_get(struct txn *t, uint64_t entry, struct mandated *out);
void mandates_put(struct txn *t, uint64_t entry, const struct mandated *m);

#endif
