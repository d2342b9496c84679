/*
 * folder.h - the documents' folder: files that come to be under their digest.
 *
 * Inside store/blob: for stage.c and blobs.c.
 *
 *     documents/ab/cdef...         mode 0400, 2 and 62 digits of the SHA-256
 *     documents/incoming-<32 hex>  mode 0600, only where the file system has
 *                                  no unnamed files (O_TMPFILE)
 */
#ifndef STORE_BLOB_FOLDER_H
#define STORE_BLOB_FOLDER_H

#include <stdatomic.h>

#include "store/base/digest.h"
#include "store/base/err.h"
#include "store/blob/blobs.h"
#include "store/blob/packs.h"

#define SHARDS 256
#define SHARD_TEXT 3 /* "ab" and its end */
#define INCOMING "incoming-"
#define INCOMING_TEXT 42 /* INCOMING, 32 digits and an end */

struct blobs {
	int dir;          /* documents/ */
	uint64_t reserve; /* bytes; RESERVE_USUAL: by the disk's size */
	struct packs packs;
	/* Shards whose own name in documents/ this process has flushed. */
	_Atomic uint64_t flushed[SHARDS / 64];
};
#define RESERVE_USUAL UINT64_MAX

/* A file being written; `aside` is "" when it has no name yet. */
struct arrival {
	int fd;
	char aside[INCOMING_TEXT];
};
#define ARRIVAL_NONE ((struct arrival){ .fd = -1 })

enum err arrival_open(struct blobs *b, struct arrival *out);
void arrival_drop(struct blobs *b, struct arrival *a);

/*
 * Gives a flushed file its name and flushes the folder. When a file of that
 * name and size is there already it stays and is made young, so that a sweep
 * leaves it for the one who is about to record it. ERR_BROKEN when the file
 * that is there has another size.
 */
enum err arrival_link(struct blobs *b, struct arrival *a, struct digest d,
    uint64_t size);

/* Opens the digest's shard (which `make` makes); ERR_NOT_FOUND. `name` gets
 * the file's name within. */
enum err shard_open(struct blobs *b, struct digest d, bool make, int *fd,
    char name[DIGEST_TEXT]);

/* Flushes the names in a folder, or gives up (give_up.h). */
void flush_folder(int fd);

/* What `errno` means: no room, too many open files, or a broken disk. */
enum err disk_err(int error);

#endif
