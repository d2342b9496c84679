/*
 * csv.c - rows of CSV text (RFC 4180), as Excel and others write it.
 *
 * Knows quotes, separators and the marks of other encodings. Touches the
 * source it is given.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/sheetfile/inside.h"

#define WINDOW ((size_t)256 * 1024)

struct csv {
	struct source *from;
	const struct sheetfile_limits *limits;
	struct rowbuf row;
	uint8_t separator;
	uint64_t line; /* being read */
	bool ended;
	struct fault fault;
	size_t at, n; /* in the window */
	uint8_t window[WINDOW];
};

/* Makes sure that a byte is in the window; false at the end of all. */
static bool
more(struct csv *c)
{
	long got;

	if (c->at < c->n)
		return true;
	if (c->ended)
		return false;
	got = source_read(c->from, c->window, WINDOW);
	c->at = 0;
	c->n = got > 0 ? (size_t)got : 0;
	c->ended = got <= 0;
	if (got < 0)
		(void)fault_set(&c->fault, err_of_errno(errno), "",
		    "The file cannot be read: %s.", strerror(errno));
	return got > 0;
}

static bool
broken(struct csv *c, enum err e, const char *what)
{
	char at[32];

	(void)snprintf(at, sizeof at, "line:%llu", (unsigned long long)c->line);
	(void)fault_set(&c->fault, e, at, "Line %llu: %s",
	    (unsigned long long)c->line, what);
	return false;
}

static bool
refuse_cell(struct csv *c, enum err e)
{
	if (e == ERR_ENCODING)
		return broken(c, e,
		    "the text is not UTF-8 (perhaps Windows-1258, TCVN3 or "
		    "VNI). In Excel choose \"Save as\", \"CSV UTF-8\", or "
		    "save as .xlsx.");
	return broken(c, e, "there is no memory for this line.");
}

/* Everything up to a byte that means something, at one go. */
static void
take_plain(struct csv *c, bool quoted)
{
	size_t from = c->at;
	uint8_t b;

	for (; c->at < c->n; c->at++) {
		b = c->window[c->at];
		if (b == '"' || b == '\n' ||
		    (!quoted && (b == c->separator || b == '\r')))
			break;
	}
	/* what is beyond the limit is known to be too long already */
	if (c->row.text.n - c->row.start <= c->limits->cell)
		buf_bytes(&c->row.text, c->window + from, c->at - from);
}

/* A quoted cell, behind its first quote, up to behind its last. */
static bool
take_quoted(struct csv *c)
{
	uint64_t begun = c->line;

	for (;;) {
		if (!more(c)) {
			c->line = begun;
			return broken(c, ERR_MALFORMED,
			    "a quote is opened here and never closed.");
		}
		take_plain(c, true);
		if (c->at == c->n)
			continue;
		if (c->window[c->at] == '\n') {
			c->line++;
			c->at++;
			buf_byte(&c->row.text, '\n');
			continue;
		}
		c->at++;
		if (!more(c) || c->window[c->at] != '"')
			return c->fault.err == OK;
		c->at++;
		buf_byte(&c->row.text, '"');
	}
}

/* What a spreadsheet would compute. "-5" and "+84" are numbers. */
static void
refuse_formula(struct csv *c)
{
	const uint8_t *p = c->row.text.p + c->row.start;
	size_t n = c->row.text.n - c->row.start;

	if (n == 0)
		return;
	if (p[0] == '=' || p[0] == '@' ||
	    ((p[0] == '+' || p[0] == '-') && n > 1 &&
		strspn((const char *)p + 1, "0123456789., ") < 1))
		rowbuf_bad(&c->row, ERR_MALFORMED,
		    "the cell is a formula; only values are taken");
}

/* One cell; *last tells that the line ends behind it. */
static bool
take_cell(struct csv *c, bool *last)
{
	bool quoted = more(c) && c->window[c->at] == '"';
	enum err e;

	*last = true;
	if (quoted) {
		c->at++;
		if (!take_quoted(c))
			return false;
	}
	while (more(c)) {
		take_plain(c, false);
		if (c->at == c->n)
			continue;
		if (c->window[c->at] == '"') {
			rowbuf_bad(&c->row, ERR_MALFORMED,
			    "a quote stands inside a cell that is not quoted");
			c->at++;
		} else if (c->window[c->at] == '\r') {
			c->at++;
		} else {
			*last = c->window[c->at++] == '\n';
			break;
		}
	}
	buf_byte(&c->row.text, 0); /* an end for strspn */
	if (c->row.text.err == OK)
		c->row.text.n--;
	if (c->row.text.err == OK)
		refuse_formula(c);
	e = rowbuf_cell(&c->row);
	return e == OK ? c->fault.err == OK : refuse_cell(c, e);
}

