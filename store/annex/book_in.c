/*
 * book_in.c - a workbook's rows to the three files' texts.
 *
 * Knows the layout's table. Remembers for every member which cell it came
 * from. Touches nothing but what it is given.
 */
#include "store/annex/book_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/annex/book_out.h"
#include "store/annex/book_reading.h"
#include "store/annex/cell.h"
#include "store/base/lay.h"
#include "store/base/text.h"

static void
begin_list(struct reading_book *r, const struct noun *n)
{
	jout_key(&r->j, n->list);
	jout_array(&r->j);
}

/* The rows of a nested list that name this parent. Without any, one that may
 * be left out is. */
static void
read_nested(struct reading_book *r, const struct noun *n, struct slice parent,
    const char *pointer)
{
	const struct noun *of = noun_of(n->part, NULL, n->within);
	const struct book_sheet *s = book_sheet(&r->b->rows, n->sheet);
	int column = s == NULL ? -1 : book_column(s, of->vi);
	unsigned found = 0;
	char at[192];

	if (n->required)
		begin_list(r, n);
	for (unsigned i = 0; s != NULL && i < s->n; i++) {
		if (!slice_eq(cell_of(s->row + i, column), parent))
			continue;
		if (found == 0 && !n->required)
			begin_list(r, n);
		(void)snprintf(at, sizeof at, "%s/%s/%u", pointer, n->list,
		    found++);
		jout_object(&r->j);
		book_columns(r, n, s, s->row + i, NULL, at);
		jout_object_end(&r->j);
	}
	if (n->required || found > 0)
		jout_array_end(&r->j);
}

static void
read_all_nested(struct reading_book *r, const struct noun *n,
    const struct book_sheet *s, const struct book_row *row, const char *pointer)
{
	const struct column *id = noun_column(n, "id");

	for (unsigned i = 0; i < n_nouns; i++)
		if (nouns[i].part == n->part && nouns[i].within != NULL &&
		    strcmp(nouns[i].within, n->list) == 0)
			read_nested(r, nouns + i,
			    cell_of(row, book_column(s, id->vi)), pointer);
}

/* Rows of a nested list that name nobody's parent. */
static void
fault_orphans(struct reading_book *r, const struct noun *n)
{
	const struct noun *of = noun_of(n->part, NULL, n->within);
	const struct book_sheet *s = book_sheet(&r->b->rows, n->sheet);
	const struct book_sheet *p = book_sheet(&r->b->rows, of->sheet);
	int column, id;

	if (s == NULL || p == NULL)
		return;
	column = book_column(s, of->vi);
	id = book_column(p, noun_column(of, "id")->vi);
	for (unsigned i = 0; i < s->n; i++) {
		struct slice name = cell_of(s->row + i, column);
		unsigned k = 0;

		while (k < p->n && !slice_eq(cell_of(p->row + k, id), name))
			k++;
		if (k == p->n || name.n == 0)
			book_fault(r->fs, s, s->row[i].line,
			    column < 0 ? 0 : (unsigned)column, ERR_NOT_FOUND,
			    "This names no row of the sheet it belongs to.");
	}
}

/* ---- the annex ---- */

/* What a field's own row says of the field; NULL: a criterion's row. */
static const struct field_mark *
field_row(const struct book_sheet *s, const struct book_row *row)
{
	const struct noun *n = noun_of(BUNDLE_CRITERIA, NULL, "leaves");
	struct slice mode =
	    cell_of(row, book_column(s, noun_column(n, "mode")->vi));

	for (unsigned i = 0; i < FIELD_MARKS; i++)
		if (mode.n > 0 && book_folds(mode, field_marks[i].vi, false))
			return field_marks + i;
	return NULL;
}

static void
read_fields(struct reading_book *r, const struct noun *n,
    const struct book_sheet *s)
{
	const struct field_mark *mark;
	unsigned found = 0;
	char at[192];

	for (unsigned i = 0; i < s->n; i++) {
		if ((mark = field_row(s, s->row + i)) == NULL)
			continue;
		(void)snprintf(at, sizeof at, "/criteria/fields/%u", found++);
		jout_object(&r->j);
		book_columns(r, n, s, s->row + i, NULL, at);
		if (mark->value != NULL)
			jout_kstr(&r->j, mark->member, mark->value);
		else if (mark->member != NULL)
			jout_kbool(&r->j, mark->member, true);
		jout_object_end(&r->j);
	}
}

