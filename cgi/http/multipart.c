/*
 * multipart.c - the parts of a body that comes in pieces.
 *
 * Knows where boundaries are (RFC 2046 section 5.1). Touches nothing but its
 * own memory and the caller's functions.
 *
 * A delimiter is CR LF "--" boundary. CR stands only at its start, so a
 * match that breaks off can only begin anew at the byte that broke it, and
 * the bytes matched so far need not be kept: they are the delimiter's own.
 */
#include "cgi/http/multipart.h"

#include <assert.h>
#include <string.h>

#include "cgi/http/part_head.h"

enum state {
	PREAMBLE,
	MARK, /* after a delimiter: "--", or padding and CR LF */
	HEADERS,
	BODY,
	EPILOGUE,
};

struct multipart {
	struct multipart_limits limits;
	struct multipart_calls calls;
	struct pool *pool;
	enum state state;
	enum err err;
	char delimiter[4 + MULTIPART_BOUNDARY_MOST];
	size_t delimiter_n;
	size_t matched;  /* bytes of the delimiter seen at the end */
	size_t lent;     /* of those, bytes that are not the part's */
	uint8_t mark[2]; /* last bytes after a delimiter */
	size_t mark_n;
	unsigned parts;
	bool is_file;
	uint64_t part_n, total, around;
	size_t head_n;
	size_t line_n; /* bytes of the header line so far */
	uint8_t head[MULTIPART_HEADERS_MOST];
};

/* RFC 2046 section 5.1.1: bcharsnospace and space, no space at the end. */
static bool
is_boundary(struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') &&
		    !(c >= 'A' && c <= 'Z') &&
		    (c == 0 || strchr("'()+_,-./:=? ", c) == NULL))
			return false;
	}
	return s.n > 0 && s.n <= MULTIPART_BOUNDARY_MOST && s.p[s.n - 1] != ' ';
}

enum err
multipart_open(struct multipart **out, struct pool *pool, struct slice boundary,
    struct multipart_limits limits, struct multipart_calls calls,
    struct fault *why)
{
	struct multipart *m;

	*out = NULL;
	if (!is_boundary(boundary))
		return fault_set(why, ERR_MALFORMED, "header:Content-Type",
		    "the boundary is not 1 to %d characters of RFC 2046",
		    MULTIPART_BOUNDARY_MOST);
	if ((m = pool_take(pool, sizeof *m)) == NULL)
		return ERR_NO_MEMORY;
	m->limits = limits;
	m->calls = calls;
	m->pool = pool;
	memcpy(m->delimiter, "\r\n--", 4);
	memcpy(m->delimiter + 4, boundary.p, boundary.n);
	m->delimiter_n = 4 + boundary.n;
	/* The first delimiter needs no CR LF before it. */
	m->matched = m->lent = 2;
	*out = m;
	return OK;
}

/* Bytes between delimiters. */
static enum err
content(struct multipart *m, struct slice s, struct fault *why)
{
	uint64_t most = m->is_file ? m->limits.file_most : m->limits.value_most;

	if (s.n == 0)
		return OK;
	if (m->state == PREAMBLE) {
		m->around += s.n;
		return m->around <= MULTIPART_AROUND_MOST
			   ? OK
			   : fault_set(why, ERR_MALFORMED, "",
				 "no boundary within the first %d bytes",
				 MULTIPART_AROUND_MOST);
	}
	m->part_n += s.n;
	if (m->part_n > most)
		return fault_set(why, ERR_TOO_BIG, "",
		    "a part is longer than %llu bytes",
		    (unsigned long long)most);
	return m->calls.data(m->calls.self, s, why);
}

static enum err
delimited(struct multipart *m, struct fault *why)
{
	enum err e = OK;

	/* Straight after the empty line: some take it for an empty part. */
	if (m->state == BODY && m->lent > 0)
		return fault_set(why, ERR_MALFORMED, "",
		    "a part ends where its content should start");
	if (m->state == BODY)
		e = m->calls.end(m->calls.self, why);
	m->matched = m->lent = 0;
	m->state = MARK;
	m->mark_n = 0;
	m->around = 0;
	return e;
}

/* Goes on with a delimiter that began in an earlier piece. */
static enum err
resume(struct multipart *m, struct slice *s, struct fault *why)
{
	size_t matched, lent;

	while (s->n > 0 && m->matched < m->delimiter_n &&
	       s->p[0] == (uint8_t)m->delimiter[m->matched]) {
		m->matched++;
		*s = slice_of(s->p + 1, s->n - 1);
	}
	if (m->matched == m->delimiter_n)
		return delimited(m, why);
	if (s->n == 0)
		return OK;
	matched = m->matched;
	lent = m->lent;
	m->matched = m->lent = 0;
	return content(m, slice_of(m->delimiter + lent, matched - lent), why);
}

