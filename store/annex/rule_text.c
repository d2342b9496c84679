/*
 * rule_text.c - rules to clauses and back, by one table of patterns.
 *
 * Knows the members of every kind of rule (docs/criteria-format.md), not what
 * they mean. A pattern is words and {members}; what stands between two words
 * is the member's value. The first pattern that matches a line is its clause.
 */
#include "store/annex/rule_text.h"

#include <string.h>

#include "store/annex/lay.h"
#include "store/base/json_out.h"

#define LINES_MOST 64
#define PATTERNS_MOST 14
#define PARTS_MOST 8

/*
 * {name}   a text              {name#}  a whole number
 * {name@}  a day, 31/12/2025   {name,}  texts with ";" between
 * {name#,} whole numbers       {name!}  true, and no word of the line
 * `list`: the line is an element of that array; "shares": a member of that
 * object, its name in {=} and its value in {:}.
 */
struct pattern {
	const char *list; /* NULL: members of the rule itself */
	const char *text;
};

struct kind {
	const char *type;
	unsigned heads; /* the first so many patterns: one of them begins it */
	struct pattern pattern[PATTERNS_MOST];
};

#define NA_IF                                                                  \
	{                                                                      \
		NULL, "Không áp dụng nếu {na_if}"                        \
	}
#define WHEN_ZERO                                                              \
	{                                                                      \
		NULL, "Mẫu số bằng 0: {when_zero}"                       \
	}

/* The head tells the kind, so no two kinds begin alike. */
/* clang-format off */
static const struct kind kinds[] = {
	{ "BOOL", 1, { { NULL, "Có {var}: điểm tối đa; không có: 0 điểm" }, NA_IF } },
	{ "DEADLINE", 1, {
		{ NULL, "Ban hành {var} chậm nhất ngày {by@}: điểm tối đa" },
		{ NULL, "Ban hành muộn hơn: {late} × điểm tối đa" },
		{ NULL, "Không ban hành: {none} × điểm tối đa" },
		{ NULL, "Không phải thực hiện khi {not_obliged}: điểm tối đa" }, NA_IF } },
	{ "RATIO", 1, {
		{ NULL, "Tỷ lệ {num} / {den}, nhân điểm tối đa" },
		{ NULL, "Dưới {floor}: 0 điểm" }, WHEN_ZERO, NA_IF } },
	{ "STEP", 2, {
		{ NULL, "Theo bậc của tỷ lệ {num} / {den}" },
		{ NULL, "Theo bậc của {var}" },
		{ "steps", "Từ {>=} trở lên: {share} × điểm tối đa" },
		{ "steps", "Trên {>}: {share} × điểm tối đa" },
		{ "steps", "Đến {<=}: {share} × điểm tối đa" },
		{ "steps", "Dưới {<}: {share} × điểm tối đa" },
		{ NULL, "Còn lại: {otherwise} × điểm tối đa" }, WHEN_ZERO, NA_IF } },
	{ "LEVEL", 1, {
		{ NULL, "Theo mức của {var}" },
		{ "shares", "Mức \"{=}\": {:} × điểm tối đa" }, NA_IF } },
	{ "DEDUCT", 1, {
		{ NULL, "Điểm tối đa, trừ dần" },
		{ NULL, "Bằng 0 khi {zero_if}" },
		{ "deduct", "Mỗi {var}: trừ {points} điểm" },
		{ "deduct", "Mỗi {var}: trừ {share} × điểm tối đa" }, NA_IF } },
	{ "COUNT", 1, { { NULL, "Cứ mỗi {var} được {per} điểm" }, NA_IF } },
	{ "CHECKLIST", 2, {
		{ NULL, "Chia đều cho các nội dung đạt được{equal!}" },
		{ NULL, "Cộng các nội dung đạt được" },
		{ "items", "Có {var}: {points} điểm" },
		{ "items", "Có {var}: {share} × điểm tối đa" },
		{ "items", "Có {var}" },
		{ "items", "Số {var} từ {at_least#}: {points} điểm" },
		{ "items", "Số {var} từ {at_least#}: {share} × điểm tối đa" },
		{ "items", "Số {var} từ {at_least#}" }, NA_IF } },
	{ "RELATIVE", 1, {
		{ NULL, "Năm nay {now} so với năm trước {before}, nhân điểm tối đa" },
		{ NULL, "Dưới {floor}: 0 điểm" }, NA_IF } },
	{ "JUDGED", 1, { { NULL, "Chấm trực tiếp {var}, bước {step} điểm" }, NA_IF } },
	{ "CASES", 1, {
		{ NULL, "Theo trường hợp, lấy trường hợp đúng đầu tiên" },
		{ "cases", "Nếu {when} thì không áp dụng{not_applicable!}" },
		{ "cases", "Nếu {when} thì {points}" },
		{ NULL, "Còn lại {otherwise}" }, NA_IF } },
	{ "SURVEY", 1, { { NULL, "Điều tra xã hội học: trung bình các phương án {percents,} (%)" } } },
	{ "SIPAS", 1, { { NULL, "Mức độ hài lòng: tỷ lệ câu trả lời mức {satisfied#,}" } } },
};
/* clang-format on */
#define N_KINDS (sizeof kinds / sizeof *kinds)

