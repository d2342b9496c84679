/*
 * media.c - "type/subtype; name=value".
 *
 * Knows RFC 9110 sections 5.6.2, 5.6.4, 8.3.1. Touches nothing but arguments.
 */
#include "cgi/http/media.h"

#include <string.h>
#include <strings.h>

static bool
is_token(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') ||
	       (c != 0 && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static struct slice
token(struct slice *s)
{
	struct slice head = *s;

	head.n = 0;
	while (head.n < s->n && is_token(s->p[head.n]))
		head.n++;
	*s = slice_of(s->p + head.n, s->n - head.n);
	return head;
}

static bool
take(struct slice *s, uint8_t c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = slice_of(s->p + 1, s->n - 1);
	return true;
}

static void
space(struct slice *s)
{
	while (take(s, ' ') || take(s, '\t'))
		continue;
}

/* A quoted string, its quotes included; n == 0 when it does not end. */
static struct slice
quoted(struct slice *s)
{
	struct slice whole = *s;

	for (size_t i = 1; i < s->n; i++) {
		if (s->p[i] == '\\' && i + 1 < s->n) {
			i++;
		} else if (s->p[i] == '"') {
			whole.n = i + 1;
			*s = slice_of(s->p + i + 1, s->n - i - 1);
			return whole;
		}
		if ((s->p[i] < 0x20 && s->p[i] != '\t') || s->p[i] == 0x7f)
			break;
	}
	return SLICE_NONE;
}

bool
media_next(struct slice *rest, struct slice *name, struct slice *value,
    bool *bad)
{
	*bad = false;
	do {
		space(rest);
		if (rest->n == 0)
			return false;
		if (!take(rest, ';')) {
			*bad = true;
			return false;
		}
		space(rest);
	} while (rest->n == 0 || rest->p[0] == ';');
	*name = token(rest);
	*bad = name->n == 0 || !take(rest, '=');
	if (!*bad) {
		*value = rest->n > 0 && rest->p[0] == '"' ? quoted(rest)
							  : token(rest);
		*bad = value->n == 0;
	}
	return !*bad;
}

static bool
same(struct slice a, struct slice b)
{
	return a.n == b.n &&
	       strncasecmp((const char *)a.p, (const char *)b.p, a.n) == 0;
}

/* The parameter's value as written, and how often it is there. */
static unsigned
find(struct slice params, struct slice want, struct slice *out)
{
	struct slice name, value;
	unsigned n = 0;
	bool bad = false;

	while (media_next(&params, &name, &value, &bad))
		if (same(name, want)) {
			*out = value;
			n++;
		}
	return n;
}

enum err
media_read(struct slice field, struct media *out)
{
	struct slice rest = field, name, value;
	bool bad = false;

	*out = (struct media){ 0 };
	if (field.n == 0)
		return ERR_EMPTY;
	out->type = token(&rest);
	if (out->type.n == 0 || !take(&rest, '/'))
		return ERR_MALFORMED;
	out->subtype = token(&rest);
	if (out->subtype.n == 0)
		return ERR_MALFORMED;
	out->params = rest;
	while (media_next(&rest, &name, &value, &bad))
		if (find(out->params, name, &value) > 1)
			return ERR_MALFORMED;
	return bad ? ERR_MALFORMED : OK;
}

bool
media_is(const struct media *m, const char *full)
{
	const char *slash = strchr(full, '/');

	return slash != NULL &&
	       same(m->type, slice_of(full, (size_t)(slash - full))) &&
	       same(m->subtype, slice_text(slash + 1));
}

struct slice
media_param(const struct media *m, const char *name, struct pool *pool)
{
	struct slice value;
	uint8_t *p;
	size_t n = 0;

	if (find(m->params, slice_text(name), &value) == 0)
		return SLICE_NONE;
	if (value.p[0] != '"')
		return value;
	value = slice_of(value.p + 1, value.n - 2);
	if (value.n == 0 || memchr(value.p, '\\', value.n) == NULL)
		return value;
	if ((p = pool_take(pool, value.n)) == NULL)
		return SLICE_NONE;
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '\\')
			i++;
		p[n++] = value.p[i];
	}
	return slice_of(p, n);
}
