/*
 * ask.c - a request out of CGI variables.
 *
 * Knows the variables' names (RFC 3875, and PARINDEX_LAST_BYTE of our own web
 * server configurations). Touches only the source it is given.
 */
#include "cgi/http/ask.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cgi/http/percent.h"
#include "store/base/buf.h"

#define LENGTH_MOST (UINT64_C(1) << 50)

static const char *const names[] = {
	[METHOD_OTHER] = "?",
	[METHOD_GET] = "GET",
	[METHOD_HEAD] = "HEAD",
	[METHOD_POST] = "POST",
	[METHOD_PUT] = "PUT",
	[METHOD_PATCH] = "PATCH",
	[METHOD_DELETE] = "DELETE",
	[METHOD_OPTIONS] = "OPTIONS",
};
static_assert(sizeof names / sizeof *names == METHOD_COUNT,
    "every method has its name");

const char *
method_name(enum method m)
{
	assert(m < METHOD_COUNT);
	return names[m];
}

static void
refuse(struct ask *a, int status, enum err e, const char *where,
    const char *detail)
{
	if (a->refused != 0)
		return;
	a->refused = status;
	fault_set(&a->why, e, where, "%s", detail);
}

struct slice
ask_variable(const struct ask *a, const char *name)
{
	size_t n = strlen(name);
	char *const *v;

	for (v = a->from.variables; v != NULL && *v != NULL; v++)
		if (strncmp(*v, name, n) == 0 && (*v)[n] == '=')
			return slice_text(*v + n + 1);
	return SLICE_NONE;
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

struct slice
ask_header(const struct ask *a, const char *name)
{
	char variable[80] = "HTTP_";
	char *to = variable + 5;
	struct slice value;

	/* RFC 3875 section 4.1: these two have names of their own. */
	if (strcasecmp(name, "Content-Type") == 0 ||
	    strcasecmp(name, "Content-Length") == 0)
		to = variable;
	assert(strlen(name) < sizeof variable - 6);
	for (; *name != '\0'; name++, to++) {
		*to = *name == '-' ? '_' : *name;
		if (*to >= 'a' && *to <= 'z')
			*to = (char)(*to - 'a' + 'A');
	}
	*to = '\0';
	value = ask_variable(a, variable);
	return value.p == NULL ? value : trimmed(value);
}

struct slice
ask_arg(const struct ask *a, const char *name)
{
	for (size_t i = 0; i < a->arg_count; i++)
		if (slice_is(a->args[i].name, name))
			return a->args[i].value;
	return SLICE_NONE;
}

/* Whole decimal digits, at most `most`. */
static bool
decimal(struct slice s, uint64_t most, uint64_t *out)
{
	uint64_t n = 0;

	if (s.n == 0 || s.n > 18)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	*out = n;
	return n <= most;
}

static void
read_headers(struct ask *a)
{
	size_t headers = 0;

	for (char *const *v = a->from.variables; v != NULL && *v; v++) {
		if (strncmp(*v, "HTTP_", 5) != 0 &&
		    strncmp(*v, "CONTENT_", 8) != 0)
			continue;
		if (++headers > ASK_HEADERS_MOST)
			refuse(a, 431, ERR_TOO_BIG, "",
			    "the request has more than 128 headers");
		else if (strlen(*v) > ASK_HEADER_MOST)
			refuse(a, 431, ERR_TOO_BIG, "",
			    "a header is longer than 8192 bytes");
	}
}

static void
read_method(struct ask *a)
{
	struct slice text = ask_variable(a, "REQUEST_METHOD");

	for (int m = METHOD_GET; m < METHOD_COUNT; m++)
		if (slice_is(text, names[m]))
			a->method = (enum method)m;
	if (a->method == METHOD_OTHER)
		refuse(a, 501, ERR_MALFORMED, "",
		    "the request's method is not one this service knows");
}

/* PATH_INFO comes decoded: a '%' in it is one, so it is encoded again; a "?"
 * and what else is special needs no care, the query is a variable. */
static struct slice
encoded(struct ask *a, struct slice decoded)
{
	size_t percents = 0, to = 0;
	uint8_t *p;

	for (size_t i = 0; i < decoded.n; i++)
		percents += decoded.p[i] == '%';
	if (percents == 0)
		return decoded;
	if ((p = pool_take(&a->pool, decoded.n + 2 * percents)) == NULL) {
		refuse(a, 503, ERR_NO_MEMORY, "", "out of memory");
		return slice_text("/");
	}
	for (size_t i = 0; i < decoded.n; i++) {
		p[to++] = decoded.p[i];
		if (decoded.p[i] == '%') {
			p[to++] = '2';
			p[to++] = '5';
		}
	}
	return slice_of(p, to);
}

static struct slice
whole_path(struct ask *a)
{
	struct slice uri = ask_variable(a, "REQUEST_URI");
	const uint8_t *mark;

	if (uri.n == 0)
		return encoded(a, ask_variable(a, "PATH_INFO"));
	mark = memchr(uri.p, '?', uri.n);
	return mark == NULL ? uri : slice_of(uri.p, (size_t)(mark - uri.p));
}

static void
read_path(struct ask *a)
{
	struct slice path = whole_path(a);

	a->query = ask_variable(a, "QUERY_STRING");
	if (path.n > ASK_PATH_MOST)
		refuse(a, 414, ERR_TOO_BIG, "",
		    "the path is longer than 1024 bytes");
	else if (a->query.n > ASK_QUERY_MOST)
		refuse(a, 414, ERR_TOO_BIG, "",
		    "the query is longer than 8192 bytes");
	else if (path.n == 0 || path.p[0] != '/')
		refuse(a, 400, ERR_MALFORMED, "", "the path starts without /");
	else if (!slice_starts(path, a->prefix) ||
		 (path.n > a->prefix.n && path.p[a->prefix.n] != '/'))
		refuse(a, 404, ERR_NOT_FOUND, "",
		    "the path is outside this service");
	a->path = slice_text("/");
	if (a->refused == 0 && path.n > a->prefix.n)
		a->path = slice_of(path.p + a->prefix.n, path.n - a->prefix.n);
}

static void
read_length(struct ask *a)
{
	struct slice text = ask_header(a, "Content-Length");

	if (text.n == 0)
		return;
	a->length_known = true;
	if (!decimal(text, LENGTH_MOST, &a->length))
		refuse(a, 400, ERR_MALFORMED, "header:Content-Length",
		    "Content-Length is not a whole number");
}

/* nginx's $msec: seconds since 1970, a point, three digits. */
static void
read_stamp(struct ask *a)
{
	struct slice text = ask_variable(a, "PARINDEX_LAST_BYTE");
	uint64_t s, ms;

	if (!a->from.front || text.n < 5 || text.n > 16 ||
	    text.p[text.n - 4] != '.')
		return;
	if (!decimal(slice_of(text.p, text.n - 4), UINT64_C(253402300799),
		&s) ||
	    !decimal(slice_of(text.p + text.n - 3, 3), 999, &ms))
		return;
	a->front_stamp.us = (int64_t)(s * 1000000 + ms * 1000);
	a->stamped = true;
}

void
ask_open(struct ask *a, struct ask_source from, const char *prefix)
{
	*a = (struct ask){ .from = from, .prefix = slice_text(prefix) };
	read_headers(a);
	read_method(a);
	read_path(a);
	read_length(a);
	read_stamp(a);
	a->remote = ask_variable(a, "REMOTE_ADDR");
}

void
ask_close(struct ask *a)
{
	json_free(&a->json);
	pool_free(&a->pool);
	*a = (struct ask){ .refused = 400 };
}

enum err
ask_read(struct ask *a, void *to, size_t most, size_t *got)
{
	*got = 0;
	if (a->body_err != OK || a->ended)
		return a->body_err;
	if (a->length_known && most > a->length - a->taken)
		most = (size_t)(a->length - a->taken);
	if (most == 0) {
		a->ended = a->length_known && a->taken == a->length;
		return OK;
	}
	a->body_err = a->from.read(a->from.self, to, most, got);
	assert(*got <= most);
	if (a->body_err == OK && *got == 0) {
		if (a->length_known)
			a->body_err = ERR_TRUNCATED;
		a->ended = true;
	}
	a->taken += *got;
	return a->body_err;
}

enum err
ask_read_all(struct ask *a, size_t most, struct buf *to)
{
	size_t start = to->n, got;
	uint8_t *room;
	enum err e;

	if (a->length_known && a->length > most)
		return ERR_TOO_BIG;
	for (;;) {
		if ((room = buf_room(to, 8192)) == NULL)
			return ERR_NO_MEMORY;
		if ((e = ask_read(a, room, 8192, &got)) != OK || got == 0)
			return e;
		to->n += got;
		if (to->n - start > most)
			return ERR_TOO_BIG;
	}
}
