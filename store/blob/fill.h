/*
 * fill.h - zeros, written into a pack ahead of its documents.
 *
 * Room that was taken and never written stands in the file's map as such. A
 * document written there changes the map, and its flush must write the map too
 * and wait for it; where zeros were written before, it must not: one upload
 * alone is 10 % faster (measured). So a thread of its own, in a process that
 * takes documents for long, writes some of the room beforehand, slowly; while
 * several come at once the disk is for them, and where documents overtook it,
 * it goes on further ahead.
 *
 * Nothing depends on it: a document is flushed by who writes it. What is
 * filled is never what a document has, or is given (packs.h).
 *
 * Inside store/blob: for packs.c and blobs.c.
 */
#ifndef STORE_BLOB_FILL_H
#define STORE_BLOB_FILL_H

#include "store/blob/packs.h"

#define FILL_STEP ((uint64_t)1 << 20)  /* at a time */
#define FILL_REST_MS 10                /* between two: 100 MiB a second */
#define FILL_LEAD ((uint64_t)4 << 20)  /* from a document to what is filled */
#define FILL_AHEAD ((uint64_t)8 << 20) /* and no more than this */

/* Starts it. The thread has the caller's signal mask. ERR_NO_MEMORY. */
enum err fill_start(struct packs *p);
void fill_stop(struct packs *p);

/* A document took its place. Under the lock. */
void fill_wake(struct packs *p);

#endif
