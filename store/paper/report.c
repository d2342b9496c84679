/*
 * report.c - a unit's own scores on paper.
 *
 * Knows what stands where. Touches nothing but its arguments.
 */
#include "store/paper/report.h"

#include "store/paper/page.h"

static const struct page_column columns[] = {
	{ "TT", 13, false },
	{ "Tiêu chí, tiêu chí thành phần", 50, false },
	{ "Điểm tối đa", 15, true },
	{ "Điểm tự chấm", 15, true },
	{ "TLKC", 14, true },
	{ "Số liệu, lý do, giải trình", 55, false },
};
#define COLUMNS_N (sizeof columns / sizeof *columns)

/* "14.50" as Vietnamese print it: "14,50". */
static void
put_number(struct buf *to, struct slice number)
{
	for (size_t i = 0; i < number.n; i++)
		buf_byte(to, number.p[i] == '.' ? ',' : number.p[i]);
}

/* A value as an official writes it: 07/01/2022, có, 12,5. */
static void
put_value(struct buf *to, const struct var *var, int64_t value)
{
	char day[DATE_TEXT];
	struct buf number = { 0 };

	switch (var->type) {
	case VAR_FLAG:
		buf_text(to, value != 0 ? "có" : "không");
		break;
	case VAR_LEVEL:
		buf_text(to, var->levels[value]);
		break;
	case VAR_DATE:
		date_text(value, day);
		buf_print(to, "%.2s/%.2s/%.4s", day + 8, day + 5, day);
		break;
	case VAR_DECIMAL:
		points_put_short(&number, (struct points){ value });
		put_number(to, buf_all(&number));
		break;
	case VAR_COUNT:
		buf_print(to, "%lld", (long long)value);
		break;
	}
	buf_free(&number);
}

/* What the unit declared, each number with its words. */
static void
put_inputs(struct buf *to, const struct leaf *leaf, struct slice inputs)
{
	struct inputs in = { .not_applicable = false };
	struct fault why = { 0 };
	struct json *doc = NULL;
	struct jv root;

	if (inputs.n == 0 || json_parse(inputs, inputs.n, &doc, &why) != OK)
		return;
	root = json_root(doc);
	if (inputs_read(&root, leaf->vars, leaf->n_vars, &in, &why) == OK)
		for (unsigned i = 0; i < leaf->n_vars; i++) {
			if (!in.given[i])
				continue;
			buf_print(to, "%s%s: ", to->n > 0 ? "; " : "",
			    leaf->vars[i].label);
			put_value(to, &leaf->vars[i], in.value[i]);
		}
	json_free(&doc);
}

static void
put_part(struct buf *to, const char *label, struct slice text)
{
	if (text.n == 0)
		return;
	buf_text(to, to->n > 0 ? ". " : "");
	buf_text(to, label);
	buf_slice(to, text);
}

static void
put_line(struct page *p, const struct report *r, const struct report_line *l)
{
	struct buf max = { 0 }, points = { 0 }, said = { 0 }, documents = { 0 };
	const struct leaf *leaf = &r->plan->leaves[l->leaf];

	put_number(&max, l->max);
	if (l->not_applicable)
		buf_text(&points, "KAD");
	else if (l->points.n == 0)
		buf_text(&points, "–");
	else
		put_number(&points, l->points);
	put_inputs(&said, leaf, l->inputs);
	put_part(&said, "", l->reason);
	put_part(&said, "Giải trình: ", l->explanation);
	buf_print(&documents, "%02u", l->documents);
	page_cells(p,
	    (const char *const[]){ leaf->id.text, leaf->name_vi, buf_cstr(&max),
		buf_cstr(&points), buf_cstr(&documents), buf_cstr(&said) },
	    false);
	buf_free(&max);
	buf_free(&points);
	buf_free(&said);
	buf_free(&documents);
}

/* A field's name over its criteria. */
static void
put_field(struct page *p, const struct report *r, unsigned field)
{
	page_cells(p,
	    (const char *const[]){ r->plan->fields[field].id.text,
		r->plan->fields[field].name_vi, "", "", "", "" },
	    true);
}

static void
put_lines(struct page *p, const struct report *r)
{
	unsigned field = FIELDS_MOST;

	page_table(p, columns, COLUMNS_N);
	for (unsigned i = 0; i < r->n; i++) {
		unsigned of = r->plan->leaves[r->lines[i].leaf].field;

		if (of != field)
			put_field(p, r, of);
		field = of;
		put_line(p, r, &r->lines[i]);
	}
}

static void
put_total(struct page *p, const struct report *r)
{
	struct buf max = { 0 }, points = { 0 };

	put_number(&max, r->max);
	put_number(&points, r->points);
	page_cells(p,
	    (const char *const[]){ "", "Tổng cộng", buf_cstr(&max),
		buf_cstr(&points), "", "" },
	    true);
	buf_free(&max);
	buf_free(&points);
}

static void
put_digest(struct page *p, const struct report *r)
{
	char hex[DIGEST_TEXT];
	struct buf text = { 0 };

	digest_text(r->sheet, hex);
	buf_print(&text,
	    "Bảng tự chấm này đã khóa. Mã băm SHA-256 của bảng: %s. Bản đã ký "
	    "phải mang đúng mã này. TLKC: số tài liệu kiểm chứng; KAD: không "
	    "áp dụng.%s",
	    hex,
	    r->simulated ? " MÔ PHỎNG: bảng này không có giá trị thực tế."
			 : "");
	page_text(p, buf_cstr(&text), false);
	buf_free(&text);
}

static void
put_head(struct page *p, const struct report *r)
{
	const struct plan *plan = r->plan;
	struct buf title = { 0 };

	buf_print(&title,
	    "BÁO CÁO\nKết quả tự đánh giá, chấm điểm Chỉ số cải cách hành "
	    "chính năm %lld",
	    (long long)plan->year);
	page_head(p, &(struct page_head){ .above = "",
			 .office = plan->units[r->unit].name_vi,
			 .number = "Số:          /BC-",
			 .day = "Ngày       tháng       năm",
			 .title = buf_cstr(&title) });
	buf_free(&title);
}

enum err
report_write(struct buf *to, const struct report *r)
{
	struct page *p = page_open_buf(to);
	enum err e;

	if (p == NULL)
		return ERR_NO_MEMORY;
	put_head(p, r);
	put_lines(p, r);
	put_total(p, r);
	page_text(p, "", false);
	put_digest(p, r);
	page_signature(p,
	    r->head_title[0] != 0 ? r->head_title : "NGƯỜI ĐỨNG ĐẦU",
	    "(Ký, ghi rõ họ tên, đóng dấu)", r->head_name);
	e = page_close(&p);
	return e != OK ? e : to->err;
}
