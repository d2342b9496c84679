/*
 * inputs_text.c - inputs from a cell of a table.
 *
 * Knows how they are written. Touches nothing but its arguments.
 */
#include "store/admin/inputs_text.h"

#include <string.h>

static int
kind_of(const struct var *v)
{
	static const int kinds[] = {
		[VAR_COUNT] = CELL_WHOLE,
		[VAR_DECIMAL] = CELL_DECIMAL,
		[VAR_FLAG] = CELL_FLAG,
		[VAR_LEVEL] = CELL_TEXT,
		[VAR_DATE] = CELL_TEXT,
	};

	return kinds[v->type];
}

struct table_column
var_column(const struct var *v)
{
	struct table_column column = { .key = v->key,
		.header_vi = v->label,
		.required = !v->optional,
		.inside = true };

	column.kind = kind_of(v);
	return column;
}

static struct slice
trimmed(struct slice s)
{
	while (s.n > 0 && strchr(" \t\n", s.p[0]) != NULL)
		s = slice_of(s.p + 1, s.n - 1);
	while (s.n > 0 && strchr(" \t\n", s.p[s.n - 1]) != NULL)
		s.n--;
	return s;
}

/* What stands before `c`; *rest is what stands behind it. */
static struct slice
cut(struct slice s, char c, struct slice *rest)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == (uint8_t)c) {
			*rest = slice_of(s.p + i + 1, s.n - i - 1);
			return slice_of(s.p, i);
		}
	*rest = SLICE_NONE;
	return s;
}

static const struct var *
var_named(const struct leaf *leaf, struct slice key)
{
	for (unsigned i = 0; i < leaf->n_vars; i++)
		if (slice_is(key, leaf->vars[i].key))
			return &leaf->vars[i];
	return NULL;
}

static enum err
put_one(const struct leaf *leaf, struct slice part, struct jout *j,
    struct fault *why)
{
	struct slice value, key = trimmed(cut(part, '=', &value));
	const struct var *v = var_named(leaf, key);

	if (value.p == NULL && leaf->n_vars == 1) {
		v = leaf->vars;
		value = key;
	}
	if (v == NULL)
		return fault_set(why, ERR_UNKNOWN_FIELD, "/inputs",
		    "\"%.*s\" is no input of criterion %s; write "
		    "\"key=value\", "
		    "with \";\" between.",
		    (int)(key.n < 60 ? key.n : 60), (const char *)key.p,
		    leaf->id.text);
	value = trimmed(value);
	jout_key(j, v->key);
	if (table_cell_put(j, kind_of(v), value))
		return OK;
	return fault_set(why, ERR_MALFORMED, "/inputs",
	    "\"%.*s\" cannot be the input \"%s\" of criterion %s.",
	    (int)(value.n < 60 ? value.n : 60), (const char *)value.p, v->key,
	    leaf->id.text);
}

enum err
inputs_text_json(const struct leaf *leaf, struct slice text, struct jout *j,
    struct fault *why)
{
	struct slice part;
	enum err e = OK;

	jout_object(j);
	while (e == OK && trimmed(text).n > 0) {
		part = trimmed(cut(text, ';', &text));
		if (part.n > 0)
			e = put_one(leaf, part, j, why);
	}
	jout_object_end(j);
	return e;
}
