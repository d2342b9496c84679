/*
 * rows.h - the log's rows as bytes: their keys, and the head.
 *
 * Inside store/ledger: for ledger.c, receipt.c and verify.c.
 *
 *   entries      key 00 00 00 00 00 00 00 05            index 5
 *                value: the entry, as entry.h writes it
 *   nodes        key 00 00 00 00 00 00 00 3f | 05       leaves 32..63
 *                value: 32 bytes. From level 5 on: what lies below follows
 *                from 32 entries (NODES_FROM)
 *   checkpoints  key 00 00 00 00 00 00 00 06            size 6
 *                value: the signed note
 *   head         key 68                                 "h"
 *                value: size (8) | last seq_time (8) | sealed size (8), and
 *                once one was stamped or cosigned, kept size (8)
 *                key 63                                 "c"
 *                value: sealed size (8) | the newest checkpoint's note
 *
 * The second log's indexes and sizes begin with 00 01, the third's with 00 02
 * (PLACE in ledger.h); the keys of its head have the second of those bytes
 * behind them.
 *
 * All numbers are big-endian. Nothing but the head is ever replaced. The newest
 * checkpoint lies there because every commit has one: it goes to the others
 * when it is one that stays. An older program kept it among them, and nodes
 * from level 0 on.
 */
#ifndef STORE_LEDGER_ROWS_H
#define STORE_LEDGER_ROWS_H

#include "store/db/key.h"
#include "store/ledger/ledger.h"
#include "store/ledger/recent.h"

struct ledger {
	struct ledger_tables tables; /* and which log of them */
	char origin[ORIGIN_ROOM];
	const struct note_signer *signer; /* borrowed; may be NULL */
	struct recent *recent;            /* of all copies of this */
};

struct head {
	uint64_t size;
	struct moment last; /* seq_time of entry size - 1 */
	uint64_t sealed;    /* the newest checkpoint's size */
	uint64_t kept;      /* the largest that must stay; 0: none */
};

/* All zero where there is no row yet. False when the row is damaged. */
bool head_get(struct ledger *l, struct txn *t, struct head *out);
void head_put(struct ledger *l, struct txn *t, const struct head *h);

/* True when the log has a successor: then it has ended. */
bool has_ended(struct ledger *l, struct txn *t);

/* By the index in the ledger's own log. */
struct key row_key(const struct ledger *l, uint64_t number);
bool entry_get(struct ledger *l, struct txn *t, uint64_t index,
    struct slice *bytes);

/* The level from which on nodes are kept. Below, what is asked for is hashed
 * from the entries: a commit of some entries would change a path of the table
 * for it, three pages of about twenty-five. */
#define NODES_FROM RECENT_LEVELS
bool node_get(struct ledger *l, struct txn *t, unsigned level, uint64_t last,
    struct digest *out);

/* That of that size, if it is one that stays or the newest. */
bool checkpoint_get(struct ledger *l, struct txn *t, uint64_t size,
    struct slice *note);

/* The newest one's row in the head; false: an older program kept it among the
 * others, or there is none yet. */
bool newest_get(struct ledger *l, struct txn *t, uint64_t *size,
    struct slice *note);
void newest_put(struct ledger *l, struct txn *t, uint64_t size,
    struct slice note);

/* Whether the rows of the head are those of this log and the ones before it,
 * and no others. */
bool head_is_sound(struct ledger *l, struct txn *t);

#endif
