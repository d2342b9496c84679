/*
 * from_1_leaves.c - the lists of a leaf's documents get keys with the status
 * before the leaf.
 *
 * Knows both keys (from_1.h, submissions.c). Touches leaf-documents and frozen.
 */
#include <stdlib.h>
#include <string.h>

#include "store/db/key.h"
#include "store/db/walk.h"
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

/* The keys of all revisions, each its length (1) before it. */
static enum err
list_revisions(struct env *env, struct buf *out)
{
	struct walk w;
	struct txn t;

	txn_read(&t, env);
	for (walk_start(&w, &t, T_REVISIONS, SLICE_NONE); walk_on(&w);) {
		uint8_t n = (uint8_t)w.key.n;

		buf_bytes(out, &n, 1);
		buf_bytes(out, w.key.p, n);
	}
	txn_require(&t, out->err);
	return txn_end(&t);
}

enum err
from_1_leaves(struct upgrading *w)
{
	struct rekeying *k = calloc(1, sizeof *k);
	struct buf revisions = { 0 };
	enum err e;

	if (k == NULL)
		return ERR_NO_MEMORY;
	k->table = T_LEAF_DOCUMENTS;
	if ((e = rekey_all(w, k)) == OK)
		e = list_revisions(w->env, &revisions);
	k->table = T_FROZEN;
	for (size_t at = 0; e == OK && at < revisions.n;
	     at += 1 + revisions.p[at]) {
		k->prefix.n = 0;
		key_bytes(&k->prefix, revisions.p + at + 1, revisions.p[at]);
		key_u8(&k->prefix, 'd');
		e = rekey_all(w, k);
	}
	upgrade_tell(w, "lists", 1, 1);
	buf_free(&revisions);
	free(k);
	return e;
}
