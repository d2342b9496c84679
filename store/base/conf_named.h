/*
 * conf_named.h - the sections of the configuration that have a name, any number
 * up to a limit: [tsa NAME], [witness NAME]. Inside conf.c's reading of a file.
 */
#ifndef STORE_BASE_CONF_NAMED_H
#define STORE_BASE_CONF_NAMED_H

#include "store/base/conf.h"

/* A kind of such sections, a constant. */
struct conf_kind;

/* The kind that a section is of; NULL when it has no name. */
const struct conf_kind *conf_named_kind(const char *section);

/* The section's row in the configuration, made when it is the first key of it;
 * NULL for a name that is none, or one row too many. */
char *conf_named_row(const struct conf_kind *kind, struct conf *c,
    const char *section);

/* Gives a key of that row its value. ERR_UNKNOWN_FIELD; ERR_EXISTS when it has
 * one; ERR_TOO_BIG, ERR_MALFORMED, ERR_RANGE. */
enum err conf_named_give(const struct conf_kind *kind, char *row,
    const char *name, const char *value);

/* ERR_MISSING_FIELD unless each section has what it cannot do without. */
enum err conf_named_whole(const struct conf *c, struct fault *why);

/* Decimal digits only, at most 18 of them. */
bool conf_number(const char *value, uint64_t *out);

#endif
