/*
 * meta.h - what the store knows about itself: a handful of named rows.
 */
#ifndef STORE_TABLE_META_H
#define STORE_TABLE_META_H

#include "store/base/buf.h"
#include "store/base/digest.h"
#include "store/base/moment.h"
#include "store/db/txn.h"

/* Written once, when the store is made. */
struct meta {
	char origin[128]; /* the log's name; ends in /simulated if so */
	char vkey[256];   /* the log's public key */
	char feed[37];    /* the change feed's id, a UUID */
	bool simulated;
	unsigned
	    log; /* which of its logs is written (ledger.h); 0: the first */
	struct moment made;
};

bool meta_get(struct txn *t, struct meta *out);
void meta_put(struct txn *t, const struct meta *m);

/* The simulated wall clock; false in a real store. */
bool meta_get_clock(struct txn *t, struct moment *now, struct span *bound);
void meta_put_clock(struct txn *t, struct moment now, struct span bound);

/* What the newest entry about authorities and witnesses says, as a digest of
 * its lines; false: there was none. */
bool meta_get_outside(struct txn *t, struct digest *out);
void meta_put_outside(struct txn *t, struct digest lines);

/* The next token's number, from 1; counts up with every call. */
uint64_t meta_next_token(struct txn *t);

#endif
