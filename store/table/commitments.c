/*
 * commitments.c - what units said they would send.
 *
 * commitments   key    period id, zero | unit id, zero | commitment id (16)
 *               value  record 1 leaf, repeated; 2 document, repeated: SHA-256
 *                      (32) and size (8, big-endian); 3 earliest (us), 4 latest
 *                      (us), 5 source, 6 window version, 7 verdict, 8 judged
 *                      by the explanation window (1), 9 trust in the clock
 *                      (1 unfit, 2 nobody vouches for it), 10 log index of the
 *                      last token before it, 11 token number, 12 person,
 *                      13 the e-office did so for the person (1), 14 salt (32),
 *                      15 log index, 16 time (us)
 * Of 8, 9, 10, 12 and 13 what there is not is left out. Commitment ids are
 * UUIDv7, so their order is that of their making. A row never changes.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/commitments.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"
#include "store/table/submission_rec.h"

#define PROMISED_BYTES (DIGEST_BYTES + 8)

static struct key
unit_key(struct period_id period, struct unit_id unit)
{
	struct key k = key_of_text(period.text);

	if (unit.text[0] != 0)
		key_text(&k, unit.text);
	return k;
}

static struct key
id_key(struct period_id period, struct unit_id unit, struct commitment_id id)
{
	struct key k = unit_key(period, unit);

	key_bytes(&k, id.b, sizeof id.b);
	return k;
}

/* ---- out ---- */

static void
pack_document(struct buf *to, const struct promised *p)
{
	struct key bytes;

	key_start(&bytes);
	key_bytes(&bytes, p->document.b, DIGEST_BYTES);
	key_u64(&bytes, p->size);
	rec_bytes(to, 2, key_all(&bytes));
}

static void
pack(struct buf *to, const struct commitment *c)
{
	for (unsigned i = 0; i < c->n_leaves; i++)
		rec_text(to, 1, c->leaf[i].text);
	for (unsigned i = 0; i < c->n_documents; i++)
		pack_document(to, &c->document[i]);
	rec_int(to, 3, c->received.earliest.us);
	rec_int(to, 4, c->received.latest.us);
	rec_uint(to, 5, c->source);
	rec_uint(to, 6, c->window_version);
	rec_uint(to, 7, c->verdict);
	if (c->supplement)
		rec_uint(to, 8, 1);
	if (c->trust != TRUST_FIT)
		rec_uint(to, 9, c->trust);
	if (c->after_by != 0)
		rec_uint(to, 10, c->after_by);
	rec_uint(to, 11, c->by.n);
	if (c->person.text[0] != 0)
		rec_text(to, 12, c->person.text);
	if (c->by_dms)
		rec_uint(to, 13, 1);
	rec_bytes(to, 14, slice_of(c->salt, sizeof c->salt));
	rec_uint(to, 15, c->entry);
	rec_int(to, 16, c->time.us);
}

void
commitments_add(struct txn *t, const struct commitment *c)
{
	struct key k = id_key(c->period, c->unit, c->id);
	struct buf value = { 0 };

	pack(&value, c);
	txn_put_buf(t, T_COMMITMENTS, key_all(&k), &value);
}

/* ---- in ---- */

static void
unpack_document(struct rec *r, struct commitment *c)
{
	uint8_t bytes[PROMISED_BYTES];
	struct promised *p;

	if (c->n_documents == COMMITMENT_DOCUMENTS) {
		r->err = ERR_BROKEN;
		return;
	}
	p = &c->document[c->n_documents++];
	rec_get_bytes(r, bytes, sizeof bytes);
	if (r->err != OK)
		return;
	memcpy(p->document.b, bytes, DIGEST_BYTES);
	p->size = key_get_u64(bytes + DIGEST_BYTES);
}

/* What is known of when it came, tags 3 to 10. */
static void
unpack_time(struct rec *r, struct commitment *c)
{
	switch (r->tag) {
	case 3:
		c->received.earliest.us = rec_get_int(r);
		break;
	case 4:
		c->received.latest.us = rec_get_int(r);
		break;
	case 5:
		c->source = (enum time_source)rec_get_uint(r);
		break;
	case 6:
		c->window_version = (uint32_t)rec_get_uint(r);
		break;
	case 7:
		c->verdict = (enum verdict)rec_get_uint(r);
		break;
	case 8:
		c->supplement = rec_get_uint(r) != 0;
		break;
	case 9:
		c->trust = (enum trust)rec_get_uint(r);
		break;
	case 10:
		c->after_by = rec_get_uint(r);
		break;
	}
}

