/*
 * succession.h - a log that goes on from another one, in the same store.
 *
 * A log whose history can no longer be proved whole (its store was lost or set
 * back) must never sign again. Its successor has a key and an origin of its
 * own; its first entry names the old log and where that ended. The old log's
 * entries stay where they are and stay verifiable.
 */
#ifndef STORE_LEDGER_SUCCESSION_H
#define STORE_LEDGER_SUCCESSION_H

#include "store/ledger/ledger.h"

/* What the first entry of a log says of it: genesis or succession. */
struct birth_entry {
	char origin[ORIGIN_ROOM];
	struct note_key key;
	char before[ORIGIN_ROOM]; /* "" for a genesis; else the old log */
	uint64_t size;            /* of the old log */
	struct digest root;
};
/* Of the ledger's own log; false when it is damaged or has none. */
bool birth_entry_get(struct ledger *l, struct txn *t, struct birth_entry *out);
/* The same from the entry's bytes; false for an entry that begins no log. */
bool birth_entry_read(struct slice bytes, struct birth_entry *out);

/* A log of the same store before `l`'s own, by its number from 0, for reading
 * in t; dropped by ledger_drop. ERR_BROKEN when its first entry is damaged. */
enum err ledger_earlier(struct ledger **out, struct ledger *l, struct txn *t,
    unsigned number);

/* Size and root of the sealed tree. */
enum err ledger_root(struct ledger *l, struct txn *t, uint64_t *size,
    struct digest *root);

/* What a successor's first entry is made of. `known`: the largest checkpoint
 * of the old log that is known to be signed, when it is not the one kept;
 * else its origin is "". */
struct succession {
	const char *origin, *vkey, *store; /* as in a genesis */
	const struct checkpoint *old;      /* where the old log ended here */
	const struct checkpoint *known;
	struct slice reason; /* one line of words */
};
void succession_body(const struct succession *s, struct buf *body);

/* The origin of a successor: "log.example.vn" to "log.example.vn/2", that to
 * "log.example.vn/3", and "x/simulated" to "x/2/simulated". ERR_TOO_BIG. */
enum err succession_origin(const char *first, unsigned number, char *out);

#endif
