/*
 * pdf.c - small whole PDF files for tests.
 *
 * Knows the file structure of ISO 32000-1 section 7.5. Touches its arguments.
 */
#include "tests/kit/pdf.h"

#include <assert.h>

#define OBJECTS 6 /* numbered 1..6 */

struct writer {
	struct buf *to;
	size_t start;
	size_t at[OBJECTS + 1];
};

static void
object(struct writer *w, unsigned number, const char *body)
{
	w->at[number] = w->to->n - w->start;
	buf_print(w->to, "%u 0 obj\n%s\nendobj\n", number, body);
}

/* A literal string (section 7.3.4.2), every byte as octal: no exceptions. */
static void
literal(struct buf *to, struct slice text)
{
	buf_byte(to, '(');
	for (size_t i = 0; i < text.n; i++)
		buf_print(to, "\\%03o", (unsigned)text.p[i]);
	buf_byte(to, ')');
}

static void
content(struct writer *w, unsigned id, struct slice text, unsigned number)
{
	struct buf s = { 0 };

	buf_text(&s, "BT /F1 14 Tf 72 760 Td ");
	literal(&s, text);
	buf_print(&s, " Tj 0 -24 Td (No. %u) Tj ET", number);
	w->at[id] = w->to->n - w->start;
	buf_print(w->to, "%u 0 obj\n<< /Length %zu >>\nstream\n", id, s.n);
	buf_slice(w->to, buf_all(&s));
	buf_text(w->to, "\nendstream\nendobj\n");
	assert(s.err == OK);
	buf_free(&s);
}

static void
table_and_trailer(struct writer *w)
{
	size_t table = w->to->n - w->start;

	buf_print(w->to, "xref\n0 %d\n0000000000 65535 f \n", OBJECTS + 1);
	for (unsigned i = 1; i <= OBJECTS; i++)
		buf_print(w->to, "%010zu 00000 n \n", w->at[i]);
	buf_print(w->to,
	    "trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n"
	    "startxref\n%zu\n%%%%EOF\n",
	    OBJECTS + 1, table);
}

static void
write_all(struct buf *to, struct slice text, unsigned number,
    const char *catalog)
{
	struct writer w = { .to = to, .start = to->n };

	buf_text(to, "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n");
	object(&w, 1, catalog);
	object(&w, 2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
	object(&w, 3,
	    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
	    " /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>");
	content(&w, 4, text, number);
	object(&w, 5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
	object(&w, 6, "<< /CreationDate (" PDF_CREATED ") >>");
	table_and_trailer(&w);
}

void
pdf_write(struct buf *to, struct slice text, unsigned number)
{
	write_all(to, text, number, "<< /Type /Catalog /Pages 2 0 R >>");
}

void
pdf_write_form(struct buf *to, struct slice text, unsigned number,
    const char *fields)
{
	struct buf catalog = { 0 };

	buf_print(&catalog,
	    "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields %s >> >>",
	    fields);
	write_all(to, text, number, buf_cstr(&catalog));
	buf_free(&catalog);
}
