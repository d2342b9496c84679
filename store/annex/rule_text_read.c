/*
 * rule_text_read.c - clauses to a rule.
 *
 * Knows how the table of clauses is matched. The first clause of its kind that
 * matches a line is what it says.
 */
#include <string.h>

#include "store/annex/rule_clause.h"
#include "store/annex/rule_text.h"
#include "store/base/json_out.h"

#define LINES_MOST 64

struct matched {
	const struct clause *pattern;
	struct slice value[PARTS_MOST];
};

static struct slice
trimmed(struct slice s)
{
	while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t' || s.p[0] == '\r'))
		s = slice_of(s.p + 1, s.n - 1);
	while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' ||
			      s.p[s.n - 1] == '\r'))
		s.n--;
	return s;
}

/* Where `words` stands in `s` at or behind `from`; s.n + 1 when it does not. */
static size_t
find(struct slice s, size_t from, struct slice words)
{
	for (size_t i = from; i + words.n <= s.n; i++)
		if (words.n == 0 || memcmp(s.p + i, words.p, words.n) == 0)
			return i;
	return s.n + 1;
}

static bool
match(const struct clause *p, struct slice line, struct matched *m)
{
	struct clause_part parts[PARTS_MOST];
	struct slice rest;
	unsigned n = clause_parts(p->text, parts, &rest);
	size_t at = 0;

	m->pattern = p;
	for (unsigned i = 0; i < n; i++) {
		struct slice next = i + 1 < n ? parts[i + 1].before : rest;
		size_t end;

		if (find(line, at, parts[i].before) != at)
			return false;
		at += parts[i].before.n;
		end = clause_is(&parts[i], '!')        ? at
		      : i + 1 == n && next.n == 0      ? line.n
		      : i + 1 == n && line.n >= next.n ? line.n - next.n
						       : find(line, at, next);
		if (end > line.n || end < at)
			return false;
		m->value[i] = trimmed(slice_of(line.p + at, end - at));
		if (m->value[i].n == 0 && !clause_is(&parts[i], '!'))
			return false;
		at = end;
	}
	return slice_eq(slice_of(line.p + at, line.n - at), rest);
}

static bool
read_day(struct slice s, struct jout *j)
{
	char day[11];

	if (s.n != 10 || s.p[2] != '/' || s.p[5] != '/')
		return false;
	memcpy(day, s.p + 6, 4);
	day[4] = day[7] = '-';
	memcpy(day + 5, s.p + 3, 2);
	memcpy(day + 8, s.p, 2);
	day[10] = '\0';
	jout_str(j, day);
	return true;
}

static bool
read_whole(struct slice s, struct jout *j)
{
	int64_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || i > 15)
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	jout_int(j, n);
	return s.n > 0;
}

static bool
read_list(struct slice s, bool whole, struct jout *j)
{
	struct slice semicolon = slice_text(";"), one;
	size_t at = 0, end;

	jout_array(j);
	while (at <= s.n) {
		end = find(s, at, semicolon);
		end = end > s.n ? s.n : end;
		one = trimmed(slice_of(s.p + at, end - at));
		if (one.n == 0 || (whole && !read_whole(one, j)))
			return false;
		if (!whole)
			jout_text(j, one);
		at = end + 1;
	}
	jout_array_end(j);
	return true;
}

static bool
read_members(const struct matched *m, struct jout *j)
{
	struct clause_part parts[PARTS_MOST];
	struct slice rest;
	unsigned n = clause_parts(m->pattern->text, parts, &rest);

	for (unsigned i = 0; i < n; i++) {
		bool good = true;

		jout_key(j, parts[i].name);
		if (clause_is(&parts[i], ','))
			good = read_list(m->value[i], clause_is(&parts[i], '#'),
			    j);
		else if (clause_is(&parts[i], '!'))
			jout_bool(j, true);
		else if (clause_is(&parts[i], '#'))
			good = read_whole(m->value[i], j);
		else if (clause_is(&parts[i], '@'))
			good = read_day(m->value[i], j);
		else
			jout_text(j, m->value[i]);
		if (!good)
			return false;
	}
	return true;
}

