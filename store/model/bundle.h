/*
 * bundle.h - three files to the one text that is kept, and back to the file
 * in which a fault lies (docs/period-format.md).
 */
#ifndef STORE_MODEL_BUNDLE_H
#define STORE_MODEL_BUNDLE_H

#include "store/base/buf.h"
#include "store/base/fault.h"

/* A bundle's longest text, in bytes. */
#define BUNDLE_MOST ((size_t)8 << 20)

enum bundle_part {
	BUNDLE_PERIOD,
	BUNDLE_CRITERIA,
	BUNDLE_UNITS,
	BUNDLE_PARTS
};
const char *bundle_part_name(enum bundle_part part); /* "criteria" */

/*
 * The names of the criteria and units files, as the period's text gives them
 * relative to itself, appended. A name that is absolute or climbs with ".."
 * is ERR_MALFORMED. `*why` points into the period's text.
 */
enum err bundle_files(struct slice period_json, struct buf *criteria,
    struct buf *units, struct fault *why);

/* True for a relative file name without ".." that a period may give. */
bool bundle_file_ok(struct slice name);

/*
 * Appends the bundle of three texts, each embedded byte for byte. Each must
 * be one whole JSON value, so that none can reach into another: else
 * ERR_MALFORMED (or ERR_TOO_BIG), `*why` names the line and column and points
 * at the part ("/criteria").
 */
enum err bundle_compose(struct slice period_json, struct slice criteria_json,
    struct slice units_json, struct buf *out, struct fault *why);

/*
 * The part a pointer into the bundle lies in, and the pointer within that
 * part's file (a tail of `pointer`): "/criteria/leaves/3" is BUNDLE_CRITERIA
 * and "/leaves/3". BUNDLE_PARTS and `pointer` itself when it lies in none.
 */
enum bundle_part bundle_locate(const char *pointer, const char **within);

#endif