/* A pattern's {part}: its member's name and how it is written. */
struct part {
	struct slice before; /* the words before it */
	char name[24];
	char how[3];
};

/* Takes a pattern apart; the words behind the last part in `*rest`. */
static unsigned
parts_of(const char *text, struct part out[PARTS_MOST], struct slice *rest)
{
	unsigned n = 0;
	const char *open;

	while ((open = strchr(text, '{')) != NULL) {
		const char *close = strchr(open, '}');
		size_t length = (size_t)(close - open) - 1, how = 0;

		out[n] = (struct part){ .before = slice_of(text,
					    (size_t)(open - text)) };
		while (length > 1 && strchr("#@,!", open[length]) != NULL &&
		       how < 2) {
			out[n].how[how++] = open[length--];
		}
		memcpy(out[n].name, open + 1, length);
		n++;
		text = close + 1;
	}
	*rest = slice_text(text);
	return n;
}

static bool
is_how(const struct part *p, char how)
{
	return strchr(p->how, how) != NULL && how != '\0';
}

/* ---- to text ---- */

static bool
put_day(struct slice s, struct buf *to)
{
	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	buf_print(to, "%.2s/%.2s/%.4s", (const char *)s.p + 8,
	    (const char *)s.p + 5, (const char *)s.p);
	return true;
}

static bool
put_list(const struct part *p, const struct jv *v, struct buf *to)
{
	for (size_t i = 0; i < jv_count(v); i++) {
		struct jv one = jv_at(v, i);
		struct slice s;
		int64_t n;

		buf_text(to, i == 0 ? "" : "; ");
		if (is_how(p, '#') ? !jv_int(&one, &n) : !jv_text(&one, &s))
			return false;
		if (is_how(p, '#'))
			buf_i64(to, n);
		else
			buf_slice(to, s);
	}
	return jv_kind(v) == JSON_IS_ARRAY;
}

static bool
put_value(const struct part *p, const struct jv *v, struct buf *to)
{
	struct slice s;
	int64_t n;
	bool b;

	if (is_how(p, ','))
		return put_list(p, v, to);
	if (is_how(p, '!'))
		return jv_bool(v, &b) && b;
	if (is_how(p, '#')) {
		if (!jv_int(v, &n))
			return false;
		buf_i64(to, n);
		return true;
	}
	if (!jv_text(v, &s))
		return false;
	if (is_how(p, '@'))
		return put_day(s, to);
	buf_slice(to, s);
	return true;
}

/* Writes the pattern with the object's members; false when it has not all of
 * them, or `used` of them are not the pattern's. */
static bool
put_pattern(const struct pattern *pattern, const struct jv *object,
    struct buf *to, size_t *used)
{
	struct part parts[PARTS_MOST];
	struct slice rest;
	unsigned n = parts_of(pattern->text, parts, &rest);
	size_t start = to->n;

	for (unsigned i = 0; i < n; i++) {
		struct jv v = jv_get(object, parts[i].name);

		buf_slice(to, parts[i].before);
		if (!put_value(&parts[i], &v, to)) {
			to->n = start;
			return false;
		}
	}
	buf_slice(to, rest);
	*used = n;
	return true;
}

static bool
put_element(const struct kind *k, const char *list, const struct jv *v,
    struct buf *to)
{
	size_t used;

	for (const struct pattern *p = k->pattern; p->text != NULL; p++) {
		size_t start = to->n;

		if (p->list == NULL || strcmp(p->list, list) != 0)
			continue;
		buf_byte(to, '\n');
		if (put_pattern(p, v, to, &used) && used == jv_count(v))
			return true;
		to->n = start;
	}
	return false;
}

static bool
put_shares(const struct jv *shares, struct buf *to)
{
	struct jv v;
	struct slice s;
	void *it = NULL;

	while (jv_next(shares, &it, &v)) {
		if (!jv_text(&v, &s))
			return false;
		buf_print(to, "\nMức \"%s\": %.*s × điểm tối đa", v.key,
		    (int)s.n, (const char *)s.p);
	}
	return true;
}

static bool
put_elements(const struct kind *k, const struct jv *rule, const char *list,
    struct buf *to)
{
	struct jv v = jv_get(rule, list);

	if (strcmp(list, "shares") == 0)
		return put_shares(&v, to);
	for (size_t i = 0; i < jv_count(&v); i++) {
		struct jv one = jv_at(&v, i);

		if (!put_element(k, list, &one, to))
			return false;
	}
	return true;
}

