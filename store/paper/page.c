/*
 * page.c - a page drawn with pango and cairo.
 *
 * Knows points, fonts and the margins of Decree 30/2020. Touches the file it
 * writes, when all of it is drawn.
 */
#include "store/paper/page.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/draft.h"
#include "store/paper/page_inside.h"

#define LABEL_WIDE (36 * MM)
#define CODE_WIDE (44 * MM)
#define CODE_MOST 2300

static cairo_status_t
take_bytes(void *to, const unsigned char *bytes, unsigned n)
{
	struct buf *b = to;

	buf_bytes(b, bytes, n);
	return b->err == OK ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_NO_MEMORY;
}

/* Drawn into `to`; NULL: into the page's own bytes. */
static struct page *
begin(struct buf *to)
{
	struct page *p = calloc(1, sizeof *p);

	if (p == NULL)
		return NULL;
	p->surface = cairo_pdf_surface_create_for_stream(take_bytes,
	    to != NULL ? to : &p->own, WIDE, HIGH);
	p->cairo = cairo_create(p->surface);
	p->y = TOP;
	return p;
}

struct page *
page_open(const char *path)
{
	struct page *p = begin(NULL);

	if (p != NULL)
		p->path = path;
	return p;
}

struct page *
page_open_buf(struct buf *to)
{
	return begin(to);
}

