/*
 * xlsx_sheet.c - the rows of one sheet of a workbook.
 *
 * Knows SpreadsheetML's rows and cells (ECMA-376 part 1, 18.3.1). Touches the
 * workbook it is given.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/sheetfile/book.h"
#include "store/sheetfile/number.h"

/* "AB12": column 27; -1 for what is no reference. */
static long
column_of(const char *reference)
{
	long column = 0;
	const char *p = reference;

	for (; *p >= 'A' && *p <= 'Z' && p - reference < 4; p++)
		column = column * 26 + (*p - 'A' + 1);
	return p == reference ? -1 : column - 1;
}

static void
start_row(struct xlsx *x, const char **attributes)
{
	const char *r = part_attribute(attributes, "r");
	uint64_t line = r == NULL ? x->last + 1 : strtoull(r, NULL, 10);

	if (line <= x->last) {
		part_refuse(&x->part, ERR_MALFORMED,
		    "its rows are not in order");
		return;
	}
	x->last = line;
	x->in_row = true;
	rowbuf_begin(&x->row, line);
}

/* The cells left out before this one are empty. */
static void
fill_up(struct xlsx *x, long column)
{
	if (column < (long)x->row.n) {
		part_refuse(&x->part, ERR_MALFORMED,
		    "its cells are not in order");
		return;
	}
	while ((long)x->row.n < column && x->row.n < x->of.limits->columns)
		if (rowbuf_cell(&x->row) != OK)
			return;
}

static enum cell_kind
kind_of(const char *t)
{
	static const struct {
		const char *t;
		enum cell_kind kind;
	} kinds[] = {
		{ "n", CELL_NUMBER },
		{ "s", CELL_SHARED },
		{ "b", CELL_FLAG },
		{ "e", CELL_ERROR },
	};

	for (size_t i = 0; t != NULL && i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(t, kinds[i].t) == 0)
			return kinds[i].kind;
	return t == NULL ? CELL_NUMBER : CELL_TEXT;
}

static void
start_cell(struct xlsx *x, const char **attributes)
{
	const char *r = part_attribute(attributes, "r"),
		   *s = part_attribute(attributes, "s");
	unsigned style = s == NULL ? 0 : (unsigned)strtoul(s, NULL, 10);

	x->in_cell = true;
	x->formula = false;
	x->kind = kind_of(part_attribute(attributes, "t"));
	x->date = style < x->n_styles && x->style_is_date[style];
	buf_clear(&x->value);
	if (r != NULL)
		fill_up(x, column_of(r));
}

static void
on_start(void *self, const char *name, const char **attributes)
{
	struct xlsx *x = self;

	if (strcmp(name, "row") == 0 && !x->in_row)
		start_row(x, attributes);
	else if (strcmp(name, "c") == 0 && x->in_row && !x->in_cell)
		start_cell(x, attributes);
	else if (strcmp(name, "f") == 0 && x->in_cell)
		x->formula = true;
	else if (strcmp(name, "rPh") == 0)
		x->in_phonetic = true;
	else
		x->in_value =
		    x->in_cell && !x->in_phonetic &&
		    (strcmp(name, "v") == 0 || strcmp(name, "t") == 0);
}

static void
on_text(void *self, const char *p, int n)
{
	struct xlsx *x = self;

	/* what is beyond the limit is known to be too long already */
	if (x->in_value && x->value.n <= x->of.limits->cell)
		buf_bytes(&x->value, p, (size_t)n);
}

/* The value as a person sees it, behind the row's text. */
static void
put_value(struct xlsx *x)
{
	struct slice value = buf_all(&x->value), shared;
	struct buf *to = &x->row.text;
	char *end;
	enum err e = OK;

	if (value.n == 0)
		return;
	switch (x->kind) {
	case CELL_SHARED:
		if (!xlsx_string(x, strtoull(buf_cstr(&x->value), &end, 10),
			&shared) ||
		    *end != '\0')
			e = ERR_MALFORMED;
		else
			buf_slice(to, shared);
		break;
	case CELL_NUMBER:
		e = x->date ? number_put_date(to, value, x->from_1904)
			    : number_put(to, value);
		break;
	case CELL_FLAG:
		buf_text(to, slice_is(value, "1") ? "true" : "false");
		break;
	case CELL_ERROR:
		rowbuf_bad(&x->row, ERR_MALFORMED,
		    "the cell shows an error, such as #N/A");
		break;
	default:
		buf_slice(to, value);
	}
	if (e == ERR_MALFORMED || e == ERR_RANGE)
		rowbuf_bad(&x->row, e, "the cell's value cannot be read");
}

static void
end_cell(struct xlsx *x)
{
	enum err e;

	x->in_cell = x->in_value = false;
	if (x->formula)
		rowbuf_bad(&x->row, ERR_MALFORMED,
		    "the cell is a formula; only values are taken");
	else
		put_value(x);
	e = x->value.err != OK ? x->value.err : rowbuf_cell(&x->row);
	if (e != OK)
		part_refuse(&x->part, e, err_words(e));
}

static void
on_end(void *self, const char *name)
{
	struct xlsx *x = self;

	x->in_value = false;
	if (strcmp(name, "rPh") == 0)
		x->in_phonetic = false;
	else if (strcmp(name, "c") == 0 && x->in_cell)
		end_cell(x);
	else if (strcmp(name, "row") == 0 && x->in_row) {
		x->in_row = x->in_cell = false;
		x->ready = true;
		part_wait(&x->part);
	}
}

enum err
xlsx_enter(struct xlsx *x, unsigned i)
{
	const struct part_tell tell = { on_start, on_end, on_text, x };
	enum err e;

	if (i >= x->n_sheets)
		return ERR_NOT_FOUND;
	part_shut(&x->part);
	x->in_row = x->in_cell = x->in_value = x->in_phonetic = false;
	x->last = x->row.rows = 0;
	e = part_open(&x->part, &x->of, x->sheet[i].part, &tell);
	if (e == ERR_NOT_FOUND)
		(void)fault_set(&x->of.fault, ERR_MALFORMED, "",
		    "The workbook cannot be read: its sheet \"%.60s\" is "
		    "missing.",
		    x->sheet[i].name);
	return x->of.fault.err;
}

bool
xlsx_next(struct xlsx *x, struct sheetfile_row *out)
{
	x->ready = false;
	while (x->part.xml != NULL && part_on(&x->part)) {
		if (!x->ready || !rowbuf_finish(&x->row, out)) {
			x->ready = false;
			continue;
		}
		if (x->row.rows <= x->of.limits->rows)
			return true;
		(void)fault_set(&x->of.fault, ERR_TOO_BIG, "",
		    "The workbook cannot be read: it has too many rows.");
	}
	return false;
}
