/*
 * previous.c - last year's ranking of a period.
 *
 * previous   key    period, zero
 *            value  record 1 its JSON text, 2 taken from the period before
 *                   (0/1), 3 token number, 4 time (us), 5 log index
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/previous.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/table/schema.h"

static struct key
previous_key(struct period_id period)
{
	struct key k = key_of_text(period.text);

	return k;
}

bool
previous_get(struct txn *t, struct period_id period, struct previous_row *out)
{
	struct key k = previous_key(period);
	struct slice value;
	struct rec r;

	*out = (struct previous_row){ .taken = false };
	if (!txn_get(t, T_PREVIOUS, key_all(&k), &value))
		return false;
	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			out->text = r.value;
			break;
		case 2:
			out->taken = rec_get_uint(&r) != 0;
			break;
		case 3:
			out->by.n = rec_get_uint(&r);
			break;
		case 4:
			out->time.us = rec_get_int(&r);
			break;
		case 5:
			out->entry = rec_get_uint(&r);
			break;
		}
	}
	return txn_require(t, r.err) == OK;
}

void
previous_keep(struct txn *t, struct period_id period,
    const struct previous_row *row)
{
	struct key k = previous_key(period);
	struct buf value = { 0 };

	rec_bytes(&value, 1, row->text);
	rec_uint(&value, 2, row->taken);
	rec_uint(&value, 3, row->by.n);
	rec_int(&value, 4, row->time.us);
	rec_uint(&value, 5, row->entry);
	txn_put_buf(t, T_PREVIOUS, key_all(&k), &value);
}
