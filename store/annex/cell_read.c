/*
 * cell_read.c - cells to values.
 *
 * Knows how an official and a spreadsheet write a day, a moment, a list and a
 * tick.
 */
#include "store/annex/cell.h"
#include "store/annex/cell_shape.h"
#include "store/annex/rule_text.h"
#include "store/base/text.h"

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

/* "2,5" as people write it here; anything else as it is. */
static void
read_points(struct slice s, struct jout *j)
{
	const uint8_t *comma = s.n > 0 ? memchr(s.p, ',', s.n) : NULL;
	char text[24];

	if (comma == NULL || s.n >= sizeof text || comma == s.p ||
	    comma == s.p + s.n - 1) {
		jout_text(j, s);
		return;
	}
	for (size_t i = 0; i < s.n; i++) {
		if (!isdigit(s.p[i]) && s.p + i != comma) {
			jout_text(j, s);
			return;
		}
		text[i] = s.p + i == comma ? '.' : (char)s.p[i];
	}
	text[s.n] = '\0';
	jout_str(j, text);
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

/* The next piece of `*rest`, up to `between`, without blanks around it; false
 * at the end. */
static bool
next_piece(struct slice *rest, uint8_t between, struct slice *out)
{
	size_t end = 0;

	if (rest->n == 0)
		return false;
	while (end < rest->n && rest->p[end] != between)
		end++;
	*out = slice_of(rest->p, end);
	end += end < rest->n;
	*rest = slice_of(rest->p + end, rest->n - end);
	while (out->n > 0 && out->p[0] == ' ')
		*out = slice_of(out->p + 1, out->n - 1);
	while (out->n > 0 && out->p[out->n - 1] == ' ')
		out->n--;
	return true;
}

static void
read_texts(struct slice s, uint8_t between, struct jout *j)
{
	struct slice one;

	jout_array(j);
	while (next_piece(&s, between, &one))
		if (one.n > 0)
			jout_text(j, one);
	jout_array_end(j);
}

static bool
read_wholes(struct slice s, struct jout *j)
{
	struct slice one;

	jout_array(j);
	while (next_piece(&s, ';', &one))
		if (!read_whole(one, j))
			return false;
	jout_array_end(j);
	return true;
}

/* False where a line has more pieces than the object has members. */
static bool
read_objects(const char *all, struct slice s, struct jout *j)
{
	struct slice line, piece;
	char key[24];

	jout_array(j);
	while (next_piece(&s, '\n', &line)) {
		const char *members = all;

		if (line.n == 0)
			continue;
		jout_object(j);
		while (next_piece(&line, '|', &piece)) {
			if (*members == '\0')
				return false;
			members = next_member(members, key);
			jout_ktext(j, key, piece);
		}
		jout_object_end(j);
	}
	jout_array_end(j);
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
	case COL_POINTS:
		read_points(s, j);
		return OK;
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
	case COL_WHOLES:
		return read_wholes(s, j) ? OK
					 : fault_set(why, ERR_MALFORMED, "",
					       "These must be whole numbers "
					       "with \";\" between.");
	case COL_OBJECTS:
		return read_objects(c->members, s, j)
			   ? OK
			   : fault_set(why, ERR_MALFORMED, "",
				 "A line has more parts between \"|\" than "
				 "there are.");
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