/* Looks for a delimiter; what is before it is content. */
static enum err
scan(struct multipart *m, struct slice *s, struct fault *why)
{
	const uint8_t *from = s->p, *end = s->p + s->n, *at = from;
	size_t n;
	enum err e;

	while ((at = memchr(at, '\r', (size_t)(end - at))) != NULL) {
		n = (size_t)(end - at);
		if (n > m->delimiter_n)
			n = m->delimiter_n;
		if (memcmp(at, m->delimiter, n) == 0)
			break;
		if (++at == end) {
			at = NULL;
			break;
		}
	}
	if (at == NULL) {
		*s = SLICE_NONE;
		return content(m, slice_of(from, (size_t)(end - from)), why);
	}
	e = content(m, slice_of(from, (size_t)(at - from)), why);
	*s = slice_of(at + n, (size_t)(end - at) - n);
	m->matched = n;
	if (e == OK && n == m->delimiter_n)
		e = delimited(m, why);
	return e;
}

static enum err
between(struct multipart *m, struct slice *s, struct fault *why)
{
	return m->matched > 0 ? resume(m, s, why) : scan(m, s, why);
}

/* One byte after a delimiter. */
static enum err
mark(struct multipart *m, uint8_t c, struct fault *why)
{
	if (m->mark_n == 0 && (c == ' ' || c == '\t') && m->around < 64) {
		m->around++; /* transport padding */
		return OK;
	}
	m->mark[m->mark_n++] = c;
	if (m->mark_n == 1 && (c == '-' || c == '\r'))
		return OK;
	m->around = 0;
	if (m->mark_n == 2 && m->mark[0] == '-' && c == '-') {
		m->state = EPILOGUE;
		return OK;
	}
	if (m->mark_n != 2 || m->mark[0] != '\r' || c != '\n')
		return fault_set(why, ERR_MALFORMED, "",
		    "something follows a boundary on its line");
	if (m->parts++ == m->limits.parts)
		return fault_set(why, ERR_TOO_BIG, "",
		    "the body has more than %u parts", m->limits.parts);
	m->state = HEADERS;
	m->head_n = m->line_n = 0;
	return OK;
}

static enum err
begin(struct multipart *m, struct fault *why)
{
	struct multipart_part part;
	enum err e;

	e = part_head_read(m->head, m->head_n - 2, m->pool, &part, why);
	if (e != OK)
		return e;
	m->is_file = part.is_file;
	m->part_n = 0;
	m->matched = m->lent = 2;
	m->state = BODY;
	return m->calls.begin(m->calls.self, &part, why);
}

/* One byte of a header block: lines end in CR LF, nothing else controls. */
static enum err
header(struct multipart *m, uint8_t c, struct fault *why)
{
	bool after_cr = m->head_n > 0 && m->head[m->head_n - 1] == '\r';

	if (m->head_n == sizeof m->head)
		return fault_set(why, ERR_TOO_BIG, "",
		    "a part's headers are longer than %d bytes",
		    MULTIPART_HEADERS_MOST);
	if (after_cr != (c == '\n') || c == 0x7f ||
	    (c < 0x20 && c != '\t' && c != '\r' && c != '\n'))
		return fault_set(why, ERR_MALFORMED, "",
		    "a part's header has a control character");
	if (m->line_n == 0 && (c == ' ' || c == '\t'))
		return fault_set(why, ERR_MALFORMED, "",
		    "a part's header is folded");
	m->head[m->head_n++] = c;
	if (c != '\n') {
		m->line_n += c != '\r';
		return OK;
	}
	if (m->line_n == 0)
		return begin(m, why);
	m->line_n = 0;
	return OK;
}

static enum err
epilogue(struct multipart *m, struct slice *s, struct fault *why)
{
	m->around += s->n;
	*s = SLICE_NONE;
	return m->around <= MULTIPART_AROUND_MOST
		   ? OK
		   : fault_set(why, ERR_MALFORMED, "",
			 "more than %d bytes follow the last boundary",
			 MULTIPART_AROUND_MOST);
}

static enum err
step(struct multipart *m, struct slice *s, struct fault *why)
{
	uint8_t c = s->p[0];

	if (m->state == PREAMBLE || m->state == BODY)
		return between(m, s, why);
	if (m->state == EPILOGUE)
		return epilogue(m, s, why);
	*s = slice_of(s->p + 1, s->n - 1);
	return m->state == MARK ? mark(m, c, why) : header(m, c, why);
}

enum err
multipart_feed(struct multipart *m, struct slice bytes, struct fault *why)
{
	if (m->err != OK)
		return m->err;
	m->total += bytes.n;
	if (m->total > m->limits.total_most)
		m->err = fault_set(why, ERR_TOO_BIG, "",
		    "the body is longer than %llu bytes",
		    (unsigned long long)m->limits.total_most);
	while (m->err == OK && bytes.n > 0)
		m->err = step(m, &bytes, why);
	return m->err;
}

enum err
multipart_end(struct multipart *m, struct fault *why)
{
	if (m->err == OK && m->state != EPILOGUE)
		m->err = fault_set(why, ERR_TRUNCATED, "",
		    "the body ends before its last boundary");
	return m->err;
}
