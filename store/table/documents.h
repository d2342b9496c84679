/*
 * documents.h - what is kept of each document, by its SHA-256: where its bytes
 * lie, and which submissions use it.
 */
#ifndef STORE_TABLE_DOCUMENTS_H
#define STORE_TABLE_DOCUMENTS_H

#include "store/base/digest.h"
#include "store/base/id.h"
#include "store/db/txn.h"

struct document {
	struct digest digest;
	uint64_t size;
	uint64_t pack, offset;      /* where a small one lies (blob/packs.h);
				     * pack 0: a file of its own */
	char media_type[64];        /* by our own look */
	struct submission_id first; /* that brought it; all zero: none */
	uint64_t expunged;          /* entry by which its bytes were
				     * destroyed; 0: they are there */
};

bool documents_get(struct txn *t, struct digest d, struct document *out);
void documents_put(struct txn *t, const struct document *doc);

/* The first `room` digests after `after` (all zero: from the first), in
 * order: for a walk over all of them in short transactions. */
size_t documents_after(struct txn *t, struct digest after, struct digest *list,
    size_t room);

/* Notes that a later submission uses the document too. */
void document_uses_put(struct txn *t, struct digest d, struct period_id period,
    struct unit_id unit, struct submission_id id);

/* Calls `each` for every submission that uses the document, the first one
 * first, until it returns false. */
void document_uses_each(struct txn *t, struct digest d,
    bool (*each)(void *self, struct submission_id id), void *self);

/* The same for the later ones of one unit in a period only; the first one comes
 * first all the same, whosever it is. */
void document_uses_of_unit(struct txn *t, struct digest d,
    struct period_id period, struct unit_id unit,
    bool (*each)(void *self, struct submission_id id), void *self);

#endif
