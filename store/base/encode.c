/*
 * encode.c - hexadecimal and base64, strict.
 *
 * Knows libsodium's codecs. Touches memory only.
 */
#include "store/base/encode.h"

#include <sodium.h>

void
hex_put(struct buf *to, struct slice bytes)
{
	uint8_t *p = buf_room(to, bytes.n * 2 + 1);

	if (p == NULL)
		return;
	(void)sodium_bin2hex((char *)p, bytes.n * 2 + 1, bytes.p, bytes.n);
	to->n += bytes.n * 2;
}

enum err
hex_get(struct slice text, void *out, size_t n)
{
	size_t got;

	if (text.n != n * 2)
		return ERR_MALFORMED;
	if (n == 0)
		return OK;
	if (sodium_hex2bin(out, n, (const char *)text.p, text.n, NULL, &got,
		NULL) != 0 ||
	    got != n)
		return ERR_MALFORMED;
	return OK;
}

static void
put(struct buf *to, struct slice bytes, int variant)
{
	size_t room = sodium_base64_encoded_len(bytes.n, variant);
	uint8_t *p = buf_room(to, room);

	if (p == NULL)
		return;
	(void)sodium_bin2base64((char *)p, room, bytes.p, bytes.n, variant);
	to->n += strlen((char *)p);
}

static enum err
get(struct slice text, struct buf *to, int variant)
{
	size_t room = text.n / 4 * 3 + 3, got;
	uint8_t *p;

	if (text.n == 0)
		return to->err;
	/* libsodium takes bytes above 0x7f for '/' where char is signed. */
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] > 0x7f)
			return ERR_MALFORMED;
	if ((p = buf_room(to, room)) == NULL)
		return to->err;
	if (sodium_base642bin(p, room, (const char *)text.p, text.n, NULL, &got,
		NULL, variant) != 0)
		return ERR_MALFORMED;
	to->n += got;
	return OK;
}

void
base64_put(struct buf *to, struct slice bytes)
{
	put(to, bytes, sodium_base64_VARIANT_ORIGINAL);
}

void
base64url_put(struct buf *to, struct slice bytes)
{
	put(to, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

enum err
base64_get(struct slice text, struct buf *to)
{
	return get(text, to, sodium_base64_VARIANT_ORIGINAL);
}

enum err
base64url_get(struct slice text, struct buf *to)
{
	return get(text, to, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
