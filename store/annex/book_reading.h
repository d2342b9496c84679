/*
 * book_reading.h - inside book_*.c only: one reading of a workbook, and which
 * cell each member came from.
 */
#ifndef STORE_ANNEX_BOOK_READING_H
#define STORE_ANNEX_BOOK_READING_H

#include "store/annex/book_in.h"
#include "store/annex/book_rows.h"
#include "store/base/json_out.h"

/* A member's pointer and its cell; column -1: the row as a whole. */
struct place {
	const char *pointer;
	const struct book_sheet *sheet;
	uint32_t line;
	int column;
};

struct book_in {
	struct book_rows rows;
	struct place *place;
	size_t n, room;
};

struct reading_book {
	struct book_in *b;
	struct faults *fs;
	struct jout j; /* the part being written */
	enum err err;
};

static inline struct slice
cell_of(const struct book_row *row, int column)
{
	return column < 0 ? SLICE_NONE : row->cell[column];
}

/* Notes where a member of that pointer stands. */
void book_remember(struct reading_book *r, const char *pointer,
    const struct book_sheet *s, uint32_t line, int column);

/* A cell as member `key` of the object at `pointer`; a fault leaves no trace
 * in what is written. */
void book_member(struct reading_book *r, const struct book_sheet *s,
    const struct book_row *row, const struct column *c, int column,
    const char *key, const char *type, const char *pointer);

/* The members that a row gives, but for nested lists. */
void book_columns(struct reading_book *r, const struct noun *n,
    const struct book_sheet *s, const struct book_row *row, const char *skip,
    const char *pointer);

/* The settings of a part, and names that are none. */
void book_settings(struct reading_book *r, const struct book_sheet *s,
    enum bundle_part part);
void book_settings_unknown(struct reading_book *r, const struct book_sheet *s);

#endif
