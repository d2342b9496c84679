/*
 * said.c - a text that somebody wrote, from JSON.
 *
 * Touches nothing but its arguments.
 */
#include "store/base/said.h"

#include <string.h>

#include "store/base/text.h"

static enum err
refuse(const struct jv *at, enum err e, struct fault *why, const char *key,
    size_t room)
{
	char pointer[sizeof why->pointer];

	jv_pointer(at, pointer, sizeof pointer);
	switch (e) {
	case ERR_MALFORMED:
		return fault_set(why, e, pointer, "\"%s\" is a text.", key);
	case ERR_TOO_BIG:
		return fault_set(why, e, pointer,
		    "\"%s\" may have at most %zu bytes.", key, room - 1);
	default:
		return fault_set(why, e, pointer,
		    "\"%s\" must be without control characters.", key);
	}
}

enum err
said_text(const struct jv *object, const char *key, char *out, size_t room,
    struct fault *why)
{
	struct jv v = jv_get(object, key);
	struct buf text = { 0 };
	struct slice said;
	enum err e;

	out[0] = 0;
	if (jv_kind(&v) == JSON_NONE)
		return OK;
	if (!jv_text(&v, &said))
		return refuse(&v, ERR_MALFORMED, why, key, room);
	if ((e = text_normalise(said, &text)) == OK && text.n >= room)
		e = ERR_TOO_BIG;
	if (e == OK)
		memcpy(out, buf_cstr(&text), text.n + 1);
	else
		(void)refuse(&v, e, why, key, room);
	buf_free(&text);
	return e;
}
