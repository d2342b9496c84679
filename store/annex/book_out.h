/*
 * book_out.h - a period as a workbook laid out as the annex of a decision, for
 * officials to read and fill in.
 */
#ifndef STORE_ANNEX_BOOK_OUT_H
#define STORE_ANNEX_BOOK_OUT_H

#include "store/base/fault.h"
#include "store/base/slice.h"

/* The sheet of the members that are no lists, and its two columns. */
#define BOOK_SETTINGS "Kỳ đánh giá"
#define BOOK_SETTING_NAME "Nội dung"
#define BOOK_SETTING_VALUE "Giá trị"
/* Of a row, what its columns cannot say. */
#define BOOK_OTHER "Thông tin khác (JSON)"
/* What the column of the kind of assessment says of a field's own row, and the
 * member of the field that it stands for: "survey" true, or "outside". */
struct field_mark {
	const char *vi;
	const char *member, *value; /* NULL: none; true where value is NULL */
};
#define FIELD_MARKS 4
extern const struct field_mark field_marks[FIELD_MARKS];

/* Writes `path`, which must not be there; a bundle without faults. Nothing of
 * it is lost: book_in.h gives the same values back. ERR_EXISTS, ERR_IO,
 * ERR_MALFORMED. */
enum err book_write(struct slice bundle, const char *path, struct fault *why);

#endif
