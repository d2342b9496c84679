/*
 * unfit.c - submissions that wait for a later outside time.
 *
 * unfit      key    log index (8) | submission (16), where the index is that
 *                   of the commitment it is judged by, and not its own
 *            value  record 1 submission (16), 2 log index of the last token
 *                   before it (left out: none)
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/unfit.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

#define KEY_OWN 8
#define KEY_COMMITMENT 24

static struct key
row_key(const struct unfit *u)
{
	struct key k;

	key_start(&k);
	key_u64(&k, u->entry);
	if (u->commitment)
		key_bytes(&k, u->id.b, sizeof u->id.b);
	return k;
}

void
unfit_put(struct txn *t, const struct unfit *u)
{
	struct key k = row_key(u);
	struct buf value = { 0 };

	rec_bytes(&value, 1, slice_of(u->id.b, sizeof u->id.b));
	if (u->after_by != 0)
		rec_uint(&value, 2, u->after_by);
	txn_put_buf(t, T_UNFIT, key_all(&k), &value);
}

bool
unfit_drop(struct txn *t, const struct unfit *u)
{
	struct key k = row_key(u);

	return txn_drop(t, T_UNFIT, key_all(&k));
}

static void
read_one(struct txn *t, struct slice value, struct unfit *u)
{
	struct rec r;

	for (r = rec_open(value); rec_on(&r);) {
		if (r.tag == 1)
			rec_get_bytes(&r, u->id.b, sizeof u->id.b);
		else if (r.tag == 2)
			u->after_by = rec_get_uint(&r);
	}
	txn_require(t, r.err);
}

bool
unfit_get(struct txn *t, struct unfit *u)
{
	struct key k = row_key(u);
	struct slice value;

	if (!txn_get(t, T_UNFIT, key_all(&k), &value))
		return false;
	read_one(t, value, u);
	return t->err == OK;
}

size_t
unfit_oldest(struct txn *t, struct unfit *list, size_t room)
{
	struct walk w;
	size_t n = 0;

	for (walk_start(&w, t, T_UNFIT, SLICE_NONE); n < room && walk_on(&w);
	     n++) {
		if (txn_require(t,
			w.key.n == KEY_OWN || w.key.n == KEY_COMMITMENT
			    ? OK
			    : ERR_BROKEN) != OK)
			break;
		list[n] = (struct unfit){ .entry = key_get_u64(w.key.p),
			.commitment = w.key.n == KEY_COMMITMENT };
		read_one(t, w.value, &list[n]);
	}
	walk_end(&w);
	return t->err == OK ? n : 0;
}
