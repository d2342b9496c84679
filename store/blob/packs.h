/*
 * packs.h - small documents, appended to pack files.
 *
 * Inside store/blob: for stage.c and blobs.c.
 *
 *     documents/packs/0005f1a2b3c4d5e6    mode 0600, its number in hex
 *
 * A process that keeps small documents has one pack of its own, locked (flock)
 * as long as it may grow, which no other process appends to, and none takes
 * over: where a document lies is known only
 * to its record, so a pack needs no table and nothing to be mended after a
 * crash. Documents begin at multiples of PACK_STEP and never move.
 *
 * Written directly (O_DIRECT), past the page cache: nobody reads most
 * documents again soon, and filling the cache with them cost more than
 * hashing and storing them together (206 against 35 us of processor for each
 * 64 KiB, measured). Room for PACK_BYTES is taken from the disk at once, so
 * that an append changes no length. Documents that wait together are written in
 * one go, and one flush serves all that were written.
 */
#ifndef STORE_BLOB_PACKS_H
#define STORE_BLOB_PACKS_H

#include <pthread.h>
#include <sys/uio.h>

#include "store/blob/blobs.h"

#define PACK_STEP 4096
#define PACK_BYTES ((uint64_t)128 * 1024 * 1024)
#define PACK_NAME 17 /* 16 digits and an end */

/* One being appended to. Under the lock of its packs. */
struct pack {
	uint64_t number;
	int fd;
	uint64_t next;         /* where the next document begins */
	uint64_t fill, filled; /* zeros are being written there; to here they
				* were (fill.h) */
	unsigned writers;      /* and who were not flushed yet */
	bool retired;          /* takes no more; goes with its last writer */
};

struct packs {
	int dir;          /* documents/packs; -1 when nothing was opened yet */
	struct pack *now; /* the one that takes more; NULL: none yet */
	pthread_mutex_t lock;
	struct filler *filler; /* NULL: nobody fills ahead (fill.h) */
};

/* The file name of a pack. */
void pack_name(uint64_t number, char out[PACK_NAME]);

/* `documents` is the folder's descriptor; makes packs/ in it, flushed. */
enum err packs_open(struct packs *p, int documents);

/* Gives the room that the open pack did not use back to the disk. Nobody may
 * be appending. */
void packs_close(struct packs *p);

/*
 * Appends `n` parts, each a multiple of PACK_STEP bytes that begins at such an
 * address; together at most PACK_BYTES. `parts` is used up. On OK they are
 * written, one behind the other, the first at `*out`, and each is one of the
 * writers of the pack `*held`, until it was flushed (pack_flush) and leaves
 * (pack_leave). Many threads may call at once. ERR_NO_SPACE, ERR_BUSY, ERR_IO:
 * what was written is nobody's.
 */
enum err packs_append(struct packs *p, struct iovec *parts, unsigned n,
    struct blob_place *out, struct pack **held);

/* All that was written to it is on the disk. A failed flush ends the process:
 * after it nothing is known. */
void pack_flush(const struct pack *k);

/* Some of its writers leave. A pack that failed takes no more. Who writes into
 * one beside packs_append counts itself among them, under the lock. */
void pack_leave(struct packs *p, struct pack *k, unsigned writers, bool failed);

/* Takes back what was appended and recorded by nobody: the next one may lie
 * there, unless another document came behind it meanwhile. */
void packs_return(struct packs *p, struct blob_place place, size_t n);

#endif
