/*
 * tree.c - Merkle tree arithmetic of RFC 6962.
 *
 * Knows how leaves fold into a root. Touches nothing but its arguments.
 */
#include "store/ledger/tree.h"

#include <assert.h>

/* Larger trees have proofs longer than a path holds. */
#define SIZE_MOST ((uint64_t)1 << 62)

/* Leaves [from, from + n), n > 0; from is a multiple of every power of two
 * up to n, as the recursion of RFC 6962 leaves it. */
struct span_of_leaves {
	uint64_t from, n;
};

struct digest
tree_leaf(struct slice entry)
{
	uint8_t bytes[1 + TREE_LEAF_MOST];

	assert(entry.n <= TREE_LEAF_MOST);
	bytes[0] = 0;
	if (entry.n > 0)
		memcpy(bytes + 1, entry.p, entry.n);
	return digest_of(slice_of(bytes, 1 + entry.n));
}

struct digest
tree_node(struct digest left, struct digest right)
{
	uint8_t bytes[1 + 2 * DIGEST_BYTES];

	bytes[0] = 1;
	memcpy(bytes + 1, left.b, DIGEST_BYTES);
	memcpy(bytes + 1 + DIGEST_BYTES, right.b, DIGEST_BYTES);
	return digest_of(slice_of(bytes, sizeof bytes));
}

static unsigned
lowest_bit(uint64_t n)
{
	assert(n != 0);
	return (unsigned)__builtin_ctzll(n);
}

