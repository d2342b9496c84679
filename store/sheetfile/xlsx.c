/*
 * xlsx.c - a workbook: its sheets, its strings, which styles are dates.
 *
 * Knows the parts of an .xlsx (ECMA-376 part 1). Touches the bytes it is given.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/sheetfile/book.h"
#include "store/sheetfile/number.h"

#define ENTRIES_MOST 4096

static bool
ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && strcmp(text + n - m, end) == 0;
}

/* A part's name as another names it: "/xl/a.xml", or beside `base`. */
static void
join(const char *base, const char *target, char out[PART_NAME])
{
	const char *slash = strrchr(base, '/');
	int folder =
	    target[0] == '/' || slash == NULL ? 0 : (int)(slash - base) + 1;

	while (strncmp(target, "./", 2) == 0)
		target += 2;
	(void)snprintf(out, PART_NAME, "%.*s%s", folder, base,
	    target[0] == '/' ? target + 1 : target);
}

/* ---- relations ---- */

static void
on_main(void *self, const char *name, const char **attributes)
{
	struct xlsx *x = self;
	const char *type = part_attribute(attributes, "Type"),
		   *target = part_attribute(attributes, "Target");

	if (strcmp(name, "Relationship") == 0 && type != NULL &&
	    target != NULL && ends_with(type, "/officeDocument"))
		join("", target, x->book);
}

static void
on_relation(void *self, const char *name, const char **attributes)
{
	struct xlsx *x = self;
	const char *id = part_attribute(attributes, "Id"),
		   *type = part_attribute(attributes, "Type"),
		   *target = part_attribute(attributes, "Target");

	if (strcmp(name, "Relationship") != 0 || id == NULL || type == NULL ||
	    target == NULL)
		return;
	if (ends_with(type, "/sharedStrings"))
		join(x->book, target, x->strings_part);
	else if (ends_with(type, "/styles"))
		join(x->book, target, x->styles_part);
	for (unsigned i = 0; i < x->n_sheets; i++)
		if (strcmp(x->sheet[i].relation, id) == 0)
			join(x->book, target, x->sheet[i].part);
}

static void
on_sheet(void *self, const char *name, const char **attributes)
{
	struct xlsx *x = self;
	const char *title = part_attribute(attributes, "name"),
		   *old = part_attribute(attributes, "date1904"), *id = NULL;

	if (strcmp(name, "workbookPr") == 0 && old != NULL)
		x->from_1904 =
		    strcmp(old, "1") == 0 || strcmp(old, "true") == 0;
	if (strcmp(name, "sheet") != 0 || title == NULL ||
	    x->n_sheets == SHEETS_MOST)
		return;
	/* r:id, not sheetId */
	for (; attributes[0] != NULL; attributes += 2)
		if (ends_with(attributes[0], "|id"))
			id = attributes[1];
	if (id == NULL)
		return;
	(void)snprintf(x->sheet[x->n_sheets].name, SHEET_NAME, "%s", title);
	(void)snprintf(x->sheet[x->n_sheets].relation,
	    sizeof x->sheet->relation, "%s", id);
	x->n_sheets++;
}

/* ---- styles: which of them show a date ---- */

static void
add_format(struct xlsx *x, const char **attributes)
{
	const char *id = part_attribute(attributes, "numFmtId"),
		   *code = part_attribute(attributes, "formatCode");

	if (id != NULL && code != NULL && x->n_dates < FORMATS_MOST &&
	    format_code_is_date(code))
		x->date_format[x->n_dates++] = (unsigned)strtoul(id, NULL, 10);
}

static void
add_style(struct xlsx *x, const char **attributes)
{
	const char *text = part_attribute(attributes, "numFmtId");
	unsigned id = text == NULL ? 0 : (unsigned)strtoul(text, NULL, 10);
	bool is = format_is_date(id);

	for (unsigned i = 0; i < x->n_dates; i++)
		is = is || x->date_format[i] == id;
	if (x->n_styles < STYLES_MOST)
		x->style_is_date[x->n_styles++] = is;
}

static void
on_style(void *self, const char *name, const char **attributes)
{
	struct xlsx *x = self;

	if (strcmp(name, "numFmt") == 0)
		add_format(x, attributes);
	else if (strcmp(name, "cellXfs") == 0)
		x->in_styles = true;
	else if (strcmp(name, "xf") == 0 && x->in_styles)
		add_style(x, attributes);
}

static void
on_style_end(void *self, const char *name)
{
	struct xlsx *x = self;

	if (strcmp(name, "cellXfs") == 0)
		x->in_styles = false;
}

/* ---- shared strings ---- */

static void
on_string(void *self, const char *name, const char **attributes)
{
	struct xlsx *x = self;

	(void)attributes;
	if (strcmp(name, "rPh") == 0)
		x->in_phonetic = true;
	x->in_text = strcmp(name, "t") == 0 && !x->in_phonetic;
}

static void
on_string_end(void *self, const char *name)
{
	struct xlsx *x = self;
	uint64_t end = x->strings.n;

	x->in_text = false;
	if (strcmp(name, "rPh") == 0)
		x->in_phonetic = false;
	if (strcmp(name, "si") != 0)
		return;
	buf_bytes(&x->string_end, &end, sizeof end);
	if (x->strings.n + x->string_end.n > x->of.limits->strings)
		(void)fault_set(&x->of.fault, ERR_TOO_BIG, "",
		    "The workbook cannot be read: it has too many texts.");
}

