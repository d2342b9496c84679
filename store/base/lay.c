/*
 * lay.c - JSON to text for people.
 *
 * Knows JSON's shapes and nothing of periods.
 */
#include "store/base/lay.h"

#include "store/base/json_out.h"

#define LONG_LIST 5 /* objects below the first level stand a line each */

struct laying {
	const struct lay_change *change;
	struct buf *to;
};

static void
indent(struct buf *to, unsigned depth)
{
	buf_byte(to, '\n');
	while (depth-- > 0)
		buf_byte(to, '\t');
}

static void
put_scalar(const struct jv *v, struct buf *to)
{
	struct jout j = jout_start(to);
	struct slice s = SLICE_NONE;
	int64_t n = 0;
	bool b = false;

	if (jv_text(v, &s))
		jout_text(&j, s);
	else if (jv_int(v, &n))
		jout_int(&j, n);
	else if (jv_bool(v, &b))
		jout_bool(&j, b);
	else
		jout_null(&j);
}

static bool
is_long(const struct jv *list, unsigned depth)
{
	struct jv first = jv_at(list, 0);

	return jv_kind(&first) == JSON_IS_OBJECT &&
	       (depth <= 1 || jv_count(list) >= LONG_LIST);
}

static void lay(struct laying *l, const struct jv *v, unsigned depth);

/* One element or member; false when it is left out. */
static bool
lay_one(struct laying *l, const struct jv *v, unsigned depth, bool first,
    bool broken, const char *key)
{
	struct buf changed = { 0 };
	enum lay_as as = LAY_KEEP;

	if (l->change != NULL)
		as = l->change->of(l->change->self, v, &changed);
	if (as != LAY_LEFT_OUT) {
		if (!first)
			buf_text(l->to, broken ? "," : ", ");
		if (broken)
			indent(l->to, depth);
		if (key != NULL) {
			struct jout j = jout_start(l->to);

			jout_str(&j, key);
			buf_text(l->to, ": ");
		}
		if (as == LAY_CHANGED)
			buf_slice(l->to, buf_all(&changed));
		else
			lay(l, v, depth);
	}
	buf_free(&changed);
	return as != LAY_LEFT_OUT;
}

static void
lay_object(struct laying *l, const struct jv *v, unsigned depth)
{
	bool broken = depth == 0, first = true;
	struct jv member;
	void *it = NULL;

	buf_byte(l->to, '{');
	while (jv_next(v, &it, &member))
		if (lay_one(l, &member, depth + 1, first, broken, member.key))
			first = false;
	if (broken)
		indent(l->to, depth);
	buf_byte(l->to, '}');
}

static void
lay_array(struct laying *l, const struct jv *v, unsigned depth)
{
	bool broken = is_long(v, depth), first = true;
	struct jv one;

	buf_byte(l->to, '[');
	for (size_t i = 0; i < jv_count(v); i++) {
		one = jv_at(v, i);
		if (lay_one(l, &one, depth + 1, first, broken, NULL))
			first = false;
	}
	if (broken)
		indent(l->to, depth);
	buf_byte(l->to, ']');
}

static void
lay(struct laying *l, const struct jv *v, unsigned depth)
{
	switch (jv_kind(v)) {
	case JSON_IS_OBJECT:
		lay_object(l, v, depth);
		return;
	case JSON_IS_ARRAY:
		lay_array(l, v, depth);
		return;
	default:
		put_scalar(v, l->to);
	}
}

void
json_lay(const struct jv *v, const struct lay_change *change, struct buf *to)
{
	struct laying l = { change, to };

	lay(&l, v, 0);
	buf_byte(to, '\n');
}

void
json_line(const struct jv *v, struct buf *to)
{
	struct jv one;
	void *it = NULL;
	bool first = true;

	if (jv_kind(v) == JSON_IS_OBJECT) {
		buf_byte(to, '{');
		for (; jv_next(v, &it, &one); first = false) {
			struct jout j = jout_start(to);

			buf_text(to, first ? "" : ",");
			jout_str(&j, one.key);
			buf_byte(to, ':');
			json_line(&one, to);
		}
		buf_byte(to, '}');
	} else if (jv_kind(v) == JSON_IS_ARRAY) {
		buf_byte(to, '[');
		for (size_t i = 0; i < jv_count(v); i++) {
			one = jv_at(v, i);
			buf_text(to, i == 0 ? "" : ",");
			json_line(&one, to);
		}
		buf_byte(to, ']');
	} else {
		put_scalar(v, to);
	}
}

static bool
same_object(const struct jv *a, const struct jv *b)
{
	struct jv x, y;
	void *it = NULL;

	if (jv_count(a) != jv_count(b))
		return false;
	while (jv_next(a, &it, &x)) {
		y = jv_get(b, x.key);
		if (!json_same(&x, &y))
			return false;
	}
	return true;
}

static bool
same_array(const struct jv *a, const struct jv *b)
{
	struct jv x, y;

	if (jv_count(a) != jv_count(b))
		return false;
	for (size_t i = 0; i < jv_count(a); i++) {
		x = jv_at(a, i);
		y = jv_at(b, i);
		if (!json_same(&x, &y))
			return false;
	}
	return true;
}

bool
json_same(const struct jv *a, const struct jv *b)
{
	struct slice s = SLICE_NONE, t = SLICE_NONE;
	int64_t m = 0, n = 0;
	bool p = false, q = false;

	if (jv_kind(a) != jv_kind(b))
		return false;
	switch (jv_kind(a)) {
	case JSON_IS_OBJECT:
		return same_object(a, b);
	case JSON_IS_ARRAY:
		return same_array(a, b);
	case JSON_IS_TEXT:
		return jv_text(a, &s) && jv_text(b, &t) && slice_eq(s, t);
	case JSON_IS_INT:
		return jv_int(a, &m) && jv_int(b, &n) && m == n;
	case JSON_IS_BOOL:
		return jv_bool(a, &p) && jv_bool(b, &q) && p == q;
	default:
		return true;
	}
}
