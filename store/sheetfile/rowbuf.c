/*
 * rowbuf.c - a row under construction.
 *
 * Knows what a cell must be. Touches its own memory.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/base/text.h"
#include "store/sheetfile/inside.h"

enum err
rowbuf_make(struct rowbuf *r, const struct sheetfile_limits *limits)
{
	*r = (struct rowbuf){ .limits = limits };
	r->end = calloc(limits->columns, sizeof *r->end);
	r->cell = calloc(limits->columns, sizeof *r->cell);
	return r->end == NULL || r->cell == NULL ? ERR_NO_MEMORY : OK;
}

void
rowbuf_free(struct rowbuf *r)
{
	buf_free(&r->text);
	buf_free(&r->scratch);
	free(r->end);
	free(r->cell);
	*r = (struct rowbuf){ 0 };
}

void
rowbuf_begin(struct rowbuf *r, uint64_t line)
{
	buf_clear(&r->text);
	r->n = 0;
	r->start = 0;
	r->line = line;
	r->bad = (struct fault){ 0 };
}

/* 0 -> "A", 27 -> "AB". */
static void
column_letters(unsigned column, char out[8])
{
	char back[8];
	unsigned n = 0, i;

	for (column++; column > 0; column = (column - 1) / 26)
		back[n++] = (char)('A' + (column - 1) % 26);
	for (i = 0; i < n; i++)
		out[i] = back[n - 1 - i];
	out[n] = '\0';
}

void
rowbuf_bad(struct rowbuf *r, enum err e, const char *what)
{
	char at[32], column[8];

	(void)snprintf(at, sizeof at, "line:%llu", (unsigned long long)r->line);
	column_letters(r->n, column);
	(void)fault_set(&r->bad, e, at, "Line %llu, column %s: %s.",
	    (unsigned long long)r->line, column, what);
}

static bool
is_space(struct slice s, size_t i, size_t *width)
{
	*width = 1;
	if (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r' || s.p[i] == '\n')
		return true;
	*width = 2; /* no-break space, U+00A0 */
	return i + 1 < s.n && s.p[i] == 0xc2 && s.p[i + 1] == 0xa0;
}

static struct slice
trimmed(struct slice s)
{
	size_t width;

	while (s.n > 0 && is_space(s, 0, &width))
		s = slice_of(s.p + width, s.n - width);
	for (;;) {
		if (s.n > 0 && is_space(s, s.n - 1, &width) && width == 1)
			s.n--;
		else if (s.n > 1 && is_space(s, s.n - 2, &width) && width == 2)
			s.n -= 2;
		else
			return s;
	}
}

/* Most cells are plain ASCII and stay as they are. */
static bool
is_plain(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 0x7f || s.p[i] < ' ')
			return false;
	return true;
}

static enum err
normalise(struct rowbuf *r, struct slice s)
{
	enum err e;

	buf_clear(&r->scratch);
	if (!text_is_utf8(s) && memchr(s.p, 0, s.n) == NULL)
		return ERR_ENCODING;
	e = text_normalise(s, &r->scratch);
	if (e == ERR_ENCODING) {
		rowbuf_bad(r, e, "the cell has a control character");
		buf_clear(&r->scratch);
	} else if (e != OK) {
		return e;
	}
	r->text.n = r->start;
	buf_slice(&r->text, trimmed(buf_all(&r->scratch)));
	return r->text.err;
}

enum err
rowbuf_cell(struct rowbuf *r)
{
	struct slice s = slice_of(r->text.p + r->start, r->text.n - r->start);
	enum err e = r->text.err;

	if (e == OK && s.n > r->limits->cell) {
		rowbuf_bad(r, ERR_TOO_BIG, "the cell is too long");
		r->text.n = r->start;
	} else if (e == OK && s.n > 0) {
		s = trimmed(s);
		if (!is_plain(s)) {
			e = normalise(r, s);
		} else {
			memmove(r->text.p + r->start, s.p, s.n);
			r->text.n = r->start + s.n;
		}
	}
	if (e != OK)
		return e;
	if (r->n == r->limits->columns) {
		rowbuf_bad(r, ERR_TOO_BIG, "the row has too many columns");
		r->text.n = r->start;
		return OK;
	}
	r->end[r->n++] = r->start = r->text.n;
	return OK;
}

bool
rowbuf_finish(struct rowbuf *r, struct sheetfile_row *out)
{
	size_t at = 0;

	while (
	    r->n > 0 && r->end[r->n - 1] == (r->n > 1 ? r->end[r->n - 2] : 0))
		r->n--;
	if (r->n == 0 && r->bad.err == OK)
		return false;
	for (unsigned i = 0; i < r->n; at = r->end[i++])
		r->cell[i] = slice_of(r->text.p + at, r->end[i] - at);
	r->rows++;
	*out = (struct sheetfile_row){ .line = r->line,
		.cell = r->cell,
		.n = r->n,
		.bad = r->bad };
	return true;
}
