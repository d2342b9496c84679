/*
 * revisions.c - published revisions, and due corrections.
 *
 * revisions     key    period, zero | revision (8), from 1
 *               value  record 1 bundle version, 2 bundle digest (32),
 *                      3 record number, 4 digest of the rows (32), 5 log index
 *                      the results rest on, 6 that entry's time (us), 7 time
 *                      (us), 8 log index, 9 reason, 10 token number, 11 digest
 *                      of the rows as an upgrade of the store left them (32)
 * corrections   key    period, zero | unit, zero
 *               value  record 1 log index
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/revisions.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

static struct key
revision_key(struct period_id period, uint64_t n)
{
	struct key k = key_of_text(period.text);

	key_u64(&k, n);
	return k;
}

static void
read_field(struct rec *v, struct revision *r)
{
	switch (v->tag) {
	case 1:
		r->version = (uint32_t)rec_get_uint(v);
		break;
	case 2:
		rec_get_bytes(v, r->bundle.b, DIGEST_BYTES);
		break;
	case 3:
		r->record = rec_get_uint(v);
		break;
	case 4:
		rec_get_bytes(v, r->rows.b, DIGEST_BYTES);
		break;
	case 5:
		r->rests_on = rec_get_uint(v);
		break;
	case 6:
		r->as_of.us = rec_get_int(v);
		break;
	case 7:
		r->time.us = rec_get_int(v);
		break;
	case 8:
		r->entry = rec_get_uint(v);
		break;
	case 9:
		rec_get_text(v, r->reason, sizeof r->reason);
		break;
	case 10:
		r->by.n = rec_get_uint(v);
		break;
	case 11:
		rec_get_bytes(v, r->kept.b, DIGEST_BYTES);
		break;
	}
}

static bool
read_revision(struct txn *t, struct slice value, struct revision *r)
{
	struct rec v = rec_open(value);

	*r = (struct revision){ .period = r->period, .n = r->n };
	while (rec_on(&v))
		read_field(&v, r);
	return txn_require(t, v.err) == OK;
}

void
revisions_each(struct txn *t, struct period_id period,
    bool (*each)(void *self, const struct revision *r), void *self)
{
	struct key k = key_of_text(period.text);
	struct revision r;
	struct walk w;
	uint64_t n;

	walk_start(&w, t, T_REVISIONS, key_all(&k));
	while (walk_numbered(&w, &n)) {
		r = (struct revision){ .period = period, .n = n };
		if (!read_revision(t, w.value, &r) || !each(self, &r))
			break;
	}
	walk_end(&w);
}

bool
revisions_get(struct txn *t, struct revision *r)
{
	struct key k = key_of_text(r->period.text);
	struct slice value;

	if (r->n == 0)
		r->n = walk_last(t, T_REVISIONS, key_all(&k));
	key_u64(&k, r->n);
	return r->n != 0 && txn_get(t, T_REVISIONS, key_all(&k), &value) &&
	       read_revision(t, value, r);
}

void
revisions_put(struct txn *t, const struct revision *r)
{
	static const struct digest none;
	struct key k = revision_key(r->period, r->n);
	struct buf value = { 0 };

	rec_uint(&value, 1, r->version);
	rec_bytes(&value, 2, slice_of(r->bundle.b, DIGEST_BYTES));
	rec_uint(&value, 3, r->record);
	rec_bytes(&value, 4, slice_of(r->rows.b, DIGEST_BYTES));
	rec_uint(&value, 5, r->rests_on);
	rec_int(&value, 6, r->as_of.us);
	rec_int(&value, 7, r->time.us);
	rec_uint(&value, 8, r->entry);
	rec_text(&value, 9, r->reason);
	rec_uint(&value, 10, r->by.n);
	if (!digest_eq(r->kept, none))
		rec_bytes(&value, 11, slice_of(r->kept.b, DIGEST_BYTES));
	txn_put_buf(t, T_REVISIONS, key_all(&k), &value);
}

static struct key
correction_key(struct period_id period, struct unit_id unit)
{
	struct key k = key_of_text(period.text);

	key_text(&k, unit.text);
	return k;
}

bool
corrections_put(struct txn *t, struct period_id period, struct unit_id unit,
    uint64_t entry)
{
	struct key k = correction_key(period, unit);
	struct buf value = { 0 };
	bool new;

	rec_uint(&value, 1, entry);
	txn_require(t, value.err);
	new = txn_put_new(t, T_CORRECTIONS, key_all(&k), buf_all(&value));
	buf_free(&value);
	return new;
}

void
corrections_each(struct txn *t, struct period_id period,
    void (*each)(void *self, struct unit_id unit, uint64_t entry), void *self)
{
	struct unit_id unit;
	uint64_t entry;
	struct key k = key_of_text(period.text);
	struct walk w;
	struct rec v;

	for (walk_start(&w, t, T_CORRECTIONS, key_all(&k)); walk_on(&w);) {
		entry = 0;
		for (v = rec_open(w.value); rec_on(&v);)
			if (v.tag == 1)
				entry = rec_get_uint(&v);
		if (w.key.n <= k.n + 1 ||
		    unit_id_read(slice_of(w.key.p + k.n, w.key.n - k.n - 1),
			&unit) != OK)
			v.err = ERR_BROKEN;
		if (txn_require(t, v.err) == OK)
			each(self, unit, entry);
	}
	walk_end(&w);
}

void
corrections_clear(struct txn *t, struct period_id period)
{
	struct key k = key_of_text(period.text);
	struct walk w;

	for (walk_start(&w, t, T_CORRECTIONS, key_all(&k)); walk_on(&w);)
		walk_drop(&w);
	walk_end(&w);
}
