/*
 * documents.c - documents by their SHA-256.
 *
 * documents        key    digest (32)
 *                  value  record 1 size, 2 media type, 3 first submission
 *                         (16), 4 pack (0: a file), 5 offset in it,
 *                         6 log index of its destruction
 * document-uses    key    digest (32) | period, zero | unit, zero |
 *                         submission id (16), of all but the first
 *                  value  empty
 *
 * Most documents are used once, so most have one row.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/documents.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

bool
documents_get(struct txn *t, struct digest d, struct document *out)
{
	struct slice value;
	struct rec r;

	*out = (struct document){ .digest = d };
	if (!txn_get(t, T_DOCUMENTS, slice_of(d.b, DIGEST_BYTES), &value))
		return false;
	for (r = rec_open(value); rec_on(&r);) {
		if (r.tag == 1)
			out->size = rec_get_uint(&r);
		else if (r.tag == 2)
			rec_get_text(&r, out->media_type,
			    sizeof out->media_type);
		else if (r.tag == 3)
			rec_get_bytes(&r, out->first.b, sizeof out->first.b);
		else if (r.tag == 4)
			out->pack = rec_get_uint(&r);
		else if (r.tag == 5)
			out->offset = rec_get_uint(&r);
		else if (r.tag == 6)
			out->expunged = rec_get_uint(&r);
	}
	return txn_require(t, r.err) == OK;
}

void
documents_put(struct txn *t, const struct document *doc)
{
	struct buf value = { 0 };

	rec_uint(&value, 1, doc->size);
	rec_text(&value, 2, doc->media_type);
	rec_bytes(&value, 3, slice_of(doc->first.b, sizeof doc->first.b));
	rec_uint(&value, 4, doc->pack);
	rec_uint(&value, 5, doc->offset);
	if (doc->expunged != 0)
		rec_uint(&value, 6, doc->expunged);
	txn_put_buf(t, T_DOCUMENTS, slice_of(doc->digest.b, DIGEST_BYTES),
	    &value);
}

size_t
documents_after(struct txn *t, struct digest after, struct digest *list,
    size_t room)
{
	struct slice from = slice_of(after.b, DIGEST_BYTES);
	struct walk w;
	size_t n = 0;

	walk_from(&w, t, T_DOCUMENTS, SLICE_NONE, from);
	while (n < room && walk_on(&w)) {
		if (slice_eq(w.key, from))
			continue;
		if (txn_require(t, w.key.n == DIGEST_BYTES ? OK : ERR_BROKEN) !=
		    OK)
			break;
		memcpy(list[n++].b, w.key.p, DIGEST_BYTES);
	}
	walk_end(&w);
	return n;
}

static struct key
uses_key(struct digest d)
{
	struct key k;

	key_start(&k);
	key_bytes(&k, d.b, DIGEST_BYTES);
	return k;
}

static struct key
unit_uses_key(struct digest d, struct period_id period, struct unit_id unit)
{
	struct key k = uses_key(d);

	key_text(&k, period.text);
	key_text(&k, unit.text);
	return k;
}

void
document_uses_put(struct txn *t, struct digest d, struct period_id period,
    struct unit_id unit, struct submission_id id)
{
	struct key k = unit_uses_key(d, period, unit);

	key_bytes(&k, id.b, sizeof id.b);
	txn_put(t, T_DOCUMENT_USES, key_all(&k), SLICE_NONE);
}

/* The first use, then those under `k`. */
static void
each_use(struct txn *t, struct digest d, const struct key *k,
    bool (*each)(void *self, struct submission_id id), void *self)
{
	struct submission_id id = { { 0 } };
	struct document doc;
	struct walk w;

	if (!documents_get(t, d, &doc) ||
	    (memcmp(doc.first.b, id.b, sizeof id.b) != 0 &&
		!each(self, doc.first)))
		return;
	walk_start(&w, t, T_DOCUMENT_USES, key_all(k));
	while (walk_on(&w)) {
		if (txn_require(t, w.key.n > DIGEST_BYTES + sizeof id.b
				       ? OK
				       : ERR_BROKEN) != OK)
			break;
		memcpy(id.b, w.key.p + w.key.n - sizeof id.b, sizeof id.b);
		if (!each(self, id))
			break;
	}
	walk_end(&w);
}

void
document_uses_each(struct txn *t, struct digest d,
    bool (*each)(void *self, struct submission_id id), void *self)
{
	struct key k = uses_key(d);

	each_use(t, d, &k, each, self);
}

void
document_uses_of_unit(struct txn *t, struct digest d, struct period_id period,
    struct unit_id unit, bool (*each)(void *self, struct submission_id id),
    void *self)
{
	struct key k = unit_uses_key(d, period, unit);

	each_use(t, d, &k, each, self);
}