static void
on_string_text(void *self, const char *p, int n)
{
	struct xlsx *x = self;

	if (x->in_text && x->of.fault.err == OK)
		buf_bytes(&x->strings, p, (size_t)n);
}

bool
xlsx_string(const struct xlsx *x, uint64_t i, struct slice *out)
{
	uint64_t n = x->string_end.n / sizeof(uint64_t), at[2] = { 0 };

	if (i >= n)
		return false;
	if (i > 0)
		memcpy(&at[0], x->string_end.p + (i - 1) * sizeof *at,
		    sizeof *at);
	memcpy(&at[1], x->string_end.p + i * sizeof *at, sizeof *at);
	*out = slice_of(x->strings.p + at[0], (size_t)(at[1] - at[0]));
	return true;
}

/* ---- the workbook ---- */

static enum err
read_relations(struct xlsx *x)
{
	const char *slash = strrchr(x->book, '/');
	int folder = slash == NULL ? 0 : (int)(slash - x->book) + 1;
	char name[PART_NAME + 16];
	const struct part_tell tell = { on_relation, NULL, NULL, x };

	(void)snprintf(name, sizeof name, "%.*s_rels/%s.rels", folder, x->book,
	    x->book + folder);
	return part_all(&x->of, name, &tell);
}

static enum err
optional(enum err e)
{
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
read_book(struct xlsx *x)
{
	const struct part_tell main = { on_main, NULL, NULL, x },
			       sheets = { on_sheet, NULL, NULL, x },
			       styles = { on_style, on_style_end, NULL, x },
			       strings = { on_string, on_string_end,
				       on_string_text, x };
	enum err e;

	if ((e = part_all(&x->of, "_rels/.rels", &main)) != OK ||
	    (e = part_all(&x->of, x->book, &sheets)) != OK ||
	    (e = read_relations(x)) != OK)
		return e;
	if ((e = optional(part_all(&x->of, x->styles_part, &styles))) == OK)
		e = optional(part_all(&x->of, x->strings_part, &strings));
	return e == OK
		   ? (x->strings.err != OK ? x->strings.err : x->string_end.err)
		   : e;
}

static zip_t *
open_zip(const struct source *s)
{
	zip_source_t *from;
	zip_error_t error;
	zip_t *zip = NULL;
	int fd, code;

	if (s->fd >= 0) {
		if ((fd = dup(s->fd)) < 0 || lseek(fd, 0, SEEK_SET) < 0)
			return NULL;
		zip = zip_fdopen(fd, 0, &code);
		if (zip == NULL)
			(void)close(fd);
		return zip;
	}
	zip_error_init(&error);
	from = zip_source_buffer_create(s->bytes.p, s->bytes.n, 0, &error);
	if (from != NULL)
		zip = zip_open_from_source(from, ZIP_RDONLY, &error);
	if (from != NULL && zip == NULL)
		zip_source_free(from);
	zip_error_fini(&error);
	return zip;
}

struct xlsx *
xlsx_open(const struct source *s, const struct sheetfile_limits *limits,
    struct fault *why)
{
	struct xlsx *x = calloc(1, sizeof *x);
	enum err e = ERR_NO_MEMORY;

	if (x == NULL || rowbuf_make(&x->row, limits) != OK)
		goto out;
	x->of.limits = limits;
	x->of.packed = s->whole;
	e = ERR_MALFORMED;
	if ((x->of.zip = open_zip(s)) == NULL) {
		(void)fault_set(why, e, "",
		    "The workbook cannot be read: its zip archive is broken.");
		goto out;
	}
	if (zip_get_num_entries(x->of.zip, 0) > ENTRIES_MOST) {
		(void)fault_set(why, e = ERR_TOO_BIG, "",
		    "The workbook cannot be read: it has too many parts.");
		goto out;
	}
	if ((e = read_book(x)) == OK)
		e = xlsx_enter(x, 0);
out:
	if (e == OK)
		return x;
	if (x != NULL && x->of.fault.err != OK)
		(void)fault_set(why, x->of.fault.err, "", "%s",
		    x->of.fault.detail);
	(void)fault_set(why, e == ERR_NOT_FOUND ? ERR_MALFORMED : e, "",
	    "The file is a zip archive but no workbook (.xlsx).");
	xlsx_close(&x);
	return NULL;
}

void
xlsx_close(struct xlsx **at)
{
	struct xlsx *x = *at;

	if (x == NULL)
		return;
	part_shut(&x->part);
	if (x->of.zip != NULL)
		zip_discard(x->of.zip);
	rowbuf_free(&x->row);
	buf_free(&x->strings);
	buf_free(&x->string_end);
	buf_free(&x->value);
	free(x);
	*at = NULL;
}

unsigned
xlsx_sheets(const struct xlsx *x)
{
	return x->n_sheets;
}

const char *
xlsx_sheet_name(const struct xlsx *x, unsigned i)
{
	return i < x->n_sheets ? x->sheet[i].name : "";
}

const struct fault *
xlsx_fault(const struct xlsx *x)
{
	return &x->of.fault;
}

uint64_t
xlsx_read(const struct xlsx *x, uint64_t *whole)
{
	*whole = x->part.whole > x->part.at ? x->part.whole : x->part.at;
	return x->part.at;
}
