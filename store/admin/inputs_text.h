/*
 * inputs_text.h - a criterion's inputs as people write them in a table: a
 * column each, or all in one cell.
 */
#ifndef STORE_ADMIN_INPUTS_TEXT_H
#define STORE_ADMIN_INPUTS_TEXT_H

#include "store/admin/table_json.h"
#include "store/model/plan.h"

/* A column for one variable. */
struct table_column var_column(const struct var *v);

/* "a=42; b=38,5" as the JSON object of the leaf's inputs, appended; of a leaf
 * with one variable its value alone will do. ERR_MALFORMED and
 * ERR_UNKNOWN_FIELD, said. */
enum err inputs_text_json(const struct leaf *leaf, struct slice text,
    struct jout *j, struct fault *why);

#endif
