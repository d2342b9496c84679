/*
 * recent.h - low nodes of the log's newest stretches, in memory.
 *
 * They are not in the store (NODES_FROM in rows.h), and every upload asks for
 * some of them twice: to go on from the tree, and for its receipt. What is here
 * was hashed by this process from committed entries, which never change.
 *
 * Inside store/ledger: for rows.c and ledger.c. Many threads may call at once.
 */
#ifndef STORE_LEDGER_RECENT_H
#define STORE_LEDGER_RECENT_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/digest.h"

#define RECENT_LEVELS 5 /* of stretches of 32 leaves */

struct recent;

struct recent *recent_new(void); /* NULL: no memory */
void recent_drop(struct recent **r);

/* The node of that level (below RECENT_LEVELS) whose last leaf is at that
 * place. */
bool recent_get(struct recent *r, unsigned level, uint64_t last,
    struct digest *out);

/* Keeps it, unless its stretch is older than what would have to go. */
void recent_put(struct recent *r, unsigned level, uint64_t last,
    struct digest hash);

#endif
