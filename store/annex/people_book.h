/*
 * people_book.h - persons and their duties as a workbook, and back.
 *
 * Both ways as the JSON of store/model/people_read.h: {"persons":[...],
 * "duties":[...]}.
 */
#ifndef STORE_ANNEX_PEOPLE_BOOK_H
#define STORE_ANNEX_PEOPLE_BOOK_H

#include "store/annex/book_in.h"

/* Writes `path`, which must not be there. */
enum err people_write(struct slice json, const char *path, struct fault *why);

/* Appends what the workbook says; faults of cells in `fs` ("Nhân sự!B3").
 * book_where of *out, which book_in_free frees, tells the cell of a pointer
 * into the JSON. */
enum err people_read(int fd, struct buf *json, struct book_in **out,
    struct faults *fs, struct fault *why);

#endif
