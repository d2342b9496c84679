/*
 * etag.c - entity tags and conditions.
 *
 * Knows RFC 9110 sections 8.8.3, 13.1.1 and 13.1.2. Touches only the reply.
 */
#include "cgi/http/etag.h"

#include <stdio.h>

void
etag_version(uint64_t version, char out[ETAG_TEXT])
{
	snprintf(out, ETAG_TEXT, "\"v%llu\"", (unsigned long long)version);
}

static void
skip(struct slice *s, bool commas)
{
	while (s->n > 0 && (s->p[0] == ' ' || s->p[0] == '\t' ||
			       (commas && s->p[0] == ',')))
		*s = slice_of(s->p + 1, s->n - 1);
}

/* Takes one tag off `rest`, its quotes kept and its W/ dropped. False when
 * there is none, or what is there is no tag; then rest->n tells which. */
static bool
next_tag(struct slice *rest, struct slice *tag)
{
	size_t i;

	skip(rest, true);
	if (slice_starts(*rest, slice_text("W/")))
		*rest = slice_of(rest->p + 2, rest->n - 2);
	if (rest->n < 2 || rest->p[0] != '"')
		return false;
	for (i = 1; i < rest->n && rest->p[i] != '"'; i++)
		if (rest->p[i] < 0x21 || rest->p[i] == 0x7f)
			return false;
	if (i == rest->n)
		return false;
	*tag = slice_of(rest->p, i + 1);
	*rest = slice_of(rest->p + i + 1, rest->n - i - 1);
	skip(rest, false);
	return rest->n == 0 || rest->p[0] == ',';
}

enum err
etag_read(struct slice field, struct etag_field *out)
{
	struct slice rest = field, tag;
	size_t n = 0;

	*out = (struct etag_field){ .absent = field.p == NULL };
	if (out->absent)
		return OK;
	if (slice_is(field, "*")) {
		out->any = true;
		return OK;
	}
	while (next_tag(&rest, &tag))
		n++;
	if (rest.n != 0 || n == 0)
		return ERR_MALFORMED;
	out->list = field;
	return OK;
}

bool
etag_names(const struct etag_field *f, struct slice tag)
{
	struct slice rest = f->list, one;

	if (f->absent || tag.p == NULL)
		return false;
	if (f->any)
		return true;
	if (slice_starts(tag, slice_text("W/")))
		tag = slice_of(tag.p + 2, tag.n - 2);
	while (next_tag(&rest, &one))
		if (slice_eq(one, tag))
			return true;
	return false;
}

/* "v12" in quotes, no leading zero. */
static bool
version_of(struct slice tag, uint64_t *out)
{
	uint64_t n = 0;

	if (tag.n < 4 || tag.n > 22 || tag.p[1] != 'v' ||
	    (tag.p[2] == '0' && tag.n > 4))
		return false;
	for (size_t i = 2; i + 1 < tag.n; i++) {
		if (tag.p[i] < '0' || tag.p[i] > '9')
			return false;
		n = n * 10 + (tag.p[i] - '0');
	}
	*out = n;
	return true;
}

enum err
etag_asked(const struct ask *a, uint64_t *version, bool *any, struct fault *why)
{
	struct etag_field f;
	struct slice rest, tag;

	*version = 0;
	*any = false;
	if (etag_read(ask_header(a, "If-Match"), &f) != OK)
		return fault_set(why, ERR_MALFORMED, "header:If-Match",
		    "If-Match is neither * nor an entity tag in quotes");
	if (f.absent)
		return fault_set(why, ERR_PRECONDITION_REQUIRED,
		    "header:If-Match", "send the ETag you read in If-Match");
	*any = f.any;
	if (f.any)
		return OK;
	rest = f.list;
	if (next_tag(&rest, &tag) && version_of(tag, version)) {
		skip(&rest, true);
		if (rest.n == 0)
			return OK;
	}
	return fault_set(why, ERR_STALE, "header:If-Match",
	    "If-Match names no version of this resource");
}

bool
etag_apply(struct reply *r, const struct ask *a, struct slice tag)
{
	struct etag_field f;

	reply_header_drop(r, "ETag");
	reply_header(r, "ETag", tag);
	if (r->status != 200 ||
	    (a->method != METHOD_GET && a->method != METHOD_HEAD))
		return false;
	if (etag_read(ask_header(a, "If-None-Match"), &f) != OK ||
	    !etag_names(&f, tag))
		return false;
	reply_empty(r, 304);
	return true;
}
