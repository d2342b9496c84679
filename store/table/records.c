/*
 * records.c - the council's minutes and decisions.
 *
 * records   key    period, zero | number (8), from 1
 *           value  record 1 kind (0 minutes, 1 decision), 2 number as printed,
 *                  3 date (days), 4 signer, 5 file name, 6 document digest
 *                  (32), 7 size, 8 token number, 9 time (us), 10 log index,
 *                  11 salt of the log entry (32)
 *
 * The document's bytes are kept as evidence is (documents.c).
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/records.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

static void
read_field(struct rec *v, struct record *r)
{
	switch (v->tag) {
	case 1:
		r->kind = (enum record_kind)rec_get_uint(v);
		if (r->kind >= RECORD_KINDS)
			v->err = ERR_BROKEN;
		break;
	case 2:
		rec_get_text(v, r->number, sizeof r->number);
		break;
	case 3:
		r->date = rec_get_int(v);
		break;
	case 4:
		rec_get_text(v, r->signer, sizeof r->signer);
		break;
	case 5:
		rec_get_text(v, r->file_name, sizeof r->file_name);
		break;
	case 6:
		rec_get_bytes(v, r->document.b, DIGEST_BYTES);
		break;
	case 7:
		r->size = rec_get_uint(v);
		break;
	case 8:
		r->by.n = rec_get_uint(v);
		break;
	case 9:
		r->time.us = rec_get_int(v);
		break;
	case 10:
		r->entry = rec_get_uint(v);
		break;
	case 11:
		rec_get_bytes(v, r->salt, sizeof r->salt);
		break;
	}
}

static bool
read_record(struct txn *t, struct slice value, struct record *r)
{
	struct rec v = rec_open(value);

	*r = (struct record){ .period = r->period, .n = r->n };
	while (rec_on(&v))
		read_field(&v, r);
	return txn_require(t, v.err) == OK;
}

bool
records_get(struct txn *t, struct record *r)
{
	struct key k = key_of_text(r->period.text);
	struct slice value;

	key_u64(&k, r->n);
	return txn_get(t, T_RECORDS, key_all(&k), &value) &&
	       read_record(t, value, r);
}

void
records_each(struct txn *t, struct period_id period,
    bool (*each)(void *self, const struct record *r), void *self)
{
	struct key k = key_of_text(period.text);
	struct record r;
	struct walk w;
	uint64_t n;

	walk_start(&w, t, T_RECORDS, key_all(&k));
	while (walk_numbered(&w, &n)) {
		r = (struct record){ .period = period, .n = n };
		if (!read_record(t, w.value, &r) || !each(self, &r))
			break;
	}
	walk_end(&w);
}

void
records_add(struct txn *t, struct record *r)
{
	struct key k = key_of_text(r->period.text);
	struct buf value = { 0 };

	r->n = walk_last(t, T_RECORDS, key_all(&k)) + 1;
	key_u64(&k, r->n);
	rec_uint(&value, 1, r->kind);
	rec_text(&value, 2, r->number);
	rec_int(&value, 3, r->date);
	rec_text(&value, 4, r->signer);
	rec_text(&value, 5, r->file_name);
	rec_bytes(&value, 6, slice_of(r->document.b, DIGEST_BYTES));
	rec_uint(&value, 7, r->size);
	rec_uint(&value, 8, r->by.n);
	rec_int(&value, 9, r->time.us);
	rec_uint(&value, 10, r->entry);
	rec_bytes(&value, 11, slice_of(r->salt, sizeof r->salt));
	txn_put_buf(t, T_RECORDS, key_all(&k), &value);
}

struct looking {
	enum record_kind kind;
	bool found;
};

static bool
compare(void *self, const struct record *r)
{
	struct looking *l = self;

	l->found = r->kind == l->kind;
	return !l->found;
}

bool
records_have(struct txn *t, struct period_id period, enum record_kind kind)
{
	struct looking l = { .kind = kind };

	records_each(t, period, compare, &l);
	return l.found;
}
