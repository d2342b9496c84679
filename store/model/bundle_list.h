/*
 * bundle_list.h - further rows behind a list of a bundle's period, whose text
 * stays byte for byte what it was around them. Pure.
 */
#ifndef STORE_MODEL_BUNDLE_LIST_H
#define STORE_MODEL_BUNDLE_LIST_H

#include "store/base/buf.h"

/* What stands between two rows. */
#define BUNDLE_BETWEEN ",\n\t\t"

/* Appends the bundle with `rows` (JSON, with BUNDLE_BETWEEN between them) last
 * in member `list` of its period. ERR_MALFORMED when the text has no such list
 * there. */
enum err bundle_list_add(struct slice bundle, const char *list,
    struct slice rows, struct buf *out);

#endif
