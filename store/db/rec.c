/*
 * rec.c - tagged fields in and out.
 *
 * Knows LEB128 and zigzag. Touches memory only.
 */
#include "store/db/rec.h"

#include <assert.h>
#include <string.h>

#define LENGTH_MOST UINT32_MAX
#define LEB_MOST 10 /* bytes of a 64-bit number */

static size_t
leb(uint8_t out[LEB_MOST], uint64_t n)
{
	size_t i = 0;

	for (; n >= 0x80; n >>= 7)
		out[i++] = (uint8_t)(n | 0x80);
	out[i++] = (uint8_t)n;
	return i;
}

static uint64_t
zigzag(int64_t n)
{
	return (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0);
}

static int64_t
unzigzag(uint64_t n)
{
	return (int64_t)(n >> 1 ^ (0 - (n & 1)));
}

/* Takes a number off the front; false when it has no end, does not fit 64
 * bits, or is written longer than need be. */
static bool
take_leb(struct slice *s, uint64_t *out)
{
	uint64_t n = 0, bits;

	for (size_t i = 0; i < s->n && i < LEB_MOST; i++) {
		bits = s->p[i] & 0x7f;
		if (i == LEB_MOST - 1 && bits > 1)
			return false;
		n |= bits << 7 * i;
		if (s->p[i] & 0x80)
			continue;
		if (bits == 0 && i > 0)
			return false;
		*s = slice_of(s->p + i + 1, s->n - i - 1);
		*out = n;
		return true;
	}
	return false;
}

static void
head(struct buf *to, uint8_t tag, size_t n)
{
	uint8_t b[1 + LEB_MOST];

	assert(tag != 0 && n <= LENGTH_MOST);
	b[0] = tag;
	buf_bytes(to, b, 1 + leb(b + 1, n));
}

void
rec_bytes(struct buf *to, uint8_t tag, struct slice bytes)
{
	head(to, tag, bytes.n);
	buf_slice(to, bytes);
}

void
rec_text(struct buf *to, uint8_t tag, const char *text)
{
	rec_bytes(to, tag, slice_text(text));
}

void
rec_uint(struct buf *to, uint8_t tag, uint64_t n)
{
	uint8_t b[LEB_MOST];

	rec_bytes(to, tag, slice_of(b, leb(b, n)));
}

void
rec_int(struct buf *to, uint8_t tag, int64_t n)
{
	rec_uint(to, tag, zigzag(n));
}

void
rec_ints(struct buf *to, uint8_t tag, const int64_t *list, size_t n)
{
	uint8_t b[LEB_MOST];
	size_t bytes = 0;

	for (size_t i = 0; i < n; i++)
		bytes += leb(b, zigzag(list[i]));
	head(to, tag, bytes);
	for (size_t i = 0; i < n; i++)
		buf_bytes(to, b, leb(b, zigzag(list[i])));
}

struct rec
rec_open(struct slice bytes)
{
	return (struct rec){ .rest = bytes };
}

static void
broken(struct rec *r)
{
	r->err = ERR_BROKEN;
	r->rest = r->value = SLICE_NONE;
}

bool
rec_on(struct rec *r)
{
	uint8_t before = r->tag;
	uint64_t n;

	if (r->err != OK || r->rest.n == 0)
		return false;
	r->tag = r->rest.p[0];
	r->rest = slice_of(r->rest.p + 1, r->rest.n - 1);
	if (r->tag == 0 || r->tag < before || !take_leb(&r->rest, &n) ||
	    n > LENGTH_MOST || n > r->rest.n) {
		broken(r);
		return false;
	}
	r->value = slice_of(r->rest.p, (size_t)n);
	r->rest = slice_of(r->rest.p + n, r->rest.n - (size_t)n);
	return true;
}

uint64_t
rec_get_uint(struct rec *r)
{
	struct slice s = r->value;
	uint64_t n;

	if (r->err != OK)
		return 0;
	if (!take_leb(&s, &n) || s.n != 0) {
		broken(r);
		return 0;
	}
	return n;
}

int64_t
rec_get_int(struct rec *r)
{
	return unzigzag(rec_get_uint(r));
}

void
rec_get_text(struct rec *r, char *out, size_t room)
{
	assert(room > 0);
	memset(out, 0, room);
	if (r->err != OK)
		return;
	if (r->value.n >= room ||
	    (r->value.n > 0 && memchr(r->value.p, 0, r->value.n) != NULL)) {
		broken(r);
		return;
	}
	if (r->value.n > 0)
		memcpy(out, r->value.p, r->value.n);
}

void
rec_get_bytes(struct rec *r, void *out, size_t n)
{
	if (r->err == OK && r->value.n != n)
		broken(r);
	if (n == 0)
		return;
	if (r->err != OK)
		memset(out, 0, n);
	else
		memcpy(out, r->value.p, n);
}

size_t
rec_get_ints(struct rec *r, int64_t *out, size_t room)
{
	struct slice s = r->value;
	uint64_t n;
	size_t got = 0;

	while (r->err == OK && s.n > 0) {
		if (got == room || !take_leb(&s, &n)) {
			broken(r);
			return 0;
		}
		out[got++] = unzigzag(n);
	}
	return r->err == OK ? got : 0;
}
