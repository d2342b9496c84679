/*
 * from_1.h - from version 1 of the store to version 2. For store/upgrade only.
 *
 * Version 1 kept the bytes of small documents in a table, a document's uses
 * without their units and its first use among them, and the status of a leaf's
 * documents behind the leaf:
 *
 *   documents        key    digest (32)
 *                    value  record 1 size, 2 is a file (0/1), 3 media type
 *   document-bytes   key    digest (32); value the bytes
 *   document-uses    key    digest (32) | submission id (16); value empty
 *   leaf-documents   key    period, zero | unit, zero | leaf, zero |
 *                           status (1) | submission id (16); value empty
 *   frozen, code d   the same behind period, zero | revision (8) | code (1)
 *   unchecked, same  what follows from the rows above
 *
 * Each row shows by itself which version wrote it (a document has tag 4 since,
 * and no leaf's name begins with a byte below 32), so that an interrupted
 * upgrade finds what is left to do.
 */
#ifndef STORE_UPGRADE_FROM_1_H
#define STORE_UPGRADE_FROM_1_H

#include "store/upgrade/upgrading.h"

/* Bytes that packs and the new data file will take. */
enum err from_1_needs(struct upgrading *w, uint64_t *bytes);

/* Every document, with its bytes and its uses, in commits of some. */
enum err from_1_documents(struct upgrading *w);

/* The lists of a leaf's documents, of open periods and of revisions. */
enum err from_1_leaves(struct upgrading *w);

#endif
