/*
 * test_tree.c - RFC 6962 arithmetic against known answers, a plain second
 * implementation, and every damage of a proof.
 */
#include <stdio.h>

#include "store/base/draft.h"
#include "store/base/encode.h"
#include "store/base/json_in.h"
#include "store/ledger/tree.h"
#include "tests/kit/suite.h"

#define LEAVES 40

/* A tree by the definition alone: MTH, computed anew for each question. */
static struct digest leaves[LEAVES];

static struct digest
plain_root(unsigned from, unsigned n)
{
	unsigned k = 1;

	if (n == 0)
		return digest_of(SLICE_NONE);
	if (n == 1)
		return leaves[from];
	while (k * 2 < n)
		k *= 2;
	return tree_node(plain_root(from, k), plain_root(from + k, n - k));
}

static enum err
plain_node(void *self, unsigned level, uint64_t index, struct digest *out)
{
	uint64_t from = index << level, n = (uint64_t)1 << level;

	(void)self;
	ck_assert_uint_le(from + n, LEAVES);
	*out = plain_root((unsigned)from, (unsigned)n);
	return OK;
}

static const struct tree_nodes plain = { plain_node, NULL };

static void
plant(void)
{
	for (unsigned i = 0; i < LEAVES; i++) {
		uint8_t byte = (uint8_t)i;

		leaves[i] = tree_leaf(slice_of(&byte, 1));
	}
}

static struct json *
vectors(const char *file)
{
	struct buf text = { 0 };
	struct fault why = { 0 };
	struct json *doc;
	char path[512];

	(void)snprintf(path, sizeof path, "%s/golden/vectors/%s",
	    TEST_SOURCE_DIR, file);
	ck_assert_err(file_read(path, 1 << 20, &text), OK);
	ck_assert_msg(json_parse(buf_all(&text), text.n, &doc, &why) == OK,
	    "%s", why.detail);
	buf_free(&text);
	return doc;
}

static struct digest
hex_digest(const struct jv *v)
{
	struct slice text;
	struct digest d;

	ck_assert(jv_text(v, &text));
	ck_assert_err(digest_read(text, &d), OK);
	return d;
}

static int64_t
number(const struct jv *object, const char *key)
{
	struct jv v = jv_get(object, key);
	int64_t n;

	ck_assert(jv_int(&v, &n));
	return n;
}

static void
ck_assert_path(const struct tree_path *path, const struct jv *want)
{
	ck_assert_uint_eq(path->n, jv_count(want));
	for (unsigned i = 0; i < path->n; i++) {
		struct jv hash = jv_at(want, i);

		ck_assert(digest_eq(path->hash[i], hex_digest(&hash)));
	}
}

/* Makes `leaves` the known tree's; returns the document. */
static struct json *
plant_known(void)
{
	struct json *doc = vectors("rfc6962-8leaf.json");
	struct jv root = json_root(doc), inputs = jv_get(&root, "leaves_hex");

	ck_assert_uint_eq(jv_count(&inputs), 8);
	for (unsigned i = 0; i < 8; i++) {
		struct jv input = jv_at(&inputs, i);
		uint8_t bytes[16];
		struct slice text;

		ck_assert(jv_text(&input, &text));
		ck_assert_err(hex_get(text, bytes, text.n / 2), OK);
		leaves[i] = tree_leaf(slice_of(bytes, text.n / 2));
	}
	return doc;
}

START_TEST(leaves_and_roots_are_the_known_ones)
{
	struct json *doc = plant_known();
	struct jv top = json_root(doc), hashes = jv_get(&top, "leaf_hashes"),
		  roots = jv_get(&top, "roots");

	ck_assert_uint_eq(jv_count(&roots), 9);
	for (unsigned i = 0; i < 8; i++) {
		struct jv hash = jv_at(&hashes, i);

		ck_assert(digest_eq(leaves[i], hex_digest(&hash)));
	}
	for (unsigned n = 0; n <= 8; n++) {
		struct jv want = jv_at(&roots, n);
		struct digest root;

		ck_assert_err(tree_root(plain, n, &root), OK);
		ck_assert(digest_eq(root, hex_digest(&want)));
	}
	json_free(&doc);
}
END_TEST

