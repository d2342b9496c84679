/*
 * amendments.c - which versions of a period's data were made after its opening.
 *
 * amendments   key    period id, zero | version (8)
 *              value  record 1 version before, 2 log index, 3 time (us),
 *                     4 log index of the outage it is about, if any
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/amendments.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

static struct key
amendment_key(struct period_id period, uint32_t version)
{
	struct key k = key_of_text(period.text);

	key_u64(&k, version);
	return k;
}

void
amendments_put(struct txn *t, struct period_id period,
    const struct amendment_row *a)
{
	struct key k = amendment_key(period, a->version);
	struct buf value = { 0 };

	rec_uint(&value, 1, a->before);
	rec_uint(&value, 2, a->entry);
	rec_int(&value, 3, a->time.us);
	if (a->outage != 0)
		rec_uint(&value, 4, a->outage);
	txn_put_buf(t, T_AMENDMENTS, key_all(&k), &value);
}

static void
read_row(struct txn *t, struct slice value, struct amendment_row *out)
{
	struct rec r;

	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			out->before = (uint32_t)rec_get_uint(&r);
			break;
		case 2:
			out->entry = rec_get_uint(&r);
			break;
		case 3:
			out->time.us = rec_get_int(&r);
			break;
		case 4:
			out->outage = rec_get_uint(&r);
			break;
		}
	}
	txn_require(t, r.err);
}

bool
amendments_get(struct txn *t, struct period_id period, struct amendment_row *a)
{
	struct key k = amendment_key(period, a->version);
	struct slice value;

	if (!txn_get(t, T_AMENDMENTS, key_all(&k), &value))
		return false;
	*a = (struct amendment_row){ .version = a->version };
	read_row(t, value, a);
	return t->err == OK;
}

void
amendments_each(struct txn *t, struct period_id period,
    void (*each)(void *self, const struct amendment_row *a), void *self)
{
	struct amendment_row a;
	struct walk w;
	struct key k = key_of_text(period.text);

	for (walk_start(&w, t, T_AMENDMENTS, key_all(&k)); walk_on(&w);) {
		if (txn_require(t, w.key.n == k.n + 8 ? OK : ERR_BROKEN) != OK)
			break;
		a = (struct amendment_row){ .version = (uint32_t)key_get_u64(
						w.key.p + k.n) };
		read_row(t, w.value, &a);
		if (t->err == OK)
			each(self, &a);
	}
	walk_end(&w);
}
