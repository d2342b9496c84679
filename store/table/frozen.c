/*
 * frozen.c - the rows that a published revision is made of and rests on.
 *
 * frozen   key    period, zero | revision (8) | code (1) | the row's key
 *          value  the row's value
 *
 * Codes: 'r' results, 'k' ranks, 'c' cells, 'd' leaf-documents, 't' tallies,
 * 'l' lives, 's' life-steps, 'x' leaf-talks, 'p' previous,
 * 'n' counts, 'g' sightings, 'f' figures, 'v' cell-versions,
 * 'o' locked-sheets. The digest is
 * SHA-256 over code (1), length of the key (2), key, length of the value (4),
 * value of each row, in the order of these codes and of keys. A revision that
 * version 1 of the store published hashed its 'd' rows with the leaf before the
 * status (store/upgrade/from_1.h); its record has the digest of both.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/frozen.h"

#include "store/db/key.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

/* Every table a result is made of or rests on; keys begin with the period. */
static const struct {
	enum table table;
	uint8_t code;
} frozen[] = {
	{ T_RESULTS, 'r' },
	{ T_RANKS, 'k' },
	{ T_CELLS, 'c' },
	{ T_LEAF_DOCUMENTS, 'd' },
	{ T_TALLIES, 't' },
	{ T_LIVES, 'l' },
	{ T_LIFE_STEPS, 's' },
	{ T_LEAF_TALKS, 'x' },
	{ T_PREVIOUS, 'p' },
	{ T_COUNTS, 'n' },
	{ T_SIGHTINGS, 'g' },
	{ T_FIGURES, 'f' },
	{ T_CELL_VERSIONS, 'v' },
	{ T_LOCKED_SHEETS, 'o' },
};
#define FROZEN (sizeof frozen / sizeof *frozen)

static struct key
revision_key(struct period_id period, uint64_t n)
{
	struct key k = key_of_text(period.text);

	key_u64(&k, n);
	return k;
}

static struct key
code_key(struct period_id period, uint64_t n, uint8_t code)
{
	struct key k = revision_key(period, n);

	key_u8(&k, code);
	return k;
}

struct past
revision_past(struct period_id period, uint64_t n)
{
	struct past past = { .from = T_FROZEN };
	struct key k = revision_key(period, n);

	memcpy(past.prefix, k.b, k.n);
	past.prefix_n = k.n;
	for (size_t i = 0; i < FROZEN; i++)
		past.code[frozen[i].table] = frozen[i].code;
	return past;
}

static void
hash_row(struct digest_stream *d, uint8_t code, struct slice key,
    struct slice value)
{
	const uint8_t head[] = { code, (uint8_t)(key.n >> 8), (uint8_t)key.n };
	const uint8_t long_[] = { (uint8_t)(value.n >> 24),
		(uint8_t)(value.n >> 16), (uint8_t)(value.n >> 8),
		(uint8_t)value.n };

	digest_more(d, slice_of(head, sizeof head));
	digest_more(d, key);
	digest_more(d, slice_of(long_, sizeof long_));
	digest_more(d, value);
}

static void
copy_table(struct txn *t, const struct revision *r, size_t i,
    struct digest_stream *d)
{
	struct buf value = { 0 };
	struct key prefix = key_of_text(r->period.text), to;
	struct walk w;

	walk_start(&w, t, frozen[i].table, key_all(&prefix));
	while (walk_on(&w)) {
		to = code_key(r->period, r->n, frozen[i].code);
		key_bytes(&to, w.key.p, w.key.n);
		hash_row(d, frozen[i].code, w.key, w.value);
		/* a put may move the page on which the value stands */
		buf_clear(&value);
		buf_slice(&value, w.value);
		txn_require(t, value.err);
		txn_put(t, T_FROZEN, key_all(&to), buf_all(&value));
	}
	walk_end(&w);
	buf_free(&value);
}

void
revisions_freeze(struct txn *t, struct revision *r)
{
	struct digest_stream *d = digest_start();

	if (txn_require(t, d == NULL ? ERR_NO_MEMORY : OK) != OK)
		goto out;
	for (size_t i = 0; i < FROZEN; i++)
		copy_table(t, r, i, d);
	r->rows = digest_end(&d);
out:
	digest_drop(&d);
}

static void
hash_kept(struct txn *t, const struct revision *r, uint8_t code,
    struct digest_stream *d)
{
	struct key prefix = code_key(r->period, r->n, code);
	struct walk w;

	walk_start(&w, t, T_FROZEN, key_all(&prefix));
	while (walk_on(&w))
		hash_row(d, code,
		    slice_of(w.key.p + prefix.n, w.key.n - prefix.n), w.value);
	walk_end(&w);
}

struct digest
frozen_digest(struct txn *t, const struct revision *r)
{
	struct digest_stream *d = digest_start();
	struct digest out = { { 0 } };

	if (txn_require(t, d == NULL ? ERR_NO_MEMORY : OK) != OK)
		return out;
	for (size_t i = 0; i < FROZEN; i++)
		hash_kept(t, r, frozen[i].code, d);
	out = digest_end(&d);
	digest_drop(&d);
	return out;
}
