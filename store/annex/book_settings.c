/*
 * book_settings.c - the sheet of what is no list: a setting a row.
 *
 * Knows the layout's settings; what has no name of its own is called by its
 * part and key, "period/life", and its value is JSON.
 */
#include <stdio.h>
#include <string.h>

#include "store/annex/book_out.h"
#include "store/annex/book_reading.h"
#include "store/annex/layout.h"

/* The row of a setting, by its Vietnamese name; NULL if there is none. */
static const struct book_row *
setting_row(const struct book_sheet *s, const char *name)
{
	int column = book_column(s, BOOK_SETTING_NAME);
	const struct word words[] = { { "1", name }, { "", "" } };

	for (unsigned i = 0; i < s->n; i++)
		if (word_is(words, cell_of(s->row + i, column)) != NULL &&
		    cell_of(s->row + i, column).n > 0)
			return s->row + i;
	return NULL;
}

static void
read_setting(struct reading_book *r, const struct book_sheet *s,
    const struct setting *set, const struct book_row *row, const char *inner)
{
	const struct column c = { set->path, set->vi, set->en, set->kind,
		set->words, set->members };
	const char *slash = strchr(set->path, '/');
	char at[96];

	(void)snprintf(at, sizeof at, "/%s%s%.*s", bundle_part_name(set->part),
	    slash == NULL ? "" : "/",
	    slash == NULL ? 0 : (int)(slash - set->path), set->path);
	book_member(r, s, row, &c, book_column(s, BOOK_SETTING_VALUE), inner,
	    NULL, at);
}

/* Settings of one object, "self_review/…", stand together in the table. */
static void
read_named(struct reading_book *r, const struct book_sheet *s,
    enum bundle_part part)
{
	char open[64] = "";

	for (unsigned i = 0; i < n_settings; i++) {
		const struct setting *set = settings + i;
		const char *slash = strchr(set->path, '/');
		const struct book_row *row;
		size_t n = slash == NULL ? 0 : (size_t)(slash - set->path);

		if (set->part != part ||
		    (row = setting_row(s, set->vi)) == NULL ||
		    cell_of(row, book_column(s, BOOK_SETTING_VALUE)).n == 0)
			continue;
		if (open[0] != '\0' &&
		    (strlen(open) != n || memcmp(open, set->path, n) != 0)) {
			jout_object_end(&r->j);
			open[0] = '\0';
		}
		if (n > 0 && open[0] == '\0') {
			memcpy(open, set->path, n);
			open[n] = '\0';
			jout_key(&r->j, open);
			jout_object(&r->j);
		}
		read_setting(r, s, set, row,
		    slash == NULL ? set->path : slash + 1);
	}
	if (open[0] != '\0')
		jout_object_end(&r->j);
}

/* Members without a name of their own: "period/life", their value as JSON. */
static void
read_raw(struct reading_book *r, const struct book_sheet *s,
    enum bundle_part part)
{
	int name = book_column(s, BOOK_SETTING_NAME);
	int value = book_column(s, BOOK_SETTING_VALUE);
	char prefix[32], at[96];
	size_t n;

	n = (size_t)snprintf(prefix, sizeof prefix, "%s/",
	    bundle_part_name(part));
	for (unsigned i = 0; i < s->n; i++) {
		const struct book_row *row = s->row + i;
		struct slice called = cell_of(row, name);
		struct slice text = cell_of(row, value);
		struct fault why = { 0 };
		struct json *doc = NULL;

		if (called.p == NULL || called.n <= n ||
		    memcmp(called.p, prefix, n) != 0 || text.n == 0)
			continue;
		(void)snprintf(at, sizeof at, "/%.*s", (int)called.n,
		    (const char *)called.p);
		book_remember(r, at, s, row->line, value);
		if (json_parse(text, 64 << 10, &doc, &why) != OK) {
			book_fault(r->fs, s, row->line, (unsigned)value,
			    why.err, why.detail);
		} else {
			jout_key(&r->j, at + 1 + n);
			jout_raw(&r->j, text);
		}
		json_free(&doc);
	}
}

void
book_settings_unknown(struct reading_book *r, const struct book_sheet *s)
{
	int column = book_column(s, BOOK_SETTING_NAME);

	for (unsigned i = 0; i < s->n; i++) {
		struct slice called = cell_of(s->row + i, column);
		bool known =
		    called.n == 0 || memchr(called.p, '/', called.n) != NULL;

		for (unsigned k = 0; k < n_settings && !known; k++) {
			const struct word words[] = { { "1", settings[k].vi },
				{ "", "" } };

			known = word_is(words, called) != NULL;
		}
		if (!known)
			book_fault(r->fs, s, s->row[i].line,
			    column < 0 ? 0 : (unsigned)column,
			    ERR_UNKNOWN_FIELD,
			    "There is no such setting of a period.");
	}
}

void
book_settings(struct reading_book *r, const struct book_sheet *s,
    enum bundle_part part)
{
	read_named(r, s, part);
	read_raw(r, s, part);
}
