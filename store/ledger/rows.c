/*
 * rows.c - the log's rows as bytes.
 *
 * Knows the keys of the log's four tables. Touches them through the caller's
 * transaction.
 */
#include "store/ledger/rows.h"

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

static struct key
head_key(const struct ledger *l)
{
	struct key k;

	key_start(&k);
	key_u8(&k, 'h');
	if (l->tables.number > 0)
		key_u8(&k, (uint8_t)l->tables.number);
	return k;
}

bool
head_get(struct ledger *l, struct txn *t, struct head *out)
{
	struct key k = head_key(l);
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
	k = head_key(&next);
	return txn_get(t, l->tables.head, key_all(&k), &value);
}

void
head_put(struct ledger *l, struct txn *t, const struct head *h)
{
	struct key k = head_key(l), value;

	key_start(&value);
	key_u64(&value, h->size);
	key_u64(&value, (uint64_t)h->last.us);
	key_u64(&value, h->sealed);
	if (h->kept > 0)
		key_u64(&value, h->kept);
	txn_put(t, l->tables.head, key_all(&k), key_all(&value));
}

bool
node_get(struct ledger *l, struct txn *t, unsigned level, uint64_t last,
    struct digest *out)
{
	struct key k = row_key(l, last);
	struct slice value;

	key_u8(&k, (uint8_t)level);
	if (!txn_get(t, l->tables.nodes, key_all(&k), &value) ||
	    value.n != sizeof out->b)
		return false;
	memcpy(out->b, value.p, sizeof out->b);
	return true;
}

bool
checkpoint_get(struct ledger *l, struct txn *t, uint64_t size,
    struct slice *note)
{
	struct key k = row_key(l, size);

	return txn_get(t, l->tables.checkpoints, key_all(&k), note);
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