static bool
take_row(struct csv *c)
{
	bool last = false;

	rowbuf_begin(&c->row, c->line);
	while (!last)
		if (!take_cell(c, &last))
			return false;
	c->line++;
	return true;
}

bool
csv_next(struct csv *c, struct sheetfile_row *out)
{
	while (c->fault.err == OK && more(c)) {
		if (!take_row(c))
			return false;
		if (!rowbuf_finish(&c->row, out))
			continue;
		if (c->row.rows > c->limits->rows)
			return broken(c, ERR_TOO_BIG,
			    "the file has too many rows.");
		return true;
	}
	return false;
}

/* ---- the beginning ---- */

static enum err
refuse_encoding(const struct csv *c, struct fault *why)
{
	const uint8_t *p = c->window;
	size_t n = c->n < 4096 ? c->n : 4096;

	if ((n >= 2 && ((p[0] == 0xff && p[1] == 0xfe) ||
			   (p[0] == 0xfe && p[1] == 0xff))) ||
	    memchr(p, 0, n) != NULL)
		return fault_set(why, ERR_ENCODING, "",
		    "The file is UTF-16 (\"Unicode Text\") or no text at all. "
		    "In Excel choose \"Save as\", \"CSV UTF-8\", or save as "
		    ".xlsx.");
	return OK;
}

/* Which separator stands most often in the first line, outside quotes. */
static uint8_t
find_separator(const struct csv *c)
{
	static const uint8_t known[] = { ';', ',', '\t' };
	unsigned count[3] = { 0 }, best = 1;
	bool quoted = false;

	for (size_t i = c->at; i < c->n; i++) {
		if (c->window[i] == '"')
			quoted = !quoted;
		if (!quoted && c->window[i] == '\n')
			break;
		for (unsigned k = 0; k < 3 && !quoted; k++)
			count[k] += c->window[i] == known[k];
	}
	for (unsigned k = 0; k < 3; k++)
		if (count[k] > count[best])
			best = k;
	return known[best];
}

/* Excel's own "sep=;" line. */
static bool
take_sep_line(struct csv *c)
{
	const uint8_t *p = c->window + c->at;
	size_t n = c->n - c->at, end = 5;

	if (n < 6 || memcmp(p, "sep=", 4) != 0)
		return false;
	if (p[end] == '\r')
		end++;
	if (end >= n || p[end] != '\n')
		return false;
	c->separator = p[4];
	c->at += end + 1;
	c->line = 2;
	return true;
}

struct csv *
csv_open(struct source *s, const struct sheetfile_limits *limits,
    struct fault *why)
{
	struct csv *c = calloc(1, sizeof *c);

	if (c == NULL || rowbuf_make(&c->row, limits) != OK) {
		(void)fault_set(why, ERR_NO_MEMORY, "", "%s.",
		    err_words(ERR_NO_MEMORY));
		goto fail;
	}
	c->from = s;
	c->limits = limits;
	c->line = 1;
	if (!more(c)) {
		(void)fault_set(why,
		    c->fault.err == OK ? ERR_EMPTY : c->fault.err, "", "%s",
		    c->fault.err == OK ? "The file is empty."
				       : c->fault.detail);
		goto fail;
	}
	if (refuse_encoding(c, why) != OK)
		goto fail;
	if (c->n >= 3 && memcmp(c->window, "\xef\xbb\xbf", 3) == 0)
		c->at = 3;
	if (!take_sep_line(c))
		c->separator = find_separator(c);
	return c;
fail:
	csv_close(&c);
	return NULL;
}

void
csv_close(struct csv **c)
{
	if (*c == NULL)
		return;
	rowbuf_free(&(*c)->row);
	free(*c);
	*c = NULL;
}

const struct fault *
csv_fault(const struct csv *c)
{
	return &c->fault;
}
