/*
 * book_rows.c - a workbook's sheets, their column names and rows.
 *
 * Knows which sheets there may be. Touches the file behind the descriptor.
 */
#include "store/annex/book_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/annex/book_out.h"
#include "store/base/text.h"
#include "store/sheetfile/sheetfile.h"

#define NOTES "ghi chú"

static const struct sheetfile_limits limits = {
	.rows = BOOK_ROWS,
	.columns = BOOK_COLUMNS,
	.cell = 32 << 10,
	.strings = 16 << 20,
	.unpacked = 256 << 20,
	.ratio = 200,
};

bool
book_folds(struct slice s, const char *text, bool begins)
{
	struct buf a = { 0 }, b = { 0 };
	bool is;

	(void)text_fold(s, &a);
	(void)text_fold(slice_text(text), &b);
	is = a.n >= b.n && memcmp(a.p, b.p, b.n) == 0 && (begins || a.n == b.n);
	buf_free(&a);
	buf_free(&b);
	return is;
}

/* The table's own name of a sheet; NULL for one it does not have. */
static const char *
known_sheet(const struct book_rows *b, const char *name)
{
	struct slice s = slice_text(name);

	if (b->settings != NULL && book_folds(s, b->settings, false))
		return b->settings;
	for (unsigned i = 0; i < b->n_nouns; i++)
		if (book_folds(s, b->nouns[i].sheet, false))
			return b->nouns[i].sheet;
	return NULL;
}

/* Is it the name of any column of the sheet? */
static bool
known_head(const struct book_rows *b, const char *sheet, struct slice head)
{
	if (b->settings != NULL && strcmp(sheet, b->settings) == 0)
		return book_folds(head, BOOK_SETTING_NAME, false) ||
		       book_folds(head, BOOK_SETTING_VALUE, false);
	for (unsigned i = 0; i < b->n_nouns; i++) {
		const struct noun *n = b->nouns + i, *parent;

		if (strcmp(n->sheet, sheet) != 0)
			continue;
		parent = n->within == NULL ? NULL
					   : noun_of(n->part, NULL, n->within);
		if (parent != NULL && book_folds(head, parent->vi, false))
			return true;
		for (const struct column *c = n->column; c->key != NULL; c++)
			if (book_folds(head, c->vi, c->kind == COL_BY_BLOCK))
				return true;
	}
	return book_folds(head, source_column.vi, false) ||
	       book_folds(head, assumed_column.vi, false) ||
	       book_folds(head, BOOK_OTHER, false);
}

void
column_letters(unsigned column, char out[8])
{
	char back[8];
	unsigned n = 0, i = 0;

	for (column++; column > 0; column = (column - 1) / 26)
		back[n++] = (char)('A' + (column - 1) % 26);
	while (n > 0)
		out[i++] = back[--n];
	out[i] = '\0';
}

void
book_fault(struct faults *fs, const struct book_sheet *s, uint32_t line,
    unsigned column, enum err e, const char *detail)
{
	char at[192], letters[8];

	column_letters(column, letters);
	(void)snprintf(at, sizeof at, "%s!%s%u", s->name, letters, line);
	(void)faults_add(fs, e, at, "Row %u, column %s: %s", line, letters,
	    detail);
}

static struct slice
kept(struct book_rows *b, struct slice s)
{
	const char *text = s.n == 0 ? "" : pool_text(&b->pool, s);

	return text == NULL ? SLICE_NONE : slice_of(text, s.n);
}

/* The first row with two or more names of columns is the row of names. */
static bool
is_head(const struct book_rows *b, const char *sheet,
    const struct sheetfile_row *row)
{
	unsigned known = 0;

	for (unsigned i = 0; i < row->n; i++)
		known +=
		    row->cell[i].n > 0 && known_head(b, sheet, row->cell[i]);
	return known >= 2;
}

static void
take_head(struct book_rows *b, struct book_sheet *s,
    const struct sheetfile_row *row, struct faults *fs)
{
	s->head_line = (uint32_t)row->line;
	for (unsigned i = 0; i < row->n && i < BOOK_COLUMNS; i++) {
		s->head[i] = kept(b, row->cell[i]);
		if (row->cell[i].n > 0 && !known_head(b, s->name, row->cell[i]))
			book_fault(fs, s, s->head_line, i, ERR_UNKNOWN_FIELD,
			    "There is no column of this name.");
		for (unsigned k = 0; k < i && row->cell[i].n > 0; k++)
			if (slice_eq(s->head[k], row->cell[i]))
				book_fault(fs, s, s->head_line, i, ERR_EXISTS,
				    "There is another column of this name.");
	}
}

