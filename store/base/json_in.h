/*
 * json_in.h - JSON text to values, bounded and strict.
 *
 * Refuses duplicate keys, trailing text, NUL, invalid UTF-8, nesting deeper
 * than 32 and more than the given bytes. Numbers are whole (int64) only:
 * a point or exponent is ERR_MALFORMED, because decimals travel as strings.
 * Every value knows the way to it, so a fault can name its JSON pointer.
 */
#ifndef STORE_BASE_JSON_IN_H
#define STORE_BASE_JSON_IN_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/fault.h"
#include "store/base/slice.h"

struct json; /* a parsed document; owned, opaque */

enum json_kind {
	JSON_NONE, /* there is no such value */
	JSON_IS_NULL,
	JSON_IS_BOOL,
	JSON_IS_INT,
	JSON_IS_TEXT,
	JSON_IS_ARRAY,
	JSON_IS_OBJECT,
};

/* A borrowed value. Valid while the document lives and while the values it
 * was reached through (`up`) stay where they are: keep parents on the stack
 * above their children. */
struct jv {
	const void *v;
	const struct jv *up;
	const char *key; /* within an object, else NULL */
	size_t at;       /* within an array */
};

/* Parses all of `text`, at most `most` bytes. On failure `*why` names the
 * line and column. */
enum err json_parse(struct slice text, size_t most, struct json **out,
    struct fault *why);
void json_free(struct json **doc);
struct jv json_root(const struct json *doc);

enum json_kind jv_kind(const struct jv *v);

/* Member `key` of an object; kind JSON_NONE when absent or no object. */
struct jv jv_get(const struct jv *object, const char *key);

/* Members or elements; 0 for anything else. */
size_t jv_count(const struct jv *v);
struct jv jv_at(const struct jv *array, size_t i);

/* Walks an object's members in their order in the text:
 * for (it = NULL; jv_next(&obj, &it, &member);) ...  member.key is the name. */
bool jv_next(const struct jv *object, void **it, struct jv *member);

/* The value, when it is of that kind (else false / empty and untouched). */
bool jv_text(const struct jv *v, struct slice *out);
bool jv_int(const struct jv *v, int64_t *out);
bool jv_bool(const struct jv *v, bool *out);

/* RFC 6901 pointer to `v`, cut off with "..." when longer than `room`. */
void jv_pointer(const struct jv *v, char *out, size_t room);

/* The first member not listed in `known` (NULL-terminated), or kind
 * JSON_NONE. */
struct jv jv_unknown(const struct jv *object, const char *const *known);

#endif
