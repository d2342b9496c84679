/*
 * documents.c - documents by their SHA-256.
 *
 * documents        key    digest (32)
 *                  value  record 1 size, 2 is a file (0/1), 3 media type
 * document-bytes   key    digest (32); value the bytes
 * document-uses    key    digest (32) | submission id (16); value empty
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
			out->is_file = rec_get_uint(&r) != 0;
		else if (r.tag == 3)
			rec_get_text(&r, out->media_type,
			    sizeof out->media_type);
	}
	return txn_require(t, r.err) == OK;
}

void
documents_put(struct txn *t, const struct document *doc)
{
	struct buf value = { 0 };

	rec_uint(&value, 1, doc->size);
	rec_uint(&value, 2, doc->is_file);
	rec_text(&value, 3, doc->media_type);
	txn_require(t, value.err);
	txn_put(t, T_DOCUMENTS, slice_of(doc->digest.b, DIGEST_BYTES),
	    buf_all(&value));
	buf_free(&value);
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

bool
document_bytes_get(struct txn *t, struct digest d, struct slice *bytes)
{
	return txn_get(t, T_DOCUMENT_BYTES, slice_of(d.b, DIGEST_BYTES), bytes);
}

void
document_bytes_put(struct txn *t, struct digest d, struct slice bytes)
{
	void *to = txn_reserve(t, T_DOCUMENT_BYTES, slice_of(d.b, DIGEST_BYTES),
	    bytes.n);

	if (to != NULL && bytes.n != 0)
		memcpy(to, bytes.p, bytes.n);
}

void
document_uses_put(struct txn *t, struct digest d, struct submission_id id)
{
	struct key k;

	key_start(&k);
	key_bytes(&k, d.b, DIGEST_BYTES);
	key_bytes(&k, id.b, sizeof id.b);
	txn_put(t, T_DOCUMENT_USES, key_all(&k), SLICE_NONE);
}

void
document_uses_each(struct txn *t, struct digest d,
    bool (*each)(void *self, struct submission_id id), void *self)
{
	struct submission_id id;
	struct walk w;

	walk_start(&w, t, T_DOCUMENT_USES, slice_of(d.b, DIGEST_BYTES));
	while (walk_on(&w)) {
		if (txn_require(t, w.key.n == DIGEST_BYTES + sizeof id.b
				       ? OK
				       : ERR_BROKEN) != OK)
			break;
		memcpy(id.b, w.key.p + DIGEST_BYTES, sizeof id.b);
		if (!each(self, id))
			break;
	}
	walk_end(&w);
}
