/*
 * book_rows_out.c - a sheet, its columns and its rows.
 *
 * Knows how a list of the layout's table lies in a sheet.
 */
#include <stdio.h>
#include <string.h>

#include "store/annex/book_out.h"
#include "store/annex/book_writing.h"
#include "store/annex/cell.h"
#include "store/base/lay.h"

void
book_cell(struct book *b, lxw_col_t col, const char *text, lxw_format *format)
{
	if (worksheet_write_string(b->sheet, b->row, col, text, format) !=
	    LXW_NO_ERROR)
		b->failed = true;
}

void
book_head(struct book *b, lxw_col_t col, const char *text, double width)
{
	(void)worksheet_set_column(b->sheet, col, col, width, NULL);
	if (worksheet_write_string(b->sheet, HEAD_ROW, col, text, b->head) !=
	    LXW_NO_ERROR)
		b->failed = true;
}

void
book_new_sheet(struct book *b, const char *name)
{
	b->sheet = workbook_add_worksheet(b->file, name);
	if (b->sheet == NULL) {
		b->failed = true;
		return;
	}
	(void)worksheet_write_string(b->sheet, 0, 0, name, b->title);
	worksheet_freeze_panes(b->sheet, HEAD_ROW + 1, 0);
	worksheet_set_landscape(b->sheet);
	worksheet_repeat_rows(b->sheet, HEAD_ROW, HEAD_ROW);
	worksheet_fit_to_pages(b->sheet, 1, 0);
	worksheet_set_paper(b->sheet, 9); /* A4 */
	b->row = HEAD_ROW + 1;
}

static double
width_of(const struct column *c)
{
	switch (c->kind) {
	case COL_RULE:
		return 48;
	case COL_LINES:
	case COL_OBJECTS:
	case COL_WORD:
		return 24;
	case COL_MOMENT:
		return 18;
	case COL_WHOLE:
	case COL_FLAG:
		return 10;
	default:
		return strcmp(c->key, "name_vi") == 0 ||
			       strcmp(c->key, "evidence_vi") == 0 ||
			       strcmp(c->key, "text_vi") == 0 ||
			       strcmp(c->key, "label") == 0
			   ? 42
			   : 14;
	}
}

struct heads
book_heads(struct book *b, const struct noun *n)
{
	struct heads h = { .noun = n };
	const struct noun *parent =
	    n->within == NULL ? NULL : noun_of(n->part, NULL, n->within);
	lxw_col_t col = 0;
	char text[160];

	if (parent != NULL)
		book_head(b, col++, parent->vi, 14);
	for (unsigned i = 0; n->column[i].key != NULL; i++) {
		const struct column *c = n->column + i;

		h.at[i] = col;
		if (c->kind != COL_BY_BLOCK) {
			book_head(b, col++, c->vi, width_of(c));
			continue;
		}
		for (unsigned k = 0; k < b->n_blocks; k++) {
			(void)snprintf(text, sizeof text, "%s: %s", c->vi,
			    b->block[k]);
			book_head(b, col++, text, 12);
		}
	}
	h.width = col;
	if (n->plain)
		return h;
	book_head(b, h.source = col++, source_column.vi, 30);
	book_head(b, h.assumed = col++, assumed_column.vi, 10);
	book_head(b, h.other = col++, BOOK_OTHER, 20);
	h.width = col;
	return h;
}

/* The points of each block; false when there is any other member. */
static bool
put_by_block(struct book *b, lxw_col_t col, const struct jv *v,
    lxw_format *format)
{
	struct slice s;
	size_t found = 0;

	for (unsigned k = 0; k < b->n_blocks; k++) {
		struct jv points = jv_get(v, b->block[k]);

		found += jv_text(&points, &s) && s.n > 0;
	}
	if (found == 0 || found != jv_count(v))
		return false;
	for (unsigned k = 0; k < b->n_blocks; k++) {
		struct jv points = jv_get(v, b->block[k]);

		if (!jv_text(&points, &s))
			continue;
		buf_clear(&b->text);
		buf_slice(&b->text, s);
		book_cell(b, (lxw_col_t)(col + k), buf_cstr(&b->text), format);
	}
	return true;
}

static bool
put_member(struct book *b, const struct column *c, lxw_col_t col,
    const struct jv *v, lxw_format *format)
{
	int64_t n;

	if (c->kind == COL_BY_BLOCK)
		return put_by_block(b, col, v, format);
	buf_clear(&b->text);
	if (!cell_put(c, v, &b->text))
		return false;
	if (c->kind == COL_WHOLE && jv_int(v, &n))
		(void)worksheet_write_number(b->sheet, b->row, col, (double)n,
		    format);
	else
		book_cell(b, col, buf_cstr(&b->text), format);
	return true;
}

/* Is it a list that has a sheet of its own? */
static bool
has_sheet(const struct noun *n, const struct jv *member)
{
	return noun_of(n->part, n->list, member->key) != NULL &&
	       jv_kind(member) == JSON_IS_ARRAY;
}

static void
put_other(const struct jv *member, struct buf *other)
{
	struct jout j = jout_start(other);

	buf_byte(other, other->n == 0 ? '{' : ',');
	jout_str(&j, member->key);
	buf_byte(other, ':');
	json_line(member, other);
}

void
book_put_row(struct book *b, const struct heads *h, const struct jv *object,
    const char *skip, lxw_format *format)
{
	struct buf other = { 0 };
	struct jv member;
	void *it = NULL;

	while (jv_next(object, &it, &member)) {
		const struct column *c = noun_column(h->noun, member.key);
		lxw_col_t col = c == &source_column    ? h->source
				: c == &assumed_column ? h->assumed
				: c == NULL            ? 0
					    : h->at[c - h->noun->column];

		if (has_sheet(h->noun, &member) ||
		    (skip != NULL && strcmp(skip, member.key) == 0))
			continue;
		if (c == NULL || !put_member(b, c, col, &member, format))
			put_other(&member, &other);
	}
	if (other.n > 0) {
		buf_byte(&other, '}');
		book_cell(b, h->other, buf_cstr(&other), format);
	}
	b->failed |= other.err != OK;
	buf_free(&other);
	b->row++;
}
