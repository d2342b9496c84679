/*
 * rows.h - the log's rows as bytes: their keys, and the head.
 *
 * Inside store/ledger: for ledger.c, receipt.c and verify.c.
 *
 *   entries      key 00 00 00 00 00 00 00 05            index 5
 *                value: the entry, as entry.h writes it
 *   nodes        key 00 00 00 00 00 00 00 05 | 01       leaves 4..5
 *                value: 32 bytes
 *   checkpoints  key 00 00 00 00 00 00 00 06            size 6
 *                value: the signed note
 *   head         key 68                                 "h"
 *                value: size (8) | last seq_time (8) | sealed size (8), and
 *                once one was stamped or cosigned, kept size (8)
 *
 * The second log's indexes and sizes begin with 00 01, the third's with 00 02
 * (PLACE in ledger.h); its head's key is "h" and
 * the second of those bytes.
 *
 * All numbers are big-endian. Nothing but the head and the newest checkpoint
 * is ever replaced.
 */
#ifndef STORE_LEDGER_ROWS_H
#define STORE_LEDGER_ROWS_H

#include "store/db/key.h"
#include "store/ledger/ledger.h"

struct ledger {
	struct ledger_tables tables; /* and which log of them */
	char origin[ORIGIN_ROOM];
	const struct note_signer *signer; /* borrowed; may be NULL */
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

bool node_get(struct ledger *l, struct txn *t, unsigned level, uint64_t last,
    struct digest *out);
bool checkpoint_get(struct ledger *l, struct txn *t, uint64_t size,
    struct slice *note);

#endif
