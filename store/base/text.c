/*
 * text.c - Unicode text from outside, made one form.
 *
 * Knows NFC (UAX 15) through utf8proc. Touches memory only.
 */
#include "store/base/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <utf8proc.h>

static bool
is_control(utf8proc_int32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0);
}

/* Steps over one code point; false when the bytes are none. */
static bool
take(struct slice *rest, utf8proc_int32_t *c)
{
	utf8proc_ssize_t n;

	n = utf8proc_iterate(rest->p, (utf8proc_ssize_t)rest->n, c);
	if (n <= 0)
		return false;
	*rest = slice_of(rest->p + n, rest->n - (size_t)n);
	return true;
}

bool
text_is_utf8(struct slice utf8)
{
	utf8proc_int32_t c;

	while (utf8.n > 0)
		if (!take(&utf8, &c) || c == 0)
			return false;
	return true;
}

size_t
text_length(struct slice utf8)
{
	size_t n = 0;

	for (size_t i = 0; i < utf8.n; i++)
		n += (utf8.p[i] & 0xc0) != 0x80;
	return n;
}

/* Keyboards and scanners write Eth and African D for the Vietnamese letter
 * that looks the same. */
static utf8proc_int32_t
to_stroke(utf8proc_int32_t c, void *unused)
{
	(void)unused;
	switch (c) {
	case 0x00d0:
	case 0x0189:
		return 0x0110;
	case 0x00f0:
		return 0x0111;
	default:
		return c;
	}
}

static enum err
check(struct slice in, bool *ascii)
{
	utf8proc_int32_t c;

	*ascii = true;
	while (in.n > 0) {
		if (!take(&in, &c) || is_control(c))
			return ERR_ENCODING;
		*ascii = *ascii && c < 0x80;
	}
	return OK;
}

static enum err
map(struct slice in, utf8proc_option_t options, struct buf *out)
{
	utf8proc_uint8_t *made = NULL;
	utf8proc_ssize_t n;

	n = utf8proc_map_custom(in.p, (utf8proc_ssize_t)in.n, &made, options,
	    to_stroke, NULL);
	if (n < 0)
		return n == UTF8PROC_ERROR_NOMEM ? ERR_NO_MEMORY : ERR_ENCODING;
	buf_bytes(out, made, (size_t)n);
	free(made);
	return out->err;
}

enum err
text_normalise(struct slice in, struct buf *out)
{
	bool ascii;
	enum err e;

	if ((e = check(in, &ascii)) != OK)
		return e;
	if (!ascii)
		return map(in, UTF8PROC_COMPOSE | UTF8PROC_STABLE, out);
	buf_slice(out, in);
	return out->err;
}

enum err
text_fold(struct slice in, struct buf *out)
{
	bool ascii;
	enum err e;

	if ((e = check(in, &ascii)) != OK || in.n == 0)
		return e;
	return map(in, UTF8PROC_COMPOSE | UTF8PROC_STABLE | UTF8PROC_CASEFOLD,
	    out);
}

/* What stands behind the last part of a path, of either kind. */
static struct slice
last_part(struct slice s)
{
	size_t from = 0;

	if (s.n >= 2 && s.p[1] == ':' && (s.p[0] | 0x20) >= 'a' &&
	    (s.p[0] | 0x20) <= 'z')
		from = 2;
	for (size_t i = from; i < s.n; i++)
		if (s.p[i] == '/' || s.p[i] == '\\')
			from = i + 1;
	return slice_of(s.p + from, s.n - from);
}

enum err
text_file_name(struct slice in, struct buf *out)
{
	struct buf whole = { 0 };
	struct slice name;
	enum err e;

	if ((e = text_normalise(in, &whole)) != OK)
		goto out;
	name = last_part(buf_all(&whole));
	if (name.n == 0 || slice_is(name, ".") || slice_is(name, "..") ||
	    memchr(name.p, '\n', name.n) != NULL ||
	    memchr(name.p, '\t', name.n) != NULL) {
		e = ERR_MALFORMED;
	} else if (name.n > 255) {
		e = ERR_TOO_BIG;
	} else {
		buf_slice(out, name);
		e = out->err;
	}
out:
	buf_free(&whole);
	return e;
}
