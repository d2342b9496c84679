/*
 * table_json.c - rows of a table to JSON objects.
 *
 * Knows headers and the ways in which people write a cell. Touches the file it
 * is given.
 */
#include "store/admin/table_json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/base/text.h"

#define COLUMNS_MOST 32
#define JSON_MOST ((size_t)8 << 20)

struct reading_table {
	const struct table_column *columns;
	unsigned n;
	const struct table_column *at[COLUMNS_MOST]; /* by place in the file */
	unsigned width;
	struct jout *j;
	struct fault *why;
};

static bool
same_words(struct slice a, const char *b)
{
	struct buf one = { 0 }, other = { 0 };
	bool same = text_fold(a, &one) == OK &&
		    text_fold(slice_text(b), &other) == OK &&
		    slice_eq(buf_all(&one), buf_all(&other));

	buf_free(&one);
	buf_free(&other);
	return same;
}

static const struct table_column *
column_named(const struct reading_table *r, struct slice header)
{
	for (unsigned i = 0; i < r->n; i++)
		if (r->columns[i].kind != CELL_LINE &&
		    (same_words(header, r->columns[i].key) ||
			same_words(header, r->columns[i].header_vi)))
			return &r->columns[i];
	return NULL;
}

static bool
has_column(const struct reading_table *r, const struct table_column *c)
{
	for (unsigned i = 0; i < r->width; i++)
		if (r->at[i] == c)
			return true;
	return false;
}

static enum err
read_header(struct reading_table *r, const struct sheetfile_row *row)
{
	if (row->n > COLUMNS_MOST)
		return fault_set(r->why, ERR_TOO_BIG, "line:1",
		    "There are more than %d columns.", COLUMNS_MOST);
	for (unsigned i = 0; i < row->n; i++) {
		const struct table_column *c = column_named(r, row->cell[i]);

		if (c == NULL)
			return fault_set(r->why, ERR_UNKNOWN_FIELD, "line:1",
			    "Column \"%.*s\" is not known here.",
			    (int)row->cell[i].n, (const char *)row->cell[i].p);
		if (has_column(r, c))
			return fault_set(r->why, ERR_EXISTS, "line:1",
			    "Column \"%s\" is there twice.", c->key);
		r->at[r->width++] = c;
	}
	for (unsigned i = 0; i < r->n; i++)
		if (r->columns[i].required && !has_column(r, &r->columns[i]))
			return fault_set(r->why, ERR_MISSING_FIELD, "line:1",
			    "Column \"%s\" (%s) is missing.", r->columns[i].key,
			    r->columns[i].header_vi);
	return OK;
}

static void
put_words(struct jout *j, struct slice cell)
{
	size_t from = 0;

	jout_array(j);
	for (size_t i = 0; i <= cell.n; i++) {
		if (i < cell.n && strchr(" ,;\t\n", cell.p[i]) == NULL)
			continue;
		if (i > from)
			jout_text(j, slice_of(cell.p + from, i - from));
		from = i + 1;
	}
	jout_array_end(j);
}

static bool
put_flag(struct jout *j, struct slice cell)
{
	static const char *const yes[] = { "true", "có", "x", "1" };
	static const char *const no[] = { "false", "không", "0" };

	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		if (same_words(cell, yes[i])) {
			jout_bool(j, true);
			return true;
		}
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (same_words(cell, no[i])) {
			jout_bool(j, false);
			return true;
		}
	return false;
}

/* Digits only: what JSON takes for a whole number. */
static bool
put_whole(struct jout *j, struct slice cell)
{
	if (cell.n == 0 || cell.n > 18 || (cell.n > 1 && cell.p[0] == '0'))
		return false;
	for (size_t i = 0; i < cell.n; i++)
		if (cell.p[i] < '0' || cell.p[i] > '9')
			return false;
	jout_raw(j, cell);
	return true;
}

/* A point for the comma of a Vietnamese decimal. */
static bool
put_decimal(struct jout *j, struct slice cell)
{
	char text[24];

	if (cell.n >= sizeof text)
		return false;
	for (size_t i = 0; i < cell.n; i++)
		text[i] = cell.p[i] == ',' ? '.' : (char)cell.p[i];
	jout_text(j, slice_of(text, cell.n));
	return true;
}

bool
table_cell_put(struct jout *j, int kind, struct slice cell)
{
	switch (kind) {
	case CELL_WHOLE:
		return put_whole(j, cell);
	case CELL_DECIMAL:
		return put_decimal(j, cell);
	case CELL_WORDS:
		put_words(j, cell);
		return true;
	case CELL_FLAG:
		return put_flag(j, cell);
	default:
		jout_text(j, cell);
		return true;
	}
}

