/*
 * json_out.c - JSON text, appended.
 *
 * Knows RFC 8259's escapes. Touches the buffer it was given.
 */
#include "store/base/json_out.h"

#include <assert.h>

static void
before(struct jout *j)
{
	if (j->comma)
		buf_byte(j->to, ',');
}

static void
opened(struct jout *j, char c)
{
	before(j);
	buf_byte(j->to, (uint8_t)c);
	j->comma = false;
}

static void
closed(struct jout *j, char c)
{
	buf_byte(j->to, (uint8_t)c);
	j->comma = true;
}

static void
literal(struct jout *j, const char *text)
{
	before(j);
	buf_text(j->to, text);
	j->comma = true;
}

static void
escape(struct buf *to, uint8_t c)
{
	static const char digits[] = "0123456789abcdef";
	const char *one = c == '"'    ? "\\\""
			  : c == '\\' ? "\\\\"
			  : c == '\n' ? "\\n"
			  : c == '\t' ? "\\t"
			  : c == '\r' ? "\\r"
				      : NULL;

	if (one != NULL) {
		buf_bytes(to, one, 2);
		return;
	}
	buf_bytes(to, "\\u00", 4);
	buf_byte(to, (uint8_t)digits[c >> 4]);
	buf_byte(to, (uint8_t)digits[c & 15]);
}

static void
quoted(struct buf *to, struct slice s)
{
	size_t from = 0;

	buf_byte(to, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= 0x20 && s.p[i] != '"' && s.p[i] != '\\')
			continue;
		buf_bytes(to, s.p + from, i - from);
		escape(to, s.p[i]);
		from = i + 1;
	}
	if (from < s.n)
		buf_bytes(to, s.p + from, s.n - from);
	buf_byte(to, '"');
}

void
jout_object(struct jout *j)
{
	opened(j, '{');
}

void
jout_object_end(struct jout *j)
{
	closed(j, '}');
}

void
jout_object_more(struct jout *j)
{
	if (j->to->err != OK)
		return;
	assert(j->to->n > 1 && j->to->p[j->to->n - 1] == '}');
	j->to->n--;
	j->comma = j->to->p[j->to->n - 1] != '{';
}

void
jout_array(struct jout *j)
{
	opened(j, '[');
}

void
jout_array_end(struct jout *j)
{
	closed(j, ']');
}

void
jout_key(struct jout *j, const char *key)
{
	before(j);
	quoted(j->to, slice_text(key));
	buf_byte(j->to, ':');
	j->comma = false;
}

void
jout_text(struct jout *j, struct slice utf8)
{
	before(j);
	quoted(j->to, utf8);
	j->comma = true;
}

void
jout_str(struct jout *j, const char *utf8)
{
	jout_text(j, slice_text(utf8));
}

void
jout_int(struct jout *j, int64_t n)
{
	before(j);
	buf_i64(j->to, n);
	j->comma = true;
}

void
jout_uint(struct jout *j, uint64_t n)
{
	before(j);
	buf_u64(j->to, n);
	j->comma = true;
}

void
jout_bool(struct jout *j, bool b)
{
	literal(j, b ? "true" : "false");
}

void
jout_null(struct jout *j)
{
	literal(j, "null");
}

void
jout_moment(struct jout *j, struct moment m)
{
	char text[MOMENT_TEXT];

	moment_text(m, text);
	jout_str(j, text);
}

void
jout_raw(struct jout *j, struct slice json)
{
	before(j);
	buf_slice(j->to, json);
	j->comma = true;
}

void
jout_kstr(struct jout *j, const char *key, const char *utf8)
{
	jout_key(j, key);
	jout_str(j, utf8);
}

void
jout_ktext(struct jout *j, const char *key, struct slice utf8)
{
	jout_key(j, key);
	jout_text(j, utf8);
}

void
jout_kint(struct jout *j, const char *key, int64_t n)
{
	jout_key(j, key);
	jout_int(j, n);
}

void
jout_kuint(struct jout *j, const char *key, uint64_t n)
{
	jout_key(j, key);
	jout_uint(j, n);
}

void
jout_kbool(struct jout *j, const char *key, bool b)
{
	jout_key(j, key);
	jout_bool(j, b);
}

void
jout_kmoment(struct jout *j, const char *key, struct moment m)
{
	jout_key(j, key);
	jout_moment(j, m);
}
