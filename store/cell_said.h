/*
 * cell_said.h - what somebody writes into a column of a sheet, from JSON: by
 * itself, or as one of many.
 */
#ifndef STORE_CELL_SAID_H
#define STORE_CELL_SAID_H

#include "store/base/json_in.h"
#include "store/model/plan.h"
#include "store/table/cells.h"

/*
 * {"inputs":{...},"not_applicable":false,"reason":"...","lost":["..."],
 * "decision":2}, each may be left out but the inputs of what applies; members
 * that are none of these are the caller's to refuse. Faults carry their JSON
 * pointers. ERR_MALFORMED, ERR_MISSING_FIELD, ERR_RANGE, ERR_ENCODING,
 * ERR_TOO_BIG.
 */
enum err cell_said(const struct jv *said, const struct leaf *leaf,
    struct cell *cell, struct fault *why);

/* The number of a council record that the member "decision" gives; 0 when it
 * is not there. */
enum err cell_said_record(const struct jv *said, uint64_t *out,
    struct fault *why);

#endif
