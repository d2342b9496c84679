/*
 * stage.h - a document on its way in: counted, hashed, and held either in
 * memory (up to BLOB_INLINE) or in an unnamed file beside the store.
 *
 * Memory is constant: BLOB_INLINE plus the hash. Nothing is visible under a
 * name before blobs_keep.
 */
#ifndef STORE_BLOB_STAGE_H
#define STORE_BLOB_STAGE_H

#include "store/base/digest.h"
#include "store/base/slice.h"

/* Documents up to this many bytes travel inside the act's own transaction;
 * larger ones become files (design.md 5; measured by scripts/bench). */
#define BLOB_INLINE (128 * 1024)

/* The first bytes are kept for a look at the type. */
#define STAGE_HEAD 4096

struct blobs;
struct staged; /* owned; opaque */

/* `most` in bytes: one byte more and stage_more gives ERR_TOO_BIG. */
enum err stage_open(struct staged **out, struct blobs *b, uint64_t most);

/* ERR_TOO_BIG, ERR_NO_SPACE (also when free disk would fall below the
 * reserve), ERR_IO. The first failure stays. */
enum err stage_more(struct staged *s, struct slice bytes);

/* Ends the hash. Nothing may be added afterwards. */
enum err stage_close(struct staged *s);

/* Flushes a file stage and links it under its digest (the same bytes twice is
 * no error), folder flushed; nothing to do for an inline one. After OK the
 * document survives a power cut; whoever then fails to record it leaves an
 * orphan that blobs_sweep removes. */
enum err stage_keep(struct staged *s);

void stage_drop(struct staged **s);

uint64_t stage_size(const struct staged *s);
struct digest stage_digest(const struct staged *s); /* after stage_close */
struct slice stage_head(const struct staged *s);
/* The whole document when it is inline; p is NULL when it is a file. */
struct slice stage_inline(const struct staged *s);

#endif
