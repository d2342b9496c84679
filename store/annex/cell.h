/*
 * cell.h - one member of a period's files as a cell's text, and back.
 */
#ifndef STORE_ANNEX_CELL_H
#define STORE_ANNEX_CELL_H

#include "store/annex/layout.h"
#include "store/base/json_out.h"

/* Appends the value's text; false, and nothing appended, where the column
 * cannot say just this value (which then goes with the row's other members, as
 * JSON). COL_BY_BLOCK is a column for each block and not a cell. */
bool cell_put(const struct column *c, const struct jv *v, struct buf *to);

/* Writes a cell's text as the value. `type` is the row's "type" (for
 * COL_BOUND) or NULL. ERR_MALFORMED with `*why`; what is a text where the
 * format wants another thing is left to plan_read to name. */
enum err cell_read(const struct column *c, struct slice text, const char *type,
    struct jout *j, struct fault *why);

#endif
