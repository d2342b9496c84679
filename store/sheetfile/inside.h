/*
 * inside.h - what the files of this folder share. Nothing outside includes it.
 */
#ifndef STORE_SHEETFILE_INSIDE_H
#define STORE_SHEETFILE_INSIDE_H

#include "store/base/buf.h"
#include "store/sheetfile/sheetfile.h"

/* Where the bytes come from. */
struct source {
	int fd;             /* -1: from memory */
	struct slice bytes; /* when in memory */
	uint64_t at, whole;
};

/* Reads on: the bytes got, 0 at the end, -1 with errno. */
long source_read(struct source *s, void *to, size_t room);

/* A row under construction: texts in one buffer, cells by their ends. */
struct rowbuf {
	const struct sheetfile_limits *limits;
	struct buf text;
	size_t *end;        /* of each cell in `text` */
	struct slice *cell; /* resolved by rowbuf_finish */
	unsigned n;
	size_t start; /* of the cell under construction */
	uint64_t line;
	uint64_t rows; /* finished ones that were not empty */
	struct fault bad;
	struct buf scratch;
};

enum err rowbuf_make(struct rowbuf *r, const struct sheetfile_limits *limits);
void rowbuf_free(struct rowbuf *r);
void rowbuf_begin(struct rowbuf *r, uint64_t line);
/* Ends the cell whose bytes were appended to r->text. One that cannot be is
 * kept empty and said in r->bad; one in no Unicode is ERR_ENCODING. */
enum err rowbuf_cell(struct rowbuf *r);
/* Says what is wrong with the cell under construction (from 1, "C"). */
void rowbuf_bad(struct rowbuf *r, enum err e, const char *what);
/* True when the row has anything in it, and *out is it. */
bool rowbuf_finish(struct rowbuf *r, struct sheetfile_row *out);

/* One kind of file. */
struct csv;
struct csv *csv_open(struct source *s, const struct sheetfile_limits *limits,
    struct fault *why);
void csv_close(struct csv **c);
bool csv_next(struct csv *c, struct sheetfile_row *out);
const struct fault *csv_fault(const struct csv *c);

struct xlsx;
struct xlsx *xlsx_open(const struct source *s,
    const struct sheetfile_limits *limits, struct fault *why);
void xlsx_close(struct xlsx **x);
unsigned xlsx_sheets(const struct xlsx *x);
const char *xlsx_sheet_name(const struct xlsx *x, unsigned i);
enum err xlsx_enter(struct xlsx *x, unsigned i);
bool xlsx_next(struct xlsx *x, struct sheetfile_row *out);
const struct fault *xlsx_fault(const struct xlsx *x);
uint64_t xlsx_read(const struct xlsx *x, uint64_t *whole);

#endif
