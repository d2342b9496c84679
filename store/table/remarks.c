/*
 * remarks.c - what jobs noticed about submissions.
 *
 * remarks   key    submission id (16) | kind (1) | other submission's id (16)
 *           value  record 1 the other's unit, 2 noticed (us)
 * papers    key    period id, zero | unit id, zero |
 *                  SHA-256 of number, symbol and issuer (32) |
 *                  submission id (16)
 *           value  empty
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/remarks.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

static struct key
about_key(struct submission_id about, enum remark_kind kind)
{
	struct key k;

	key_start(&k);
	key_bytes(&k, about.b, sizeof about.b);
	key_u8(&k, (uint8_t)kind);
	return k;
}

unsigned
remarks_count(struct txn *t, struct submission_id about, enum remark_kind kind)
{
	struct key k = about_key(about, kind);
	unsigned n = 0;
	struct walk w;

	for (walk_start(&w, t, T_REMARKS, key_all(&k)); walk_on(&w);)
		n++;
	walk_end(&w);
	return n;
}

void
remarks_put(struct txn *t, const struct remark *r)
{
	struct key k = about_key(r->about, r->kind);
	struct buf value = { 0 };

	if (remarks_count(t, r->about, r->kind) >= REMARKS_MOST)
		return;
	key_bytes(&k, r->other.b, sizeof r->other.b);
	rec_text(&value, 1, r->unit.text);
	rec_int(&value, 2, r->noticed.us);
	txn_put_buf(t, T_REMARKS, key_all(&k), &value);
}

static bool
read_remark(struct txn *t, const struct walk *w, struct remark *r)
{
	const size_t id = sizeof r->about.b;
	struct rec rec;

	if (txn_require(t, w->key.n == 2 * id + 1 && w->key.p[id] < REMARK_KINDS
			       ? OK
			       : ERR_BROKEN) != OK)
		return false;
	*r = (struct remark){ .kind = (enum remark_kind)w->key.p[id] };
	memcpy(r->about.b, w->key.p, id);
	memcpy(r->other.b, w->key.p + id + 1, id);
	for (rec = rec_open(w->value); rec_on(&rec);) {
		switch (rec.tag) {
		case 1:
			rec_get_text(&rec, r->unit.text, NAME_ROOM);
			break;
		case 2:
			r->noticed.us = rec_get_int(&rec);
			break;
		}
	}
	return txn_require(t, rec.err) == OK;
}

unsigned
remarks_of(struct txn *t, struct submission_id about, struct remark *list,
    unsigned room)
{
	unsigned n = 0;
	struct walk w;

	walk_start(&w, t, T_REMARKS, slice_of(about.b, sizeof about.b));
	while (n < room && walk_on(&w) && read_remark(t, &w, &list[n]))
		n++;
	walk_end(&w);
	return n;
}

static struct key
paper_key(struct period_id period, struct unit_id unit, struct digest paper)
{
	struct key k = key_of_text(period.text);

	key_text(&k, unit.text);
	key_bytes(&k, paper.b, DIGEST_BYTES);
	return k;
}

void
papers_put(struct txn *t, struct period_id period, struct unit_id unit,
    struct digest paper, struct submission_id id)
{
	struct key k = paper_key(period, unit, paper);

	key_bytes(&k, id.b, sizeof id.b);
	txn_put(t, T_PAPERS, key_all(&k), SLICE_NONE);
}

void
papers_each(struct txn *t, struct period_id period, struct unit_id unit,
    struct digest paper, bool (*each)(void *self, struct submission_id id),
    void *self)
{
	struct key k = paper_key(period, unit, paper);
	struct submission_id id;
	struct walk w;

	for (walk_start(&w, t, T_PAPERS, key_all(&k)); walk_on(&w);) {
		if (txn_require(t,
			w.key.n == k.n + sizeof id.b ? OK : ERR_BROKEN) != OK)
			break;
		memcpy(id.b, w.key.p + k.n, sizeof id.b);
		if (!each(self, id))
			break;
	}
	walk_end(&w);
}
