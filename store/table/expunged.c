/*
 * expunged.c - documents whose bytes were destroyed.
 *
 * expunged   key    state (1): 0 about to be, 1 done | digest (32)
 *            value  record 1 size, 2 disposal (0/1), 3 log index, 4 time (us),
 *                   5 pack, 6 offset in it
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/expunged.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

static struct key
state_key(bool pending)
{
	struct key k;

	key_start(&k);
	key_u8(&k, pending ? 0 : 1);
	return k;
}

static struct key
document_key(bool pending, struct digest d)
{
	struct key k = state_key(pending);

	key_bytes(&k, d.b, DIGEST_BYTES);
	return k;
}

static void
read_one(struct txn *t, struct slice value, struct expunged *e)
{
	struct rec r;

	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			e->size = rec_get_uint(&r);
			break;
		case 2:
			e->disposal = rec_get_uint(&r) != 0;
			break;
		case 3:
			e->entry = rec_get_uint(&r);
			break;
		case 4:
			e->time.us = rec_get_int(&r);
			break;
		case 5:
			e->pack = rec_get_uint(&r);
			break;
		case 6:
			e->offset = rec_get_uint(&r);
			break;
		}
	}
	txn_require(t, r.err);
}

bool
expunged_get(struct txn *t, struct digest d, struct expunged *out)
{
	struct slice value;
	struct key k;

	for (unsigned done = 0; done < 2; done++) {
		k = document_key(done == 0, d);
		if (!txn_get(t, T_EXPUNGED, key_all(&k), &value))
			continue;
		*out = (struct expunged){ .digest = d, .pending = done == 0 };
		read_one(t, value, out);
		return t->err == OK;
	}
	return false;
}

void
expunged_put(struct txn *t, const struct expunged *e)
{
	struct key k = document_key(!e->pending, e->digest);
	struct buf value = { 0 };

	(void)txn_drop(t, T_EXPUNGED, key_all(&k));
	k = document_key(e->pending, e->digest);
	rec_uint(&value, 1, e->size);
	rec_uint(&value, 2, e->disposal);
	rec_uint(&value, 3, e->entry);
	rec_int(&value, 4, e->time.us);
	rec_uint(&value, 5, e->pack);
	rec_uint(&value, 6, e->offset);
	txn_put_buf(t, T_EXPUNGED, key_all(&k), &value);
}

void
expunged_each(struct txn *t, bool pending,
    bool (*each)(void *self, const struct expunged *e), void *self)
{
	struct key k = state_key(pending);
	struct expunged e;
	struct walk w;

	for (walk_start(&w, t, T_EXPUNGED, key_all(&k)); walk_on(&w);) {
		if (txn_require(t,
			w.key.n == 1 + DIGEST_BYTES ? OK : ERR_BROKEN) != OK)
			break;
		e = (struct expunged){ .pending = pending };
		memcpy(e.digest.b, w.key.p + 1, DIGEST_BYTES);
		read_one(t, w.value, &e);
		if (t->err != OK || !each(self, &e))
			break;
	}
	walk_end(&w);
}
