/*
 * receipt_keep.h - a receipt that came with an answer, kept as a file.
 */
#ifndef STORE_ADMIN_RECEIPT_KEEP_H
#define STORE_ADMIN_RECEIPT_KEEP_H

#include "store/base/buf.h"

/* Writes it whole or not at all, mode 0600, to `path`, or where that is NULL
 * to the document's own path with `ending` behind. Appends to `at` where it
 * is, also when that cannot be written. */
enum err receipt_keep(struct slice text, const char *path, const char *document,
    const char *ending, struct buf *at);

#endif
