/*
 * id.c - names of a province's data and UUIDs version 7.
 *
 * Knows RFC 9562 section 5.7. Touches the kernel's randomness.
 */
#include "store/base/id.h"

#include "store/base/digest.h"
#include "store/base/encode.h"

static bool
is_alnum(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

enum err
name_read(struct slice text, char out[NAME_ROOM])
{
	if (text.n == 0 || text.n >= NAME_ROOM || text.p[0] == '.' ||
	    text.p[0] == '-')
		return ERR_MALFORMED;
	for (size_t i = 0; i < text.n; i++) {
		uint8_t c = text.p[i];

		if (!is_alnum(c) && c != '.' && c != '_' && c != '-')
			return ERR_MALFORMED;
	}
	memset(out, 0, NAME_ROOM);
	memcpy(out, text.p, text.n);
	return OK;
}

enum err
uuid_new(int64_t unix_us, uint8_t out[16])
{
	uint64_t ms = (uint64_t)unix_us / 1000;
	enum err e;

	if (unix_us < 0)
		return ERR_RANGE;
	if ((e = random_bytes(out + 6, 10)) != OK)
		return e;
	for (int i = 5; i >= 0; i--, ms >>= 8)
		out[i] = (uint8_t)ms;
	out[6] = (uint8_t)(0x70 | (out[6] & 0x0f));
	out[8] = (uint8_t)(0x80 | (out[8] & 0x3f));
	return OK;
}

static bool
dash_before(size_t byte)
{
	return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

void
uuid_text(const uint8_t id[16], char out[UUID_TEXT])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < 16; i++) {
		if (dash_before(i))
			*out++ = '-';
		*out++ = digits[id[i] >> 4];
		*out++ = digits[id[i] & 15];
	}
	*out = 0;
}

enum err
uuid_read(struct slice text, uint8_t out[16])
{
	uint8_t id[16];
	size_t at = 0;

	if (text.n != UUID_TEXT - 1)
		return ERR_MALFORMED;
	for (size_t i = 0; i < sizeof id; i++, at += 2) {
		if (dash_before(i) && text.p[at++] != '-')
			return ERR_MALFORMED;
		if (hex_get(slice_of(text.p + at, 2), &id[i], 1) != OK)
			return ERR_MALFORMED;
	}
	if (id[6] >> 4 != 7 || id[8] >> 6 != 2)
		return ERR_MALFORMED;
	memcpy(out, id, sizeof id);
	return OK;
}
