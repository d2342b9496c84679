/*
 * telling.c - a statement's rows and words while it is made.
 *
 * Touches nothing but its arguments.
 */
#include "store/paper/telling.h"

#include <stdlib.h>
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

enum word
telling_title(enum entry_type type)
{
	switch (type) {
	case ENTRY_SUBMISSION:
	case ENTRY_COMMITTED:
		return TITLE_SUBMISSION;
	case ENTRY_REFUSAL:
		return TITLE_REFUSAL;
	case ENTRY_RETURNED:
		return TITLE_RETURNED;
	case ENTRY_COMMITMENT:
		return TITLE_COMMITMENT;
	default:
		return TITLE_OTHER;
	}
}

void
telling_reason(struct telling *t)
{
	static const struct {
		const char *name; /* err_name's */
		enum word words;
	} reasons[] = {
		{ "window-not-open", REASON_NOT_OPEN },
		{ "window-closed", REASON_CLOSED },
		{ "media-type", REASON_MEDIA_TYPE },
		{ "disguised", REASON_DISGUISED },
		{ "empty", REASON_EMPTY },
		{ "digest", REASON_DIGEST },
	};
	struct slice reason;
	struct buf *to;

	if (!entry_value(t->entry->body, "reason", 0, &reason))
		return;
	to = telling_row(t, LABEL_REASON);
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (slice_is(reason, reasons[i].name)) {
			buf_text(to, telling_say(t, reasons[i].words));
			return;
		}
	buf_slice(to, reason);
}

bool
telling_take_number(struct slice *rest, int64_t *out)
{
	char text[32];
	char *end;
	size_t n = 0;

	while (n < rest->n && rest->p[n] != ' ')
		n++;
	if (n == 0 || n >= sizeof text)
		return false;
	memcpy(text, rest->p, n);
	text[n] = 0;
	*out = strtoll(text, &end, 10);
	n += n < rest->n;
	*rest = slice_of(rest->p + n, rest->n - n);
	return *end == 0;
}

bool
telling_take_moment(struct slice *rest, struct moment *out)
{
	return telling_take_number(rest, &out->us) && out->us >= 0 &&
	       out->us < TELLING_MOMENT_MOST;
}
