/*
 * stage.h - a document on its way in: counted, hashed, and held either in
 * memory (up to BLOB_SMALL) or in an unnamed file beside the store.
 *
 * Memory is constant: BLOB_SMALL plus the hash. Nothing is visible under a
 * name before stage_keep.
 */
#ifndef STORE_BLOB_STAGE_H
#define STORE_BLOB_STAGE_H

#include "store/base/digest.h"
#include "store/base/slice.h"
#include "store/blob/blobs.h"

/* Documents up to this many bytes are appended to a pack (packs.h); larger
 * ones become files (measured by scripts/bench). */
#define BLOB_SMALL (128 * 1024)

/* The first bytes are kept for a look at the type. */
#define STAGE_HEAD 4096

struct staged; /* owned; opaque */

/* `most` in bytes: one byte more and stage_more gives ERR_TOO_BIG. */
enum err stage_open(struct staged **out, struct blobs *b, uint64_t most);

/* ERR_TOO_BIG, ERR_NO_SPACE (also when free disk would fall below the
 * reserve), ERR_IO. The first failure stays. */
enum err stage_more(struct staged *s, struct slice bytes);

/* Ends the hash. Nothing may be added afterwards. */
enum err stage_close(struct staged *s);

/* Puts a small document into a pack, flushed; flushes a large one and links it
 * under its digest (the same bytes twice is no error), folder flushed. A second
 * call changes nothing. After OK the document survives a power cut; whoever
 * then fails to record it leaves a file that blobs_sweep removes, or some
 * unused room in a pack, which store_sweep gives back. */
enum err stage_keep(struct staged *s);

/* stage_keep of many small documents at once, in its two halves: they are
 * written, in one go, and flushed, once. How it went stands in each:
 * stage_place, or stage_failure. Together at most PACK_BYTES. */
#define STAGES_MOST 64
void stages_write(struct staged *const *s, unsigned n);
void stages_flush(struct staged *const *s, unsigned n);

/* Undoes stage_keep of a small document that nobody has recorded; nothing for
 * a large one, which somebody else may have found meanwhile. */
void stage_unkeep(struct staged *s);

void stage_drop(struct staged **s);

/* The first failure; OK: none so far. */
enum err stage_failure(const struct staged *s);

uint64_t stage_size(const struct staged *s);
struct digest stage_digest(const struct staged *s); /* after stage_close */
struct slice stage_head(const struct staged *s);
bool stage_is_small(const struct staged *s); /* after stage_close */
/* Where a small one was kept; pack 0 before stage_keep, and for a large one. */
struct blob_place stage_place(const struct staged *s);

#endif
