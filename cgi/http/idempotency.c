/*
 * idempotency.c - the key that makes a retry harmless.
 *
 * Knows structured-field strings (RFC 9651 section 3.3.3). Touches nothing.
 */
#include "cgi/http/idempotency.h"

#define WHERE "header:Idempotency-Key"

static enum err
quoted(struct slice s, struct idempotency_key *out, struct fault *why)
{
	size_t to = 0;

	for (size_t i = 1; i + 1 < s.n; i++) {
		uint8_t c = s.p[i];

		if (c == '\\') {
			c = s.p[++i];
			if (i + 1 >= s.n || (c != '"' && c != '\\'))
				c = 0;
		} else if (c == '"') {
			c = 0;
		}
		if (c < 0x20 || c > 0x7e)
			return fault_set(why, ERR_MALFORMED, WHERE,
			    "Idempotency-Key is not a quoted ASCII string");
		if (to == IDEMPOTENCY_KEY_MOST)
			return fault_set(why, ERR_TOO_BIG, WHERE,
			    "Idempotency-Key is longer than %d bytes",
			    IDEMPOTENCY_KEY_MOST);
		out->text[to++] = (char)c;
	}
	return OK;
}

static enum err
bare(struct slice s, struct idempotency_key *out, struct fault *why)
{
	if (s.n > IDEMPOTENCY_KEY_MOST)
		return fault_set(why, ERR_TOO_BIG, WHERE,
		    "Idempotency-Key is longer than %d bytes",
		    IDEMPOTENCY_KEY_MOST);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < 0x21 || s.p[i] > 0x7e || s.p[i] == '"' ||
		    s.p[i] == '\\')
			return fault_set(why, ERR_MALFORMED, WHERE,
			    "Idempotency-Key has a character that needs "
			    "quotes");
		out->text[i] = (char)s.p[i];
	}
	return OK;
}

enum err
idempotency_read(struct slice field, struct idempotency_key *out,
    struct fault *why)
{
	enum err e;

	*out = (struct idempotency_key){ "" };
	if (field.p == NULL)
		return OK;
	if (field.n >= 2 && field.p[0] == '"' && field.p[field.n - 1] == '"')
		e = quoted(field, out, why);
	else
		e = bare(field, out, why);
	if (e == OK && out->text[0] == '\0')
		e = fault_set(why, ERR_EMPTY, WHERE,
		    "Idempotency-Key is empty");
	if (e != OK)
		*out = (struct idempotency_key){ "" };
	return e;
}
