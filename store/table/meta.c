/*
 * meta.c - named rows about the store itself.
 *
 * key    the row's name
 * value  "store": record 1 origin, 2 vkey, 3 feed id, 4 simulated (0/1),
 *                 5 made (us)
 *        "clock": record 1 simulated wall time (us), 2 its bound (us)
 *        "token": record 1 the last number given out
 *        "outside": record 1 SHA-256 of the lines of the newest entry about
 *                 authorities and witnesses
 *
 * Knows these rows. Touches the transaction it is given.
 */
#include "store/table/meta.h"

#include "store/db/rec.h"
#include "store/table/schema.h"

static void
put(struct txn *t, const char *name, struct buf *value)
{
	txn_require(t, value->err);
	txn_put(t, T_META, slice_text(name), buf_all(value));
	buf_free(value);
}

bool
meta_get(struct txn *t, struct meta *out)
{
	struct slice value;
	struct rec r;

	*out = (struct meta){ 0 };
	if (!txn_get(t, T_META, slice_text("store"), &value))
		return false;
	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			rec_get_text(&r, out->origin, sizeof out->origin);
			break;
		case 2:
			rec_get_text(&r, out->vkey, sizeof out->vkey);
			break;
		case 3:
			rec_get_text(&r, out->feed, sizeof out->feed);
			break;
		case 4:
			out->simulated = rec_get_uint(&r) != 0;
			break;
		case 5:
			out->made.us = rec_get_int(&r);
			break;
		case 6:
			out->log = (unsigned)rec_get_uint(&r);
			break;
		}
	}
	return txn_require(t, r.err) == OK;
}

void
meta_put(struct txn *t, const struct meta *m)
{
	struct buf value = { 0 };

	rec_text(&value, 1, m->origin);
	rec_text(&value, 2, m->vkey);
	rec_text(&value, 3, m->feed);
	rec_uint(&value, 4, m->simulated);
	rec_int(&value, 5, m->made.us);
	if (m->log > 0)
		rec_uint(&value, 6, m->log);
	put(t, "store", &value);
}

bool
meta_get_clock(struct txn *t, struct moment *now, struct span *bound)
{
	struct slice value;
	struct rec r;

	*now = (struct moment){ 0 };
	*bound = (struct span){ 0 };
	if (!txn_get(t, T_META, slice_text("clock"), &value))
		return false;
	for (r = rec_open(value); rec_on(&r);) {
		if (r.tag == 1)
			now->us = rec_get_int(&r);
		else if (r.tag == 2)
			bound->us = rec_get_int(&r);
	}
	return txn_require(t, r.err) == OK;
}

void
meta_put_clock(struct txn *t, struct moment now, struct span bound)
{
	struct buf value = { 0 };

	rec_int(&value, 1, now.us);
	rec_int(&value, 2, bound.us);
	put(t, "clock", &value);
}

bool
meta_get_outside(struct txn *t, struct digest *out)
{
	struct slice value;
	struct rec r;

	*out = (struct digest){ { 0 } };
	if (!txn_get(t, T_META, slice_text("outside"), &value))
		return false;
	for (r = rec_open(value); rec_on(&r);)
		if (r.tag == 1)
			rec_get_bytes(&r, out->b, sizeof out->b);
	return txn_require(t, r.err) == OK;
}

void
meta_put_outside(struct txn *t, struct digest lines)
{
	struct buf value = { 0 };

	rec_bytes(&value, 1, slice_of(lines.b, sizeof lines.b));
	put(t, "outside", &value);
}

uint64_t
meta_next_token(struct txn *t)
{
	struct buf again = { 0 };
	struct slice value;
	uint64_t n = 0;
	struct rec r;

	if (txn_get(t, T_META, slice_text("token"), &value)) {
		for (r = rec_open(value); rec_on(&r);)
			if (r.tag == 1)
				n = rec_get_uint(&r);
		txn_require(t, r.err);
	}
	rec_uint(&again, 1, ++n);
	put(t, "token", &again);
	return n;
}
