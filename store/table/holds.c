/*
 * holds.c - legal holds.
 *
 * holds   key    number (8), from 1
 *         value  record 1 period, 2 unit, 3 document (32), 4 log index, 5 time
 *                (us), 6 log index of its end, 7 time of that (us)
 * What is not said, and the end while it lasts, are left out.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/holds.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

static struct key
hold_key(uint64_t n)
{
	struct key k;

	key_start(&k);
	key_u64(&k, n);
	return k;
}

static void
read_hold(struct txn *t, struct slice value, struct hold *h)
{
	struct rec r;

	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			rec_get_text(&r, h->period.text, NAME_ROOM);
			break;
		case 2:
			rec_get_text(&r, h->unit.text, NAME_ROOM);
			break;
		case 3:
			rec_get_bytes(&r, h->document.b, DIGEST_BYTES);
			h->has_document = true;
			break;
		case 4:
			h->entry = rec_get_uint(&r);
			break;
		case 5:
			h->time.us = rec_get_int(&r);
			break;
		case 6:
			h->ended = rec_get_uint(&r);
			break;
		case 7:
			h->end.us = rec_get_int(&r);
			break;
		}
	}
	txn_require(t, r.err);
}

bool
holds_get(struct txn *t, struct hold *h)
{
	struct key k = hold_key(h->n);
	struct slice value;

	if (!txn_get(t, T_HOLDS, key_all(&k), &value))
		return false;
	*h = (struct hold){ .n = h->n };
	read_hold(t, value, h);
	return t->err == OK;
}

void
holds_put(struct txn *t, const struct hold *h)
{
	struct key k = hold_key(h->n);
	struct buf value = { 0 };

	if (h->period.text[0] != 0)
		rec_text(&value, 1, h->period.text);
	if (h->unit.text[0] != 0)
		rec_text(&value, 2, h->unit.text);
	if (h->has_document)
		rec_bytes(&value, 3, slice_of(h->document.b, DIGEST_BYTES));
	rec_uint(&value, 4, h->entry);
	rec_int(&value, 5, h->time.us);
	if (h->ended != 0) {
		rec_uint(&value, 6, h->ended);
		rec_int(&value, 7, h->end.us);
	}
	txn_put_buf(t, T_HOLDS, key_all(&k), &value);
}

uint64_t
holds_next(struct txn *t)
{
	return walk_last(t, T_HOLDS, SLICE_NONE) + 1;
}

void
holds_each(struct txn *t, bool (*each)(void *self, const struct hold *h),
    void *self)
{
	struct hold h;
	struct walk w;
	uint64_t n;

	walk_start(&w, t, T_HOLDS, SLICE_NONE);
	while (walk_numbered(&w, &n)) {
		h = (struct hold){ .n = n };
		read_hold(t, w.value, &h);
		if (t->err != OK || !each(self, &h))
			break;
	}
	walk_end(&w);
}
