/*
 * bundle_windows.c - further rows behind a bundle's windows.
 *
 * Knows as much of JSON as it takes to find where a list ends in a text that
 * was read before (plan_read). Touches nothing but its arguments.
 */
#include "store/model/bundle_windows.h"

#include <string.h>

#include "store/base/json_out.h"

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

static void
put_row(struct buf *out, const struct plan *p, const struct window *w)
{
	struct jout j = jout_start(out);

	jout_object(&j);
	jout_kstr(&j, "block", p->blocks[w->block].id.text);
	if (w->unit != WINDOW_FOR_ALL)
		jout_kstr(&j, "unit", p->units[w->unit].id.text);
	jout_kstr(&j, "stage", stage_name(w->stage));
	jout_kuint(&j, "version", w->version);
	jout_kmoment(&j, "opens", w->opens);
	jout_kmoment(&j, "on_time_until", w->on_time_until);
	if (w->closes.us != w->on_time_until.us)
		jout_kmoment(&j, "closes", w->closes);
	jout_object_end(&j);
}

enum err
bundle_add_windows(struct slice bundle, const struct plan *p,
    const struct window *rows, unsigned n, struct buf *out)
{
	struct scan s = { bundle, 0 };
	size_t end;

	if (!enter(&s, "period") || !enter(&s, "windows") || s.at >= bundle.n ||
	    bundle.p[s.at] != '[')
		return ERR_MALFORMED;
	skip_value(&s);
	end = s.at - 1; /* the bracket; a plan has a window before it */
	while (end > 0 && is_space(bundle.p[end - 1]))
		end--;
	buf_slice(out, slice_of(bundle.p, end));
	for (unsigned i = 0; i < n; i++) {
		buf_text(out, ",\n\t\t");
		put_row(out, p, &rows[i]);
	}
	buf_slice(out, slice_of(bundle.p + end, bundle.n - end));
	return out->err;
}
