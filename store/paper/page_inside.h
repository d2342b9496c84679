/*
 * page_inside.h - inside page.c and page_table.c only: where the next thing
 * stands, and how a text is drawn.
 */
#ifndef STORE_PAPER_PAGE_INSIDE_H
#define STORE_PAPER_PAGE_INSIDE_H

#include <cairo.h>
#include <pango/pangocairo.h>
#include <stdbool.h>

#include "store/paper/page.h"

#define MM (72.0 / 25.4)
#define WIDE (210 * MM)
#define HIGH (297 * MM)
#define LEFT (30 * MM) /* of the decree: 30 to 35 */
#define RIGHT (18 * MM)
#define TOP (20 * MM)
#define BOTTOM (20 * MM)
#define TEXT_WIDE (WIDE - LEFT - RIGHT)

#define FACE "Liberation Serif, Noto Serif, DejaVu Serif"
#define ROW_GAP 6

struct page {
	cairo_surface_t *surface;
	cairo_t *cairo;
	double y; /* where the next thing begins */
	bool over;
	const char *path; /* of the file to write; then no other thread draws
			   * anything. NULL: none */
	struct buf own;   /* its bytes meanwhile */
	const struct page_column *columns; /* of the table */
	unsigned n_columns;
};

/* Where and how a text stands. */
struct place {
	double x, y, wide;
	const char *style; /* "Bold", "Italic", "" */
	double points;
	PangoAlignment align;
};

/* Draws and returns the height; `*ink_wide` (may be NULL) gets the width of
 * the ink. */
double page_draw(struct page *p, const struct place *at, const char *text,
    double *ink_wide);

#endif