static bool
put_cell(struct jout *j, const struct table_column *c, struct slice cell)
{
	jout_key(j, c->key);
	return table_cell_put(j, (int)c->kind, cell);
}

static void
put_line(struct reading_table *r, uint64_t line)
{
	for (unsigned i = 0; i < r->n; i++)
		if (r->columns[i].kind == CELL_LINE)
			jout_kuint(r->j, r->columns[i].key, line);
}

static bool
has_inside(const struct reading_table *r)
{
	for (unsigned i = 0; i < r->n; i++)
		if (r->columns[i].inside)
			return true;
	return false;
}

/* The cells that stand in "inputs", or those that do not; false with the fault
 * said. */
static bool
put_cells(struct reading_table *r, const struct sheetfile_row *row, bool inside,
    const char *line)
{
	for (unsigned i = 0; i < row->n; i++) {
		struct slice cell = row->cell[i];

		if (cell.n == 0 || r->at[i]->inside != inside ||
		    put_cell(r->j, r->at[i], cell))
			continue;
		(void)fault_set(r->why, ERR_MALFORMED, line,
		    "\"%.*s\" cannot stand in column \"%s\".",
		    (int)(cell.n < 60 ? cell.n : 60), (const char *)cell.p,
		    r->at[i]->key);
		return false;
	}
	return true;
}

static enum err
put_row(struct reading_table *r, const struct sheetfile_row *row)
{
	char line[32];

	(void)snprintf(line, sizeof line, "line:%llu",
	    (unsigned long long)row->line);
	if (row->bad.err != OK)
		return fault_set(r->why, row->bad.err, line, "%s",
		    row->bad.detail);
	if (row->n > r->width)
		return fault_set(r->why, ERR_MALFORMED, line,
		    "The row has more cells than the header.");
	jout_object(r->j);
	put_line(r, row->line);
	if (!put_cells(r, row, false, line))
		return ERR_MALFORMED;
	if (has_inside(r)) {
		jout_key(r->j, "inputs");
		jout_object(r->j);
		if (!put_cells(r, row, true, line))
			return ERR_MALFORMED;
		jout_object_end(r->j);
	}
	jout_object_end(r->j);
	return OK;
}

enum err
table_json(int fd, const struct table_column *columns, unsigned n,
    struct jout *j, struct fault *why)
{
	struct reading_table r = { .columns = columns,
		.n = n,
		.j = j,
		.why = why };
	struct sheetfile *f = NULL;
	struct sheetfile_row row;
	enum err e = sheetfile_open(&f, fd, NULL, why);

	if (e == OK && sheetfile_next(f, &row))
		e = read_header(&r, &row);
	while (e == OK && j->to->n <= JSON_MOST && sheetfile_next(f, &row))
		e = put_row(&r, &row);
	if (e == OK)
		e = sheetfile_failed(f, why);
	if (e == OK && j->to->n > JSON_MOST)
		e = fault_set(why, ERR_TOO_BIG, "",
		    "The table has more than %zu MiB.", JSON_MOST >> 20);
	if (e == OK && r.width == 0)
		e = fault_set(why, ERR_EMPTY, "", "The table is empty.");
	sheetfile_close(&f);
	return e;
}

static enum err
read_rest(int fd, struct buf *to)
{
	uint8_t bytes[16384];
	ssize_t n;

	while ((n = read(fd, bytes, sizeof bytes)) > 0) {
		buf_bytes(to, bytes, (size_t)n);
		if (to->n > JSON_MOST)
			return ERR_TOO_BIG;
	}
	return n < 0 ? err_of_errno(errno) : to->err;
}

enum err
table_or_json(const char *path, struct buf *text, bool *is_json, int *fd,
    struct fault *why)
{
	uint8_t first = 0;
	enum err e = OK;

	*is_json = false;
	if ((*fd = open(path, O_RDONLY | O_CLOEXEC)) < 0 ||
	    pread(*fd, &first, 1, 0) < 0)
		e = err_of_errno(errno);
	if (e == OK && first == '{') {
		*is_json = true;
		e = read_rest(*fd, text);
	}
	if (e != OK || *is_json) {
		if (*fd >= 0)
			(void)close(*fd);
		*fd = -1;
	}
	return e == OK ? OK
		       : fault_set(why, e, "", "%s cannot be read: %s.", path,
			     err_words(e));
}
