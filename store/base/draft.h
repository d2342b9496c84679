/*
 * draft.h - files that appear whole or not at all.
 */
#ifndef STORE_BASE_DRAFT_H
#define STORE_BASE_DRAFT_H

#include <stdint.h>
#include <sys/types.h>

#include "store/base/err.h"
#include "store/base/slice.h"

struct draft {
	int fd;          /* write here; -1 when none */
	char path[512];  /* where it will appear */
	char aside[520]; /* where it is meanwhile */
};

#define DRAFT_NONE ((struct draft){ .fd = -1 })

/* Opens a file beside `path`, mode `mode`. ERR_IO, ERR_NO_SPACE, ERR_TOO_BIG
 * (path); ERR_EXISTS where `path` is there and is no file, as /dev/null. */
enum err draft_open(struct draft *d, const char *path, mode_t mode);

/* Writes all of it. ERR_IO, ERR_NO_SPACE. */
enum err draft_write(const struct draft *d, struct slice bytes);

/* Flushes it, names it `path` (replacing), flushes the folder. */
enum err draft_publish(struct draft *d);

/* As draft_publish, but refuses with ERR_EXISTS when `path` is there. */
enum err draft_publish_new(struct draft *d);

/* Drops what was not published; harmless afterwards and twice. */
void draft_drop(struct draft *d);

/* Flushes the folder that holds `path`: only then is a new name durable. */
enum err folder_flush(const char *path);

/* Reads a whole file of at most `most` bytes, appended to `to`. */
struct buf;
enum err file_read(const char *path, size_t most, struct buf *to);

/* SHA-256 of a whole file of at most `most` bytes. ERR_TOO_BIG. */
struct digest;
enum err file_digest(const char *path, uint64_t most, struct digest *out);

#endif
