/*
 * diff.c - two bundles compared, list by list.
 *
 * Knows the layout's table and JSON. Touches nothing.
 */
#include "store/annex/diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/annex/layout.h"
#include "store/annex/row_names.h"
#include "store/annex/rule_text.h"
#include "store/base/lay.h"

struct diffing {
	enum diff_language language;
	void (*tell)(void *self, const struct difference *d);
	void *self;
	enum bundle_part part;
	const struct noun *noun; /* NULL: settings, or a list unknown */
	const char *list;
	struct buf id, name, pointer, member, was, is, was_text, is_text;
	enum err err;
};

const char *
change_name(enum change change)
{
	static const char *const names[] = { "added", "removed", "changed" };

	return names[change];
}

/* A value as a person reads it: texts without quotes, rules as their text. */
static void
put_text(const struct jv *v, const struct column *c, struct buf *to)
{
	struct slice s;
	char room[64];

	buf_clear(to);
	if (jv_kind(v) == JSON_NONE)
		return;
	if (c != NULL && c->kind == COL_RULE && rule_text_put(v, to))
		return;
	if (!jv_text(v, &s))
		json_line(v, to);
	else if (c != NULL && c->kind == COL_WORD)
		buf_text(to, word_vi(c->words, s, room));
	else
		buf_slice(to, s);
}

static void
put_json(const struct jv *v, struct buf *to)
{
	buf_clear(to);
	if (jv_kind(v) != JSON_NONE)
		json_line(v, to);
}

static const char *
what_of(const struct diffing *d)
{
	bool vi = d->language == DIFF_VI;

	if (d->noun != NULL)
		return vi ? d->noun->vi : d->noun->en;
	if (d->list[0] != '\0')
		return d->list;
	return vi ? "Quy định chung" : "setting";
}

static void
tell(struct diffing *d, enum change change, const struct jv *was,
    const struct jv *is, const struct column *column)
{
	struct difference one = { .change = change, .part = d->part };

	put_json(was, &d->was);
	put_json(is, &d->is);
	put_text(was, column, &d->was_text);
	put_text(is, column, &d->is_text);
	one.list = d->list;
	one.id = buf_cstr(&d->id);
	one.pointer = buf_cstr(&d->pointer);
	one.was = buf_all(&d->was);
	one.is = buf_all(&d->is);
	one.what = what_of(d);
	one.name = buf_cstr(&d->name);
	one.member = buf_cstr(&d->member);
	one.was_text = buf_cstr(&d->was_text);
	one.is_text = buf_cstr(&d->is_text);
	d->tell(d->self, &one);
}

/* What a member is called, and its pointer, for as long as it is looked at. */
static void
enter_member(struct diffing *d, const char *key, const char *called)
{
	buf_print(&d->pointer, "/%s", key);
	if (d->member.n > 0)
		buf_text(&d->member, ", ");
	buf_text(&d->member, called);
}

static bool
has_rows(const struct jv *v)
{
	struct jv first = jv_at(v, 0);

	return jv_kind(v) == JSON_IS_ARRAY && jv_kind(&first) == JSON_IS_OBJECT;
}

static void compare(struct diffing *d, const struct jv *was,
    const struct jv *is, const struct column *column);

static const char *
called(struct diffing *d, const char *key, const struct column **column)
{
	const struct setting *s;
	char path[96];

	*column = d->noun != NULL ? noun_column(d->noun, key) : NULL;
	if (*column != NULL)
		return d->language == DIFF_VI ? (*column)->vi : (*column)->en;
	if (d->noun == NULL && d->list[0] == '\0') {
		(void)snprintf(path, sizeof path, "%s/%s",
		    buf_cstr(&d->pointer), key);
		if ((s = setting_of(d->part, path + 1)) != NULL)
			return d->language == DIFF_VI ? s->vi : s->en;
	}
	return key;
}

static void
compare_member(struct diffing *d, const char *key, const struct jv *was,
    const struct jv *is)
{
	size_t pointer = d->pointer.n, member = d->member.n;
	const struct column *column;
	const char *name = called(d, key, &column);

	enter_member(d, key, name);
	compare(d, was, is, column);
	d->pointer.n = pointer;
	d->member.n = member;
}

/* Members of both, then those only the new one has. Lists of rows are looked
 * at by themselves, in the table's order. */
static void
compare_objects(struct diffing *d, const struct jv *was, const struct jv *is,
    bool rows_too)
{
	struct jv a, b;
	void *it = NULL;

	while (jv_next(was, &it, &a)) {
		b = jv_get(is, a.key);
		if (rows_too || !(has_rows(&a) || has_rows(&b)))
			compare_member(d, a.key, &a, &b);
	}
	for (it = NULL; jv_next(is, &it, &b);) {
		a = jv_get(was, b.key);
		if (jv_kind(&a) == JSON_NONE && (rows_too || !has_rows(&b)))
			compare_member(d, b.key, &a, &b);
	}
}

