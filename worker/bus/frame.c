/*
 * frame.c - frames between dispatcher and workers, to bytes and back.
 *
 * Knows their layout. Touches nothing but its arguments.
 */
#include "worker/bus/frame.h"

#include <assert.h>
#include <string.h>

#define FRAME_VERSION 1

static void
put_u64(struct buf *to, uint64_t n)
{
	for (int shift = 56; shift >= 0; shift -= 8)
		buf_byte(to, (uint8_t)(n >> shift));
}

static void
put_text(struct buf *to, const char *text)
{
	size_t n = strlen(text);

	assert(n <= UINT8_MAX);
	buf_byte(to, (uint8_t)n);
	buf_bytes(to, text, n);
}

void
frame_write(const struct frame *f, struct buf *to)
{
	buf_byte(to, FRAME_VERSION);
	buf_byte(to, (uint8_t)f->type);
	switch (f->type) {
	case FRAME_HELLO:
		put_u64(to, f->pid);
		put_u64(to, f->ticket);
		break;
	case FRAME_JOB:
		put_u64(to, f->ticket);
		put_text(to, f->kind);
		put_text(to, f->period);
		put_text(to, f->unit);
		break;
	case FRAME_DONE:
		put_u64(to, f->ticket);
		break;
	case FRAME_FAIL:
		put_u64(to, f->ticket);
		put_text(to, f->err);
		put_text(to, f->reason);
		break;
	case FRAME_BELL:
		break;
	}
}

/* Bytes being read; after the first that do not fit, `bad` stays. */
struct reader {
	struct slice rest;
	bool bad;
};

static uint8_t
get_u8(struct reader *r)
{
	uint8_t byte;

	if (r->bad || r->rest.n == 0) {
		r->bad = true;
		return 0;
	}
	byte = r->rest.p[0];
	r->rest = slice_of(r->rest.p + 1, r->rest.n - 1);
	return byte;
}

static uint64_t
get_u64(struct reader *r)
{
	uint64_t n = 0;

	for (int i = 0; i < 8; i++)
		n = n << 8 | get_u8(r);
	return n;
}

static void
get_text(struct reader *r, char *out, size_t room)
{
	size_t n = get_u8(r);

	if (r->bad || n > r->rest.n || n >= room) {
		r->bad = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (r->rest.p[i] < ' ' || r->rest.p[i] == 0x7f)
			r->bad = true;
	memcpy(out, r->rest.p, n);
	out[n] = '\0';
	r->rest = slice_of(r->rest.p + n, r->rest.n - n);
}

enum err
frame_read(struct slice bytes, struct frame *out)
{
	struct reader r = { bytes, false };

	*out = (struct frame){ 0 };
	if (get_u8(&r) != FRAME_VERSION)
		return ERR_MALFORMED;
	out->type = (enum frame_type)get_u8(&r);
	switch (out->type) {
	case FRAME_HELLO:
		out->pid = get_u64(&r);
		out->ticket = get_u64(&r);
		break;
	case FRAME_JOB:
		out->ticket = get_u64(&r);
		get_text(&r, out->kind, sizeof out->kind);
		get_text(&r, out->period, sizeof out->period);
		get_text(&r, out->unit, sizeof out->unit);
		break;
	case FRAME_DONE:
		out->ticket = get_u64(&r);
		break;
	case FRAME_FAIL:
		out->ticket = get_u64(&r);
		get_text(&r, out->err, sizeof out->err);
		get_text(&r, out->reason, sizeof out->reason);
		break;
	case FRAME_BELL:
		break;
	default:
		return ERR_MALFORMED;
	}
	return r.bad || r.rest.n != 0 ? ERR_MALFORMED : OK;
}

void
frame_clean(char *to, size_t room, const char *text)
{
	size_t n = strnlen(text, room);

	if (n == room)
		for (n = room - 1; n > 0 && ((uint8_t)text[n] & 0xc0) == 0x80;)
			n--;
	for (size_t i = 0; i < n; i++)
		to[i] =
		    (uint8_t)text[i] < ' ' || text[i] == 0x7f ? ' ' : text[i];
	to[n] = '\0';
}