START_TEST(inclusion_paths_are_the_known_ones)
{
	struct json *doc = plant_known();
	struct jv top = json_root(doc), all = jv_get(&top, "inclusion");

	ck_assert_uint_eq(jv_count(&all), 36);
	for (unsigned i = 0; i < 36; i++) {
		struct jv one = jv_at(&all, i), proof = jv_get(&one, "proof");
		uint64_t index = (uint64_t)number(&one, "index");
		uint64_t size = (uint64_t)number(&one, "size");
		struct tree_path path;

		ck_assert_err(tree_inclusion(plain, index, size, &path), OK);
		ck_assert_path(&path, &proof);
	}
	json_free(&doc);
}
END_TEST

START_TEST(consistency_proofs_are_the_known_ones)
{
	struct json *doc = plant_known();
	struct jv top = json_root(doc), all = jv_get(&top, "consistency");

	ck_assert_uint_eq(jv_count(&all), 36);
	for (unsigned i = 0; i < 36; i++) {
		struct jv one = jv_at(&all, i), proof = jv_get(&one, "proof");
		uint64_t old = (uint64_t)number(&one, "old");
		uint64_t size = (uint64_t)number(&one, "new");
		struct tree_path path;

		ck_assert_err(tree_consistency(plain, old, size, &path), OK);
		ck_assert_path(&path, &proof);
	}
	json_free(&doc);
}
END_TEST

/* The tree of torchwood's litewitness test (audit.md 1.9): its leaves are
 * hashes, 2a, i and 30 zeros. */
static void
plant_litewitness(void)
{
	for (unsigned i = 0; i < LEAVES; i++)
		leaves[i] = (struct digest){ { 0x2a, (uint8_t)i } };
}

