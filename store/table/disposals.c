/*
 * disposals.c - rows that were destroyed because their years were over.
 *
 * disposals   key    period, zero | kind (1): 2 survey forms, 3 names of
 *                    persons, 4 events
 *             value  record 1 how many, 2 log index of the newest, 3 its time
 *                    (us)
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/disposals.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

static struct key
disposal_key(const struct disposal *d)
{
	struct key k = key_of_text(d->period.text);

	key_u8(&k, (uint8_t)d->kind);
	return k;
}

static void
read_row(struct txn *t, struct slice value, struct disposal *d)
{
	struct rec r;

	for (r = rec_open(value); rec_on(&r);)
		switch (r.tag) {
		case 1:
			d->records = rec_get_uint(&r);
			break;
		case 2:
			d->entry = rec_get_uint(&r);
			break;
		case 3:
			d->time.us = rec_get_int(&r);
			break;
		}
	txn_require(t, r.err);
}

bool
disposals_get(struct txn *t, struct disposal *d)
{
	struct key k = disposal_key(d);
	struct slice value;

	*d = (struct disposal){ .period = d->period, .kind = d->kind };
	if (!txn_get(t, T_DISPOSALS, key_all(&k), &value))
		return false;
	read_row(t, value, d);
	return t->err == OK;
}

void
disposals_put(struct txn *t, const struct disposal *d)
{
	struct key k = disposal_key(d);
	struct buf value = { 0 };

	rec_uint(&value, 1, d->records);
	rec_uint(&value, 2, d->entry);
	rec_int(&value, 3, d->time.us);
	txn_put_buf(t, T_DISPOSALS, key_all(&k), &value);
}

void
disposals_each(struct txn *t,
    bool (*each)(void *self, const struct disposal *d), void *self)
{
	struct disposal d;
	struct walk w;

	for (walk_start(&w, t, T_DISPOSALS, SLICE_NONE); walk_on(&w);) {
		d = (struct disposal){ .records = 0 };
		if (w.key.n < 3 || w.key.p[w.key.n - 1] >= RETAINED ||
		    period_id_read(slice_of(w.key.p, w.key.n - 2), &d.period) !=
			OK) {
			txn_require(t, ERR_BROKEN);
			break;
		}
		d.kind = (enum retained)w.key.p[w.key.n - 1];
		read_row(t, w.value, &d);
		if (t->err != OK || !each(self, &d))
			break;
	}
	walk_end(&w);
}

void
disposal_digest(struct digest_stream *to, struct slice key, struct slice value)
{
	struct key lengths;

	key_start(&lengths);
	key_u64(&lengths, key.n);
	key_u64(&lengths, value.n);
	digest_more(to, key_all(&lengths));
	digest_more(to, key);
	digest_more(to, value);
}

uint64_t
disposal_drop(struct txn *t, unsigned table, struct slice prefix, uint64_t most,
    struct digest_stream *to)
{
	uint64_t n = 0;
	struct walk w;

	for (walk_start(&w, t, table, prefix); n < most && walk_on(&w);) {
		disposal_digest(to, w.key, w.value);
		walk_drop(&w);
		n++;
	}
	walk_end(&w);
	return n;
}