/* A criterion is of the field that it names, or of the heading above it. */
static void
read_leaves(struct reading_book *r, const struct noun *n,
    const struct book_sheet *s)
{
	int id = book_column(s, noun_column(n, "id")->vi);
	int field = book_column(s, noun_column(n, "field")->vi);
	struct slice heading = SLICE_NONE;
	unsigned found = 0;
	char at[192];

	for (unsigned i = 0; i < s->n; i++) {
		const struct book_row *row = s->row + i;

		if (field_row(s, row) != NULL) {
			heading = cell_of(row, id);
			continue;
		}
		(void)snprintf(at, sizeof at, "/criteria/leaves/%u", found++);
		jout_object(&r->j);
		if (cell_of(row, field).n == 0 && heading.n > 0)
			jout_ktext(&r->j, "field", heading);
		book_columns(r, n, s, row, NULL, at);
		read_all_nested(r, n, s, row, at);
		jout_object_end(&r->j);
	}
}

/* ---- lists ---- */

static void
read_list(struct reading_book *r, const struct noun *n)
{
	const struct book_sheet *s = book_sheet(&r->b->rows, n->sheet);
	char at[192];

	if (s == NULL && !n->required)
		return;
	(void)snprintf(at, sizeof at, "/%s/%s", bundle_part_name(n->part),
	    n->list);
	jout_key(&r->j, n->list);
	jout_array(&r->j);
	if (s != NULL)
		book_remember(r, at, s, s->head_line, -1);
	if (s != NULL && strcmp(n->list, "fields") == 0)
		read_fields(r, n, s);
	else if (s != NULL && strcmp(n->list, "leaves") == 0)
		read_leaves(r, n, s);
	else
		for (unsigned i = 0; s != NULL && i < s->n; i++) {
			(void)snprintf(at, sizeof at, "/%s/%s/%u",
			    bundle_part_name(n->part), n->list, i);
			jout_object(&r->j);
			book_columns(r, n, s, s->row + i, NULL, at);
			read_all_nested(r, n, s, s->row + i, at);
			jout_object_end(&r->j);
		}
	jout_array_end(&r->j);
}

/* ---- the whole ---- */

static void
read_part(struct reading_book *r, enum bundle_part part)
{
	const struct book_sheet *s = book_sheet(&r->b->rows, BOOK_SETTINGS);
	char format[32];

	(void)snprintf(format, sizeof format, "parindex-%s/1",
	    bundle_part_name(part));
	jout_object(&r->j);
	jout_kstr(&r->j, "format", format);
	if (s != NULL)
		book_settings(r, s, part);
	for (unsigned i = 0; i < n_nouns; i++)
		if (nouns[i].part == part && nouns[i].within == NULL)
			read_list(r, nouns + i);
	jout_object_end(&r->j);
}

/* The part as JSON in one line to the text of a file. */
static enum err
lay_part(struct slice line, struct buf *to, struct fault *why)
{
	struct json *doc = NULL;
	struct jv root;
	enum err e = json_parse(line, BUNDLE_MOST, &doc, why);

	if (e == OK) {
		root = json_root(doc);
		json_lay(&root, NULL, to);
		e = to->err;
	}
	json_free(&doc);
	return e;
}

static enum err
read_parts(struct reading_book *r, struct buf text[BUNDLE_PARTS],
    struct fault *why)
{
	const struct book_sheet *s = book_sheet(&r->b->rows, BOOK_SETTINGS);
	struct buf line = { 0 };
	enum err e = OK;

	for (int i = 0; i < BUNDLE_PARTS && e == OK; i++) {
		buf_clear(&line);
		r->j = jout_start(&line);
		read_part(r, (enum bundle_part)i);
		if ((e = line.err) == OK && (e = r->err) == OK && r->fs->n == 0)
			e = lay_part(buf_all(&line), &text[i], why);
	}
	if (s != NULL)
		book_settings_unknown(r, s);
	for (unsigned i = 0; i < n_nouns; i++)
		if (nouns[i].within != NULL)
			fault_orphans(r, nouns + i);
	buf_free(&line);
	return e;
}

enum err
book_read(int fd, struct buf text[BUNDLE_PARTS], struct book_in **out,
    struct faults *fs, struct fault *why)
{
	struct reading_book r = { .fs = fs };
	enum err e;

	if ((*out = r.b = calloc(1, sizeof *r.b)) == NULL)
		return ERR_NO_MEMORY;
	r.b->rows.nouns = nouns;
	r.b->rows.n_nouns = n_nouns;
	r.b->rows.settings = BOOK_SETTINGS;
	if ((e = book_rows_read(fd, &r.b->rows, fs, why)) == OK)
		e = read_parts(&r, text, why);
	if (e != OK)
		book_in_free(out);
	return e;
}