static bool
power_of_two(uint64_t n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

/* RFC 6962's k: the largest power of two smaller than n; n > 1. */
static uint64_t
split(uint64_t n)
{
	assert(n > 1);
	return (uint64_t)1 << (63 - (unsigned)__builtin_clzll(n - 1));
}

/* MTH of a span: a complete node, or two parts of which the left is one. */
static enum err
hash_span(struct tree_nodes nodes, struct span_of_leaves s, struct digest *out)
{
	struct digest left, right;
	uint64_t k;
	enum err e;

	if (power_of_two(s.n)) {
		unsigned level = lowest_bit(s.n);

		return nodes.get(nodes.self, level, s.from >> level, out);
	}
	k = split(s.n);
	if ((e = hash_span(nodes, (struct span_of_leaves){ s.from, k },
		 &left)) != OK)
		return e;
	if ((e = hash_span(nodes,
		 (struct span_of_leaves){ s.from + k, s.n - k }, &right)) != OK)
		return e;
	*out = tree_node(left, right);
	return OK;
}

static enum err
path_span(struct tree_nodes nodes, struct span_of_leaves s,
    struct tree_path *out)
{
	enum err e;

	assert(out->n < TREE_PATH_MOST);
	if ((e = hash_span(nodes, s, &out->hash[out->n])) == OK)
		out->n++;
	return e;
}

enum err
tree_root(struct tree_nodes nodes, uint64_t size, struct digest *out)
{
	if (size > SIZE_MOST)
		return ERR_RANGE;
	if (size == 0) {
		*out = digest_of(SLICE_NONE);
		return OK;
	}
	return hash_span(nodes, (struct span_of_leaves){ 0, size }, out);
}

/* PATH(m, D[s]) of RFC 6962 2.1.1; `index` counts from the span's start. */
static enum err
inclusion(struct tree_nodes nodes, uint64_t index, struct span_of_leaves s,
    struct tree_path *out)
{
	struct span_of_leaves left, right;
	bool goes_left;
	uint64_t k;
	enum err e;

	if (s.n == 1)
		return OK;
	k = split(s.n);
	left = (struct span_of_leaves){ s.from, k };
	right = (struct span_of_leaves){ s.from + k, s.n - k };
	goes_left = index < k;
	e = goes_left ? inclusion(nodes, index, left, out)
		      : inclusion(nodes, index - k, right, out);
	return e != OK ? e : path_span(nodes, goes_left ? right : left, out);
}

enum err
tree_inclusion(struct tree_nodes nodes, uint64_t index, uint64_t size,
    struct tree_path *out)
{
	out->n = 0;
	if (index >= size || size > SIZE_MOST)
		return ERR_RANGE;
	return inclusion(nodes, index, (struct span_of_leaves){ 0, size }, out);
}

/* SUBPROOF(m, D[s], b) of RFC 6962 2.1.2; `whole` is b: the old tree is this
 * span's own, so its root is known to the one who checks. */
static enum err
consistency(struct tree_nodes nodes, uint64_t old, struct span_of_leaves s,
    bool whole, struct tree_path *out)
{
	struct span_of_leaves left, right;
	bool goes_left;
	uint64_t k;
	enum err e;

	if (old == s.n)
		return whole ? OK : path_span(nodes, s, out);
	k = split(s.n);
	left = (struct span_of_leaves){ s.from, k };
	right = (struct span_of_leaves){ s.from + k, s.n - k };
	goes_left = old <= k;
	e = goes_left ? consistency(nodes, old, left, whole, out)
		      : consistency(nodes, old - k, right, false, out);
	return e != OK ? e : path_span(nodes, goes_left ? right : left, out);
}

enum err
tree_consistency(struct tree_nodes nodes, uint64_t old, uint64_t size,
    struct tree_path *out)
{
	out->n = 0;
	if (old == 0 || old > size || size > SIZE_MOST)
		return ERR_RANGE;
	return consistency(nodes, old, (struct span_of_leaves){ 0, size }, true,
	    out);
}

enum err
tree_edge_read(struct tree_nodes nodes, uint64_t size, struct tree_edge *out)
{
	enum err e;

	if (size > SIZE_MOST)
		return ERR_RANGE;
	out->size = size;
	for (uint64_t rest = size; rest != 0; rest &= rest - 1) {
		unsigned level = lowest_bit(rest);

		if ((e = nodes.get(nodes.self, level, (size >> level) - 1,
			 &out->node[level])) != OK)
			return e;
	}
	return OK;
}

enum err
tree_edge_add(struct tree_edge *e, struct digest leaf, struct tree_made made)
{
	struct digest hash = leaf;
	unsigned level = 0;
	enum err err;

	assert(e->size < SIZE_MOST);
	err = made.node(made.self, 0, e->size, hash);
	for (; err == OK && (e->size >> level & 1) != 0; level++) {
		hash = tree_node(e->node[level], hash);
		err = made.node(made.self, level + 1, e->size, hash);
	}
	if (err != OK)
		return err;
	e->node[level] = hash;
	e->size++;
	return OK;
}

struct digest
tree_edge_root(const struct tree_edge *e)
{
	uint64_t rest = e->size;
	struct digest root;

	if (rest == 0)
		return digest_of(SLICE_NONE);
	root = e->node[lowest_bit(rest)];
	for (rest &= rest - 1; rest != 0; rest &= rest - 1)
		root = tree_node(e->node[lowest_bit(rest)], root);
	return root;
}

/* Where a proof has climbed to: fn and sn of RFC 9162 2.1.3.2. */
struct climb {
	uint64_t node, last;
};

/* True when the next hash of the proof stands to the left; then, at the right
 * border, levels at which nothing stands beside are skipped. */
static bool
climb_left(struct climb *c)
{
	if ((c->node & 1) == 0 && c->node != c->last)
		return false;
	while ((c->node & 1) == 0 && c->node != 0) {
		c->node >>= 1;
		c->last >>= 1;
	}
	return true;
}

static void
climb_up(struct climb *c)
{
	c->node >>= 1;
	c->last >>= 1;
}

enum err
tree_check_inclusion(struct digest leaf, uint64_t index, uint64_t size,
    const struct tree_path *path, struct digest root)
{
	struct climb c = { index, size - 1 };
	struct digest r = leaf;

	if (index >= size || path->n > TREE_PATH_MOST)
		return ERR_BROKEN;
	for (unsigned i = 0; i < path->n; i++) {
		if (c.last == 0)
			return ERR_BROKEN;
		r = climb_left(&c) ? tree_node(path->hash[i], r)
				   : tree_node(r, path->hash[i]);
		climb_up(&c);
	}
	return c.last == 0 && digest_eq(r, root) ? OK : ERR_BROKEN;
}

enum err
tree_check_consistency(uint64_t old, uint64_t size,
    const struct tree_path *path, struct digest old_root, struct digest root)
{
	struct climb c = { old - 1, size - 1 };
	struct digest of_old, of_new;
	unsigned i = 0;

	if (old == 0 || old > size || path->n > TREE_PATH_MOST)
		return ERR_BROKEN;
	if (old == size)
		return path->n == 0 && digest_eq(old_root, root) ? OK
								 : ERR_BROKEN;
	if (path->n == 0)
		return ERR_BROKEN;
	while ((c.node & 1) != 0)
		climb_up(&c);
	/* An old tree that is one complete node is its own first hash. */
	of_old = power_of_two(old) ? old_root : path->hash[i++];
	of_new = of_old;
	for (; i < path->n; i++) {
		if (c.last == 0)
			return ERR_BROKEN;
		if (climb_left(&c)) {
			of_old = tree_node(path->hash[i], of_old);
			of_new = tree_node(path->hash[i], of_new);
		} else {
			of_new = tree_node(of_new, path->hash[i]);
		}
		climb_up(&c);
	}
	return c.last == 0 && digest_eq(of_old, old_root) &&
		       digest_eq(of_new, root)
		   ? OK
		   : ERR_BROKEN;
}
