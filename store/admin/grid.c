/*
 * grid.c - rows of text in aligned columns.
 *
 * Knows how wide text is. Touches its own memory and the file it is shown on.
 */
#include "store/admin/grid.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "store/base/text.h"

struct grid
grid_start(const struct grid_column *columns, unsigned n)
{
	assert(n <= GRID_COLUMNS);
	return (struct grid){ .columns = columns, .n = n };
}

static void
put_safely(struct buf *to, struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		buf_byte(to,
		    text.p[i] < ' ' || text.p[i] >= 0x7f ? '?' : text.p[i]);
}

void
grid_cell(struct grid *g, const char *text)
{
	struct buf nfc = { 0 };

	if (text_normalise(slice_text(text), &nfc) != OK ||
	    strpbrk(buf_cstr(&nfc), "\n\t") != NULL)
		put_safely(&g->text, slice_text(text));
	else
		buf_slice(&g->text, buf_all(&nfc));
	buf_byte(&g->text, 0);
	g->cells++;
	buf_free(&nfc);
}

void
grid_print(struct grid *g, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof text, format, args);
	va_end(args);
	grid_cell(g, text);
}

void
grid_moment(struct grid *g, struct moment m)
{
	char text[MOMENT_TEXT] = "-";

	if (m.us != 0)
		moment_text(m, text);
	grid_cell(g, text);
}

static size_t
width(const char *text)
{
	return text_length(slice_text(text));
}

static void
put_cell(FILE *to, const struct grid *g, unsigned column, const char *text,
    size_t room)
{
	size_t blank = room - width(text);
	bool right = g->columns[column].side == GRID_RIGHT;

	if (right)
		(void)fprintf(to, "%*s", (int)blank, "");
	(void)fputs(text, to);
	if (column + 1 == g->n)
		(void)fputc('\n', to);
	else
		(void)fprintf(to, "%*s", (int)(right ? 2 : blank + 2), "");
}

enum err
grid_show(struct grid *g, FILE *to)
{
	size_t room[GRID_COLUMNS] = { 0 }, w, i;
	const char *cell;
	enum err e = g->text.err;

	if (e != OK)
		goto out;
	assert(g->cells % g->n == 0);
	for (i = 0; i < g->n; i++)
		room[i] = width(g->columns[i].head);
	cell = buf_cstr(&g->text);
	for (i = 0; i < g->cells; i++, cell += strlen(cell) + 1)
		if ((w = width(cell)) > room[i % g->n])
			room[i % g->n] = w;
	for (i = 0; i < g->n; i++)
		put_cell(to, g, (unsigned)i, g->columns[i].head, room[i]);
	cell = buf_cstr(&g->text);
	for (i = 0; i < g->cells; i++, cell += strlen(cell) + 1)
		put_cell(to, g, (unsigned)(i % g->n), cell, room[i % g->n]);
	e = ferror(to) ? ERR_IO : OK;
out:
	buf_free(&g->text);
	return e;
}
