/*
 * buf.h - owned bytes that grow; remembers running out of memory.
 *
 * A zeroed struct is an empty buffer. After a failure every further call does
 * nothing and `err` says why; look at it once, at the end.
 */
#ifndef STORE_BASE_BUF_H
#define STORE_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "store/base/err.h"
#include "store/base/slice.h"

struct buf {
	uint8_t *p;
	size_t n;    /* bytes in use */
	size_t room; /* bytes allocated */
	enum err err;
};

void buf_free(struct buf *b);

/* Forgets the bytes and the failure, keeps the room. */
void buf_clear(struct buf *b);

/* Makes room for `n` more bytes; NULL after a failure. The caller writes them
 * and adds to b->n itself. */
uint8_t *buf_room(struct buf *b, size_t n);

void buf_bytes(struct buf *b, const void *p, size_t n);
void buf_slice(struct buf *b, struct slice s);
void buf_byte(struct buf *b, uint8_t byte);
void buf_text(struct buf *b, const char *text);

/* printf into the buffer. Not for hot paths. */
void buf_print(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void buf_u64(struct buf *b, uint64_t n); /* decimal text */
void buf_i64(struct buf *b, int64_t n);  /* decimal text */

static inline struct slice
buf_all(const struct buf *b)
{
	return (struct slice){ b->p, b->n };
}

/* The bytes as a C string (a zero is kept behind them, not counted);
 * "" when empty or failed. Borrowed until the next change. */
const char *buf_cstr(struct buf *b);

#endif
