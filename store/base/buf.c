/*
 * buf.c - owned bytes that grow.
 *
 * Knows nothing. Touches memory only.
 */
#include "store/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void
buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ 0 };
}

void
buf_clear(struct buf *b)
{
	b->n = 0;
	b->err = OK;
}

uint8_t *
buf_room(struct buf *b, size_t n)
{
	size_t room = b->room == 0 ? 256 : b->room;
	uint8_t *grown;

	if (b->err != OK)
		return NULL;
	if (n > SIZE_MAX / 4 - b->n) {
		b->err = ERR_NO_MEMORY;
		return NULL;
	}
	while (room < b->n + n)
		room *= 2;
	if (room != b->room) {
		if ((grown = realloc(b->p, room)) == NULL) {
			b->err = ERR_NO_MEMORY;
			return NULL;
		}
		b->p = grown;
		b->room = room;
	}
	return b->p + b->n;
}

void
buf_bytes(struct buf *b, const void *p, size_t n)
{
	uint8_t *to = buf_room(b, n);

	if (to == NULL || n == 0)
		return;
	memcpy(to, p, n);
	b->n += n;
}

void
buf_slice(struct buf *b, struct slice s)
{
	buf_bytes(b, s.p, s.n);
}

void
buf_byte(struct buf *b, uint8_t byte)
{
	buf_bytes(b, &byte, 1);
}

void
buf_text(struct buf *b, const char *text)
{
	buf_bytes(b, text, strlen(text));
}

void
buf_print(struct buf *b, const char *format, ...)
{
	va_list args, again;
	uint8_t *to;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	if (n < 0)
		b->err = ERR_NO_MEMORY;
	else if ((to = buf_room(b, (size_t)n + 1)) != NULL) {
		(void)vsnprintf((char *)to, (size_t)n + 1, format, again);
		b->n += (size_t)n;
	}
	va_end(again);
	va_end(args);
}

void
buf_u64(struct buf *b, uint64_t n)
{
	char text[20];
	size_t at = sizeof text;

	do {
		text[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n != 0);
	buf_bytes(b, text + at, sizeof text - at);
}

void
buf_i64(struct buf *b, int64_t n)
{
	if (n < 0) {
		buf_byte(b, '-');
		buf_u64(b, -(uint64_t)n);
	} else {
		buf_u64(b, (uint64_t)n);
	}
}

const char *
buf_cstr(struct buf *b)
{
	uint8_t *end = buf_room(b, 1);

	if (end == NULL)
		return "";
	*end = 0;
	return (const char *)b->p;
}