START_TEST(the_roots_and_proofs_of_litewitness_are_ours)
{
	static const struct {
		unsigned size;
		const char *root;
	} rows[] = {
		{ 1, "KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
		{ 3, "RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=" },
		{ 5, "QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=" },
	};
	struct digest root[3];
	struct tree_path path;

	plant_litewitness();
	for (unsigned i = 0; i < 3; i++) {
		struct buf text = { 0 };

		ck_assert_err(tree_root(plain, rows[i].size, &root[i]), OK);
		base64_put(&text, slice_of(root[i].b, sizeof root[i].b));
		ck_assert_str_eq(buf_cstr(&text), rows[i].root);
		buf_free(&text);
	}
	for (unsigned i = 0; i < 2; i++) {
		ck_assert_err(tree_consistency(plain, rows[i].size,
				  rows[i + 1].size, &path),
		    OK);
		ck_assert_err(tree_check_consistency(rows[i].size,
				  rows[i + 1].size, &path, root[i],
				  root[i + 1]),
		    OK);
		ck_assert_err(tree_check_consistency(rows[i].size,
				  rows[i + 1].size, &path, root[i + 1],
				  root[i]),
		    ERR_BROKEN);
	}
}
END_TEST

START_TEST(every_inclusion_holds)
{
	struct tree_path path;

	plant();
	for (unsigned size = 1; size <= LEAVES; size++)
		for (unsigned i = 0; i < size; i++) {
			ck_assert_err(tree_inclusion(plain, i, size, &path),
			    OK);
			ck_assert_err(tree_check_inclusion(leaves[i], i, size,
					  &path, plain_root(0, size)),
			    OK);
		}
}
END_TEST

START_TEST(every_consistency_holds)
{
	struct tree_path path;

	plant();
	for (unsigned size = 1; size <= LEAVES; size++)
		for (unsigned old = 1; old <= size; old++) {
			ck_assert_err(tree_consistency(plain, old, size, &path),
			    OK);
			ck_assert_err(tree_check_consistency(old, size, &path,
					  plain_root(0, old),
					  plain_root(0, size)),
			    OK);
		}
}
END_TEST

START_TEST(what_no_tree_has_is_out_of_range)
{
	struct tree_path path;
	struct digest root;

	plant();
	ck_assert_err(tree_inclusion(plain, 0, 0, &path), ERR_RANGE);
	ck_assert_err(tree_inclusion(plain, 5, 5, &path), ERR_RANGE);
	ck_assert_err(tree_consistency(plain, 0, 5, &path), ERR_RANGE);
	ck_assert_err(tree_consistency(plain, 6, 5, &path), ERR_RANGE);
	ck_assert_err(tree_root(plain, UINT64_MAX, &root), ERR_RANGE);
	ck_assert_err(tree_inclusion(plain, 0, UINT64_MAX, &path), ERR_RANGE);
	ck_assert_err(tree_consistency(plain, 1, UINT64_MAX, &path), ERR_RANGE);
}
END_TEST

/* The nodes an append completes, to compare with the definition. */
static enum err
made_node(void *self, unsigned level, uint64_t last, struct digest hash)
{
	uint64_t from = last + 1 - ((uint64_t)1 << level);
	unsigned *n = self;

	ck_assert(digest_eq(hash, plain_root((unsigned)from, 1U << level)));
	(*n)++;
	return OK;
}

START_TEST(an_edge_grows_as_the_tree_does)
{
	struct tree_edge edge = { 0 }, read;
	unsigned n = 0;

	plant();
	for (unsigned size = 0; size <= LEAVES; size++) {
		ck_assert(
		    digest_eq(tree_edge_root(&edge), plain_root(0, size)));
		ck_assert_err(tree_edge_read(plain, size, &read), OK);
		ck_assert(
		    digest_eq(tree_edge_root(&read), plain_root(0, size)));
		if (size < LEAVES)
			ck_assert_err(tree_edge_add(&edge, leaves[size],
					  (struct tree_made){ made_node, &n }),
			    OK);
	}
	/* A tree of 40 leaves has 40 + 20 + 10 + 5 + 2 + 1 complete nodes. */
	ck_assert_uint_eq(n, 78);
}
END_TEST

static enum err
no_node(void *self, unsigned level, uint64_t index, struct digest *out)
{
	(void)self, (void)level, (void)index, (void)out;
	return ERR_IO;
}

START_TEST(a_node_that_cannot_be_read_is_the_answer)
{
	struct tree_nodes nodes = { no_node, NULL };
	struct tree_edge edge;
	struct tree_path path;
	struct digest root;

	ck_assert_err(tree_root(nodes, 7, &root), ERR_IO);
	ck_assert_err(tree_inclusion(nodes, 3, 7, &path), ERR_IO);
	ck_assert_err(tree_consistency(nodes, 3, 7, &path), ERR_IO);
	ck_assert_err(tree_edge_read(nodes, 7, &edge), ERR_IO);
}
END_TEST

/* Each refusal of a damaged inclusion proof. */
static void
refuse_inclusion(unsigned i, unsigned size)
{
	struct digest root = plain_root(0, size), leaf = leaves[i], other;
	struct tree_path path, bad;

#define REFUSED(leaf_, index_, size_, path_, root_)                            \
	ck_assert_err(tree_check_inclusion(leaf_, index_, size_, path_,        \
			  root_),                                              \
	    ERR_BROKEN)
	ck_assert_err(tree_inclusion(plain, i, size, &path), OK);
	/* the place */
	REFUSED(leaf, (uint64_t)i - 1, size, &path, root);
	REFUSED(leaf, i + 1, size, &path, root);
	REFUSED(leaf, i ^ 2, size, &path, root);
	REFUSED(leaf, i, size * 2, &path, root);
	REFUSED(leaf, i, size / 2, &path, root);
	REFUSED(leaf, i, 0, &path, root);
	REFUSED(leaf, size, size, &path, root);
	/* the hashes */
	other = leaf;
	other.b[0] ^= 1;
	REFUSED(other, i, size, &path, root);
	other = root;
	other.b[31] ^= 0x80;
	REFUSED(leaf, i, size, &path, other);
	REFUSED(leaf, i, size, &path, digest_of(SLICE_NONE));
	if (size > 1)
		REFUSED(root, i, size, &path, leaf);
	for (unsigned bit = 0; bit < path.n * 256; bit += 37) {
		bad = path;
		bad.hash[bit / 256].b[bit / 8 % 32] ^= (uint8_t)(1 << bit % 8);
		REFUSED(leaf, i, size, &bad, root);
	}
	/* the length */
	if (path.n > 0) {
		bad = path;
		bad.n--;
		REFUSED(leaf, i, size, &bad, root);
		memmove(bad.hash, bad.hash + 1, bad.n * sizeof *bad.hash);
		REFUSED(leaf, i, size, &bad, root);
	}
	bad = path;
	bad.hash[bad.n++] = root;
	REFUSED(leaf, i, size, &bad, root);
	bad.hash[path.n] = (struct digest){ 0 };
	REFUSED(leaf, i, size, &bad, root);
	bad = path;
	memmove(bad.hash + 1, bad.hash, path.n * sizeof *bad.hash);
	bad.hash[0] = leaf;
	bad.n++;
	REFUSED(leaf, i, size, &bad, root);
	bad.n = TREE_PATH_MOST + 1;
	REFUSED(leaf, i, size, &bad, root);
#undef REFUSED
}

START_TEST(a_damaged_inclusion_proof_is_refused)
{
	plant();
	for (unsigned size = 1; size <= LEAVES; size++)
		for (unsigned i = 0; i < size; i++)
			refuse_inclusion(i, size);
}
END_TEST

static void
refuse_consistency(unsigned old, unsigned size)
{
	struct digest before = plain_root(0, old), root = plain_root(0, size);
	struct tree_path path, bad;
	struct digest other;

#define REFUSED(old_, size_, path_, before_, root_)                            \
	ck_assert_err(tree_check_consistency(old_, size_, path_, before_,      \
			  root_),                                              \
	    ERR_BROKEN)
	ck_assert_err(tree_consistency(plain, old, size, &path), OK);
	/* the sizes */
	REFUSED(old - 1, size, &path, before, root);
	REFUSED(old + 1, size, &path, before, root);
	REFUSED(old ^ 2, size, &path, before, root);
	REFUSED(old, size * 2, &path, before, root);
	REFUSED(old, size / 2, &path, before, root);
	REFUSED(0, size, &path, before, root);
	/* the roots */
	if (old != size) {
		REFUSED(size, old, &path, before, root);
		REFUSED(old, size, &path, root, before);
	}
	other = before;
	other.b[5] ^= 4;
	REFUSED(old, size, &path, other, root);
	REFUSED(old, size, &path, digest_of(SLICE_NONE), root);
	other = root;
	other.b[9] ^= 16;
	REFUSED(old, size, &path, before, other);
	REFUSED(old, size, &path, before, digest_of(SLICE_NONE));
	/* the hashes */
	for (unsigned bit = 0; bit < path.n * 256; bit += 37) {
		bad = path;
		bad.hash[bit / 256].b[bit / 8 % 32] ^= (uint8_t)(1 << bit % 8);
		REFUSED(old, size, &bad, before, root);
	}
	/* the length */
	bad = path;
	bad.hash[bad.n++] = root;
	REFUSED(old, size, &bad, before, root);
	bad = path;
	memmove(bad.hash + 1, bad.hash, path.n * sizeof *bad.hash);
	bad.hash[0] = before;
	bad.n++;
	REFUSED(old, size, &bad, before, root);
	if (path.n > 0) {
		bad = path;
		bad.n--;
		REFUSED(old, size, &bad, before, root);
		bad.n = 0;
		REFUSED(old, size, &bad, before, root);
	}
	bad.n = TREE_PATH_MOST + 1;
	REFUSED(old, size, &bad, before, root);
#undef REFUSED
}

START_TEST(a_damaged_consistency_proof_is_refused)
{
	plant();
	for (unsigned size = 1; size <= LEAVES; size++)
		for (unsigned old = 1; old <= size; old++)
			refuse_consistency(old, size);
}
END_TEST

START_TEST(nothing_is_consistent_with_the_empty_tree)
{
	struct tree_path none = { .n = 0 };
	struct digest empty = digest_of(SLICE_NONE);

	ck_assert_err(tree_check_consistency(0, 0, &none, empty, empty),
	    ERR_BROKEN);
	ck_assert_err(tree_check_consistency(0, 5, &none, empty, empty),
	    ERR_BROKEN);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		leaves_and_roots_are_the_known_ones,
		inclusion_paths_are_the_known_ones,
		consistency_proofs_are_the_known_ones,
		the_roots_and_proofs_of_litewitness_are_ours,
		every_inclusion_holds,
		every_consistency_holds,
		what_no_tree_has_is_out_of_range,
		an_edge_grows_as_the_tree_does,
		a_node_that_cannot_be_read_is_the_answer,
		a_damaged_inclusion_proof_is_refused,
		a_damaged_consistency_proof_is_refused,
		nothing_is_consistent_with_the_empty_tree,
		NULL,
	};

	return suite_run("tree", tests);
}
