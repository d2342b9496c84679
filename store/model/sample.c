/*
 * sample.c - which forms are drawn.
 *
 * Knows the two rules of its header. Touches nothing but its arguments.
 */
#include "store/model/sample.h"

#include "store/base/buf.h"

#define WHOLE (UINT64_C(100) * POINTS_ONE)

bool
form_is_drawn(const struct plan *p, unsigned survey, struct digest root,
    const char *number)
{
	const struct survey *s = &p->surveys[survey];
	struct buf text = { 0 };
	struct digest lot;
	uint64_t at = 0;

	buf_slice(&text, slice_of(root.b, sizeof root.b));
	buf_text(&text, p->period.text);
	buf_byte(&text, 0);
	buf_text(&text, s->id.text);
	buf_byte(&text, 0);
	buf_text(&text, number);
	lot = digest_of(buf_all(&text));
	buf_free(&text);
	for (unsigned i = 0; i < 8; i++)
		at = at << 8 | lot.b[i];
	return at % WHOLE < (uint64_t)s->second.millionths;
}
