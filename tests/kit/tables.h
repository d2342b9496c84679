/*
 * tables.h - the store's empty tables and nothing else, for tests of rows.
 */
#ifndef TESTS_KIT_TABLES_H
#define TESTS_KIT_TABLES_H

#include "store/base/buf.h"
#include "store/db/env.h"
#include "store/db/txn.h"
#include "store/table/schema.h"
#include "tests/kit/folder.h"

struct tables {
	struct folder folder;
	struct env *env;
};

void tables_open(struct tables *b);
void tables_close(struct tables *b);

/* Runs a change that must succeed. */
void tables_change(struct tables *b, env_change_fn change, void *arg);

/* Puts one row as it is. */
void tables_put(struct tables *b, enum table table, struct slice key,
    struct slice value);

/* Every row of a table as text, in order, appended: a line "key HEX", a line
 * "value HEX" a row. */
void tables_text(struct tables *b, enum table table, struct buf *to);

/* Puts the rows of such a text. */
void tables_load(struct tables *b, enum table table, struct slice text);

#endif
