/*
 * page.h - A4 pages as a PDF, in the layout of Decree 30/2020/ND-CP, Annex
 * I: the nation's name and motto, the office, title, a table of words, a QR
 * code.
 */
#ifndef STORE_PAPER_PAGE_H
#define STORE_PAPER_PAGE_H

#include "store/base/buf.h"
#include "store/base/err.h"
#include "store/base/moment.h"
#include "store/base/slice.h"

struct page;

/* Begins a file that page_close writes, whole or not at all; `path` is borrowed
 * until then. NULL when there is no memory. */
struct page *page_open(const char *path);

/* The same into memory: the file's bytes are appended as they come. The
 * libraries that draw are not for several threads at a time. */
struct page *page_open_buf(struct buf *to);

/* The heading: the office above and the office (either may be ""), number and
 * day, the title. */
struct page_head {
	const char *above, *office;
	const char *number; /* "Số: 412" */
	const char *day;    /* "Ngày 10 tháng 01 năm 2023" */
	const char *title;
};
void page_head(struct page *p, const struct page_head *head);

/* A row of two columns, the label in bold. */
void page_row(struct page *p, const char *label, const char *text);

/* A paragraph over the whole width; `bold` and centred, or neither. */
void page_text(struct page *p, const char *text, bool bold);

/* A table: its columns (widths in millimetres, 162 in all), which are borrowed
 * and stay until another table begins, and one row of as many cells. A row that
 * no longer fits begins a new page, under the columns' names. */
#define PAGE_COLUMNS 8
struct page_column {
	const char *name;
	double wide;
	bool right; /* numbers */
};
void page_table(struct page *p, const struct page_column *columns, unsigned n);
void page_cells(struct page *p, const char *const *cells, bool bold);

/* Who signs, at the right: the competence and title, room, the name. */
void page_signature(struct page *p, const char *title, const char *how,
    const char *name);

/* A code of all `bytes` (at most 2,300) with a few lines beside it. Nothing is
 * drawn when they do not fit a code. */
void page_code(struct page *p, struct slice bytes, const char *beside);

/* The foot of the page, small. */
void page_foot(struct page *p, const char *text);

/* Ends the file: OK, ERR_IO, ERR_NO_MEMORY; ERR_TOO_BIG when something stood
 * below the page's end. Empties the pointer. */
enum err page_close(struct page **p);

#endif
