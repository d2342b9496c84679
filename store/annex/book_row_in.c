/*
 * book_row_in.c - a row of a sheet to the members of an object.
 *
 * Knows the layout's columns. Touches what is being written.
 */
#include <stdio.h>
#include <string.h>

#include "store/annex/book_out.h"
#include "store/annex/book_reading.h"
#include "store/annex/cell.h"
#include "store/base/lay.h"

/* A value into a buffer of its own first, so that a fault leaves no trace. */
void
book_member(struct reading_book *r, const struct book_sheet *s,
    const struct book_row *row, const struct column *c, int column,
    const char *key, const char *type, const char *pointer)
{
	struct buf value = { 0 };
	struct jout j = jout_start(&value);
	struct fault why = { 0 };
	char at[192];

	(void)snprintf(at, sizeof at, "%s/%s", pointer, key);
	book_remember(r, at, s, row->line, column);
	if (cell_read(c, row->cell[column], type, &j, &why) != OK) {
		book_fault(r->fs, s, row->line, (unsigned)column, why.err,
		    why.detail);
	} else {
		jout_key(&r->j, key);
		jout_raw(&r->j, buf_all(&value));
	}
	if (value.err != OK)
		r->err = value.err;
	buf_free(&value);
}

static void
read_by_block(struct reading_book *r, const struct book_sheet *s,
    const struct book_row *row, const struct column *c, const char *pointer)
{
	static const struct column points = { .kind = COL_POINTS };
	size_t prefix = strlen(c->vi);
	bool any = false;
	char at[192], block[64];

	(void)snprintf(at, sizeof at, "%s/%s", pointer, c->key);
	for (unsigned i = 0; i < BOOK_COLUMNS; i++) {
		struct slice head = s->head[i];

		if (head.n <= prefix + 1 || row->cell[i].n == 0 ||
		    memcmp(head.p, c->vi, prefix) != 0 || head.p[prefix] != ':')
			continue;
		head = slice_of(head.p + prefix + 1, head.n - prefix - 1);
		while (head.n > 0 && head.p[0] == ' ')
			head = slice_of(head.p + 1, head.n - 1);
		(void)snprintf(block, sizeof block, "%.*s", (int)head.n,
		    (const char *)head.p);
		if (!any) {
			book_remember(r, at, s, row->line, (int)i);
			jout_key(&r->j, c->key);
			jout_object(&r->j);
			any = true;
		}
		book_member(r, s, row, &points, (int)i, block, NULL, at);
	}
	if (any)
		jout_object_end(&r->j);
}

/* The row's other members, as JSON. */
static void
read_other(struct reading_book *r, const struct book_sheet *s,
    const struct book_row *row, int column)
{
	struct slice text = cell_of(row, column);
	struct json *doc = NULL;
	struct fault why = { 0 };
	struct jv root, v;
	struct buf value = { 0 };
	void *it = NULL;

	if (text.n == 0)
		return;
	if (json_parse(text, 64 << 10, &doc, &why) != OK) {
		book_fault(r->fs, s, row->line, (unsigned)column, why.err,
		    why.detail);
		return;
	}
	root = json_root(doc);
	if (jv_kind(&root) != JSON_IS_OBJECT)
		book_fault(r->fs, s, row->line, (unsigned)column, ERR_MALFORMED,
		    "This must be a JSON object.");
	while (jv_next(&root, &it, &v)) {
		buf_clear(&value);
		json_line(&v, &value);
		jout_key(&r->j, v.key);
		jout_raw(&r->j, buf_all(&value));
	}
	buf_free(&value);
	json_free(&doc);
}

/* The word that stands for the cell of a column of words, for COL_BOUND. */
static const char *
type_of(const struct noun *n, const struct book_sheet *s,
    const struct book_row *row)
{
	const struct column *c = noun_column(n, "type");
	struct slice text;

	if (c == NULL)
		return NULL;
	text = cell_of(row, book_column(s, c->vi));
	return text.n == 0 ? NULL : word_is(c->words, text);
}

void
book_columns(struct reading_book *r, const struct noun *n,
    const struct book_sheet *s, const struct book_row *row, const char *skip,
    const char *pointer)
{
	const char *type = type_of(n, s, row);
	const struct column *more[] = { &source_column, &assumed_column };

	book_remember(r, pointer, s, row->line, -1);
	for (const struct column *c = n->column; c->key != NULL; c++) {
		int column = book_column(s, c->vi);

		if (skip != NULL && strcmp(skip, c->key) == 0)
			continue;
		if (c->kind == COL_BY_BLOCK)
			read_by_block(r, s, row, c, pointer);
		else if (cell_of(row, column).n > 0)
			book_member(r, s, row, c, column, c->key, type,
			    pointer);
	}
	for (unsigned i = 0; i < 2; i++) {
		int column = book_column(s, more[i]->vi);

		if (cell_of(row, column).n > 0)
			book_member(r, s, row, more[i], column, more[i]->key,
			    NULL, pointer);
	}
	read_other(r, s, row, book_column(s, BOOK_OTHER));
}
