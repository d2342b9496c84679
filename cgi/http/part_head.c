/*
 * part_head.c - Content-Disposition, Content-Type and
 * Content-Transfer-Encoding of a part.
 *
 * Knows RFC 7578 sections 4.2 to 4.7 and RFC 8187. Touches nothing but its
 * arguments.
 */
#include "cgi/http/part_head.h"

#include <string.h>
#include <strings.h>

#include "cgi/http/media.h"
#include "cgi/http/percent.h"
#include "store/base/text.h"

struct lines {
	struct slice disposition, type, transfer;
};

static bool
is(struct slice s, const char *text)
{
	return s.n == strlen(text) &&
	       strncasecmp((const char *)s.p, text, s.n) == 0;
}

static struct slice
trimmed(struct slice s)
{
	while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = slice_of(s.p + 1, s.n - 1);
	while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

static bool
is_name(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= 0x20 || s.p[i] >= 0x7f)
			return false;
	return s.n > 0;
}

static enum err
keep(struct slice line, struct lines *to, struct fault *why)
{
	const uint8_t *colon = memchr(line.p, ':', line.n);
	struct slice name, value, *where = NULL;

	if (colon == NULL)
		return fault_set(why, ERR_MALFORMED, "",
		    "a part has a header line without a colon");
	name = slice_of(line.p, (size_t)(colon - line.p));
	value = trimmed(slice_of(colon + 1, line.n - name.n - 1));
	if (!is_name(name))
		return fault_set(why, ERR_MALFORMED, "",
		    "a part has a header whose name is not one");
	if (is(name, "Content-Disposition"))
		where = &to->disposition;
	else if (is(name, "Content-Type"))
		where = &to->type;
	else if (is(name, "Content-Transfer-Encoding"))
		where = &to->transfer;
	if (where == NULL)
		return OK;
	if (where->p != NULL)
		return fault_set(why, ERR_MALFORMED, "",
		    "a part gives one of its headers twice");
	*where = value;
	return OK;
}

static enum err
split(struct slice text, struct lines *to, struct fault *why)
{
	enum err e = OK;

	while (e == OK && text.n > 0) {
		const uint8_t *end = memchr(text.p, '\r', text.n);
		struct slice line = slice_of(text.p, (size_t)(end - text.p));

		e = keep(line, to, why);
		text = slice_of(end + 2, text.n - line.n - 2);
	}
	return e;
}

/* Takes quotes and escapes off, in place: \" and \\ only, because clients
 * disagree about every other backslash. */
static enum err
unquote(struct slice *s, uint8_t *text)
{
	uint8_t *to;
	size_t n = 0;

	if (s->p[0] != '"')
		return OK;
	to = text + (s->p - text);
	for (size_t i = 1; i + 1 < s->n; i++) {
		if (s->p[i] == '\\') {
			i++;
			if (s->p[i] != '"' && s->p[i] != '\\')
				return ERR_MALFORMED;
		}
		to[n++] = s->p[i];
	}
	*s = slice_of(to, n);
	return OK;
}

/* RFC 8187 section 3.2: UTF-8'language'percent-encoded. */
static enum err
extended(struct slice *s, struct pool *pool)
{
	const uint8_t *mark;
	struct slice rest;

	if (s->n < 7 || strncasecmp((const char *)s->p, "UTF-8'", 6) != 0)
		return ERR_MALFORMED;
	rest = slice_of(s->p + 6, s->n - 6);
	if ((mark = memchr(rest.p, '\'', rest.n)) == NULL)
		return ERR_MALFORMED;
	rest = slice_of(mark + 1, rest.n - (size_t)(mark - rest.p) - 1);
	return percent_decode(rest, false, pool, s);
}

struct names {
	struct slice name, file, file_extended;
};

static enum err
parameters(struct slice rest, struct names *to)
{
	struct slice name, value, *where;
	bool bad;

	while (media_next(&rest, &name, &value, &bad)) {
		where = is(name, "name")        ? &to->name
			: is(name, "filename")  ? &to->file
			: is(name, "filename*") ? &to->file_extended
						: NULL;
		if (where == NULL)
			continue;
		if (where->p != NULL)
			return ERR_MALFORMED;
		*where = value;
	}
	return bad ? ERR_MALFORMED : OK;
}

static enum err
name_it(struct names *names, uint8_t *text, struct pool *pool,
    struct multipart_part *out)
{
	enum err e;

	if ((e = unquote(&names->name, text)) != OK)
		return e;
	out->name = names->name;
	out->is_file = names->file.p != NULL || names->file_extended.p != NULL;
	if (names->file.p != NULL) {
		e = unquote(&names->file, text);
		out->file_name = names->file;
	} else if (out->is_file) {
		e = extended(&names->file_extended, pool);
		out->file_name = names->file_extended;
	}
	if (e != OK)
		return e;
	if (out->name.n == 0)
		return ERR_MALFORMED;
	if (out->name.n > MULTIPART_NAME_MOST ||
	    out->file_name.n > MULTIPART_FILE_NAME_MOST)
		return ERR_TOO_BIG;
	return text_is_utf8(out->name) && text_is_utf8(out->file_name)
		   ? OK
		   : ERR_ENCODING;
}

static enum err
disposition(struct slice value, uint8_t *text, struct pool *pool,
    struct multipart_part *out, struct fault *why)
{
	struct names names = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
	enum err e;

	if (value.n < 9 ||
	    strncasecmp((const char *)value.p, "form-data", 9) != 0)
		return fault_set(why, ERR_MALFORMED, "",
		    "a part has no Content-Disposition: form-data");
	value = slice_of(value.p + 9, value.n - 9);
	if (parameters(value, &names) != OK || names.name.p == NULL)
		return fault_set(why, ERR_MALFORMED, "",
		    "a part's Content-Disposition has no proper name");
	if (names.file.p != NULL && names.file_extended.p != NULL)
		return fault_set(why, ERR_MALFORMED, "",
		    "a part has both filename and filename*");
	if ((e = name_it(&names, text, pool, out)) != OK)
		return fault_set(why, e, "",
		    "a part's name is at most %d bytes and its file name at "
		    "most %d bytes of UTF-8, quoted as RFC 9110 says",
		    MULTIPART_NAME_MOST, MULTIPART_FILE_NAME_MOST);
	return OK;
}

enum err
part_head_read(uint8_t *text, size_t n, struct pool *pool,
    struct multipart_part *out, struct fault *why)
{
	struct lines lines = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
	struct media media;
	enum err e;

	*out = (struct multipart_part){ .is_file = false };
	if ((e = split(slice_of(text, n), &lines, why)) != OK)
		return e;
	if (lines.transfer.p != NULL && !is(lines.transfer, "binary") &&
	    !is(lines.transfer, "8bit") && !is(lines.transfer, "7bit"))
		return fault_set(why, ERR_MALFORMED, "",
		    "Content-Transfer-Encoding must be binary (RFC 7578 "
		    "section 4.7)");
	if (lines.type.p != NULL && media_read(lines.type, &media) != OK)
		return fault_set(why, ERR_MALFORMED, "",
		    "a part's Content-Type is not a media type");
	out->type = lines.type;
	return disposition(lines.disposition, text, pool, out, why);
}
