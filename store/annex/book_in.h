/*
 * book_in.h - the workbook of book_out.h, as officials filled it in, back to
 * the three files of a period; and where in it a fault lies.
 *
 * Sheets and columns are found by their names, in any order; rows above the
 * row of column names are passed over. A sheet called "Ghi chú…" is for notes.
 */
#ifndef STORE_ANNEX_BOOK_IN_H
#define STORE_ANNEX_BOOK_IN_H

#include "store/base/buf.h"
#include "store/base/fault.h"
#include "store/model/bundle.h"

struct book_in; /* what a workbook said; owned, opaque */

/*
 * Reads the file behind `fd` into the texts of the three files. Faults of
 * cells are listed in `fs`, their pointers where in the workbook they lie
 * ("Bộ tiêu chí!D7"); then the texts are not to be used. Any other failure is
 * no workbook (`*why`).
 */
enum err book_read(int fd, struct buf text[BUNDLE_PARTS], struct book_in **out,
    struct faults *fs, struct fault *why);
void book_in_free(struct book_in **b);

/*
 * Where in the workbook a member of the bundle stands, by its JSON pointer or
 * the nearest above it: "Bộ tiêu chí!D7 (row 7, column D, Cách tính điểm)".
 */
void book_where(const struct book_in *b, const char *pointer, struct buf *to);

#endif
