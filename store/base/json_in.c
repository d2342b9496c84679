/*
 * json_in.c - JSON text to values.
 *
 * Knows jansson; nothing else does. Touches memory only.
 */
#include "store/base/json_in.h"

#include <assert.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#define DEEPEST 32

struct json {
	json_t *root;
};

/* The library's way of failing as ours, with its place in words. */
static enum err
refused(const json_error_t *je, struct fault *why)
{
	enum err e;

	switch (json_error_code(je)) {
	case json_error_out_of_memory:
		return fault_set(why, ERR_NO_MEMORY, "", "%s.",
		    err_words(ERR_NO_MEMORY));
	case json_error_invalid_utf8:
	case json_error_null_character:
	case json_error_null_byte_in_key:
		e = ERR_ENCODING;
		break;
	case json_error_numeric_overflow:
		e = ERR_RANGE;
		break;
	default:
		e = ERR_MALFORMED;
		break;
	}
	return fault_set(why, e, "",
	    "The JSON text cannot be read at line %d, column %d: %s.", je->line,
	    je->column, je->text);
}

/* What the library lets through and we do not: decimals and deep nesting. */
static enum err
check(const struct jv *v, unsigned depth, struct fault *why)
{
	char pointer[192];
	struct jv child;
	void *it = NULL;
	enum err e = OK;

	if (json_is_real((const json_t *)v->v)) {
		jv_pointer(v, pointer, sizeof pointer);
		return fault_set(why, ERR_MALFORMED, pointer,
		    "Numbers here are whole; decimals are written as text.");
	}
	if (depth > DEEPEST)
		return fault_set(why, ERR_MALFORMED, "",
		    "The JSON text is nested deeper than %d levels.", DEEPEST);
	for (size_t i = 0; e == OK && i < json_array_size(v->v); i++) {
		child = jv_at(v, i);
		e = check(&child, depth + 1, why);
	}
	while (e == OK && jv_next(v, &it, &child))
		e = check(&child, depth + 1, why);
	return e;
}

enum err
json_parse(struct slice text, size_t most, struct json **out, struct fault *why)
{
	struct json *doc = NULL;
	json_error_t je;
	struct jv root;
	enum err e;

	*out = NULL;
	if (text.n > most)
		return fault_set(why, ERR_TOO_BIG, "",
		    "The JSON text has more than %zu bytes.", most);
	if (text.n == 0)
		return fault_set(why, ERR_EMPTY, "", "There is no JSON text.");
	if ((doc = calloc(1, sizeof *doc)) == NULL)
		return fault_set(why, ERR_NO_MEMORY, "", "Out of memory.");
	doc->root = json_loadb((const char *)text.p, text.n,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &je);
	if (doc->root == NULL) {
		e = refused(&je, why);
		goto out;
	}
	root = json_root(doc);
	e = check(&root, 0, why);
out:
	if (e != OK)
		json_free(&doc);
	*out = doc;
	return e;
}

void
json_free(struct json **doc)
{
	if (*doc == NULL)
		return;
	json_decref((*doc)->root);
	free(*doc);
	*doc = NULL;
}

struct jv
json_root(const struct json *doc)
{
	return (struct jv){ .v = doc->root };
}

enum json_kind
jv_kind(const struct jv *v)
{
	if (v->v == NULL)
		return JSON_NONE;
	switch (json_typeof((const json_t *)v->v)) {
	case JSON_OBJECT:
		return JSON_IS_OBJECT;
	case JSON_ARRAY:
		return JSON_IS_ARRAY;
	case JSON_STRING:
		return JSON_IS_TEXT;
	case JSON_INTEGER:
		return JSON_IS_INT;
	case JSON_TRUE:
	case JSON_FALSE:
		return JSON_IS_BOOL;
	case JSON_NULL:
		return JSON_IS_NULL;
	case JSON_REAL:
		break;
	}
	return JSON_NONE;
}

struct jv
jv_get(const struct jv *object, const char *key)
{
	return (struct jv){ .v = json_object_get(object->v, key),
		.up = object,
		.key = key };
}

size_t
jv_count(const struct jv *v)
{
	return jv_kind(v) == JSON_IS_OBJECT ? json_object_size(v->v)
					    : json_array_size(v->v);
}

struct jv
jv_at(const struct jv *array, size_t i)
{
	return (struct jv){ .v = json_array_get(array->v, i),
		.up = array,
		.at = i };
}

bool
jv_next(const struct jv *object, void **it, struct jv *member)
{
	/* The library's iterators take a writable object and do not write. */
	union {
		const void *given;
		json_t *taken;
	} o = { .given = object->v };

	*it = *it == NULL ? json_object_iter(o.taken)
			  : json_object_iter_next(o.taken, *it);
	if (*it == NULL)
		return false;
	*member = (struct jv){ .v = json_object_iter_value(*it),
		.up = object,
		.key = json_object_iter_key(*it) };
	return true;
}

bool
jv_text(const struct jv *v, struct slice *out)
{
	if (jv_kind(v) != JSON_IS_TEXT)
		return false;
	*out = slice_of(json_string_value(v->v), json_string_length(v->v));
	return true;
}

bool
jv_int(const struct jv *v, int64_t *out)
{
	if (jv_kind(v) != JSON_IS_INT)
		return false;
	*out = json_integer_value(v->v);
	return true;
}

bool
jv_bool(const struct jv *v, bool *out)
{
	if (jv_kind(v) != JSON_IS_BOOL)
		return false;
	*out = json_is_true((const json_t *)v->v);
	return true;
}

/* A pointer under way: bytes that fit, and whether all did. */
struct trail {
	char *out;
	size_t n, room;
	bool cut;
};

/* Adds a token's piece; cuts before the piece, so never within a letter's
 * bytes as long as a piece is a whole letter. */
static void
add(struct trail *t, const char *piece, size_t n)
{
	if (t->cut || t->n + n + sizeof "..." > t->room) {
		t->cut = true;
		return;
	}
	memcpy(t->out + t->n, piece, n);
	t->n += n;
}

static void
add_key(struct trail *t, const char *key)
{
	size_t n;

	for (; *key != 0; key += n) {
		for (n = 1; (key[n] & 0xc0) == 0x80; n++)
			;
		if (*key == '~')
			add(t, "~0", 2);
		else if (*key == '/')
			add(t, "~1", 2);
		else
			add(t, key, n);
	}
}

void
jv_pointer(const struct jv *v, char *out, size_t room)
{
	const struct jv *way[DEEPEST + 4];
	struct trail t = { out, 0, room, false };
	char number[24];
	size_t n = 0;

	assert(room >= sizeof "...");
	for (; v->up != NULL && n < sizeof way / sizeof *way; v = v->up)
		way[n++] = v;
	while (n-- > 0) {
		add(&t, "/", 1);
		if (way[n]->key != NULL) {
			add_key(&t, way[n]->key);
			continue;
		}
		(void)snprintf(number, sizeof number, "%zu", way[n]->at);
		add(&t, number, strlen(number));
	}
	memcpy(out + t.n, t.cut ? "..." : "", t.cut ? sizeof "..." : 1);
}

static bool
listed(const char *key, const char *const *known)
{
	for (; *known != NULL; known++)
		if (strcmp(*known, key) == 0)
			return true;
	return false;
}

struct jv
jv_unknown(const struct jv *object, const char *const *known)
{
	struct jv member;
	void *it = NULL;

	while (jv_next(object, &it, &member))
		if (!listed(member.key, known))
			return member;
	return (struct jv){ .up = object };
}
