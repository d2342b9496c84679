/*
 * book_rows.h - inside book_in only: the rows of a workbook, held.
 */
#ifndef STORE_ANNEX_BOOK_ROWS_H
#define STORE_ANNEX_BOOK_ROWS_H

#include "store/annex/layout.h"
#include "store/base/pool.h"

#define BOOK_COLUMNS 64
#define BOOK_SHEETS 24
#define BOOK_ROWS 16384 /* of all sheets together */

struct book_row {
	uint32_t line;
	struct slice cell[BOOK_COLUMNS];
};

struct book_sheet {
	const char *name;
	struct slice head[BOOK_COLUMNS]; /* as it was written */
	uint32_t head_line;
	struct book_row *row;
	unsigned n;
};

struct book_rows {
	/* which sheets there may be, given by the caller */
	const struct noun *nouns;
	unsigned n_nouns;
	const char *settings; /* the sheet of settings; NULL: none */
	struct pool pool;
	struct book_sheet sheet[BOOK_SHEETS];
	unsigned n;
};

/* Do the two read alike, whatever their case and normal form? `begins`: is
 * `text` the beginning of `s`? */
bool book_folds(struct slice s, const char *text, bool begins);

/* All sheets that out->nouns has; faults of rows in `fs`. */
enum err book_rows_read(int fd, struct book_rows *out, struct faults *fs,
    struct fault *why);

const struct book_sheet *book_sheet(const struct book_rows *b,
    const char *name);

/* The column of that name, or -1. */
int book_column(const struct book_sheet *s, const char *name);

/* "D": the name of a column, from 0. */
void column_letters(unsigned column, char out[8]);

/* Adds a fault of a cell. */
void book_fault(struct faults *fs, const struct book_sheet *s, uint32_t line,
    unsigned column, enum err e, const char *detail);

#endif
