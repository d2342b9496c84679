/*
 * walk.h - the keys of a table in order, within a prefix.
 *
 * for (walk_start(&w, t, TABLE, prefix); walk_on(&w);) use w.key, w.value;
 *
 * Key and value are borrowed until the next step. Dropping the key the walk
 * stands on (walk_drop) is allowed; other writes to the table while walking
 * are not. walk_end may be called any time and twice; a walk that ran to its
 * end has ended itself.
 *
 * In a transaction that looks at a past, walk_start walks that; walk_from and
 * walk_back are for tables that no past has.
 */
#ifndef STORE_DB_WALK_H
#define STORE_DB_WALK_H

#include "store/db/txn.h"

struct walk {
	struct slice key, value;
	/* the walk's own */
	struct txn *t;
	void *cursor;
	unsigned table;
	uint8_t prefix[256];
	size_t prefix_n;
	size_t hidden; /* bytes of keys that are the past's (txn.h) */
	bool backwards, started;
};

/* All keys that begin with `prefix` (empty: all), smallest first. */
void walk_start(struct walk *w, struct txn *t, unsigned table,
    struct slice prefix);

/* The same, from `from` on (a whole key, need not exist, must not sort before
 * the prefix). */
void walk_from(struct walk *w, struct txn *t, unsigned table,
    struct slice prefix, struct slice from);

/* The same keys as walk_start, largest first. */
void walk_back(struct walk *w, struct txn *t, unsigned table,
    struct slice prefix);

/* Those of them that sort before `from`, largest first; `from` is no larger
 * than what follows the last of them. */
void walk_back_from(struct walk *w, struct txn *t, unsigned table,
    struct slice prefix, struct slice from);

/* Steps; false at the end or after a failure. */
bool walk_on(struct walk *w);

/* The same where the prefix is followed by a number (8) and no more: that
 * number. A key that is another breaks the transaction. */
bool walk_numbered(struct walk *w, uint64_t *n);

/* The largest such number; 0 when there is none. */
uint64_t walk_last(struct txn *t, unsigned table, struct slice prefix);

void walk_drop(struct walk *w);
void walk_end(struct walk *w);

#endif