static const struct kind *
kind_of(const struct jv *rule)
{
	struct jv type = jv_get(rule, "type");
	struct slice s;

	for (size_t i = 0; jv_text(&type, &s) && i < N_KINDS; i++)
		if (slice_is(s, kinds[i].type))
			return kinds + i;
	return NULL;
}

/* The head; the patterns behind it say the rest. */
static bool
put_head(const struct kind *k, const struct jv *rule, struct buf *to)
{
	size_t used;

	for (unsigned i = 0; i < k->heads; i++)
		if (put_pattern(k->pattern + i, rule, to, &used))
			return true;
	return false;
}

/* The clauses of the rule's own members; its elements' where the first
 * pattern of their list stands. */
static bool
put_clauses(const struct kind *k, const struct jv *rule, struct buf *to)
{
	const struct pattern *p = k->pattern + k->heads;
	bool listed = false;
	size_t used, start;

	if (!put_head(k, rule, to))
		return false;
	for (; p->text != NULL; p++) {
		start = to->n;
		if (p->list == NULL) {
			buf_byte(to, '\n');
			if (!put_pattern(p, rule, to, &used))
				to->n = start;
		} else if (!listed) {
			if (!put_elements(k, rule, p->list, to))
				return false;
			listed = true;
		}
	}
	return true;
}

static bool
reads_back(const struct jv *rule, struct slice text)
{
	struct buf json = { 0 };
	struct json *doc = NULL;
	struct jv back;
	bool same = false;

	if (rule_text_read(text, &json, NULL) == OK &&
	    json_parse(buf_all(&json), 1 << 20, &doc, NULL) == OK) {
		back = json_root(doc);
		same = json_same(rule, &back);
	}
	json_free(&doc);
	buf_free(&json);
	return same;
}

bool
rule_text_put(const struct jv *rule, struct buf *to)
{
	const struct kind *k = kind_of(rule);
	size_t start = to->n;

	if (k != NULL && put_clauses(k, rule, to) &&
	    reads_back(rule, slice_of(to->p + start, to->n - start)))
		return true;
	to->n = start;
	return false;
}

void
rule_text_put_any(const struct jv *rule, struct buf *to)
{
	if (!rule_text_put(rule, to))
		json_line(rule, to);
}

/* ---- from text ---- */

struct matched {
	const struct pattern *pattern;
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
match(const struct pattern *p, struct slice line, struct matched *m)
{
	struct part parts[PARTS_MOST];
	struct slice rest;
	unsigned n = parts_of(p->text, parts, &rest);
	size_t at = 0;

	m->pattern = p;
	for (unsigned i = 0; i < n; i++) {
		struct slice next = i + 1 < n ? parts[i + 1].before : rest;
		size_t end;

		if (find(line, at, parts[i].before) != at)
			return false;
		at += parts[i].before.n;
		end = is_how(&parts[i], '!')           ? at
		      : i + 1 == n && next.n == 0      ? line.n
		      : i + 1 == n && line.n >= next.n ? line.n - next.n
						       : find(line, at, next);
		if (end > line.n || end < at)
			return false;
		m->value[i] = trimmed(slice_of(line.p + at, end - at));
		if (m->value[i].n == 0 && !is_how(&parts[i], '!'))
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
	struct part parts[PARTS_MOST];
	struct slice rest;
	unsigned n = parts_of(m->pattern->text, parts, &rest);

	for (unsigned i = 0; i < n; i++) {
		bool good = true;

		jout_key(j, parts[i].name);
		if (is_how(&parts[i], ','))
			good =
			    read_list(m->value[i], is_how(&parts[i], '#'), j);
		else if (is_how(&parts[i], '!'))
			jout_bool(j, true);
		else if (is_how(&parts[i], '#'))
			good = read_whole(m->value[i], j);
		else if (is_how(&parts[i], '@'))
			good = read_day(m->value[i], j);
		else
			jout_text(j, m->value[i]);
		if (!good)
			return false;
	}
	return true;
}

static const struct pattern *
match_any(const struct kind *k, struct slice line, struct matched *m)
{
	for (const struct pattern *p = k->pattern; p->text != NULL; p++)
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

static const struct kind *
kind_begins(struct slice line)
{
	struct matched m;

	for (size_t i = 0; i < N_KINDS; i++)
		for (unsigned h = 0; h < kinds[i].heads; h++)
			if (match(kinds[i].pattern + h, line, &m))
				return kinds + i;
	return NULL;
}

static enum err
read_clauses(const struct kind *k, const struct slice *line, unsigned n,
    struct buf *json, struct fault *why)
{
	struct matched m[LINES_MOST];
	struct jout j = jout_start(json);
	const char *list = NULL;

	for (const struct pattern *p = k->pattern; p->text != NULL; p++)
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
	const struct kind *k;
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