static enum err
take_row(struct book_rows *b, struct book_sheet *s,
    const struct sheetfile_row *row)
{
	struct book_row *r;

	if (s->n % 64 == 0) {
		r = realloc(s->row, (s->n + 64) * sizeof *r);
		if (r == NULL)
			return ERR_NO_MEMORY;
		s->row = r;
	}
	r = s->row + s->n++;
	memset(r, 0, sizeof *r);
	r->line = (uint32_t)row->line;
	for (unsigned i = 0; i < row->n && i < BOOK_COLUMNS; i++)
		r->cell[i] = kept(b, row->cell[i]);
	return OK;
}

/* A row that the reader could not believe: its fault names the column. */
static void
fault_row(struct faults *fs, const struct book_sheet *s,
    const struct sheetfile_row *row)
{
	char at[192];

	(void)snprintf(at, sizeof at, "%s!%llu", s->name,
	    (unsigned long long)row->line);
	(void)faults_add(fs, row->bad.err, at, "Row %llu: %s",
	    (unsigned long long)row->line, row->bad.detail);
}

static enum err
read_sheet(struct book_rows *b, struct sheetfile *f, const char *name,
    struct faults *fs, struct fault *why)
{
	struct book_sheet *s = b->sheet + b->n++;
	struct sheetfile_row row;
	enum err e = OK;

	s->name = name;
	while (e == OK && sheetfile_next(f, &row)) {
		if (row.bad.err != OK)
			fault_row(fs, s, &row);
		else if (s->head_line != 0)
			e = take_row(b, s, &row);
		else if (is_head(b, name, &row))
			take_head(b, s, &row, fs);
	}
	if (e == OK)
		e = sheetfile_failed(f, why);
	if (e == OK && s->head_line == 0)
		book_fault(fs, s, 1, 0, ERR_MISSING_FIELD,
		    "This sheet has no row of column names.");
	return e;
}

static void
fault_sheet(struct faults *fs, const char *name, enum err e, const char *what)
{
	char at[192];

	(void)snprintf(at, sizeof at, "%.60s", name);
	(void)faults_add(fs, e, at, "%s", what);
}

static enum err
read_sheets(struct book_rows *b, struct sheetfile *f, struct faults *fs,
    struct fault *why)
{
	enum err e = OK;

	for (unsigned i = 0; i < sheetfile_sheets(f) && e == OK; i++) {
		const char *given = sheetfile_sheet_name(f, i);
		const char *name = known_sheet(b, given);

		if (book_folds(slice_text(given), NOTES, true))
			continue;
		if (name == NULL)
			fault_sheet(fs, given, ERR_UNKNOWN_FIELD,
			    "There is no sheet of this name; notes stand in "
			    "sheets called \"Ghi chú\".");
		else if (book_sheet(b, name) != NULL || b->n == BOOK_SHEETS)
			fault_sheet(fs, given, ERR_EXISTS,
			    "There is another sheet of this name.");
		else if ((e = sheetfile_enter(f, i)) == OK)
			e = read_sheet(b, f, name, fs, why);
	}
	return e;
}

enum err
book_rows_read(int fd, struct book_rows *out, struct faults *fs,
    struct fault *why)
{
	struct sheetfile *f = NULL;
	enum err e = sheetfile_open(&f, fd, &limits, why);

	if (e == OK && sheetfile_sheet_name(f, 0)[0] == '\0')
		e = fault_set(why, ERR_MEDIA_TYPE, "",
		    "This is a CSV file; a period is a workbook (.xlsx).");
	if (e == OK)
		e = read_sheets(out, f, fs, why);
	sheetfile_close(&f);
	return e;
}

const struct book_sheet *
book_sheet(const struct book_rows *b, const char *name)
{
	for (unsigned i = 0; i < b->n; i++)
		if (strcmp(b->sheet[i].name, name) == 0)
			return b->sheet + i;
	return NULL;
}

int
book_column(const struct book_sheet *s, const char *name)
{
	for (unsigned i = 0; i < BOOK_COLUMNS; i++)
		if (s->head[i].n > 0 && book_folds(s->head[i], name, false))
			return (int)i;
	return -1;
}
