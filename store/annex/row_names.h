/*
 * row_names.h - the rows of a list in two bundles, by what names them.
 */
#ifndef STORE_ANNEX_ROW_NAMES_H
#define STORE_ANNEX_ROW_NAMES_H

#include "store/annex/layout.h"

struct named_row {
	char id[128];
	size_t at;
	bool old;
};

/*
 * Every row of both lists, sorted by name, numbers in names as numbers, the
 * old one of two first. A row is called by the members that the noun names
 * ("department/evidence"), else by its place, from 1. Freed by the caller;
 * NULL when there is no memory.
 */
size_t rows_named(const struct noun *noun, const struct jv *was,
    const struct jv *is, struct named_row **out);

#endif
