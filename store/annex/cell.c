/*
 * cell.c - values to cells and back.
 *
 * Knows how an official writes a day, a moment, a list and a tick.
 */
#include "store/annex/cell.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "store/annex/rule_text.h"
#include "store/base/text.h"

/* Do the bytes follow the shape? 'd' stands for a digit. */
static bool
shaped(struct slice s, const char *shape)
{
	if (s.n != strlen(shape))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (shape[i] == 'd' ? !isdigit(s.p[i])
				    : s.p[i] != (uint8_t)shape[i])
			return false;
	return true;
}

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
	case COL_RULE:
		rule_text_put_any(v, to);
		return true;
	case COL_BY_BLOCK:
		return false;
	default:
		return jv_text(v, &s) && put_text(c, s, to);
	}
}

/* ---- back ---- */

static void
read_day(struct slice s, struct jout *j)
{
	const char *p = (const char *)s.p;
	char day[40];

	if (shaped(s, "dd/dd/dddd"))
		(void)snprintf(day, sizeof day, "%.4s-%.2s-%.2s", p + 6, p + 3,
		    p);
	else if (shaped(s, "dddd-dd-ddT00:00:00"))
		(void)snprintf(day, sizeof day, "%.10s", p);
	else {
		jout_text(j, s);
		return;
	}
	jout_str(j, day);
}

/* A day alone is its first moment. */
static void
read_moment(struct slice s, struct jout *j)
{
	const char *p = (const char *)s.p;
	char at[48];

	if (shaped(s, "dd/dd/dddd dd:dd") || shaped(s, "dd/dd/dddd dd:dd:dd"))
		(void)snprintf(at, sizeof at, "%.4s-%.2s-%.2sT%.5s:%.2s+07:00",
		    p + 6, p + 3, p, p + 11, s.n > 16 ? p + 17 : "00");
	else if (shaped(s, "dd/dd/dddd"))
		(void)snprintf(at, sizeof at, "%.4s-%.2s-%.2sT00:00:00+07:00",
		    p + 6, p + 3, p);
	else if (shaped(s, "dddd-dd-ddTdd:dd:dd"))
		(void)snprintf(at, sizeof at, "%.19s+07:00", p);
	else if (shaped(s, "dddd-dd-dd"))
		(void)snprintf(at, sizeof at, "%.10sT00:00:00+07:00", p);
	else {
		jout_text(j, s);
		return;
	}
	jout_str(j, at);
}

static void
read_texts(struct slice s, uint8_t between, struct jout *j)
{
	size_t at = 0, end;

	jout_array(j);
	while (at < s.n) {
		for (end = at; end < s.n && s.p[end] != between;)
			end++;
		struct slice one = slice_of(s.p + at, end - at);

		while (one.n > 0 && one.p[0] == ' ')
			one = slice_of(one.p + 1, one.n - 1);
		while (one.n > 0 && one.p[one.n - 1] == ' ')
			one.n--;
		if (one.n > 0)
			jout_text(j, one);
		at = end + 1;
	}
	jout_array_end(j);
}

static bool
read_whole(struct slice s, struct jout *j)
{
	int64_t n = 0;
	size_t i = s.n > 0 && s.p[0] == '-' ? 1 : 0;

	if (i == s.n || s.n - i > 18)
		return false;
	for (; i < s.n; i++) {
		if (!isdigit(s.p[i]))
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	jout_int(j, s.p[0] == '-' ? -n : n);
	return true;
}

static bool
read_flag(struct slice s, struct jout *j)
{
	static const char *const yes[] = { "x", "có", "true", "1", NULL };
	static const char *const no[] = { "không", "false", "0", NULL };
	struct buf folded = { 0 };
	int is = -1;

	(void)text_fold(s, &folded);
	for (unsigned i = 0; yes[i] != NULL; i++)
		if (slice_is(buf_all(&folded), yes[i]))
			is = 1;
	for (unsigned i = 0; no[i] != NULL; i++)
		if (slice_is(buf_all(&folded), no[i]))
			is = 0;
	buf_free(&folded);
	if (is >= 0)
		jout_bool(j, is == 1);
	return is >= 0;
}

static enum err
read_rule(struct slice s, struct jout *j, struct fault *why)
{
	struct buf json = { 0 };
	struct json *doc = NULL;
	enum err e = rule_text_read(s, &json, why);

	if (e == OK &&
	    (e = json_parse(buf_all(&json), 1 << 20, &doc, why)) == OK)
		jout_raw(j, buf_all(&json));
	json_free(&doc);
	buf_free(&json);
	return e;
}

enum err
cell_read(const struct column *c, struct slice s, const char *type,
    struct jout *j, struct fault *why)
{
	const char *word;

	switch (c->kind) {
	case COL_WHOLE:
		return read_whole(s, j) ? OK
					: fault_set(why, ERR_MALFORMED, "",
					      "This must be a whole number.");
	case COL_BOUND:
		if (type == NULL || strcmp(type, "count") != 0)
			read_day(s, j);
		else if (!read_whole(s, j))
			return fault_set(why, ERR_MALFORMED, "",
			    "The bound of a count must be a whole number.");
		return OK;
	case COL_FLAG:
		return read_flag(s, j)
			   ? OK
			   : fault_set(why, ERR_MALFORMED, "",
				 "This must be \"x\" (có) or empty (không).");
	case COL_DATE:
		read_day(s, j);
		return OK;
	case COL_MOMENT:
		read_moment(s, j);
		return OK;
	case COL_NAMES:
		read_texts(s, ';', j);
		return OK;
	case COL_LINES:
		read_texts(s, '\n', j);
		return OK;
	case COL_RULE:
		return read_rule(s, j, why);
	case COL_WORD:
		word = word_is(c->words, s);
		if (word != NULL)
			jout_str(j, word);
		else
			jout_text(j, s);
		return OK;
	default:
		jout_text(j, s);
		return OK;
	}
}
