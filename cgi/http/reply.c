/*
 * reply.c - an answer being put together.
 *
 * Knows status lines and header syntax (RFC 9110, RFC 3875 section 6). Touches
 * nothing but the reply; the file descriptor is only closed here.
 */
#include "cgi/http/reply.h"

#include <assert.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static const struct {
	int status;
	const char *words;
} table[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 202, "Accepted" },
	{ 204, "No Content" },
	{ 206, "Partial Content" },
	{ 303, "See Other" },
	{ 304, "Not Modified" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 408, "Request Timeout" },
	{ 409, "Conflict" },
	{ 410, "Gone" },
	{ 412, "Precondition Failed" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 416, "Range Not Satisfiable" },
	{ 422, "Unprocessable Content" },
	{ 428, "Precondition Required" },
	{ 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" },
	{ 501, "Not Implemented" },
	{ 503, "Service Unavailable" },
	{ 507, "Insufficient Storage" },
};

const char *
status_words(int status)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].status == status)
			return table[i].words;
	return "Status";
}

bool
status_bare(int status)
{
	return status < 200 || status == 204 || status == 304;
}

void
reply_open(struct reply *r)
{
	*r = (struct reply){ .status = 200, .fd = -1 };
}

static void
drop_body(struct reply *r)
{
	buf_clear(&r->body);
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
	r->offset = r->length = 0;
}

void
reply_close(struct reply *r)
{
	drop_body(r);
	buf_free(&r->headers);
	buf_free(&r->body);
	reply_open(r);
}

void
reply_reset(struct reply *r, int status)
{
	drop_body(r);
	buf_clear(&r->headers);
	r->status = status;
}

void
reply_header(struct reply *r, const char *name, struct slice value)
{
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] == '\r' || value.p[i] == '\n' ||
		    value.p[i] == '\0')
			r->headers.err = ERR_MALFORMED;
	if (r->headers.n + strlen(name) + value.n > REPLY_HEADERS_MOST)
		r->headers.err = ERR_TOO_BIG;
	buf_text(&r->headers, name);
	buf_text(&r->headers, ": ");
	buf_slice(&r->headers, value);
	buf_text(&r->headers, "\r\n");
}

void
reply_header_text(struct reply *r, const char *name, const char *value)
{
	reply_header(r, name, slice_text(value));
}

/* The next whole line of `rest` without its CR LF; every line we wrote has
 * one. */
static struct slice
next_line(struct slice *rest)
{
	const uint8_t *end = memchr(rest->p, '\r', rest->n);
	struct slice line;

	assert(end != NULL);
	line = slice_of(rest->p, (size_t)(end - rest->p));
	*rest = slice_of(end + 2, rest->n - line.n - 2);
	return line;
}

static bool
is_named(struct slice line, const char *name)
{
	size_t n = strlen(name);

	return line.n > n + 1 && line.p[n] == ':' &&
	       strncasecmp((const char *)line.p, name, n) == 0;
}

struct slice
reply_has(const struct reply *r, const char *name)
{
	struct slice rest = buf_all(&r->headers), line;

	while (rest.n > 0) {
		line = next_line(&rest);
		if (is_named(line, name))
			return slice_of(line.p + strlen(name) + 2,
			    line.n - strlen(name) - 2);
	}
	return SLICE_NONE;
}

void
reply_header_drop(struct reply *r, const char *name)
{
	struct slice rest = buf_all(&r->headers), line;
	size_t kept = 0;

	while (rest.n > 0) {
		line = next_line(&rest);
		if (is_named(line, name))
			continue;
		memmove(r->headers.p + kept, line.p, line.n + 2);
		kept += line.n + 2;
	}
	r->headers.n = kept;
}

static void
set_media(struct reply *r, int status, const char *media)
{
	drop_body(r);
	r->status = status;
	reply_header_drop(r, "Content-Type");
	reply_header_text(r, "Content-Type", media);
}

struct buf *
reply_json(struct reply *r, int status)
{
	set_media(r, status, MEDIA_JSON);
	return &r->body;
}

void
reply_bytes(struct reply *r, int status, const char *media, struct slice body)
{
	set_media(r, status, media);
	buf_slice(&r->body, body);
}

void
reply_empty(struct reply *r, int status)
{
	drop_body(r);
	reply_header_drop(r, "Content-Type");
	r->status = status;
}

void
reply_file(struct reply *r, int status, const char *media, int fd,
    uint64_t offset, uint64_t length)
{
	set_media(r, status, media);
	r->fd = fd;
	r->offset = offset;
	r->length = length;
}

uint64_t
reply_length(const struct reply *r)
{
	return r->fd >= 0 ? r->length : r->body.n;
}

bool
reply_whole(const struct reply *r)
{
	return r->headers.err == OK && r->body.err == OK && r->status >= 200 &&
	       r->status <= 599;
}

void
reply_head(const struct reply *r, struct buf *to)
{
	buf_text(to, "Status: ");
	buf_u64(to, (uint64_t)r->status);
	buf_byte(to, ' ');
	buf_text(to, status_words(r->status));
	buf_text(to, "\r\n");
	buf_slice(to, buf_all(&r->headers));
	if (!status_bare(r->status)) {
		buf_text(to, "Content-Length: ");
		buf_u64(to, reply_length(r));
		buf_text(to, "\r\n");
	}
	buf_text(to, "\r\n");
}
