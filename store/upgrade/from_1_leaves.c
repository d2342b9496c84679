/*
 * from_1_leaves.c - the lists of a leaf's documents get keys with the status
 * before the leaf.
 *
 * Knows both keys (from_1.h, submissions.c). Touches leaf-documents, frozen and
 * revisions.
 */
#include <stdlib.h>
#include <string.h>

#include "store/db/key.h"
#include "store/db/walk.h"
#include "store/table/frozen.h"
#include "store/table/periods.h"
#include "store/table/revisions.h"
#include "store/upgrade/from_1.h"

#define KEYS_MOST 512
#define NAMES_BEGIN 0x20 /* no name begins with a smaller byte; statuses do */

/* Keys of one table under a prefix, some at a time. */
struct rekeying {
	unsigned table;
	struct key prefix, from;
	struct key was[KEYS_MOST], is[KEYS_MOST];
	unsigned n;
	bool more;
};

/* The part up to its zero, zero included; false when there is no zero. */
static bool
part(struct slice *rest, struct slice *out)
{
	const uint8_t *end = memchr(rest->p, 0, rest->n);

	if (end == NULL)
		return false;
	*out = slice_of(rest->p, (size_t)(end + 1 - rest->p));
	*rest = slice_of(end + 1, rest->n - out->n);
	return true;
}

/* The key as version 2 has it; false for one that it wrote. */
static bool
rekey(const struct rekeying *k, struct slice key, struct key *out)
{
	struct slice rest = slice_of(key.p + k->prefix.n, key.n - k->prefix.n);
	struct slice period, unit, leaf;

	if (!part(&rest, &period) || !part(&rest, &unit) || rest.n == 0 ||
	    rest.p[0] < NAMES_BEGIN || !part(&rest, &leaf) || rest.n != 17)
		return false;
	*out = k->prefix;
	key_bytes(out, period.p, period.n);
	key_bytes(out, unit.p, unit.n);
	key_u8(out, rest.p[0]);
	key_bytes(out, leaf.p, leaf.n);
	key_bytes(out, rest.p + 1, 16);
	return true;
}

static enum err
gather(struct rekeying *k, struct env *env)
{
	struct walk w;
	struct txn t;

	k->n = 0;
	k->more = false;
	txn_read(&t, env);
	walk_from(&w, &t, k->table, key_all(&k->prefix), key_all(&k->from));
	while (walk_on(&w)) {
		if (k->n == KEYS_MOST) {
			k->more = true;
			break;
		}
		k->from.n = 0;
		key_bytes(&k->from, w.key.p, w.key.n);
		if (rekey(k, w.key, &k->is[k->n]))
			k->was[k->n++] = k->from;
	}
	walk_end(&w);
	return txn_end(&t);
}

static enum err
run(struct txn *t, void *arg)
{
	struct rekeying *k = arg;

	for (unsigned i = 0; i < k->n; i++) {
		txn_drop(t, k->table, key_all(&k->was[i]));
		txn_put(t, k->table, key_all(&k->is[i]), SLICE_NONE);
	}
	return t->err;
}

static enum err
rekey_all(struct upgrading *w, struct rekeying *k)
{
	enum err e;

	k->from = k->prefix;
	do {
		if ((e = gather(k, w->env)) == OK && k->n > 0)
			e = env_change(w->env, run, k, 0);
		if (e == OK)
			w->done->rows += k->n;
	} while (e == OK && k->more);
	return e;
}

/* ---- revisions ---- */

/* One revision, whole: its digest is that of all its rows. */
struct relisting {
	struct rekeying *k;
	struct revision revision;
	uint64_t rows;
};

/* All the keys under the prefix that version 1 wrote: those of version 2, one
 * behind the other, each behind the old one; lengths (2) before them. */
static void
list_keys(struct txn *t, const struct rekeying *k, struct buf *out)
{
	struct key is;
	struct walk w;

	walk_start(&w, t, k->table, key_all(&k->prefix));
	while (walk_on(&w)) {
		uint16_t n = (uint16_t)w.key.n;

		if (!rekey(k, w.key, &is))
			continue;
		buf_bytes(out, &n, sizeof n);
		buf_bytes(out, w.key.p, n);
		buf_bytes(out, is.b, n); /* the same parts: as long */
	}
	walk_end(&w);
	txn_require(t, out->err);
}

static void
change_keys(struct txn *t, unsigned table, const struct buf *keys,
    uint64_t *rows)
{
	uint16_t n;

	for (size_t at = 0; at < keys->n; at += sizeof n + 2 * (size_t)n) {
		memcpy(&n, keys->p + at, sizeof n);
		txn_drop(t, table, slice_of(keys->p + at + sizeof n, n));
		txn_put(t, table, slice_of(keys->p + at + sizeof n + n, n),
		    SLICE_NONE);
		*rows += 1;
	}
}

/* Rows that were not what was published get no digest that says they are. */
static enum err
run_revision(struct txn *t, void *arg)
{
	struct relisting *x = arg;
	struct revision *r = &x->revision;
	struct buf keys = { 0 };
	bool sound;

	x->rows = 0;
	if (!revisions_get(t, r))
		return txn_require(t, ERR_BROKEN);
	list_keys(t, x->k, &keys);
	if (keys.n > 0) {
		sound = digest_eq(frozen_digest(t, r), r->rows);
		change_keys(t, x->k->table, &keys, &x->rows);
		if (sound)
			r->kept = frozen_digest(t, r);
		revisions_put(t, r);
	}
	buf_free(&keys);
	return t->err;
}

static enum err
relist_period(struct upgrading *w, struct rekeying *k, struct period_id period)
{
	struct relisting x = { .k = k };
	struct key all = key_of_text(period.text);
	uint64_t last;
	struct txn t;
	enum err e;

	txn_read(&t, w->env);
	last = walk_last(&t, T_REVISIONS, key_all(&all));
	e = txn_end(&t);
	for (uint64_t n = 1; e == OK && n <= last; n++) {
		x.revision = (struct revision){ .period = period, .n = n };
		k->prefix = all;
		key_u64(&k->prefix, n);
		key_u8(&k->prefix, 'd');
		if ((e = env_change(w->env, run_revision, &x, 0)) == OK)
			w->done->rows += x.rows;
	}
	return e;
}

struct all_periods {
	struct period_id *list;
	size_t n, room;
};

static void
add_period(void *self, const struct period *p)
{
	struct all_periods *all = self;

	if (all->n < all->room)
		all->list[all->n] = p->id;
	all->n++;
}

static enum err
relist_revisions(struct upgrading *w, struct rekeying *k)
{
	struct all_periods all = { 0 };
	struct txn t;
	enum err e;

	txn_read(&t, w->env);
	all.room = txn_count(&t, T_PERIODS);
	if ((all.list = calloc(all.room + 1, sizeof *all.list)) == NULL)
		txn_require(&t, ERR_NO_MEMORY);
	periods_each(&t, add_period, &all);
	e = txn_end(&t);
	for (size_t i = 0; e == OK && i < all.n; i++)
		e = relist_period(w, k, all.list[i]);
	free(all.list);
	return e;
}

enum err
from_1_leaves(struct upgrading *w)
{
	struct rekeying *k = calloc(1, sizeof *k);
	enum err e;

	if (k == NULL)
		return ERR_NO_MEMORY;
	k->table = T_LEAF_DOCUMENTS;
	e = rekey_all(w, k);
	k->table = T_FROZEN;
	if (e == OK)
		e = relist_revisions(w, k);
	upgrade_tell(w, "lists", 1, 1);
	free(k);
	return e;
}
