/*
 * digest_field.c - sha-256 out of a digest field and into one.
 *
 * Knows the part of structured fields (RFC 9651) that RFC 9530 uses: a
 * dictionary of byte sequences, maybe with parameters. Touches nothing.
 */
#include "cgi/http/digest_field.h"

#include <string.h>

#include "store/base/encode.h"

static bool
take(struct slice *s, uint8_t c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = slice_of(s->p + 1, s->n - 1);
	return true;
}

static struct slice
take_while(struct slice *s, const char *set)
{
	struct slice head = *s;
	size_t n = 0;

	while (n < s->n && s->p[n] != 0 && strchr(set, s->p[n]) != NULL)
		n++;
	head.n = n;
	*s = slice_of(s->p + n, s->n - n);
	return head;
}

#define KEY "abcdefghijklmnopqrstuvwxyz0123456789_-.*"
#define TOKEN                                                                  \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"                 \
	"0123456789:/!#$%&'*+-.^_`|~?"
#define BASE64                                                                 \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="

/* ":<base64>:"; the text between the colons. */
static bool
bytes(struct slice *s, struct slice *out)
{
	if (!take(s, ':'))
		return false;
	*out = take_while(s, BASE64);
	return take(s, ':');
}

/* ";key=value" as often as it comes; parameters mean nothing here. */
static bool
parameters(struct slice *s)
{
	struct slice ignored;

	while (take(s, ';')) {
		take_while(s, " ");
		if (take_while(s, KEY).n == 0)
			return false;
		if (!take(s, '='))
			continue;
		if (s->n > 0 && s->p[0] == ':') {
			if (!bytes(s, &ignored))
				return false;
		} else if (take_while(s, TOKEN).n == 0) {
			return false;
		}
	}
	return true;
}

static enum err
decode(struct slice text, struct digest *out)
{
	struct buf b = { 0 };
	enum err e = base64_get(text, &b);

	if (e == OK && b.err != OK)
		e = b.err;
	if (e == OK && b.n != DIGEST_BYTES)
		e = ERR_MALFORMED;
	if (e == OK)
		memcpy(out->b, b.p, DIGEST_BYTES);
	buf_free(&b);
	return e;
}

enum err
digest_field_read(struct slice field, struct digest *out, bool *found)
{
	struct slice rest = field, key, value;
	enum err e;

	*found = false;
	take_while(&rest, " ");
	while (rest.n > 0) {
		key = take_while(&rest, KEY);
		if (key.n == 0 || !take(&rest, '=') || !bytes(&rest, &value) ||
		    !parameters(&rest))
			return ERR_MALFORMED;
		if (slice_is(key, "sha-256")) {
			if ((e = decode(value, out)) != OK)
				return e;
			*found = true;
		}
		take_while(&rest, " \t");
		if (rest.n == 0)
			break;
		if (!take(&rest, ','))
			return ERR_MALFORMED;
		take_while(&rest, " \t");
		if (rest.n == 0)
			return ERR_MALFORMED;
	}
	return OK;
}

void
digest_field_put(struct buf *to, struct digest d)
{
	buf_text(to, "sha-256=:");
	base64_put(to, slice_of(d.b, sizeof d.b));
	buf_byte(to, ':');
}
