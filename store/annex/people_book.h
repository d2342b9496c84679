/*
 * people_book.h - persons and their duties as a workbook, and back.
 *
 * Both ways as JSON: {"persons":[{"id","name","position","unit"}],
 * "duties":[{"person","role","unit","fields","blocks","from","until","kind",
 * "number","date","reason"}]}; what is read has the row it stands in beside
 * it ("row").
 */
#ifndef STORE_ANNEX_PEOPLE_BOOK_H
#define STORE_ANNEX_PEOPLE_BOOK_H

#include "store/base/buf.h"
#include "store/base/fault.h"

#define PEOPLE_PERSONS "Nhân sự"
#define PEOPLE_DUTIES "Nhiệm vụ"

/* Writes `path`, which must not be there. */
enum err people_write(struct slice json, const char *path, struct fault *why);

/* Appends what the workbook says; faults of cells in `fs` ("Nhân sự!B3"). */
enum err people_read(int fd, struct buf *json, struct faults *fs,
    struct fault *why);

#endif
