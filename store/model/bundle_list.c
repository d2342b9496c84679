/*
 * bundle_list.c - further rows behind a list of a bundle's period.
 *
 * Knows as much of JSON as it takes to find where a list ends in a text that
 * was read before (plan_read). Touches nothing but its arguments.
 */
#include "store/model/bundle_list.h"

#include <string.h>

/* A place in the text. */
struct scan {
	struct slice text;
	size_t at;
};

static bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
skip_space(struct scan *s)
{
	while (s->at < s->text.n && is_space(s->text.p[s->at]))
		s->at++;
}

/* On the quote that opens a string; behind it afterwards. Its raw bytes. */
static struct slice
take_string(struct scan *s)
{
	size_t from = ++s->at;

	while (s->at < s->text.n && s->text.p[s->at] != '"')
		s->at += s->text.p[s->at] == '\\' ? 2 : 1;
	if (s->at >= s->text.n)
		return SLICE_NONE;
	return slice_of(s->text.p + from, s->at++ - from);
}

/* On a number or a word; behind it afterwards. */
static void
skip_word(struct scan *s)
{
	while (s->at < s->text.n && strchr(",}]", s->text.p[s->at]) == NULL &&
	       !is_space(s->text.p[s->at]))
		s->at++;
}

/* On a value; behind it afterwards. */
static void
skip_value(struct scan *s)
{
	unsigned depth = 0;

	do {
		uint8_t c = s->at < s->text.n ? s->text.p[s->at] : 0;

		if (c == '{' || c == '[')
			depth++;
		if (c == '}' || c == ']')
			depth--;
		if (c == '"')
			(void)take_string(s);
		else if (depth == 0 && c != '}' && c != ']')
			skip_word(s);
		else
			s->at++;
	} while (depth > 0 && s->at < s->text.n);
}

/* On an object; on the value of that member afterwards. */
static bool
enter(struct scan *s, const char *key)
{
	struct slice name;

	skip_space(s);
	if (s->at >= s->text.n || s->text.p[s->at++] != '{')
		return false;
	for (;;) {
		skip_space(s);
		if (s->at >= s->text.n || s->text.p[s->at] != '"')
			return false;
		name = take_string(s);
		skip_space(s);
		if (s->at >= s->text.n || s->text.p[s->at++] != ':')
			return false;
		skip_space(s);
		if (slice_is(name, key))
			return true;
		skip_value(s);
		skip_space(s);
		if (s->at >= s->text.n || s->text.p[s->at++] != ',')
			return false;
	}
}

enum err
bundle_list_add(struct slice bundle, const char *list, struct slice rows,
    struct buf *out)
{
	struct scan s = { bundle, 0 };
	size_t end;

	if (!enter(&s, "period") || !enter(&s, list) || s.at >= bundle.n ||
	    bundle.p[s.at] != '[')
		return ERR_MALFORMED;
	skip_value(&s);
	end = s.at - 1; /* the bracket */
	while (end > 0 && is_space(bundle.p[end - 1]))
		end--;
	buf_slice(out, slice_of(bundle.p, end));
	if (rows.n > 0 && bundle.p[end - 1] != '[')
		buf_text(out, BUNDLE_BETWEEN);
	buf_slice(out, rows);
	buf_slice(out, slice_of(bundle.p + end, bundle.n - end));
	return out->err;
}
