/*
 * page_table.c - tables, paragraphs and the place of a signature, over as many
 * pages as they need.
 *
 * Touches the file it writes.
 */
#include "store/paper/page_inside.h"

#define CELL_PAD 3
#define CELL_POINTS 10.5

static void
turn(struct page *p)
{
	cairo_show_page(p->cairo);
	p->y = TOP;
}

static struct place
cell_place(const struct page *p, unsigned i, double x, bool bold)
{
	return (struct place){ x + CELL_PAD, p->y + CELL_PAD,
		p->columns[i].wide * MM - 2 * CELL_PAD, bold ? "Bold" : "",
		CELL_POINTS,
		p->columns[i].right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT };
}

/* How high a row will be: the cells drawn nowhere. */
static double
row_height(struct page *p, const char *const *cells, bool bold)
{
	double most = 0, high;

	cairo_save(p->cairo);
	cairo_rectangle(p->cairo, 0, 0, 0, 0);
	cairo_clip(p->cairo);
	for (unsigned i = 0; i < p->n_columns; i++) {
		struct place at = cell_place(p, i, LEFT, bold);

		/* As many cells as columns, which the analyzer cannot count.
		 * NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage) */
		high = page_draw(p, &at, cells[i], NULL);
		most = high > most ? high : most;
	}
	cairo_restore(p->cairo);
	return most + 2 * CELL_PAD;
}

static void
draw_row(struct page *p, const char *const *cells, bool bold, double high)
{
	double x = LEFT;

	cairo_set_line_width(p->cairo, 0.5);
	for (unsigned i = 0; i < p->n_columns; i++) {
		struct place at = cell_place(p, i, x, bold);

		// NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): likewise
		(void)page_draw(p, &at, cells[i], NULL);
		cairo_rectangle(p->cairo, x, p->y, p->columns[i].wide * MM,
		    high);
		x += p->columns[i].wide * MM;
	}
	cairo_stroke(p->cairo);
	p->y += high;
}

static void
draw_names(struct page *p)
{
	const char *names[PAGE_COLUMNS];

	for (unsigned i = 0; i < p->n_columns; i++)
		names[i] = p->columns[i].name;
	draw_row(p, names, true, row_height(p, names, true));
}

void
page_table(struct page *p, const struct page_column *columns, unsigned n)
{
	p->columns = columns;
	p->n_columns = n < PAGE_COLUMNS ? n : PAGE_COLUMNS;
	draw_names(p);
}

void
page_cells(struct page *p, const char *const *cells, bool bold)
{
	double high = row_height(p, cells, bold);

	if (p->y + high > HIGH - BOTTOM) {
		turn(p);
		draw_names(p);
	}
	draw_row(p, cells, bold, high);
	if (p->y > HIGH)
		p->over = true;
}

void
page_text(struct page *p, const char *text, bool bold)
{
	struct place at = { LEFT, p->y, TEXT_WIDE, bold ? "Bold" : "", 12.5,
		bold ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT };

	if (p->y > HIGH - BOTTOM - 20 * MM)
		turn(p);
	at.y = p->y;
	p->y += page_draw(p, &at, text, NULL) + ROW_GAP;
}

#define SIGN_HIGH (42 * MM)

void
page_signature(struct page *p, const char *title, const char *how,
    const char *name)
{
	struct place at = { LEFT + TEXT_WIDE / 2, 0, TEXT_WIDE / 2, "Bold", 13,
		PANGO_ALIGN_CENTER };

	if (p->y + SIGN_HIGH > HIGH - BOTTOM)
		turn(p);
	p->y += 14;
	at.y = p->y;
	at.y += page_draw(p, &at, title, NULL);
	at.style = "Italic";
	at.points = 11;
	(void)page_draw(p, &at, how, NULL);
	at.y = p->y + SIGN_HIGH - 10 * MM;
	at.style = "Bold";
	at.points = 13;
	(void)page_draw(p, &at, name, NULL);
	p->y += SIGN_HIGH;
}
