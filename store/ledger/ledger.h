/*
 * ledger.h - the append-only log inside the store: entries, tree nodes and
 * signed checkpoints.
 *
 * A change appends entries (ledger_add); the leader of a group commit seals
 * them (ledger_seal): re-hashes each entry from the bytes read back, extends
 * the tree, signs one checkpoint, all inside the same transaction. The write
 * transaction is the compare-and-swap of the signed head, so several
 * processes may append. Nothing here is ever rewritten or deleted.
 *
 * Tables (rows.h has their bytes):
 *   entries      index (8) -> entry bytes
 *   nodes        last leaf (8) | level (1) -> hash (32), complete nodes of 32
 *                leaves and more, in the order in which they come to be
 *   checkpoints  size (8) -> signed note: one an hour, and each that was
 *                stamped or cosigned
 *   head         size, last seq_time, newest checkpoint
 */
#ifndef STORE_LEDGER_LEDGER_H
#define STORE_LEDGER_LEDGER_H

#include "store/base/clock.h"
#include "store/db/txn.h"
#include "store/ledger/entry.h"
#include "store/ledger/note.h"
#include "store/ledger/tree.h"

/* The engine's table numbers, given by whoever opened the store; and which of
 * the logs in them it is: 0, until a successor is begun (succession.h). */
struct ledger_tables {
	unsigned entries, nodes, checkpoints, head;
	unsigned number;
};

/*
 * Where an entry is kept: the number of its log and its index in that log, in
 * one number that rises from entry to entry, from log to log. In a store's
 * first log it is the index. Records and the change feed name entries so.
 */
#define PLACE_BITS 48
#define PLACE(number, index) ((uint64_t)(number) << PLACE_BITS | (index))
#define PLACE_INDEX(place) ((place) & ((UINT64_C(1) << PLACE_BITS) - 1))
#define PLACE_LOG(place) ((unsigned)((place) >> PLACE_BITS))

struct ledger;

/* `signer` is borrowed and may be NULL in a process that only reads (then
 * ledger_add fails with ERR_READ_ONLY). */
enum err ledger_new(struct ledger **out, struct ledger_tables tables,
    const char *origin, const struct note_signer *signer);
void ledger_drop(struct ledger **l);

/*
 * Appends one entry in the open write transaction. seq_time is
 * max(clock->wall, previous + 1 us), strictly increasing. `*place` is where
 * it is kept, `*time` its seq_time (either may be NULL).
 */
enum err ledger_add(struct ledger *l, struct txn *t, enum entry_type type,
    const struct reading *clock, struct slice body, uint64_t *place,
    struct moment *time);

/* env_on_seal's hook; `self` is the ledger. Does nothing when nothing was
 * appended. */
enum err ledger_seal(struct txn *t, void *self);

/*
 * Keeps a checkpoint for good that ledger_seal would thin out: one that was
 * stamped or cosigned. `note` is ours, of a size that is sealed; a smaller
 * log's note that was thinned out meanwhile comes back. ERR_BROKEN for one
 * that this log did not sign or that is not of its tree.
 */
enum err ledger_keep(struct ledger *l, struct txn *t, struct slice note);

/* Where the next entry will be kept: behind all, sealed or not. */
uint64_t ledger_next(struct ledger *l, struct txn *t);

/* Keeps it and adds `lines`, cosignatures that were verified, to it; receipts
 * and readers get them from then on. Lines that are there already stay so. */
enum err ledger_cosign(struct ledger *l, struct txn *t, struct slice note,
    struct slice lines);

/* Sealed entries, and the newest checkpoint's note (borrowed from t). */
uint64_t ledger_size(struct ledger *l, struct txn *t);
bool ledger_checkpoint(struct ledger *l, struct txn *t, struct slice *note);

/* The kept checkpoint of that place (log and size), borrowed from t. */
bool ledger_kept(struct ledger *l, struct txn *t, uint64_t place,
    struct slice *note);

/* An entry's bytes, borrowed from t; of whichever log. */
bool ledger_entry(struct ledger *l, struct txn *t, uint64_t place,
    struct slice *bytes);

/* The entries from `place` on, those of later logs behind, until `each` returns
 * false. Their bytes are borrowed from t. */
void ledger_from(struct ledger *l, struct txn *t, uint64_t place,
    bool (*each)(void *self, uint64_t place, struct slice bytes), void *self);

/* tree.h's node source over the store; valid while `t` is. */
struct ledger_nodes {
	struct ledger *ledger;
	struct txn *t;
};
struct tree_nodes ledger_tree(struct ledger_nodes *source);

/* The root of the entries up to and with the one at `place`, of its log.
 * ERR_NOT_FOUND for an entry not sealed. */
enum err ledger_root_at(struct ledger *l, struct txn *t, uint64_t place,
    struct digest *out);

/*
 * Appends the receipt of the entry at `place` in the C2SP tlog-proof format
 * (audit.md 1.6): `extra` is the entry, then the path to its log's newest
 * checkpoint, then that checkpoint. ERR_NOT_FOUND for an entry not sealed.
 */
enum err ledger_receipt(struct ledger *l, struct txn *t, uint64_t place,
    struct buf *to);

/* The same to a kept checkpoint of `size` entries. ERR_NOT_FOUND also where
 * none is kept. */
enum err ledger_receipt_to(struct ledger *l, struct txn *t, uint64_t place,
    uint64_t size, struct buf *to);

/* A receipt checked against a key, offline: `*entry` is borrowed from
 * `*bytes`, which the caller frees. */
struct receipt {
	uint64_t index;
	struct checkpoint checkpoint;
	struct buf bytes;
	struct entry entry;
};
enum err receipt_check(struct slice text, const struct note_key *key,
    struct receipt *out, struct fault *why);

/* The same against a policy (policy.h); `*vouched` says who signed, borrowed
 * from the policy. */
struct policy;
struct vouched;
enum err receipt_check_by(struct slice text, const struct policy *policy,
    struct receipt *out, struct vouched *vouched, struct fault *why);
void receipt_free(struct receipt *r);

/*
 * Rebuilds the tree from the entries alone and compares with every node and
 * every kept checkpoint (signature by `key`); seq_time strictly increasing. A
 * successor's predecessors are verified first, each by the key its own first
 * entry names, and each must end where the next says that it ended. Calls
 * `progress` now and then. `*why` names the first thing that is wrong.
 */
struct ledger_progress {
	void (*step)(void *self, uint64_t done, uint64_t of);
	void *self;
};
enum err ledger_verify(struct ledger *l, struct txn *t,
    const struct note_key *key, struct ledger_progress progress,
    struct fault *why);

#endif
