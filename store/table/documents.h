/*
 * documents.h - what is kept of each document, by its SHA-256; the bytes of
 * small ones; and which submissions use it.
 */
#ifndef STORE_TABLE_DOCUMENTS_H
#define STORE_TABLE_DOCUMENTS_H

#include "store/base/digest.h"
#include "store/base/id.h"
#include "store/db/txn.h"

struct document {
	struct digest digest;
	uint64_t size;
	bool is_file;        /* else the bytes are in this table */
	char media_type[64]; /* by our own look */
};

bool documents_get(struct txn *t, struct digest d, struct document *out);
void documents_put(struct txn *t, const struct document *doc);

/* The first `room` digests after `after` (all zero: from the first), in
 * order: for a walk over all of them in short transactions. */
size_t documents_after(struct txn *t, struct digest after, struct digest *list,
    size_t room);

/* The bytes of an inline document: borrowed from t; kept. */
bool document_bytes_get(struct txn *t, struct digest d, struct slice *bytes);
void document_bytes_put(struct txn *t, struct digest d, struct slice bytes);

/* Notes that `id` uses the document; calls `each` for every one that does,
 * until it returns false. */
void document_uses_put(struct txn *t, struct digest d, struct submission_id id);
void document_uses_each(struct txn *t, struct digest d,
    bool (*each)(void *self, struct submission_id id), void *self);

#endif
