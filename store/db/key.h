/*
 * key.h - ordered keys from numbers and text.
 *
 * Numbers are big-endian, text ends in a zero byte, so bytewise order is the
 * order of the parts. Keys hold at most 511 bytes; more is a programming
 * error (asserted): all parts are bounded types.
 */
#ifndef STORE_DB_KEY_H
#define STORE_DB_KEY_H

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "store/base/slice.h"

struct key {
	uint8_t b[511];
	size_t n;
};

static inline void
key_start(struct key *k)
{
	k->n = 0;
}

static inline void
key_bytes(struct key *k, const void *p, size_t n)
{
	assert(k->n + n <= sizeof k->b);
	memcpy(k->b + k->n, p, n);
	k->n += n;
}

static inline void
key_u8(struct key *k, uint8_t v)
{
	key_bytes(k, &v, 1);
}

static inline void
key_u64(struct key *k, uint64_t v)
{
	uint8_t b[8];

	for (int i = 7; i >= 0; i--, v >>= 8)
		b[i] = (uint8_t)v;
	key_bytes(k, b, sizeof b);
}

/* Text without zero bytes, closed by one. */
static inline void
key_text(struct key *k, const char *text)
{
	key_bytes(k, text, strlen(text) + 1);
}

/* A key whose first part is this text. */
static inline struct key
key_of_text(const char *text)
{
	struct key k;

	key_start(&k);
	key_text(&k, text);
	return k;
}

static inline struct slice
key_all(const struct key *k)
{
	return slice_of(k->b, k->n);
}

/* The number in eight big-endian bytes. */
static inline uint64_t
key_get_u64(const uint8_t *p)
{
	uint64_t v = 0;

	for (int i = 0; i < 8; i++)
		v = v << 8 | p[i];
	return v;
}

#endif
