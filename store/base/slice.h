/*
 * slice.h - borrowed bytes: a pointer and a length. Never frees, never owns.
 */
#ifndef STORE_BASE_SLICE_H
#define STORE_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const uint8_t *p;
	size_t n;
};

#define SLICE_NONE ((struct slice){ NULL, 0 })

static inline struct slice
slice_of(const void *p, size_t n)
{
	return (struct slice){ p, n };
}

/* The bytes of a C string, without its end. */
static inline struct slice
slice_text(const char *text)
{
	return (struct slice){ (const uint8_t *)text, strlen(text) };
}

static inline bool
slice_eq(struct slice a, struct slice b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool
slice_is(struct slice a, const char *text)
{
	return slice_eq(a, slice_text(text));
}

static inline bool
slice_starts(struct slice a, struct slice with)
{
	return a.n >= with.n &&
	       (with.n == 0 || memcmp(a.p, with.p, with.n) == 0);
}

/* Bytewise order, the shorter of two that agree first. */
static inline int
slice_cmp(struct slice a, struct slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n == 0 ? 0 : memcmp(a.p, b.p, n);

	return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

#endif
