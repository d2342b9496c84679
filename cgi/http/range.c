/*
 * range.c - one byte range of an answer.
 *
 * Knows RFC 9110 section 14. Touches only the reply.
 */
#include "cgi/http/range.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Digits from the front of `s`; false when there are none or too many. */
static bool
number(struct slice *s, uint64_t *out)
{
	uint64_t n = 0;
	size_t i = 0;

	for (; i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++)
		n = i < 18 ? n * 10 + (s->p[i] - '0') : UINT64_MAX / 2;
	*s = slice_of(s->p + i, s->n - i);
	*out = n;
	return i > 0;
}

enum range
range_read(struct slice field, uint64_t size, uint64_t *first, uint64_t *length)
{
	uint64_t from = 0, to = UINT64_MAX / 2;
	bool has_from, has_to;
	struct slice s = field;

	*first = 0;
	*length = size;
	if (s.n < 6 || strncasecmp((const char *)s.p, "bytes=", 6) != 0)
		return RANGE_WHOLE;
	s = slice_of(s.p + 6, s.n - 6);
	has_from = number(&s, &from);
	if (s.n == 0 || s.p[0] != '-')
		return RANGE_WHOLE;
	s = slice_of(s.p + 1, s.n - 1);
	has_to = s.n > 0;
	if ((has_to && (!number(&s, &to) || s.n > 0)) ||
	    (!has_from && !has_to) || (has_from && to < from))
		return RANGE_WHOLE;
	if (!has_from) { /* the last `to` bytes */
		if (to == 0 || size == 0)
			return RANGE_OUTSIDE;
		from = to >= size ? 0 : size - to;
		to = size - 1;
	}
	if (from >= size)
		return RANGE_OUTSIDE;
	*first = from;
	*length = (to >= size ? size - 1 : to) - from + 1;
	return RANGE_PART;
}

static void
narrow(struct reply *r, uint64_t first, uint64_t length)
{
	if (r->fd >= 0) {
		r->offset += first;
		r->length = length;
		return;
	}
	memmove(r->body.p, r->body.p + first, (size_t)length);
	r->body.n = (size_t)length;
}

enum range
range_apply(struct reply *r, const struct ask *a, struct slice tag)
{
	struct slice condition = ask_header(a, "If-Range");
	uint64_t size = reply_length(r), first, length;
	enum range range;
	char text[80];

	reply_header_text(r, "Accept-Ranges", "bytes");
	/* RFC 9110 section 14.2: other methods ignore the field; 13.1.5: a
	 * date, or a tag that is not this one, means the whole. */
	if (r->status != 200 || a->method != METHOD_GET ||
	    (condition.p != NULL && !slice_eq(condition, tag)))
		return RANGE_WHOLE;
	range = range_read(ask_header(a, "Range"), size, &first, &length);
	if (range == RANGE_WHOLE)
		return range;
	if (range == RANGE_OUTSIDE) {
		reply_empty(r, 416);
		snprintf(text, sizeof text, "bytes */%llu",
		    (unsigned long long)size);
	} else {
		narrow(r, first, length);
		r->status = 206;
		snprintf(text, sizeof text, "bytes %llu-%llu/%llu",
		    (unsigned long long)first,
		    (unsigned long long)(first + length - 1),
		    (unsigned long long)size);
	}
	reply_header_text(r, "Content-Range", text);
	return range;
}