static const struct clause *
match_any(const struct clause_kind *k, struct slice line, struct matched *m)
{
	for (const struct clause *p = k->pattern; p->text != NULL; p++)
		if (match(p, line, m))
			return p;
	return NULL;
}

static unsigned
lines_of(struct slice text, struct slice out[LINES_MOST])
{
	struct slice feed = slice_text("\n"), one;
	unsigned n = 0;
	size_t at = 0, end;

	while (at <= text.n && n < LINES_MOST) {
		end = find(text, at, feed);
		end = end > text.n ? text.n : end;
		one = trimmed(slice_of(text.p + at, end - at));
		if (one.n > 0)
			out[n++] = one;
		at = end + 1;
	}
	return n;
}

static enum err
no_clause(struct fault *why, struct slice line, const char *of)
{
	return fault_set(why, ERR_MALFORMED, "",
	    "\"%.*s\" is no clause of %s (docs/criteria-format.md lists them).",
	    (int)(line.n < 80 ? line.n : 80), (const char *)line.p, of);
}

static void
put_share(const struct matched *m, struct jout *j)
{
	char level[64];
	struct slice s = m->value[0];

	(void)memcpy(level, s.p, s.n < 63 ? s.n : 63);
	level[s.n < 63 ? s.n : 63] = '\0';
	jout_key(j, level);
	jout_text(j, m->value[1]);
}

/* The elements of the kind's list, from the lines that are such. */
static bool
read_elements(const char *list, const struct matched *m, unsigned n,
    struct jout *j)
{
	bool shares = strcmp(list, "shares") == 0;

	jout_key(j, list);
	if (shares)
		jout_object(j);
	else
		jout_array(j);
	for (unsigned i = 0; i < n; i++) {
		if (m[i].pattern->list == NULL)
			continue;
		if (shares) {
			put_share(m + i, j);
			continue;
		}
		jout_object(j);
		if (!read_members(m + i, j))
			return false;
		jout_object_end(j);
	}
	if (shares)
		jout_object_end(j);
	else
		jout_array_end(j);
	return true;
}

static const struct clause_kind *
kind_begins(struct slice line)
{
	struct matched m;

	for (size_t i = 0; i < n_clause_kinds; i++)
		for (unsigned h = 0; h < clause_kinds[i].heads; h++)
			if (match(clause_kinds[i].pattern + h, line, &m))
				return clause_kinds + i;
	return NULL;
}

static enum err
read_clauses(const struct clause_kind *k, const struct slice *line, unsigned n,
    struct buf *json, struct fault *why)
{
	struct matched m[LINES_MOST];
	struct jout j = jout_start(json);
	const char *list = NULL;

	for (const struct clause *p = k->pattern; p->text != NULL; p++)
		list = p->list != NULL ? p->list : list;
	for (unsigned i = 0; i < n; i++)
		if (match_any(k, line[i], m + i) == NULL)
			return no_clause(why, line[i], k->type);
	jout_object(&j);
	jout_kstr(&j, "type", k->type);
	for (unsigned i = 0; i < n; i++)
		if (m[i].pattern->list == NULL && !read_members(m + i, &j))
			return no_clause(why, line[i], k->type);
	if (list != NULL && !read_elements(list, m, n, &j))
		return no_clause(why, line[0], k->type);
	jout_object_end(&j);
	return json->err;
}

enum err
rule_text_read(struct slice text, struct buf *json, struct fault *why)
{
	struct slice line[LINES_MOST];
	const struct clause_kind *k;
	unsigned n;

	text = trimmed(text);
	if (text.n > 0 && text.p[0] == '{') {
		buf_slice(json, text);
		return json->err;
	}
	n = lines_of(text, line);
	if (n == 0)
		return no_clause(why, text, "any rule");
	if ((k = kind_begins(line[0])) == NULL)
		return no_clause(why, line[0], "any rule");
	return read_clauses(k, line, n, json, why);
}
