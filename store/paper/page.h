/*
 * page.h - one A4 page as a PDF, in the layout of Decree 30/2020/ND-CP, Annex
 * I: the nation's name and motto, the office, title, a table of words, a QR
 * code.
 */
#ifndef STORE_PAPER_PAGE_H
#define STORE_PAPER_PAGE_H

#include "store/base/err.h"
#include "store/base/moment.h"
#include "store/base/slice.h"

struct page;

/* Begins the file. NULL when there is no memory. */
struct page *page_open(const char *path);

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

/* A code of all `bytes` (at most 2,300) with a few lines beside it. Nothing is
 * drawn when they do not fit a code. */
void page_code(struct page *p, struct slice bytes, const char *beside);

/* The foot of the page, small. */
void page_foot(struct page *p, const char *text);

/* Ends the file: OK, ERR_IO, ERR_NO_MEMORY; ERR_TOO_BIG when something stood
 * below the page's end. Empties the pointer. */
enum err page_close(struct page **p);

#endif