/* Who made it, and where it stands. */
static void
unpack_rest(struct rec *r, struct commitment *c)
{
	switch (r->tag) {
	case 11:
		c->by.n = rec_get_uint(r);
		break;
	case 12:
		rec_get_text(r, c->person.text, NAME_ROOM);
		break;
	case 13:
		c->by_dms = rec_get_uint(r) != 0;
		break;
	case 14:
		rec_get_bytes(r, c->salt, sizeof c->salt);
		break;
	case 15:
		c->entry = rec_get_uint(r);
		break;
	case 16:
		c->time.us = rec_get_int(r);
		break;
	}
}

static bool
unpack(struct txn *t, struct slice value, const struct commitment_key *key,
    struct commitment *out)
{
	struct rec r;

	*out = (struct commitment){ .period = key->period,
		.unit = key->unit,
		.id = key->id };
	for (r = rec_open(value); rec_on(&r);) {
		if (r.tag == 1)
			leaf_unpack(&r, out->leaf, &out->n_leaves);
		else if (r.tag == 2)
			unpack_document(&r, out);
		else if (r.tag < 11)
			unpack_time(&r, out);
		else
			unpack_rest(&r, out);
	}
	if (r.err == OK &&
	    (out->source > TIME_SIMULATED || out->verdict >= VERDICTS ||
		out->trust >= TRUSTS))
		r.err = ERR_BROKEN;
	return txn_require(t, r.err) == OK;
}

bool
commitments_get(struct txn *t, struct period_id period, struct unit_id unit,
    struct commitment_id id, struct commitment *out)
{
	const struct commitment_key key = { period, unit, id };
	struct key k = id_key(period, unit, id);
	struct slice value;

	return txn_get(t, T_COMMITMENTS, key_all(&k), &value) &&
	       unpack(t, value, &key, out);
}

/* ---- many ---- */

/* A name that ends in a zero, and what is behind it. */
static bool
take_name(struct slice *key, char out[NAME_ROOM])
{
	const uint8_t *end = key->n == 0 ? NULL : memchr(key->p, 0, key->n);
	size_t n;

	if (end == NULL || (n = (size_t)(end - key->p)) >= NAME_ROOM)
		return false;
	memset(out, 0, NAME_ROOM);
	memcpy(out, key->p, n);
	*key = slice_of(end + 1, key->n - n - 1);
	return true;
}

static bool
read_key(struct txn *t, struct slice key, struct commitment_key *out)
{
	if (!take_name(&key, out->period.text) ||
	    !take_name(&key, out->unit.text) || key.n != sizeof out->id.b) {
		(void)txn_require(t, ERR_BROKEN);
		return false;
	}
	memcpy(out->id.b, key.p, sizeof out->id.b);
	return true;
}

void
commitments_each(struct txn *t, struct period_id period, struct unit_id unit,
    bool (*each)(void *self, const struct commitment *c), void *self)
{
	struct key k = unit_key(period, unit);
	struct commitment_key key;
	struct commitment c;
	struct walk w;

	for (walk_start(&w, t, T_COMMITMENTS, key_all(&k)); walk_on(&w);)
		if (!read_key(t, w.key, &key) ||
		    !unpack(t, w.value, &key, &c) || !each(self, &c))
			break;
	walk_end(&w);
}

size_t
commitments_after(struct txn *t, const struct commitment_key *after,
    struct commitment_key *list, size_t room)
{
	struct key k;
	struct walk w;
	size_t n = 0;

	key_start(&k);
	if (after->period.text[0] != 0)
		k = id_key(after->period, after->unit, after->id);
	walk_from(&w, t, T_COMMITMENTS, SLICE_NONE, key_all(&k));
	while (n < room && walk_on(&w)) {
		if (slice_eq(w.key, key_all(&k)))
			continue;
		if (!read_key(t, w.key, &list[n]))
			break;
		n++;
	}
	walk_end(&w);
	return n;
}
