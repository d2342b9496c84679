/*
 * row_names.c - rows by what names them.
 *
 * Knows which members those are from the layout's table.
 */
#include "store/annex/row_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/lay.h"

/* "department/evidence", or the row's place from 1. */
static void
row_id(const struct noun *noun, const struct jv *row, size_t at, char out[128])
{
	struct buf id = { 0 };
	struct jv v;

	for (unsigned k = 0; noun != NULL && k < NOUN_KEYS; k++) {
		if (noun->key[k] == NULL)
			break;
		v = jv_get(row, noun->key[k]);
		if (jv_kind(&v) == JSON_NONE)
			continue;
		if (id.n > 0)
			buf_byte(&id, '/');
		struct slice s;
		if (jv_text(&v, &s))
			buf_slice(&id, s);
		else
			json_line(&v, &id);
	}
	if (id.n == 0)
		buf_print(&id, "%zu", at + 1);
	(void)snprintf(out, 128, "%s", buf_cstr(&id));
	buf_free(&id);
}

static int
row_order(const void *a, const void *b)
{
	const struct named_row *x = a, *y = b;
	int order = strverscmp(x->id, y->id);

	return order != 0 ? order : (int)y->old - (int)x->old;
}

static void
name_rows(const struct noun *noun, const struct jv *list, bool old,
    struct named_row *out)
{
	struct jv row;

	for (size_t i = 0; i < jv_count(list); i++) {
		row = jv_at(list, i);
		row_id(noun, &row, i, out[i].id);
		out[i].at = i;
		out[i].old = old;
	}
}

size_t
rows_named(const struct noun *noun, const struct jv *was, const struct jv *is,
    struct named_row **out)
{
	size_t n = jv_count(was) + jv_count(is);

	if ((*out = calloc(n + 1, sizeof **out)) == NULL)
		return 0;
	name_rows(noun, was, true, *out);
	name_rows(noun, is, false, *out + jv_count(was));
	qsort(*out, n, sizeof **out, row_order);
	return n;
}
