/*
 * destroy.h - the bytes of documents are destroyed wherever they lie: files
 * and packs are overwritten, files then removed.
 *
 * What the disk itself keeps of overwritten blocks is beyond a program: see
 * docs/operations.md.
 */
#ifndef STORE_BLOB_DESTROY_H
#define STORE_BLOB_DESTROY_H

#include "store/blob/blobs.h"

/* A document that is no longer on record. */
struct doomed {
	struct digest digest;
	uint64_t size;
	struct blob_place place; /* pack 0: a file of its own */
};

/* Whether some other document, that is on record, lies at this place of a
 * pack; `offset` is that of any step (packs.h) of it. */
struct standing_documents {
	bool (*holds)(void *self, struct blob_place place);
	void *self;
};

/*
 * Destroys all of them, and of the small ones also what lies of them elsewhere
 * in the packs: an upload that lost a race, or was cut off, may have left a
 * copy that nobody has on record. Reads every pack once. May be run again after
 * any interruption, and ends what it began. *steps is how many steps of packs
 * were overwritten. ERR_IO, ERR_NO_MEMORY.
 */
enum err blobs_destroy(struct blobs *b, const struct doomed *list, size_t n,
    struct standing_documents others, uint64_t *steps);

#endif
