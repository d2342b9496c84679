/*
 * unfit.c - where submissions wait for a later outside time.
 *
 * unfit      key    log index (8) | submission (16) of one that is judged by
 *                   the commitment at that index; else log index (8)
 *            value  record 1 submission (16), left out: each from that index
 *                   on, 2 log index of the last token before it (left out:
 *                   none)
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/unfit.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

#define KEY_OWN 8
#define KEY_COMMITMENT 24

static struct key
row_key(const struct unfit *u)
{
	struct key k;

	key_start(&k);
	key_u64(&k, u->entry);
	if (u->what == UNFIT_COMMITMENT)
		key_bytes(&k, u->id.b, sizeof u->id.b);
	return k;
}

void
unfit_put(struct txn *t, const struct unfit *u)
{
	struct key k = row_key(u);
	struct buf value = { 0 };

	if (u->what != UNFIT_ONWARD)
		rec_bytes(&value, 1, slice_of(u->id.b, sizeof u->id.b));
	if (u->after_by != 0)
		rec_uint(&value, 2, u->after_by);
	txn_put_buf(t, T_UNFIT, key_all(&k), &value);
}

bool
unfit_drop(struct txn *t, const struct unfit *u)
{
	struct key k = row_key(u);

	return txn_drop(t, T_UNFIT, key_all(&k));
}

/* What the walk stands on. */
static void
read_one(struct walk *w, struct unfit *u)
{
	bool named = false;
	struct rec r;

	*u = (struct unfit){ .entry = 0 };
	if (txn_require(w->t, w->key.n == KEY_OWN || w->key.n == KEY_COMMITMENT
				  ? OK
				  : ERR_BROKEN) != OK)
		return;
	u->entry = key_get_u64(w->key.p);
	for (r = rec_open(w->value); rec_on(&r);) {
		if (r.tag == 1)
			rec_get_bytes(&r, u->id.b, sizeof u->id.b);
		else if (r.tag == 2)
			u->after_by = rec_get_uint(&r);
		named = named || r.tag == 1;
	}
	u->what = w->key.n == KEY_COMMITMENT ? UNFIT_COMMITMENT
		  : named                    ? UNFIT_ONE
					     : UNFIT_ONWARD;
	txn_require(w->t, r.err);
}

size_t
unfit_oldest(struct txn *t, struct unfit *list, size_t room)
{
	struct walk w;
	size_t n = 0;

	for (walk_start(&w, t, T_UNFIT, SLICE_NONE); n < room && walk_on(&w);
	     n++)
		read_one(&w, &list[n]);
	walk_end(&w);
	return t->err == OK ? n : 0;
}

/* The first along a walk that was begun. */
static bool
find_onward(struct walk *w, struct unfit *u)
{
	bool found = false;

	while (!found && walk_on(w)) {
		read_one(w, u);
		found = w->t->err == OK && u->what == UNFIT_ONWARD;
	}
	walk_end(w);
	return found;
}

bool
unfit_newest(struct txn *t, struct unfit *u)
{
	struct walk w;

	walk_back(&w, t, T_UNFIT, SLICE_NONE);
	return find_onward(&w, u);
}

uint64_t
unfit_next(struct txn *t, uint64_t entry)
{
	struct unfit next;
	struct walk w;
	struct key k;

	key_start(&k);
	key_u64(&k, entry + 1);
	walk_from(&w, t, T_UNFIT, SLICE_NONE, key_all(&k));
	return find_onward(&w, &next) ? next.entry : UINT64_MAX;
}
