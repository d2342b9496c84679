/*
 * rows.c - the log's rows as bytes.
 *
 * Knows the keys of the log's four tables. Touches them through the caller's
 * transaction.
 */
#include "store/ledger/rows.h"

#include "store/db/walk.h"

#define HEAD_BYTES 24
#define KEPT_BYTES 8 /* behind them, or not */

struct key
row_key(const struct ledger *l, uint64_t number)
{
	struct key k;

	key_start(&k);
	key_u64(&k, PLACE(l->tables.number, number));
	return k;
}

#define HEAD 'h'
#define NEWEST 'c'

/* A row of the head, by its letter. */
static struct key
head_key(const struct ledger *l, char letter)
{
	struct key k;

	key_start(&k);
	key_u8(&k, (uint8_t)letter);
	if (l->tables.number > 0)
		key_u8(&k, (uint8_t)l->tables.number);
	return k;
}

bool
head_get(struct ledger *l, struct txn *t, struct head *out)
{
	struct key k = head_key(l, HEAD);
	struct slice value;

	*out = (struct head){ 0 };
	if (!txn_get(t, l->tables.head, key_all(&k), &value))
		return true;
	if (value.n != HEAD_BYTES && value.n != HEAD_BYTES + KEPT_BYTES)
		return false;
	out->size = key_get_u64(value.p);
	out->last.us = (int64_t)key_get_u64(value.p + 8);
	out->sealed = key_get_u64(value.p + 16);
	if (value.n > HEAD_BYTES)
		out->kept = key_get_u64(value.p + HEAD_BYTES);
	return out->kept <= out->sealed && out->sealed <= out->size;
}

bool
has_ended(struct ledger *l, struct txn *t)
{
	struct ledger next = *l;
	struct slice value;
	struct key k;

	next.tables.number++;
	k = head_key(&next, HEAD);
	return txn_get(t, l->tables.head, key_all(&k), &value);
}

void
head_put(struct ledger *l, struct txn *t, const struct head *h)
{
	struct key k = head_key(l, HEAD), value;

	key_start(&value);
	key_u64(&value, h->size);
	key_u64(&value, (uint64_t)h->last.us);
	key_u64(&value, h->sealed);
	if (h->kept > 0)
		key_u64(&value, h->kept);
	txn_put(t, l->tables.head, key_all(&k), key_all(&value));
}

static bool
leaf_made(struct ledger *l, struct txn *t, uint64_t last, struct digest *out)
{
	struct slice bytes;

	if (!entry_get(l, t, last, &bytes) || bytes.n > ENTRY_MOST)
		return false;
	*out = tree_leaf(bytes);
	return true;
}

/* A low node: hashed a moment ago, or now from the entries below it. */
static bool
node_made(struct ledger *l, struct txn *t, unsigned level, uint64_t last,
    struct digest *out)
{
	uint64_t place = PLACE(l->tables.number, last);
	struct digest left, right;

	if (recent_get(l->recent, level, place, out))
		return true;
	if (level == 0) {
		if (!leaf_made(l, t, last, out))
			return false;
	} else {
		uint64_t half = UINT64_C(1) << (level - 1);

		if (!node_made(l, t, level - 1, last - half, &left) ||
		    !node_made(l, t, level - 1, last, &right))
			return false;
		*out = tree_node(left, right);
	}
	recent_put(l->recent, level, place, *out);
	return true;
}

bool
node_get(struct ledger *l, struct txn *t, unsigned level, uint64_t last,
    struct digest *out)
{
	struct key k = row_key(l, last);
	struct slice value;

	if (level < NODES_FROM)
		return node_made(l, t, level, last, out);
	key_u8(&k, (uint8_t)level);
	if (!txn_get(t, l->tables.nodes, key_all(&k), &value) ||
	    value.n != sizeof out->b)
		return false;
	memcpy(out->b, value.p, sizeof out->b);
	return true;
}

bool
newest_get(struct ledger *l, struct txn *t, uint64_t *size, struct slice *note)
{
	struct key k = head_key(l, NEWEST);
	struct slice value;

	if (!txn_get(t, l->tables.head, key_all(&k), &value) || value.n < 8)
		return false;
	*size = key_get_u64(value.p);
	*note = slice_of(value.p + 8, value.n - 8);
	return true;
}

void
newest_put(struct ledger *l, struct txn *t, uint64_t size, struct slice note)
{
	struct key k = head_key(l, NEWEST), number;
	struct buf value = { 0 };

	key_start(&number);
	key_u64(&number, size);
	buf_slice(&value, key_all(&number));
	buf_slice(&value, note);
	txn_put_buf(t, l->tables.head, key_all(&k), &value);
}

bool
head_is_sound(struct ledger *l, struct txn *t)
{
	bool sound = true;
	struct walk w;

	walk_start(&w, t, l->tables.head, SLICE_NONE);
	while (sound && walk_on(&w))
		sound = (w.key.p[0] == HEAD || w.key.p[0] == NEWEST) &&
			(w.key.n == 1 || (w.key.n == 2 && w.key.p[1] > 0 &&
					     w.key.p[1] <= l->tables.number));
	walk_end(&w);
	return sound && t->err == OK;
}

bool
checkpoint_get(struct ledger *l, struct txn *t, uint64_t size,
    struct slice *note)
{
	struct key k = row_key(l, size);
	uint64_t newest;

	return txn_get(t, l->tables.checkpoints, key_all(&k), note) ||
	       (newest_get(l, t, &newest, note) && newest == size);
}

bool
entry_get(struct ledger *l, struct txn *t, uint64_t index, struct slice *bytes)
{
	struct key k = row_key(l, index);

	return txn_get(t, l->tables.entries, key_all(&k), bytes);
}

bool
ledger_entry(struct ledger *l, struct txn *t, uint64_t place,
    struct slice *bytes)
{
	struct key k;

	key_start(&k);
	key_u64(&k, place);

	return txn_get(t, l->tables.entries, key_all(&k), bytes);
}

void
ledger_from(struct ledger *l, struct txn *t, uint64_t place,
    bool (*each)(void *self, uint64_t place, struct slice bytes), void *self)
{
	struct walk w;
	struct key k;
	uint64_t at;

	key_start(&k);
	key_u64(&k, place);
	walk_from(&w, t, l->tables.entries, SLICE_NONE, key_all(&k));
	while (walk_numbered(&w, &at) && each(self, at, w.value))
		;
	walk_end(&w);
}