static void
compare(struct diffing *d, const struct jv *was, const struct jv *is,
    const struct column *column)
{
	if (json_same(was, is))
		return;
	if (jv_kind(was) == JSON_IS_OBJECT && jv_kind(is) == JSON_IS_OBJECT &&
	    (column == NULL || column->kind != COL_RULE))
		compare_objects(d, was, is, true);
	else
		tell(d,
		    jv_kind(was) == JSON_NONE  ? CHANGE_ADDED
		    : jv_kind(is) == JSON_NONE ? CHANGE_REMOVED
					       : CHANGE_CHANGED,
		    was, is, column);
}

/* ---- lists ---- */

static void compare_lists(struct diffing *d, const char *within,
    const struct jv *was, const struct jv *is);

static void
set_row(struct diffing *d, const char *id, size_t base, const struct jv *row)
{
	struct jv name = jv_get(row, "name_vi");
	struct slice s;

	d->id.n = base;
	buf_print(&d->id, "%s%s", base > 0 ? "/" : "", id);
	buf_clear(&d->name);
	if (jv_text(&name, &s))
		buf_slice(&d->name, s);
}

/* A unit that is no more is shown with those that follow it: merged, split
 * or renamed. */
static void
name_successors(struct diffing *d, const struct jv *row)
{
	struct jv list = jv_get(row, "successors");
	struct slice s;

	for (size_t i = 0; i < jv_count(&list); i++) {
		struct jv one = jv_at(&list, i);

		if (!jv_text(&one, &s))
			continue;
		buf_text(&d->name, i == 0 ? " → " : ", ");
		buf_slice(&d->name, s);
	}
}

static void
compare_rows(struct diffing *d, const struct noun *noun, const char *list,
    const struct jv *was, const struct jv *is)
{
	struct named_row *rows = NULL;
	size_t base = d->id.n, n;

	n = rows_named(noun, was, is, &rows);
	if (rows == NULL) {
		d->err = ERR_NO_MEMORY;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		bool both = i + 1 < n && rows[i].old && !rows[i + 1].old &&
			    strcmp(rows[i].id, rows[i + 1].id) == 0;
		struct jv a = jv_at(was, rows[i].at);
		struct jv b = jv_at(is, both ? rows[i + 1].at : rows[i].at);
		const struct jv none = { .v = NULL };

		d->noun = noun;
		d->list = list;
		set_row(d, rows[i].id, base, both || !rows[i].old ? &b : &a);
		if (both) {
			compare_objects(d, &a, &b, false);
			compare_lists(d, list, &a, &b);
			i++;
		} else if (rows[i].old) {
			name_successors(d, &a);
			tell(d, CHANGE_REMOVED, &a, &none, NULL);
		} else {
			tell(d, CHANGE_ADDED, &none, &b, NULL);
		}
	}
	d->id.n = base;
	free(rows);
}

/* Every list of rows in two objects: the table's first, then others. */
static void
compare_lists(struct diffing *d, const char *within, const struct jv *was,
    const struct jv *is)
{
	struct jv a, b;
	void *it = NULL;

	for (unsigned i = 0; i < n_nouns; i++) {
		const struct noun *n = nouns + i;

		if (noun_of(d->part, within, n->list) != n)
			continue;
		a = jv_get(was, n->list);
		b = jv_get(is, n->list);
		compare_rows(d, n, n->list, &a, &b);
	}
	while (jv_next(is, &it, &b)) {
		a = jv_get(was, b.key);
		if (noun_of(d->part, within, b.key) == NULL &&
		    (has_rows(&a) || has_rows(&b)))
			compare_rows(d, NULL, b.key, &a, &b);
	}
	for (it = NULL; jv_next(was, &it, &a);) {
		b = jv_get(is, a.key);
		if (noun_of(d->part, within, a.key) == NULL && has_rows(&a) &&
		    jv_kind(&b) == JSON_NONE)
			compare_rows(d, NULL, a.key, &a, &b);
	}
}

static void
compare_part(struct diffing *d, enum bundle_part part, const struct jv *was,
    const struct jv *is)
{
	struct jv a = jv_get(was, bundle_part_name(part));
	struct jv b = jv_get(is, bundle_part_name(part));

	d->part = part;
	d->noun = NULL;
	d->list = "";
	buf_clear(&d->id);
	buf_clear(&d->name);
	compare_objects(d, &a, &b, false);
	compare_lists(d, NULL, &a, &b);
}

enum err
periods_diff(struct slice was, struct slice is, enum diff_language language,
    void (*told)(void *self, const struct difference *d), void *self,
    struct fault *why)
{
	struct diffing d = { .language = language, .tell = told, .self = self };
	struct json *a = NULL, *b = NULL;
	struct jv root_a, root_b;
	enum err e;

	if ((e = json_parse(was, 2 * BUNDLE_MOST, &a, why)) == OK &&
	    (e = json_parse(is, 2 * BUNDLE_MOST, &b, why)) == OK) {
		root_a = json_root(a);
		root_b = json_root(b);
		for (int i = 0; i < BUNDLE_PARTS; i++)
			compare_part(&d, (enum bundle_part)i, &root_a, &root_b);
		e = d.err;
	}
	json_free(&a);
	json_free(&b);
	buf_free(&d.id);
	buf_free(&d.name);
	buf_free(&d.pointer);
	buf_free(&d.member);
	buf_free(&d.was);
	buf_free(&d.is);
	buf_free(&d.was_text);
	buf_free(&d.is_text);
	return e;
}
