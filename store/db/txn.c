/*
 * txn.c - reading and writing within a transaction.
 *
 * Knows LMDB's calls. Touches the transaction it was given.
 */
#include "store/db/txn.h"

#include <assert.h>

#include "store/db/inside.h"
#include "store/db/walk.h"

static MDB_val
val(struct slice s)
{
	union {
		const void *given;
		void *taken;
	} p = { .given = s.p };

	return (MDB_val){ s.n, p.taken };
}

/* The key as the engine has it: behind the table's byte, if it has one. */
static MDB_val
key_val(const struct txn *t, unsigned table, struct slice key,
    uint8_t room[KEY_MOST])
{
	uint8_t code;

	assert(table < t->env->n_tables);
	code = table_code(t->env, table);
	assert(key.n > 0 && key.n + (code != 0) <= KEY_MOST);
	if (code == 0)
		return val(key);
	room[0] = code;
	memcpy(room + 1, key.p, key.n);
	return (MDB_val){ key.n + 1, room };
}

enum err
txn_require(struct txn *t, enum err e)
{
	if (t->err == OK)
		t->err = e;
	return t->err;
}

void
txn_read(struct txn *t, struct env *env)
{
	MDB_txn *read = NULL;

	assert(*thread_inside() == 0);
	*t = (struct txn){ .env = env };
	if ((t->err = map_begin(env, false, &read)) != OK)
		return;
	t->handle = read;
	(*thread_inside())++;
}

enum err
txn_end(struct txn *t)
{
	assert(!t->writes);
	if (t->handle != NULL) {
		map_read_done(t->env, t->handle);
		map_leave(t->env);
		(*thread_inside())--;
		t->handle = NULL;
	}
	return t->err;
}

void
txn_read_past(struct txn *t, struct env *env, const struct past *past)
{
	txn_read(t, env);
	t->past = past;
}

struct slice
past_key(const struct past *past, unsigned table, struct slice key,
    uint8_t room[KEY_MOST])
{
	size_t n = past->prefix_n;

	assert(n + 1 + key.n <= KEY_MOST);
	memcpy(room, past->prefix, n);
	room[n++] = past->code[table];
	if (key.n > 0)
		memcpy(room + n, key.p, key.n);
	return slice_of(room, n + key.n);
}

/* The same question of the table in which the past is kept. */
static bool
get_past(struct txn *t, unsigned table, struct slice key, struct slice *value)
{
	const struct past *past = t->past;
	uint8_t room[KEY_MOST];
	bool found;

	t->past = NULL;
	found = txn_get(t, past->from, past_key(past, table, key, room), value);
	t->past = past;
	return found;
}

bool
txn_get(struct txn *t, unsigned table, struct slice key, struct slice *value)
{
	uint8_t room[KEY_MOST];
	MDB_val k = key_val(t, table, key, room), v;
	int rc;

	if (past_covers(t->past, table))
		return get_past(t, table, key, value);
	*value = SLICE_NONE;
	if (t->err != OK)
		return false;
	rc = mdb_get(t->handle, t->env->tables[table], &k, &v);
	if (rc == 0)
		*value = slice_of(v.mv_data, v.mv_size);
	else if (rc != MDB_NOTFOUND)
		(void)txn_require(t, err_of_engine(rc));
	return rc == 0;
}

/* Puts and remembers; returns the engine's code. */
static int
put(struct txn *t, unsigned table, struct slice key, MDB_val *v, unsigned flags)
{
	uint8_t room[KEY_MOST];
	MDB_val k = key_val(t, table, key, room);
	int rc;

	assert(t->writes && t->past == NULL);
	if (t->err != OK)
		return MDB_BAD_TXN;
	t->wrote = true;
	rc = mdb_put(t->handle, t->env->tables[table], &k, v, flags);
	if (rc != MDB_KEYEXIST)
		(void)txn_require(t, err_of_engine(rc));
	return rc;
}

void
txn_put(struct txn *t, unsigned table, struct slice key, struct slice value)
{
	MDB_val v = val(value);

	(void)put(t, table, key, &v, 0);
}

void
txn_put_buf(struct txn *t, unsigned table, struct slice key, struct buf *value)
{
	(void)txn_require(t, value->err);
	txn_put(t, table, key, buf_all(value));
	buf_free(value);
}

bool
txn_put_new(struct txn *t, unsigned table, struct slice key, struct slice value)
{
	MDB_val v = val(value);

	return put(t, table, key, &v, MDB_NOOVERWRITE) == 0;
}

bool
txn_drop(struct txn *t, unsigned table, struct slice key)
{
	uint8_t room[KEY_MOST];
	MDB_val k = key_val(t, table, key, room);
	int rc;

	assert(t->writes);
	if (t->err != OK)
		return false;
	t->wrote = true;
	rc = mdb_del(t->handle, t->env->tables[table], &k, NULL);
	if (rc != MDB_NOTFOUND)
		(void)txn_require(t, err_of_engine(rc));
	return rc == 0;
}

/* Of a table that shares its tree the engine does not know it. */
static uint64_t
count_rows(struct txn *t, unsigned table)
{
	uint64_t n = 0;
	struct walk w;

	for (walk_start(&w, t, table, SLICE_NONE); walk_on(&w);)
		n++;
	return n;
}

uint64_t
txn_count(struct txn *t, unsigned table)
{
	MDB_stat stat;
	int rc;

	assert(table < t->env->n_tables);
	if (t->err != OK)
		return 0;
	if (table_code(t->env, table) != 0)
		return count_rows(t, table);
	rc = mdb_stat(t->handle, t->env->tables[table], &stat);
	return txn_require(t, err_of_engine(rc)) == OK ? stat.ms_entries : 0;
}
