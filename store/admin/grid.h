/*
 * grid.h - rows of text in aligned columns.
 *
 * Columns are as wide as their widest cell, counted in code points of NFC
 * text: one for each sign of Vietnamese.
 */
#ifndef STORE_ADMIN_GRID_H
#define STORE_ADMIN_GRID_H

#include <stdio.h>

#include "store/base/buf.h"
#include "store/base/moment.h"

#define GRID_COLUMNS 16

struct grid_column {
	const char *head;
	enum {
		GRID_LEFT,
		GRID_RIGHT
	} side;
};

struct grid {
	const struct grid_column *columns;
	unsigned n;
	size_t cells;    /* given so far */
	struct buf text; /* each ends in a zero byte */
};

/* `columns` is borrowed; at most GRID_COLUMNS. */
struct grid grid_start(const struct grid_column *columns, unsigned n);

/* The next cell, row by row; what would move a terminal's cursor becomes
 * '?'. */
void grid_cell(struct grid *g, const char *text);
void grid_print(struct grid *g, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* "-" for the moment 0. */
void grid_moment(struct grid *g, struct moment m);

/* Writes heads and rows and frees the grid. ERR_NO_MEMORY, ERR_IO. */
enum err grid_show(struct grid *g, FILE *to);

#endif
