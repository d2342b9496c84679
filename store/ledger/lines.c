/*
 * lines.c - lines, words and numbers, strictly.
 *
 * Knows text. Touches nothing.
 */
#include "store/ledger/lines.h"

#include "store/base/buf.h"
#include "store/base/encode.h"
#include "store/base/text.h"

/* What stands before the next `end`, taken off together with it. */
static bool
take(struct slice *rest, uint8_t end, struct slice *out)
{
	const uint8_t *at = rest->n == 0 ? NULL : memchr(rest->p, end, rest->n);
	size_t n;

	if (at == NULL)
		return false;
	n = (size_t)(at - rest->p);
	*out = slice_of(rest->p, n);
	*rest = slice_of(rest->p + n + 1, rest->n - n - 1);
	return true;
}

bool
line_take(struct slice *rest, struct slice *line)
{
	return take(rest, '\n', line);
}

bool
word_take(struct slice *rest, struct slice *word)
{
	if (!take(rest, ' ', word)) {
		*word = *rest;
		*rest = SLICE_NONE;
	}
	return word->n > 0;
}

/* Of 64 bits, 19 digits always fit and 21 never do. */
#define DIGITS_SURE 19

enum err
number_read(struct slice text, uint64_t *out)
{
	uint64_t n = 0, digit;

	if (text.n == 0 || text.n > DIGITS_SURE + 1 ||
	    (text.n > 1 && text.p[0] == '0'))
		return ERR_MALFORMED;
	for (size_t i = 0; i < text.n; i++) {
		if ((digit = (uint64_t)text.p[i] - '0') > 9)
			return ERR_MALFORMED;
		if (i == DIGITS_SURE && n > (UINT64_MAX - digit) / 10)
			return ERR_MALFORMED;
		n = n * 10 + digit;
	}
	*out = n;
	return OK;
}

enum err
integer_read(struct slice text, int64_t *out)
{
	bool negative = text.n > 0 && text.p[0] == '-';
	uint64_t n;
	enum err e;

	if (negative)
		text = slice_of(text.p + 1, text.n - 1);
	if ((e = number_read(text, &n)) != OK)
		return e;
	if (n > (uint64_t)INT64_MAX || (negative && n == 0))
		return ERR_MALFORMED;
	*out = negative ? -(int64_t)n : (int64_t)n;
	return OK;
}

enum err
hash_read(struct slice text, struct digest *out)
{
	struct buf bytes = { 0 };
	enum err e;

	/* 44 characters are 31 to 33 bytes: no need to decode anything else. */
	if (text.n != 44)
		return ERR_MALFORMED;
	if ((e = base64_get(text, &bytes)) == OK && (e = bytes.err) == OK &&
	    bytes.n != DIGEST_BYTES)
		e = ERR_MALFORMED;
	if (e == OK)
		memcpy(out->b, bytes.p, DIGEST_BYTES);
	buf_free(&bytes);
	return e;
}

bool
text_is_plain(struct slice text)
{
	uint8_t all = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < 0x20 || text.p[i] == 0x7f)
			return false;
		all |= text.p[i];
	}
	return all < 0x80 || text_is_utf8(text);
}
