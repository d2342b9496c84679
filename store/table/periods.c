/*
 * periods.c - evaluation periods and the data they were opened with.
 *
 * periods   key    period id, zero
 *           value  record 1 state, 2 version, 3 bundle digest (32), 4 loaded
 *                  (us), 5 opened (us), 6 log index, 7 window ends passed,
 *                  8 log index of the newest amendment
 * bundles   key    period id, zero | version (8)
 *           value  the bundle's JSON text
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/periods.h"

#include <assert.h>

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

static const char *const states[] = {
	[PERIOD_LOADED] = "loaded",
	[PERIOD_OPEN] = "open",
};
static_assert(sizeof states / sizeof *states == PERIOD_STATES,
    "every state has a name");

const char *
period_state_name(enum period_state s)
{
	return states[s];
}

static void
read_period(struct txn *t, struct slice value, struct period *out)
{
	struct rec r;

	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			out->state = (enum period_state)rec_get_uint(&r);
			break;
		case 2:
			out->version = (uint32_t)rec_get_uint(&r);
			break;
		case 3:
			rec_get_bytes(&r, out->bundle.b, DIGEST_BYTES);
			break;
		case 4:
			out->loaded.us = rec_get_int(&r);
			break;
		case 5:
			out->opened.us = rec_get_int(&r);
			break;
		case 6:
			out->entry = rec_get_uint(&r);
			break;
		case 7:
			out->passed = (uint32_t)rec_get_uint(&r);
			break;
		case 8:
			out->rules = rec_get_uint(&r);
			break;
		}
	}
	if (out->rules == 0)
		out->rules = out->entry;
	txn_require(t, r.err);
	txn_require(t, out->state < PERIOD_STATES ? OK : ERR_BROKEN);
}

static struct key
period_key(struct period_id id)
{
	struct key k = key_of_text(id.text);

	return k;
}

bool
periods_get(struct txn *t, struct period_id id, struct period *out)
{
	struct key k = period_key(id);
	struct slice value;

	*out = (struct period){ .id = id };
	if (!txn_get(t, T_PERIODS, key_all(&k), &value))
		return false;
	read_period(t, value, out);
	return t->err == OK;
}

void
periods_put(struct txn *t, const struct period *p)
{
	struct key k = period_key(p->id);
	struct buf value = { 0 };

	rec_uint(&value, 1, p->state);
	rec_uint(&value, 2, p->version);
	rec_bytes(&value, 3, slice_of(p->bundle.b, DIGEST_BYTES));
	rec_int(&value, 4, p->loaded.us);
	rec_int(&value, 5, p->opened.us);
	rec_uint(&value, 6, p->entry);
	rec_uint(&value, 7, p->passed);
	if (p->rules > p->entry)
		rec_uint(&value, 8, p->rules);
	txn_put_buf(t, T_PERIODS, key_all(&k), &value);
}

void
periods_each(struct txn *t, void (*each)(void *self, const struct period *p),
    void *self)
{
	struct period p;
	struct walk w;

	for (walk_start(&w, t, T_PERIODS, SLICE_NONE); walk_on(&w);) {
		p = (struct period){ 0 };
		if (w.key.n == 0 ||
		    period_id_read(slice_of(w.key.p, w.key.n - 1), &p.id) != OK)
			txn_require(t, ERR_BROKEN);
		read_period(t, w.value, &p);
		if (t->err == OK)
			each(self, &p);
	}
	walk_end(&w);
}

static struct key
bundle_key(struct period_id id, uint32_t version)
{
	struct key k = period_key(id);

	key_u64(&k, version);
	return k;
}

bool
bundles_get(struct txn *t, struct period_id id, uint32_t version,
    struct slice *text)
{
	struct key k = bundle_key(id, version);

	return txn_get(t, T_BUNDLES, key_all(&k), text);
}

void
bundles_put(struct txn *t, struct period_id id, uint32_t version,
    struct slice text)
{
	struct key k = bundle_key(id, version);

	txn_put(t, T_BUNDLES, key_all(&k), text);
}
