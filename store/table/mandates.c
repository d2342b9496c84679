/*
 * mandates.c - decisions behind log entries.
 *
 * mandates   key    log index (8)
 *            value  record 1 number, 2 date, 3 reason, 4 person, 5 token
 *                   number, 6 salt (32)
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/mandates.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/table/schema.h"

bool
mandates_get(struct txn *t, uint64_t entry, struct mandated *out)
{
	struct mandate *m = &out->mandate;
	struct slice value;
	struct rec r;
	struct key k;

	*out = (struct mandated){ .by = { 0 } };
	key_start(&k);
	key_u64(&k, entry);
	if (!txn_get(t, T_MANDATES, key_all(&k), &value))
		return false;
	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			rec_get_text(&r, m->number, sizeof m->number);
			break;
		case 2:
			rec_get_text(&r, m->date, sizeof m->date);
			break;
		case 3:
			rec_get_text(&r, m->reason, sizeof m->reason);
			break;
		case 4:
			rec_get_text(&r, m->person, sizeof m->person);
			break;
		case 5:
			out->by.n = rec_get_uint(&r);
			break;
		case 6:
			rec_get_bytes(&r, out->salt, sizeof out->salt);
			break;
		}
	}
	return txn_require(t, r.err) == OK;
}

void
mandates_put(struct txn *t, uint64_t entry, const struct mandated *m)
{
	struct buf value = { 0 };
	struct key k;

	key_start(&k);
	key_u64(&k, entry);
	rec_text(&value, 1, m->mandate.number);
	rec_text(&value, 2, m->mandate.date);
	rec_text(&value, 3, m->mandate.reason);
	rec_text(&value, 4, m->mandate.person);
	rec_uint(&value, 5, m->by.n);
	rec_bytes(&value, 6, slice_of(m->salt, sizeof m->salt));
	txn_put_buf(t, T_MANDATES, key_all(&k), &value);
}
