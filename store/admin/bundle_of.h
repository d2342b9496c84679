/*
 * bundle_of.h - a period's bundle by what an operator calls it: a period of
 * the store ("2022"), or the file of one ("next/period.json", with a slash or
 * ending in .json or .xlsx).
 */
#ifndef STORE_ADMIN_BUNDLE_OF_H
#define STORE_ADMIN_BUNDLE_OF_H

#include "store/admin/admin.h"

/* Appends the bundle; opens the store when it is asked for the first time. A
 * file with faults, or anything else that is missing, was complained of. */
enum ending bundle_of(struct admin *a, const char *word, struct buf *out);

#endif
