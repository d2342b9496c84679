/*
 * stamps.c - tokens over checkpoints, and how their authorities stand.
 *
 * stamps    key    place of the checkpoint: log (2), size (6) | authority zero
 *           value  record 1 genTime, 2 accuracy us (missing: not said),
 *                  3 place of the entry, 4 request (DER), 5 response (DER)
 * stampers  key    authority zero
 *           value  record 1 last try us, 2 last good one us, 3 place of the
 *                  checkpoint then, 4 place of the entry then, 5 failures
 *                  since, 6 why, 7 time less accuracy of the newest token
 *                  (us; left out: none)
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/stamps.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

bool
stamps_add(struct txn *t, const struct stamp *s)
{
	struct buf value = { 0 };
	struct key k;
	bool added;

	key_start(&k);
	key_u64(&k, s->place);
	key_text(&k, s->by);
	rec_int(&value, 1, s->time.us);
	if (s->has_accuracy)
		rec_int(&value, 2, s->accuracy.us);
	rec_uint(&value, 3, s->entry);
	rec_bytes(&value, 4, s->request);
	rec_bytes(&value, 5, s->response);
	txn_require(t, value.err);
	added = txn_put_new(t, T_STAMPS, key_all(&k), buf_all(&value));
	buf_free(&value);
	return added;
}

/* A name that fills the key to its closing zero; false when it is none. */
static bool
name_get(struct slice key, char out[STAMPER_NAME])
{
	if (key.n < 2 || key.n > STAMPER_NAME || key.p[key.n - 1] != 0 ||
	    memchr(key.p, 0, key.n) != key.p + key.n - 1)
		return false;
	memcpy(out, key.p, key.n);
	return true;
}

static bool
stamp_get(const struct walk *w, struct stamp *s)
{
	struct rec r;

	*s = (struct stamp){ 0 };
	if (w->key.n < 8 ||
	    !name_get(slice_of(w->key.p + 8, w->key.n - 8), s->by))
		return false;
	s->place = key_get_u64(w->key.p);
	for (r = rec_open(w->value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			s->time.us = rec_get_int(&r);
			break;
		case 2:
			s->has_accuracy = true;
			s->accuracy.us = rec_get_int(&r);
			break;
		case 3:
			s->entry = rec_get_uint(&r);
			break;
		case 4:
			s->request = r.value;
			break;
		case 5:
			s->response = r.value;
			break;
		}
	}
	return r.err == OK;
}

void
stamps_each(struct txn *t, void (*each)(void *self, const struct stamp *s),
    void *self)
{
	struct stamp s;
	struct walk w;

	for (walk_start(&w, t, T_STAMPS, SLICE_NONE); walk_on(&w);) {
		if (stamp_get(&w, &s))
			each(self, &s);
		else
			txn_require(t, ERR_BROKEN);
	}
}

/* Along a walk that was begun. */
static void
go_on(struct walk *w, struct txn *t,
    bool (*each)(void *self, const struct stamp *s), void *self)
{
	struct stamp s;

	while (walk_on(w)) {
		if (!stamp_get(w, &s))
			txn_require(t, ERR_BROKEN);
		else if (!each(self, &s))
			break;
	}
	walk_end(w);
}

void
stamps_from(struct txn *t, uint64_t place,
    bool (*each)(void *self, const struct stamp *s), void *self)
{
	struct walk w;
	struct key k;

	key_start(&k);
	key_u64(&k, place);
	walk_from(&w, t, T_STAMPS, SLICE_NONE, key_all(&k));
	go_on(&w, t, each, self);
}

void
stamps_before(struct txn *t, uint64_t place,
    bool (*each)(void *self, const struct stamp *s), void *self)
{
	struct walk w;
	struct key k;

	key_start(&k);
	key_u64(&k, place);
	walk_back_from(&w, t, T_STAMPS, SLICE_NONE, key_all(&k));
	go_on(&w, t, each, self);
}

static bool
stamper_read(struct slice value, struct stamper *s)
{
	struct rec r;

	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			s->tried.us = rec_get_int(&r);
			break;
		case 2:
			s->done.us = rec_get_int(&r);
			break;
		case 3:
			s->place = rec_get_uint(&r);
			break;
		case 4:
			s->entry = rec_get_uint(&r);
			break;
		case 5:
			s->failures = rec_get_uint(&r);
			break;
		case 6:
			rec_get_text(&r, s->reason, sizeof s->reason);
			break;
		case 7:
			s->after.us = rec_get_int(&r);
			break;
		}
	}
	return r.err == OK;
}

void
stampers_get(struct txn *t, const char *name, struct stamper *out)
{
	struct key k = key_of_text(name);
	struct slice value;

	*out = (struct stamper){ 0 };
	assert(strlen(name) < sizeof out->name);
	memcpy(out->name, name, strlen(name));
	if (txn_get(t, T_STAMPERS, key_all(&k), &value) &&
	    !stamper_read(value, out))
		txn_require(t, ERR_BROKEN);
}

void
stampers_put(struct txn *t, const struct stamper *s)
{
	struct buf value = { 0 };
	struct key k = key_of_text(s->name);

	rec_int(&value, 1, s->tried.us);
	rec_int(&value, 2, s->done.us);
	rec_uint(&value, 3, s->place);
	rec_uint(&value, 4, s->entry);
	rec_uint(&value, 5, s->failures);
	rec_text(&value, 6, s->reason);
	if (s->after.us != 0)
		rec_int(&value, 7, s->after.us);
	txn_put_buf(t, T_STAMPERS, key_all(&k), &value);
}

void
stampers_each(struct txn *t, void (*each)(void *self, const struct stamper *s),
    void *self)
{
	struct stamper s;
	struct walk w;

	for (walk_start(&w, t, T_STAMPERS, SLICE_NONE); walk_on(&w);) {
		s = (struct stamper){ 0 };
		if (name_get(w.key, s.name) && stamper_read(w.value, &s))
			each(self, &s);
		else
			txn_require(t, ERR_BROKEN);
	}
}
