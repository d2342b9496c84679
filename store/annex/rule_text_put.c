/*
 * rule_text_put.c - a rule to its clauses.
 *
 * Knows how the table of clauses is written out, and nothing of any kind.
 */
#include <string.h>

#include "store/annex/rule_clause.h"
#include "store/annex/rule_text.h"
#include "store/base/lay.h"

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
put_element_of_list(const struct clause_part *p, const struct jv *v,
    struct buf *to)
{
	struct slice s;
	int64_t n;

	if (clause_is(p, '#')) {
		if (!jv_int(v, &n))
			return false;
		buf_i64(to, n);
		return true;
	}
	if (!jv_text(v, &s))
		return false;
	buf_slice(to, s);
	return true;
}

static bool
put_list(const struct clause_part *p, const struct jv *v, struct buf *to)
{
	for (size_t i = 0; i < jv_count(v); i++) {
		struct jv one = jv_at(v, i);

		buf_text(to, i == 0 ? "" : "; ");
		if (!put_element_of_list(p, &one, to))
			return false;
	}
	return jv_kind(v) == JSON_IS_ARRAY;
}

static bool
put_value(const struct clause_part *p, const struct jv *v, struct buf *to)
{
	struct slice s;
	int64_t n;
	bool b;

	if (clause_is(p, ','))
		return put_list(p, v, to);
	if (clause_is(p, '!'))
		return jv_bool(v, &b) && b;
	if (clause_is(p, '#')) {
		if (!jv_int(v, &n))
			return false;
		buf_i64(to, n);
		return true;
	}
	if (!jv_text(v, &s))
		return false;
	if (clause_is(p, '@'))
		return put_day(s, to);
	buf_slice(to, s);
	return true;
}

/* Writes the pattern with the object's members; false when it has not all of
 * them, or `used` of them are not the pattern's. */
static bool
put_pattern(const struct clause *pattern, const struct jv *object,
    struct buf *to, size_t *used)
{
	struct clause_part parts[PARTS_MOST];
	struct slice rest;
	unsigned n = clause_parts(pattern->text, parts, &rest);
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
put_element(const struct clause_kind *k, const char *list, const struct jv *v,
    struct buf *to)
{
	size_t used;

	for (const struct clause *p = k->pattern; p->text != NULL; p++) {
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
put_elements(const struct clause_kind *k, const struct jv *rule,
    const char *list, struct buf *to)
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

static const struct clause_kind *
kind_of(const struct jv *rule)
{
	struct jv type = jv_get(rule, "type");
	struct slice s;

	for (size_t i = 0; jv_text(&type, &s) && i < n_clause_kinds; i++)
		if (slice_is(s, clause_kinds[i].type))
			return clause_kinds + i;
	return NULL;
}

/* The head; the patterns behind it say the rest. */
static bool
put_head(const struct clause_kind *k, const struct jv *rule, struct buf *to)
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
put_clauses(const struct clause_kind *k, const struct jv *rule, struct buf *to)
{
	const struct clause *p = k->pattern + k->heads;
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
	const struct clause_kind *k = kind_of(rule);
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
