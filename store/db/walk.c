/*
 * walk.c - a cursor held within a prefix.
 *
 * Knows LMDB's cursors. Touches the transaction it walks in.
 */
#include "store/db/walk.h"

#include <assert.h>

#include "store/db/inside.h"
#include "store/db/key.h"

/* Stands the cursor and takes what is there; ends the walk otherwise. */
static bool
stand(struct walk *w, MDB_val *k, MDB_cursor_op op)
{
	MDB_val v;
	int rc = mdb_cursor_get(w->cursor, k, &v, op);

	if (rc == 0) {
		w->key = slice_of(k->mv_data, k->mv_size);
		w->value = slice_of(v.mv_data, v.mv_size);
		return true;
	}
	if (rc != MDB_NOTFOUND)
		(void)txn_require(w->t, err_of_engine(rc));
	return false;
}

static bool
start(struct walk *w, struct txn *t, unsigned table, struct slice prefix)
{
	uint8_t room[KEY_MOST];
	int rc;

	*w = (struct walk){ .t = t, .table = table };
	if (past_covers(t->past, table)) {
		prefix = past_key(t->past, table, prefix, room);
		w->table = table = t->past->from;
		w->hidden = t->past->prefix_n + 1;
	}
	assert(table < t->env->n_tables);
	if (table_code(t->env, table) != 0) {
		w->prefix[w->prefix_n++] = table_code(t->env, table);
		w->hidden++;
	}
	assert(w->prefix_n + prefix.n <= sizeof w->prefix);
	if (prefix.n > 0)
		memcpy(w->prefix + w->prefix_n, prefix.p, prefix.n);
	w->prefix_n += prefix.n;
	if (t->err != OK)
		return false;
	rc = mdb_cursor_open(t->handle, t->env->tables[table],
	    (MDB_cursor **)&w->cursor);
	if (rc != 0)
		w->cursor = NULL;
	return txn_require(t, err_of_engine(rc)) == OK;
}

/* The first key not below `from`, as the engine has it; the first of all when
 * it is empty. */
static bool
stand_from(struct walk *w, const uint8_t *from, size_t n)
{
	uint8_t copy[KEY_MOST];
	MDB_val k = { n, copy };

	assert(n <= sizeof copy);
	if (n > 0)
		memcpy(copy, from, n);
	return stand(w, &k, n == 0 ? MDB_FIRST : MDB_SET_RANGE);
}

/* The same of a key of the table, which no past covers. */
static bool
stand_at(struct walk *w, struct slice from)
{
	uint8_t key[KEY_MOST];

	assert(w->hidden + from.n <= sizeof key);
	memcpy(key, w->prefix, w->hidden);
	if (from.n > 0)
		memcpy(key + w->hidden, from.p, from.n);
	return stand_from(w, key, w->hidden + from.n);
}

void
walk_start(struct walk *w, struct txn *t, unsigned table, struct slice prefix)
{
	if (start(w, t, table, prefix) &&
	    !stand_from(w, w->prefix, w->prefix_n))
		walk_end(w);
}

void
walk_from(struct walk *w, struct txn *t, unsigned table, struct slice prefix,
    struct slice from)
{
	assert(slice_cmp(from, prefix) >= 0);
	assert(!past_covers(t->past, table));
	if (start(w, t, table, prefix) && !stand_at(w, from))
		walk_end(w);
}

/* Stands on the last key below everything that follows the prefix. */
void
walk_back(struct walk *w, struct txn *t, unsigned table, struct slice prefix)
{
	uint8_t after[sizeof w->prefix];
	size_t n;
	MDB_val k;

	assert(!past_covers(t->past, table));
	if (!start(w, t, table, prefix))
		return;
	w->backwards = true;
	if ((n = w->prefix_n) > 0)
		memcpy(after, w->prefix, n);
	while (n > 0 && after[n - 1] == 0xff)
		n--;
	if (n > 0)
		after[n - 1]++;
	if (n > 0 && stand_from(w, after, n) ? !stand(w, &k, MDB_PREV)
					     : !stand(w, &k, MDB_LAST))
		walk_end(w);
}

void
walk_back_from(struct walk *w, struct txn *t, unsigned table,
    struct slice prefix, struct slice from)
{
	MDB_val k;

	assert(!past_covers(t->past, table));
	if (!start(w, t, table, prefix))
		return;
	w->backwards = true;
	if (stand_at(w, from) ? !stand(w, &k, MDB_PREV)
			      : !stand(w, &k, MDB_LAST))
		walk_end(w);
}

bool
walk_on(struct walk *w)
{
	MDB_val k;

	if (w->cursor == NULL)
		return false;
	if (w->t->err != OK ||
	    (w->started && !stand(w, &k, w->backwards ? MDB_PREV : MDB_NEXT)) ||
	    !slice_starts(w->key, slice_of(w->prefix, w->prefix_n))) {
		walk_end(w);
		return false;
	}
	w->key = slice_of(w->key.p + w->hidden, w->key.n - w->hidden);
	w->started = true;
	return true;
}

bool
walk_numbered(struct walk *w, uint64_t *n)
{
	size_t before = w->prefix_n - w->hidden;

	if (!walk_on(w))
		return false;
	if (txn_require(w->t, w->key.n == before + 8 ? OK : ERR_BROKEN) != OK) {
		walk_end(w);
		return false;
	}
	*n = key_get_u64(w->key.p + before);
	return true;
}

uint64_t
walk_last(struct txn *t, unsigned table, struct slice prefix)
{
	uint64_t n = 0;
	struct walk w;

	walk_back(&w, t, table, prefix);
	(void)walk_numbered(&w, &n);
	walk_end(&w);
	return n;
}

void
walk_drop(struct walk *w)
{
	int rc;

	assert(w->t->writes && w->started);
	if (w->cursor == NULL || w->t->err != OK)
		return;
	w->t->wrote = true;
	rc = mdb_cursor_del(w->cursor, 0);
	w->key = w->value = SLICE_NONE;
	(void)txn_require(w->t, err_of_engine(rc));
}

void
walk_end(struct walk *w)
{
	if (w->cursor != NULL)
		mdb_cursor_close(w->cursor);
	w->cursor = NULL;
	w->key = w->value = SLICE_NONE;
}
