/*
 * form_columns.h - inside store/model only: words in a table of forms.
 */
#ifndef STORE_MODEL_FORM_COLUMNS_H
#define STORE_MODEL_FORM_COLUMNS_H

#include "store/model/form_table.h"

#define FORM_NOWHERE UINT32_MAX /* the column is not there */

/* Whether a cell says that name, whatever its capitals and normal form; or one
 * of them. */
bool form_word_folds(struct slice text, const char *name);
bool form_word_is(struct slice text, const char *const *names);

/* A fault repeats at most this much of a cell. */
int form_word_shown(struct slice s);

#endif
