/*
 * percent.c - percent-encoding.
 *
 * Knows RFC 3986 section 2. Touches nothing but its arguments.
 */
#include "cgi/http/percent.h"

#include <string.h>

#include "store/base/text.h"

static int
hex(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool
plain(struct slice in, bool plus)
{
	return in.n == 0 || (memchr(in.p, '%', in.n) == NULL &&
				!(plus && memchr(in.p, '+', in.n) != NULL));
}

/* Bytes written, or -1. */
static ptrdiff_t
decode(struct slice in, bool plus, uint8_t *to)
{
	uint8_t *start = to;

	for (size_t i = 0; i < in.n; i++) {
		if (in.p[i] == '+' && plus) {
			*to++ = ' ';
		} else if (in.p[i] != '%') {
			*to++ = in.p[i];
		} else {
			if (in.n - i < 3 || hex(in.p[i + 1]) < 0 ||
			    hex(in.p[i + 2]) < 0)
				return -1;
			*to++ =
			    (uint8_t)(hex(in.p[i + 1]) << 4 | hex(in.p[i + 2]));
			i += 2;
		}
	}
	return to - start;
}

enum err
percent_decode(struct slice in, bool plus, struct pool *pool, struct slice *out)
{
	uint8_t *to;
	ptrdiff_t n;

	*out = in;
	if (!plain(in, plus)) {
		if ((to = pool_take(pool, in.n)) == NULL)
			return ERR_NO_MEMORY;
		if ((n = decode(in, plus, to)) < 0)
			return ERR_MALFORMED;
		*out = slice_of(to, (size_t)n);
	}
	return text_is_utf8(*out) ? OK : ERR_ENCODING;
}

void
percent_encode(struct buf *to, struct slice in)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < in.n; i++) {
		uint8_t c = in.p[i];

		if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') || (c != 0 && strchr("-._~", c))) {
			buf_byte(to, c);
			continue;
		}
		buf_byte(to, '%');
		buf_byte(to, (uint8_t)digits[c >> 4]);
		buf_byte(to, (uint8_t)digits[c & 15]);
	}
}