double
page_draw(struct page *p, const struct place *at, const char *text,
    double *ink_wide)
{
	PangoLayout *layout = pango_cairo_create_layout(p->cairo);
	PangoFontDescription *font = pango_font_description_from_string(FACE);
	PangoAttrList *attributes = pango_attr_list_new();
	int wide, high;

	/* A hash that is broken over two lines must not gain a hyphen. */
	pango_attr_list_insert(attributes,
	    pango_attr_insert_hyphens_new(FALSE));
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
	/* The PDF's unit is the point. */
	pango_cairo_context_set_resolution(pango_layout_get_context(layout),
	    72);

	if (strcmp(at->style, "Bold") == 0)
		pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	if (strcmp(at->style, "Italic") == 0)
		pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
	pango_font_description_set_size(font, (int)(at->points * PANGO_SCALE));
	pango_layout_set_font_description(layout, font);
	pango_layout_set_width(layout, (int)(at->wide * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(layout, at->align);
	pango_layout_set_text(layout, text, -1);
	pango_layout_get_size(layout, &wide, &high);
	cairo_move_to(p->cairo, at->x, at->y);
	pango_cairo_show_layout(p->cairo, layout);
	pango_font_description_free(font);
	g_object_unref(layout);
	if (ink_wide != NULL)
		*ink_wide = (double)wide / PANGO_SCALE;
	return (double)high / PANGO_SCALE;
}

static void
draw_line(struct page *p, double x, double y, double wide)
{
	cairo_set_line_width(p->cairo, 0.7);
	cairo_move_to(p->cairo, x, y);
	cairo_line_to(p->cairo, x + wide, y);
	cairo_stroke(p->cairo);
}

/* Lines of one column of the heading, the last one underlined: its whole
 * length, or a part of it. Returns where the column ends. */
static double
draw_column(struct page *p, double x, double wide, const char *first,
    const char *second, bool second_is_motto)
{
	struct place at = { x, TOP, wide, second_is_motto ? "Bold" : "", 12.5,
		PANGO_ALIGN_CENTER };
	double ink = 0, part;

	if (first[0] != 0)
		at.y += page_draw(p, &at, first, NULL);
	if (second[0] == 0)
		return at.y;
	at.style = "Bold";
	at.points = second_is_motto ? 13.5 : 12.5;
	at.y += page_draw(p, &at, second, &ink) + 2;
	part = second_is_motto ? ink : ink * 0.4;
	draw_line(p, x + (wide - part) / 2, at.y, part);
	return at.y + 2;
}

void
page_head(struct page *p, const struct page_head *head)
{
	double half = TEXT_WIDE * 0.40, other = TEXT_WIDE - half, left, right;
	struct place at = { LEFT, 0, half, "", 12, PANGO_ALIGN_CENTER };

	left = draw_column(p, LEFT, half, head->above, head->office, false);
	right = draw_column(p, LEFT + half, other,
	    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
	    true);
	at.y = (left > right ? left : right) + 6;
	(void)page_draw(p, &at, head->number, NULL);
	at.x += half;
	at.wide = other;
	at.style = "Italic";
	at.y += page_draw(p, &at, head->day, NULL) + 22;
	at = (struct place){ LEFT, at.y, TEXT_WIDE, "Bold", 14,
		PANGO_ALIGN_CENTER };
	p->y = at.y + page_draw(p, &at, head->title, NULL) + 16;
}

static void
advance(struct page *p, double high)
{
	p->y += high;
	if (p->y > HIGH - BOTTOM)
		p->over = true;
}

void
page_row(struct page *p, const char *label, const char *text)
{
	struct place at = { LEFT, p->y, LABEL_WIDE - 6, "Bold", 12.5,
		PANGO_ALIGN_LEFT };
	double left = page_draw(p, &at, label, NULL), right;

	at = (struct place){ LEFT + LABEL_WIDE, p->y, TEXT_WIDE - LABEL_WIDE,
		"", 12.5, PANGO_ALIGN_LEFT };
	right = page_draw(p, &at, text, NULL);
	advance(p, (left > right ? left : right) + ROW_GAP);
}

/* The code's dark squares, row by row. */
static void
draw_code(struct page *p, const QRcode *code)
{
	double unit = CODE_WIDE / code->width;

	cairo_set_antialias(p->cairo, CAIRO_ANTIALIAS_NONE);
	for (int y = 0; y < code->width; y++)
		for (int x = 0; x < code->width; x++)
			if ((code->data[y * code->width + x] & 1) != 0)
				cairo_rectangle(p->cairo, LEFT + x * unit,
				    p->y + y * unit, unit, unit);
	cairo_fill(p->cairo);
	cairo_set_antialias(p->cairo, CAIRO_ANTIALIAS_DEFAULT);
}

void
page_code(struct page *p, struct slice bytes, const char *beside)
{
	struct place at = { LEFT + CODE_WIDE + 6 * MM, 0,
		TEXT_WIDE - CODE_WIDE - 6 * MM, "", 11, PANGO_ALIGN_LEFT };
	QRcode *code;

	if (bytes.n == 0 || bytes.n > CODE_MOST)
		return;
	code = QRcode_encodeData((int)bytes.n, bytes.p, 0, QR_ECLEVEL_L);
	if (code == NULL)
		return;
	p->y += 10;
	at.y = p->y;
	draw_code(p, code);
	QRcode_free(code);
	(void)page_draw(p, &at, beside, NULL);
	advance(p, CODE_WIDE + 8);
}

void
page_foot(struct page *p, const char *text)
{
	struct place at = { LEFT, HIGH - BOTTOM + 4, TEXT_WIDE, "Italic", 9,
		PANGO_ALIGN_CENTER };

	draw_line(p, LEFT, HIGH - BOTTOM, TEXT_WIDE);
	(void)page_draw(p, &at, text, NULL);
}

/* The libraries keep every font for the next page; there is none. What other
 * threads share with this one stays, unless it is a command's only page. */
static void
forget_fonts(bool alone)
{
	pango_cairo_font_map_set_default(NULL); /* this thread's */
	if (!alone)
		return;
	cairo_debug_reset_static_data();
	FcFini();
}

/* The file, whole or not at all. */
static enum err
publish(const char *path, struct slice bytes)
{
	struct draft d = DRAFT_NONE;
	enum err e = draft_open(&d, path, 0600);

	if (e == OK)
		e = draft_write(&d, bytes);
	if (e == OK)
		e = draft_publish(&d);
	draft_drop(&d);
	return e;
}

/* Ends the drawing. */
static enum err
finish(struct page *p)
{
	cairo_status_t drawn = cairo_status(p->cairo), written;

	cairo_destroy(p->cairo);
	cairo_surface_finish(p->surface);
	written = cairo_surface_status(p->surface);
	cairo_surface_destroy(p->surface);
	forget_fonts(p->path != NULL);
	if (drawn == CAIRO_STATUS_NO_MEMORY ||
	    written == CAIRO_STATUS_NO_MEMORY)
		return ERR_NO_MEMORY;
	if (drawn != CAIRO_STATUS_SUCCESS || written != CAIRO_STATUS_SUCCESS)
		return ERR_IO;
	return p->over ? ERR_TOO_BIG : OK;
}

enum err
page_close(struct page **p)
{
	enum err e = finish(*p);

	if (e == OK && (*p)->path != NULL)
		e = publish((*p)->path, buf_all(&(*p)->own));
	buf_free(&(*p)->own);
	free(*p);
	*p = NULL;
	return e;
}
