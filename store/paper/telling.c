/*
 * telling.c - a statement's rows and words while it is made.
 *
 * Touches nothing but its arguments.
 */
#include "store/paper/telling.h"

#include <string.h>

struct buf *
telling_row(struct telling *t, enum word label)
{
	struct statement *s = t->to;
	unsigned i = s->n < STATEMENT_ROWS ? s->n++ : STATEMENT_ROWS - 1;

	s->row[i].label = word_in(t->facts->language, label);
	return &s->row[i].text;
}

const char *
telling_say(const struct telling *t, enum word w)
{
	return word_in(t->facts->language, w);
}

void
telling_fill(struct buf *to, const char *format, const struct slice *values)
{
	const char *at;

	while ((at = strstr(format, "%s")) != NULL) {
		buf_bytes(to, format, (size_t)(at - format));
		/* One value for each "%s", which the analyzer cannot count.
		 * NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage) */
		buf_slice(to, *values++);
		format = at + 2;
	}
	buf_text(to, format);
}

void
telling_fill1(struct buf *to, const char *format, const char *value)
{
	struct slice one = slice_text(value);

	telling_fill(to, format, &one);
}
