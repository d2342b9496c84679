/*
 * blobs.h - documents on the disk. A large one is a file named by its SHA-256,
 * <store>/documents/ab/cdef... (mode 0400), never changed; a small one lies at
 * a place in a pack, a file of many (packs.h).
 *
 * May touch only its own folder.
 */
#ifndef STORE_BLOB_BLOBS_H
#define STORE_BLOB_BLOBS_H

#include <stdbool.h>

#include "store/base/buf.h"
#include "store/base/digest.h"
#include "store/base/fault.h"

struct blobs;

/* Where a small document lies: in which pack, and how many bytes behind its
 * begin. Pack 0: nowhere. */
struct blob_place {
	uint64_t pack, offset;
};

/* `path` is the store's folder; makes documents/ when it is not there. */
enum err blobs_open(struct blobs **out, const char *path, struct fault *why);
void blobs_close(struct blobs **b);

/* For a process that takes documents for long: room for small ones is made
 * ready beforehand, by a thread of its own with the caller's signal mask. */
enum err blobs_fill_ahead(struct blobs *b);

/* 503 before the disk is full (design.md 6): ERR_NO_SPACE when free space is
 * below max(1 GiB, 5 %) of its disk. Cheap: one statvfs. PARINDEX-wide the
 * reserve can be lowered only by blobs_reserve (tests, small disks). */
enum err blobs_room(struct blobs *b);
/* The same when `bytes` more were kept. */
enum err blobs_room_for(struct blobs *b, uint64_t bytes);
void blobs_reserve(struct blobs *b, uint64_t bytes);

/* Opens a kept file for reading; ERR_NOT_FOUND. The caller closes `*fd`. */
enum err blobs_fetch(struct blobs *b, struct digest d, int *fd, uint64_t *size);

/* Opens a pack for reading; ERR_NOT_FOUND. The caller closes `*fd`, and reads
 * from the place's offset. */
enum err blobs_open_pack(struct blobs *b, uint64_t pack, int *fd);

/* Appends the `size` bytes at a place. ERR_NOT_FOUND: there is no such pack;
 * ERR_BROKEN: it ends before. */
enum err blobs_read(struct blobs *b, struct blob_place place, uint64_t size,
    struct buf *to);

/* Re-hashes every file; calls `bad` for each whose bytes are not its name. */
enum err blobs_check(struct blobs *b, void (*bad)(void *self, const char *name),
    void *self);

/* Copies every file and pack into `to`/documents, which must not be there yet,
 * flushed and with its name and mode. Files that come meanwhile may or may not
 * be among them. *copied is how many. ERR_EXISTS, ERR_NOT_FOUND, ERR_NO_SPACE.
 */
enum err blobs_copy(struct blobs *b, const char *to, uint64_t *copied,
    struct fault *why);

/* Removes files older than an hour that `known` does not know. Returns how
 * many in *removed. */
enum err blobs_sweep(struct blobs *b,
    bool (*known)(void *self, struct digest d), void *self, uint64_t *removed);

/* The numbers of the packs that nobody appends to, and so never will again: 8
 * bytes each, appended. */
enum err blobs_left_packs(struct blobs *b, struct buf *to);

/* Cuts such a pack behind the `used` bytes that are somebody's; without any it
 * goes. *freed is how many bytes that gave back to the disk. */
enum err blobs_cut_pack(struct blobs *b, uint64_t pack, uint64_t used,
    uint64_t *freed);

#endif
