/*
 * people_book.c - the sheets of persons and of duties.
 *
 * Knows what an official calls roles and kinds of duties. Touches the file.
 */
#include "store/annex/people_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/annex/book_reading.h"
#include "store/annex/book_writing.h"
#include "store/base/lay.h"

static const struct word roles[] = {
	{ "unit", "Cơ quan, đơn vị" },
	{ "leader", "Lãnh đạo cơ quan, đơn vị" },
	{ "appraiser", "Thành viên Tổ thư ký" },
	{ "lead", "Tổ trưởng Tổ thư ký" },
	{ "council", "Hội đồng" },
	{ "survey", "Điều tra xã hội học" },
	{ "operator", "Quản trị" },
	{ "auditor", "Kiểm tra độc lập" },
	{ "dms", "Hệ thống quản lý văn bản" },
	{ "", "" },
};
static const struct word kinds[] = {
	{ "regular", "Chính thức" },
	{ "substitute", "Thay thế" },
	{ "handover", "Nhận bàn giao" },
	{ "external", "Ngoài cơ quan" },
	{ "", "" },
};

/* clang-format off */
static const struct noun people[] = {
	{ BUNDLE_PARTS, NULL, "persons", "Nhân sự", "Nhân sự", "person", true, true,
	    { "id" }, {
		{ "id", "Mã người", "id", COL_TEXT, NULL, NULL },
		{ "name", "Họ và tên", "name", COL_TEXT, NULL, NULL },
		{ "position", "Chức vụ", "position", COL_TEXT, NULL, NULL },
		{ "unit", "Đơn vị công tác", "unit", COL_TEXT, NULL, NULL } } },
	{ BUNDLE_PARTS, NULL, "duties", "Nhiệm vụ", "Nhiệm vụ", "duty", true, true,
	    { NULL }, {
		{ "person", "Mã người", "person", COL_TEXT, NULL, NULL },
		{ "role", "Vai trò", "role", COL_WORD, roles, NULL },
		{ "unit", "Đơn vị", "unit", COL_TEXT, NULL, NULL },
		{ "fields", "Lĩnh vực", "fields", COL_NAMES, NULL, NULL },
		{ "blocks", "Khối", "blocks", COL_NAMES, NULL, NULL },
		{ "from", "Từ ngày", "from", COL_DATE, NULL, NULL },
		{ "until", "Không còn từ ngày", "until", COL_DATE, NULL, NULL },
		{ "kind", "Loại", "kind", COL_WORD, kinds, NULL },
		{ "number", "Số quyết định", "decision", COL_TEXT, NULL, NULL },
		{ "date", "Ngày quyết định", "its date", COL_DATE, NULL, NULL },
		{ "reason", "Lý do", "reason", COL_TEXT, NULL, NULL },
		{ "no", "Số nhiệm vụ", "duty", COL_TEXT, NULL, NULL },
		{ "of", "Thay cho nhiệm vụ số", "for duty", COL_TEXT, NULL, NULL } } },
};
/* clang-format on */
#define N_PEOPLE (sizeof people / sizeof *people)

static void
put_list(struct book *b, const struct noun *n)
{
	struct jv list = jv_get(b->root, n->list);
	struct heads h;

	book_new_sheet(b, n->sheet);
	h = book_heads(b, n);
	for (size_t i = 0; i < jv_count(&list); i++) {
		struct jv one = jv_at(&list, i);

		book_put_row(b, &h, &one, NULL, b->cell);
	}
}

enum err
people_write(struct slice json, const char *path, struct fault *why)
{
	struct book b = { .file = NULL };
	struct json *doc = NULL;
	struct jv root;
	enum err e;

	if (access(path, F_OK) == 0)
		return fault_set(why, ERR_EXISTS, "", "%s is there already.",
		    path);
	if ((e = json_parse(json, 64 << 20, &doc, why)) != OK)
		return e;
	root = json_root(doc);
	b.root = &root;
	if ((e = book_begin(&b, path)) == OK) {
		for (unsigned i = 0; i < N_PEOPLE; i++)
			put_list(&b, people + i);
		if (workbook_close(b.file) != LXW_NO_ERROR || b.failed)
			e = fault_set(why, ERR_IO, "", "%s cannot be written.",
			    path);
	}
	json_free(&doc);
	buf_free(&b.text);
	return e;
}

static void
read_list(struct reading_book *r, const struct noun *n)
{
	const struct book_sheet *s = book_sheet(&r->b->rows, n->sheet);
	char at[64];

	jout_key(&r->j, n->list);
	jout_array(&r->j);
	for (unsigned i = 0; s != NULL && i < s->n; i++) {
		(void)snprintf(at, sizeof at, "/%s/%u", n->list, i);
		jout_object(&r->j);
		book_remember(r, at, s, s->row[i].line, -1);
		book_columns(r, n, s, s->row + i, NULL, at);
		jout_object_end(&r->j);
	}
	jout_array_end(&r->j);
}

enum err
people_read(int fd, struct buf *json, struct book_in **out, struct faults *fs,
    struct fault *why)
{
	struct reading_book r = { .fs = fs, .j = jout_start(json) };
	enum err e;

	if ((r.b = *out = calloc(1, sizeof *r.b)) == NULL)
		return ERR_NO_MEMORY;
	r.b->rows.nouns = people;
	r.b->rows.n_nouns = N_PEOPLE;
	if ((e = book_rows_read(fd, &r.b->rows, fs, why)) == OK) {
		jout_object(&r.j);
		for (unsigned i = 0; i < N_PEOPLE; i++)
			read_list(&r, people + i);
		jout_object_end(&r.j);
		e = r.err != OK ? r.err : json->err;
	}
	return e;
}
