/*
 * tree.h - Merkle tree arithmetic of RFC 6962 section 2.1 (RFC 9162 2.1).
 *
 * Pure: nodes come from a function the caller gives.
 *   leaf hash = SHA-256(00 || entry); node = SHA-256(01 || left || right);
 *   the tree of nothing is SHA-256("").
 * A *complete node* (level, index) is the root of the leaves
 * [index << level, (index + 1) << level), all of which exist.
 */
#ifndef STORE_LEDGER_TREE_H
#define STORE_LEDGER_TREE_H

#include "store/base/digest.h"

#define TREE_PATH_MOST 64
#define TREE_LEAF_MOST 65535 /* bytes of an entry (tlog-tiles) */

struct tree_path {
	struct digest hash[TREE_PATH_MOST];
	unsigned n;
};

/* Gives a complete node. Returns OK or why not. */
struct tree_nodes {
	enum err (*get)(void *self, unsigned level, uint64_t index,
	    struct digest *out);
	void *self;
};

/* `entry` holds at most TREE_LEAF_MOST bytes (asserted). */
struct digest tree_leaf(struct slice entry);
struct digest tree_node(struct digest left, struct digest right);

/* The root of the first `size` leaves. */
enum err tree_root(struct tree_nodes nodes, uint64_t size, struct digest *out);

/* The path of leaf `index` in the tree of `size`, the leaf's sibling first.
 * ERR_RANGE unless index < size. */
enum err tree_inclusion(struct tree_nodes nodes, uint64_t index, uint64_t size,
    struct tree_path *out);

/* The proof that the tree of `old` is a prefix of the tree of `size`.
 * ERR_RANGE unless 0 < old <= size. */
enum err tree_consistency(struct tree_nodes nodes, uint64_t old, uint64_t size,
    struct tree_path *out);

/*
 * The right edge of a growing tree: the complete node of every bit of `size`,
 * which is all that appending needs. A zeroed struct is the empty tree.
 */
struct tree_edge {
	uint64_t size;
	struct digest node[64]; /* by level; those of size's bits */
};

/* Is told of each node that an append completes, in the order in which they
 * come to be; `last` is the node's last leaf. Returns OK or why to stop. */
struct tree_made {
	enum err (*node)(void *self, unsigned level, uint64_t last,
	    struct digest hash);
	void *self;
};

enum err tree_edge_read(struct tree_nodes nodes, uint64_t size,
    struct tree_edge *out);
enum err tree_edge_add(struct tree_edge *e, struct digest leaf,
    struct tree_made made);
struct digest tree_edge_root(const struct tree_edge *e);

/* RFC 9162 2.1.3.2 and 2.1.4.2: OK, or ERR_BROKEN when the proof does not hold
 * or has the wrong length. Proofs are checked, never trusted. */
enum err tree_check_inclusion(struct digest leaf, uint64_t index, uint64_t size,
    const struct tree_path *path, struct digest root);
enum err tree_check_consistency(uint64_t old, uint64_t size,
    const struct tree_path *path, struct digest old_root, struct digest root);

#endif
