/*
 * cell_put.c - values to cells.
 *
 * Knows how an official writes a day, a moment, a list and a tick.
 */
#include "store/annex/cell.h"
#include "store/annex/cell_shape.h"
#include "store/annex/rule_text.h"

static bool
put_day(struct slice s, struct buf *to)
{
	const char *p = (const char *)s.p;

	if (!shaped(s, "dddd-dd-dd"))
		return false;
	buf_print(to, "%.2s/%.2s/%.4s", p + 8, p + 5, p);
	return true;
}

/* "2022-12-25T07:30:00+07:00" as "25/12/2022 07:30"; one with seconds or
 * another offset as it is. */
static void
put_moment(struct slice s, struct buf *to)
{
	const char *p = (const char *)s.p;

	if (shaped(s, "dddd-dd-ddTdd:dd:00+07:00"))
		buf_print(to, "%.2s/%.2s/%.4s %.5s", p + 8, p + 5, p, p + 11);
	else
		buf_slice(to, s);
}

static bool
put_texts(const struct jv *v, const char *between, struct buf *to)
{
	size_t start = to->n;
	struct slice s;

	for (size_t i = 0; i < jv_count(v); i++) {
		struct jv one = jv_at(v, i);

		if (!jv_text(&one, &s) || s.n == 0 ||
		    memmem(s.p, s.n, between, 1) != NULL) {
			to->n = start;
			return false;
		}
		buf_text(to, i == 0 ? "" : between);
		buf_slice(to, s);
	}
	return jv_count(v) > 0;
}

static bool
put_wholes(const struct jv *v, struct buf *to)
{
	size_t start = to->n;
	int64_t n;

	for (size_t i = 0; i < jv_count(v); i++) {
		struct jv one = jv_at(v, i);

		if (!jv_int(&one, &n)) {
			to->n = start;
			return false;
		}
		buf_text(to, i == 0 ? "" : "; ");
		buf_i64(to, n);
	}
	return jv_count(v) > 0;
}

/* "A | Tốt | 60": members in their order, the last ones may be absent. */
static bool
put_object(const char *members, const struct jv *v, struct buf *to)
{
	size_t used = 0;
	struct slice s;
	char key[24];

	while (*members != '\0') {
		members = next_member(members, key);
		struct jv member = jv_get(v, key);

		if (jv_kind(&member) == JSON_NONE)
			break;
		if (!jv_text(&member, &s) || s.n == 0 ||
		    memchr(s.p, '|', s.n) != NULL ||
		    memchr(s.p, '\n', s.n) != NULL)
			return false;
		buf_text(to, used++ == 0 ? "" : " | ");
		buf_slice(to, s);
	}
	return used > 0 && used == jv_count(v);
}

static bool
put_objects(const char *members, const struct jv *v, struct buf *to)
{
	size_t start = to->n;

	for (size_t i = 0; i < jv_count(v); i++) {
		struct jv one = jv_at(v, i);

		buf_text(to, i == 0 ? "" : "\n");
		if (!put_object(members, &one, to)) {
			to->n = start;
			return false;
		}
	}
	return jv_count(v) > 0;
}

static bool
put_text(const struct column *c, struct slice s, struct buf *to)
{
	char room[64];

	if (s.n == 0)
		return false;
	if (c->kind == COL_WORD)
		buf_text(to, word_vi(c->words, s, room));
	else if (c->kind == COL_MOMENT)
		put_moment(s, to);
	else if ((c->kind != COL_DATE && c->kind != COL_BOUND) ||
		 !put_day(s, to))
		buf_slice(to, s);
	return true;
}

bool
cell_put(const struct column *c, const struct jv *v, struct buf *to)
{
	struct slice s;
	int64_t n;
	bool b;

	switch (c->kind) {
	case COL_WHOLE:
	case COL_BOUND:
		if (jv_int(v, &n)) {
			buf_i64(to, n);
			return true;
		}
		return c->kind == COL_BOUND && jv_text(v, &s) &&
		       put_text(c, s, to);
	case COL_FLAG:
		if (!jv_bool(v, &b) || !b)
			return false;
		buf_byte(to, 'x');
		return true;
	case COL_NAMES:
		return put_texts(v, "; ", to);
	case COL_LINES:
		return put_texts(v, "\n", to);
	case COL_WHOLES:
		return put_wholes(v, to);
	case COL_OBJECTS:
		return put_objects(c->members, v, to);
	case COL_RULE:
		rule_text_put_any(v, to);
		return true;
	case COL_BY_BLOCK:
		return false;
	default:
		return jv_text(v, &s) && put_text(c, s, to);
	}
}
