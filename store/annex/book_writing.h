/*
 * book_writing.h - inside book_*out.c only: a workbook being written.
 */
#ifndef STORE_ANNEX_BOOK_WRITING_H
#define STORE_ANNEX_BOOK_WRITING_H

#include <xlsxwriter.h>

#include "store/annex/layout.h"

#define HEAD_ROW 1 /* below the sheet's title, from 0 */
#define BLOCKS_SHOWN 16

struct book {
	lxw_workbook *file;
	lxw_worksheet *sheet;
	lxw_format *title, *head, *cell, *field;
	const struct jv *root;
	const char *block[BLOCKS_SHOWN]; /* ids, in the set's order */
	unsigned n_blocks;
	lxw_row_t row;
	struct buf text;
	bool failed;
};

/* Where the columns of a noun stand in its sheet. */
struct heads {
	const struct noun *noun;
	lxw_col_t parent, other, source, assumed;
	lxw_col_t at[NOUN_COLUMNS]; /* of each column; the first of by-block */
	lxw_col_t width;
};

/* A new sheet: its title, and room for the row of column names. */
void book_new_sheet(struct book *b, const char *name);
void book_head(struct book *b, lxw_col_t col, const char *text, double width);
void book_cell(struct book *b, lxw_col_t col, const char *text,
    lxw_format *format);

/* The columns of a list, and one object as a row below; what has no column, or
 * is no value for it, stands in the last one as JSON. `skip` is a member that
 * the row says otherwise. */
struct heads book_heads(struct book *b, const struct noun *n);
void book_put_row(struct book *b, const struct heads *h,
    const struct jv *object, const char *skip, lxw_format *format);

/* A workbook begun: its file and its styles. */
enum err book_begin(struct book *b, const char *path);

/* The sheet of what is no list. */
void book_put_settings(struct book *b);

#endif
