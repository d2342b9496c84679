/*
 * book_place.c - which cell of a workbook a member of a period came from.
 *
 * Knows JSON pointers and cells.
 */
#include <stdlib.h>
#include <string.h>

#include "store/annex/book_out.h"
#include "store/annex/book_reading.h"

void
book_remember(struct reading_book *r, const char *pointer,
    const struct book_sheet *s, uint32_t line, int column)
{
	struct book_in *b = r->b;
	struct place *p;

	if (b->n == b->room) {
		b->room = b->room == 0 ? 1024 : 2 * b->room;
		p = realloc(b->place, b->room * sizeof *p);
		if (p == NULL) {
			r->err = ERR_NO_MEMORY;
			b->room = b->n;
			return;
		}
		b->place = p;
	}
	b->place[b->n] =
	    (struct place){ pool_text(&b->rows.pool, slice_text(pointer)), s,
		    line, column };
	if (b->place[b->n].pointer == NULL)
		r->err = ERR_NO_MEMORY;
	else
		b->n++;
}

void
book_in_free(struct book_in **b)
{
	if (*b == NULL)
		return;
	for (unsigned i = 0; i < (*b)->rows.n; i++)
		free((*b)->rows.sheet[i].row);
	pool_free(&(*b)->rows.pool);
	free((*b)->place);
	free(*b);
	*b = NULL;
}

/* Does `pointer` lie at `place` or below it? */
static bool
lies_in(const char *pointer, const char *place)
{
	size_t n = strlen(place);

	return strncmp(pointer, place, n) == 0 &&
	       (pointer[n] == '/' || pointer[n] == '\0');
}

void
book_where(const struct book_in *b, const char *pointer, struct buf *to)
{
	const struct place *best = NULL;
	size_t longest = 0;
	char letters[8];

	for (size_t i = 0; i < b->n; i++) {
		size_t n = strlen(b->place[i].pointer);

		if (lies_in(pointer, b->place[i].pointer) && n >= longest) {
			best = b->place + i;
			longest = n;
		}
	}
	if (best == NULL) {
		buf_print(to, "%s", BOOK_SETTINGS);
		return;
	}
	if (best->column < 0) {
		buf_print(to, "%s!%u: row %u", best->sheet->name, best->line,
		    best->line);
		return;
	}
	column_letters((unsigned)best->column, letters);
	buf_print(to, "%s!%s%u: row %u, column %s", best->sheet->name, letters,
	    best->line, best->line, letters);
	buf_print(to, " (%.*s)", (int)best->sheet->head[best->column].n,
	    (const char *)best->sheet->head[best->column].p);
}
