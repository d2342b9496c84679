/*
 * tables.c - the store's empty tables, and their rows as text.
 *
 * Knows no row's meaning. Touches its own temporary folder.
 */
#include "tests/kit/tables.h"

#include "store/db/walk.h"
#include "tests/kit/suite.h"

void
tables_open(struct tables *b)
{
	struct env_options o = { .tables = table_names,
		.n_tables = TABLES,
		.codes = table_codes,
		.version = STORE_VERSION,
		.map_bytes = (uint64_t)64 << 20,
		.create = true };
	struct fault why = { 0 };

	*b = (struct tables){ .folder = folder_make() };
	o.path = b->folder.path;
	ck_assert_msg(env_open(&b->env, &o, &why) == OK, "%s", why.detail);
}

void
tables_close(struct tables *b)
{
	env_close(&b->env);
	folder_remove(&b->folder);
}

void
tables_change(struct tables *b, env_change_fn change, void *arg)
{
	ck_assert_err(env_change(b->env, change, arg, 0), OK);
}

struct row {
	enum table table;
	struct slice key, value;
};

static enum err
put(struct txn *t, void *arg)
{
	struct row *row = arg;

	txn_put(t, row->table, row->key, row->value);
	return t->err;
}

void
tables_put(struct tables *b, enum table table, struct slice key,
    struct slice value)
{
	struct row row = { table, key, value };

	tables_change(b, put, &row);
}

static void
hex_line(struct buf *to, const char *name, struct slice bytes)
{
	buf_print(to, "%s ", name);
	for (size_t i = 0; i < bytes.n; i++)
		buf_print(to, "%02x", bytes.p[i]);
	buf_byte(to, '\n');
}

void
tables_text(struct tables *b, enum table table, struct buf *to)
{
	struct walk w;
	struct txn t;

	txn_read(&t, b->env);
	for (walk_start(&w, &t, table, SLICE_NONE); walk_on(&w);) {
		hex_line(to, "key", w.key);
		hex_line(to, "value", w.value);
	}
	ck_assert_err(txn_end(&t), OK);
	ck_assert_err(to->err, OK);
}

static uint8_t
nibble(uint8_t c)
{
	ck_assert((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
	return (uint8_t)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* Takes the line "name HEX" off the front. */
static struct buf
take_line(struct slice *text, const char *name)
{
	struct slice want = slice_text(name);
	struct buf bytes = { 0 };
	size_t at = want.n + 1;

	ck_assert(slice_starts(*text, want));
	for (; text->p[at] != '\n'; at += 2)
		buf_byte(&bytes, (uint8_t)(nibble(text->p[at]) << 4 |
					   nibble(text->p[at + 1])));
	*text = slice_of(text->p + at + 1, text->n - at - 1);
	return bytes;
}

void
tables_load(struct tables *b, enum table table, struct slice text)
{
	struct buf key, value;

	while (text.n > 0) {
		key = take_line(&text, "key");
		value = take_line(&text, "value");
		tables_put(b, table, buf_all(&key), buf_all(&value));
		buf_free(&key);
		buf_free(&value);
	}
}
