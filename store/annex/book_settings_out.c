/*
 * book_settings_out.c - the sheet of what is no list.
 *
 * Knows the layout's settings; the way back is book_settings.c.
 */
#include <stdio.h>
#include <string.h>

#include "store/annex/book_out.h"
#include "store/annex/book_writing.h"
#include "store/annex/cell.h"
#include "store/base/lay.h"

static void
put_setting(struct book *b, const char *name, const struct setting *s,
    const struct jv *v)
{
	struct column c = { .kind = s == NULL ? COL_TEXT : s->kind,
		.words = s == NULL ? NULL : s->words,
		.members = s == NULL ? NULL : s->members };
	char raw[96];

	buf_clear(&b->text);
	if (s == NULL || !cell_put(&c, v, &b->text)) {
		buf_clear(&b->text);
		json_line(v, &b->text);
		(void)snprintf(raw, sizeof raw, "%s", name);
	} else {
		(void)snprintf(raw, sizeof raw, "%s", s->vi);
	}
	book_cell(b, 0, raw, b->cell);
	book_cell(b, 1, buf_cstr(&b->text), b->cell);
	b->row++;
}

/* An object whose every member is a setting stands as these. */
static bool
all_settings(enum bundle_part part, const struct jv *object)
{
	struct jv v;
	void *it = NULL;
	char path[96];

	if (jv_kind(object) != JSON_IS_OBJECT || jv_count(object) == 0)
		return false;
	while (jv_next(object, &it, &v)) {
		(void)snprintf(path, sizeof path, "%s/%s", object->key, v.key);
		if (setting_of(part, path) == NULL)
			return false;
	}
	return true;
}

static void
put_settings_of(struct book *b, enum bundle_part part)
{
	struct jv of = jv_get(b->root, bundle_part_name(part)), v, inner;
	void *it = NULL, *in;
	char name[96], path[96];

	while (jv_next(&of, &it, &v)) {
		const struct noun *n = noun_of(part, NULL, v.key);

		if (strcmp(v.key, "format") == 0 ||
		    (n != NULL && jv_kind(&v) == JSON_IS_ARRAY &&
			(n->required || jv_count(&v) > 0)))
			continue;
		(void)snprintf(name, sizeof name, "%s/%s",
		    bundle_part_name(part), v.key);
		if (!all_settings(part, &v)) {
			put_setting(b, name, setting_of(part, v.key), &v);
			continue;
		}
		for (in = NULL; jv_next(&v, &in, &inner);) {
			(void)snprintf(path, sizeof path, "%s/%s", v.key,
			    inner.key);
			(void)snprintf(name, sizeof name, "%s/%s/%s",
			    bundle_part_name(part), v.key, inner.key);
			put_setting(b, name, setting_of(part, path), &inner);
		}
	}
}

void
book_put_settings(struct book *b)
{
	book_new_sheet(b, BOOK_SETTINGS);
	book_head(b, 0, BOOK_SETTING_NAME, 36);
	book_head(b, 1, BOOK_SETTING_VALUE, 80);
	for (int i = 0; i < BUNDLE_PARTS; i++)
		put_settings_of(b, (enum bundle_part)i);
}
