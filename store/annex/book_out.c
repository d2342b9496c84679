/*
 * book_out.c - a bundle to a workbook.
 *
 * Knows the layout's table and libxlsxwriter. Touches the file it writes.
 */
#include "store/annex/book_out.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/annex/book_writing.h"
#include "store/base/lay.h"

static void
put_list(struct book *b, const struct noun *n)
{
	struct jv part = jv_get(b->root, bundle_part_name(n->part));
	struct jv list = jv_get(&part, n->within != NULL ? n->within : n->list);
	struct heads h;

	if (n->within == NULL && !n->required && jv_count(&list) == 0)
		return;
	book_new_sheet(b, n->sheet);
	h = book_heads(b, n);
	for (size_t i = 0; i < jv_count(&list); i++) {
		struct jv one = jv_at(&list, i), id = jv_get(&one, "id");
		struct jv rows = jv_get(&one, n->list);
		struct slice s = SLICE_NONE;
		struct buf parent = { 0 };

		if (n->within == NULL) {
			book_put_row(b, &h, &one, NULL, b->cell);
			continue;
		}
		(void)jv_text(&id, &s);
		buf_slice(&parent, s);
		for (size_t k = 0; k < jv_count(&rows); k++) {
			struct jv row = jv_at(&rows, k);

			book_cell(b, 0, buf_cstr(&parent), b->cell);
			book_put_row(b, &h, &row, NULL, b->cell);
		}
		buf_free(&parent);
	}
}

/* ---- the annex: fields as headings, their criteria below ---- */

static lxw_col_t
column_at(const struct heads *h, const char *key)
{
	return h->at[noun_column(h->noun, key) - h->noun->column];
}

const struct field_mark field_marks[FIELD_MARKS] = {
	{ "Lĩnh vực", NULL, NULL },
	{ "Lĩnh vực khảo sát", "survey", NULL },
	{ "Lĩnh vực cộng điểm", "outside", "bonus" },
	{ "Lĩnh vực trừ điểm", "outside", "penalty" },
};

static const struct field_mark *
mark_of(const struct jv *field)
{
	for (unsigned i = 1; i < FIELD_MARKS; i++) {
		struct jv v = jv_get(field, field_marks[i].member);
		struct slice s;
		bool is;

		if (field_marks[i].value == NULL
			? jv_bool(&v, &is) && is
			: jv_text(&v, &s) && slice_is(s, field_marks[i].value))
			return field_marks + i;
	}
	return field_marks;
}

static void
put_field(struct book *b, const struct heads *h, const struct jv *field)
{
	const struct field_mark *mark = mark_of(field);

	book_cell(b, column_at(h, "mode"), mark->vi, b->field);
	book_put_row(b, h, field, mark->member, b->field);
}

static size_t
index_of(const struct jv *list, const struct jv *id)
{
	for (size_t i = 0; i < jv_count(list); i++) {
		struct jv one = jv_at(list, i), its = jv_get(&one, "id");

		if (json_same(&its, id))
			return i;
	}
	return jv_count(list);
}

/* A criterion names its field only where it is not the heading above it. */
static void
put_annex(struct book *b)
{
	struct jv part = jv_get(b->root, "criteria");
	struct jv fields = jv_get(&part, "fields");
	struct jv leaves = jv_get(&part, "leaves");
	const struct noun *n = noun_of(BUNDLE_CRITERIA, NULL, "leaves");
	size_t shown = 0;
	struct heads h;

	book_new_sheet(b, n->sheet);
	h = book_heads(b, n);
	for (size_t i = 0; i < jv_count(&leaves); i++) {
		struct jv leaf = jv_at(&leaves, i);
		struct jv of = jv_get(&leaf, "field");
		size_t field = index_of(&fields, &of);

		while (shown <= field && shown < jv_count(&fields)) {
			struct jv one = jv_at(&fields, shown++);

			put_field(b, &h, &one);
		}
		book_put_row(b, &h, &leaf, field + 1 == shown ? "field" : NULL,
		    b->cell);
	}
	while (shown < jv_count(&fields)) {
		struct jv one = jv_at(&fields, shown++);

		put_field(b, &h, &one);
	}
}

/* ---- the whole ---- */

static void
name_blocks(struct book *b, struct buf *names)
{
	struct jv part = jv_get(b->root, "criteria");
	struct jv blocks = jv_get(&part, "blocks");
	size_t at[BLOCKS_SHOWN] = { 0 };

	for (size_t i = 0; i < jv_count(&blocks) && i < BLOCKS_SHOWN; i++) {
		struct jv one = jv_at(&blocks, i), id = jv_get(&one, "id");
		struct slice s = SLICE_NONE;

		(void)jv_text(&id, &s);
		at[i] = names->n;
		buf_slice(names, s);
		buf_byte(names, 0);
		b->n_blocks++;
	}
	for (unsigned i = 0; i < b->n_blocks; i++)
		b->block[i] = buf_cstr(names) + at[i];
}

static void
make_formats(struct book *b)
{
	lxw_format **all[] = { &b->title, &b->head, &b->cell, &b->field };

	for (unsigned i = 0; i < sizeof all / sizeof *all; i++) {
		*all[i] = workbook_add_format(b->file);
		format_set_font_name(*all[i], "Times New Roman");
		format_set_font_size(*all[i], i == 0 ? 14 : 11);
		format_set_align(*all[i], LXW_ALIGN_VERTICAL_TOP);
		if (i == 0)
			continue;
		format_set_text_wrap(*all[i]);
		format_set_border(*all[i], LXW_BORDER_THIN);
		format_set_num_format(*all[i], "@"); /* points stay texts */
	}
	format_set_bold(b->title);
	format_set_bold(b->head);
	format_set_bold(b->field);
	format_set_align(b->head, LXW_ALIGN_CENTER);
	format_set_bg_color(b->head, 0xD9E2F3);
}

enum err
book_begin(struct book *b, const char *path)
{
	if ((b->file = workbook_new(path)) == NULL)
		return ERR_NO_MEMORY;
	make_formats(b);
	return OK;
}

static enum err
write_book(struct book *b, const char *path)
{
	struct buf names = { 0 };
	lxw_error failed;

	enum err e = book_begin(b, path);

	if (e != OK)
		return e;
	name_blocks(b, &names);
	book_put_settings(b);
	put_annex(b);
	for (unsigned i = 0; i < n_nouns; i++)
		if (strcmp(nouns[i].list, "fields") != 0 &&
		    strcmp(nouns[i].list, "leaves") != 0)
			put_list(b, nouns + i);
	failed = workbook_close(b->file);
	buf_free(&names);
	return b->failed || failed != LXW_NO_ERROR ? ERR_IO : OK;
}

enum err
book_write(struct slice bundle, const char *path, struct fault *why)
{
	struct book b = { .file = NULL };
	struct json *doc = NULL;
	struct jv root;
	enum err e;

	if (access(path, F_OK) == 0)
		return fault_set(why, ERR_EXISTS, "", "%s is there already.",
		    path);
	if ((e = json_parse(bundle, 2 * BUNDLE_MOST, &doc, why)) != OK)
		return e;
	root = json_root(doc);
	b.root = &root;
	if ((e = write_book(&b, path)) != OK)
		(void)fault_set(why, e, "", "%s cannot be written: %s.", path,
		    err_words(e));
	json_free(&doc);
	buf_free(&b.text);
	return e;
}
