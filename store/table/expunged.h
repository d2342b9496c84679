/*
 * expunged.h - documents whose bytes were destroyed under a decision, or are
 * about to be.
 */
#ifndef STORE_TABLE_EXPUNGED_H
#define STORE_TABLE_EXPUNGED_H

#include "store/base/digest.h"
#include "store/base/moment.h"
#include "store/db/txn.h"

struct expunged {
	struct digest digest;
	bool pending; /* decided; the bytes may still be there */
	uint64_t size;
	bool disposal;         /* its retention was over */
	uint64_t entry;        /* place in the log, and of its mandate */
	struct moment time;    /* of that entry */
	uint64_t pack, offset; /* where the bytes lay; 0: a file */
};

/* Of either state; false when the document was not destroyed. */
bool expunged_get(struct txn *t, struct digest d, struct expunged *out);

/* Keeps it in its state, and no longer in the other. */
void expunged_put(struct txn *t, const struct expunged *e);

/* Those of a state by digest, until `each` returns false. */
void expunged_each(struct txn *t, bool pending,
    bool (*each)(void *self, const struct expunged *e), void *self);

#endif
