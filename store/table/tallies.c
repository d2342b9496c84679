/*
 * tallies.c - a unit's running tallies, one a leaf; the bytes are those of
 * "tallies" in forms.c.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/table/forms.h"
#include "store/table/schema.h"

static struct key
tally_key(const struct plan *plan, unsigned unit)
{
	struct key k = key_of_text(plan->period.text);

	key_text(&k, plan->units[unit].id.text);
	return k;
}

static void
read_tally(struct txn *t, const struct plan *plan, struct slice value,
    struct tally *by_leaf)
{
	const uint8_t *end = value.n == 0 ? NULL : memchr(value.p, 0, value.n);
	struct leaf_id id;
	size_t name_n;
	int leaf;

	if (end == NULL) {
		txn_require(t, ERR_BROKEN);
		return;
	}
	name_n = (size_t)(end - value.p);
	if (leaf_id_read(slice_of(value.p, name_n), &id) != OK ||
	    value.n != name_n + 1 + (size_t)5 * 8) {
		txn_require(t, ERR_BROKEN);
		return;
	}
	if ((leaf = plan_leaf(plan, id)) < 0) /* it is assessed no more */
		return;
	for (unsigned i = 0; i < 5; i++)
		by_leaf[leaf].count[i] = key_get_u64(end + 1 + (size_t)i * 8);
}

void
tallies_get(struct txn *t, const struct plan *plan, unsigned unit,
    struct tally *by_leaf)
{
	struct key k = tally_key(plan, unit);
	struct slice value;
	struct rec r;

	memset(by_leaf, 0, plan->n_leaves * sizeof *by_leaf);
	if (!txn_get(t, T_TALLIES, key_all(&k), &value))
		return;
	for (r = rec_open(value); rec_on(&r);)
		if (r.tag == 1)
			read_tally(t, plan, r.value, by_leaf);
	txn_require(t, r.err);
}

void
tallies_put(struct txn *t, const struct plan *plan, unsigned unit,
    const struct tally *by_leaf)
{
	static const struct tally none;
	struct key k = tally_key(plan, unit), row;
	struct buf value = { 0 };

	for (unsigned leaf = 0; leaf < plan->n_leaves; leaf++) {
		if (memcmp(&by_leaf[leaf], &none, sizeof none) == 0)
			continue;
		key_start(&row);
		key_text(&row, plan->leaves[leaf].id.text);
		for (unsigned i = 0; i < 5; i++)
			key_u64(&row, by_leaf[leaf].count[i]);
		rec_bytes(&value, 1, key_all(&row));
	}
	txn_put_buf(t, T_TALLIES, key_all(&k), &value);
}
