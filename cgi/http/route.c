/*
 * route.c - fits paths to rows, segment by segment.
 *
 * Knows how a route's path is written. Touches only the request's args.
 */
#include "cgi/http/route.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "cgi/http/percent.h"

/* Takes the next segment of "/a/b" off; false at the end. */
static bool
segment(struct slice *rest, struct slice *out)
{
	const uint8_t *end;
	size_t n;

	if (rest->n == 0)
		return false;
	assert(rest->p[0] == '/');
	end = memchr(rest->p + 1, '/', rest->n - 1);
	n = end == NULL ? rest->n : (size_t)(end - rest->p);
	*out = slice_of(rest->p + 1, n - 1);
	*rest = slice_of(rest->p + n, rest->n - n);
	return true;
}

static bool
is_parameter(struct slice s)
{
	return s.n >= 3 && s.p[0] == '{' && s.p[s.n - 1] == '}';
}

static bool
is_rest(struct slice s)
{
	return is_parameter(s) && s.n > 5 &&
	       memcmp(s.p + s.n - 4, "...", 3) == 0;
}

/* A parameter's name: "{id}" and "{id...}" are "id". */
static struct slice
parameter_name(struct slice s)
{
	return slice_of(s.p + 1, s.n - (is_rest(s) ? 5 : 2));
}

/* Does `path` fit? With `a`, also notes the raw values in its args. */
static bool
fits(const char *row, struct slice path, struct ask *a)
{
	struct slice have = slice_text(row), want, got;

	while (segment(&have, &want)) {
		struct slice before = path;

		if (!segment(&path, &got))
			return false;
		if (is_rest(want)) {
			got = slice_of(before.p + 1, before.n - 1);
			path = SLICE_NONE;
		}
		if (is_parameter(want)) {
			if (got.n == 0)
				return false;
			if (a != NULL)
				a->args[a->arg_count++] =
				    (struct ask_arg){ parameter_name(want),
					    got };
		} else if (!slice_eq(want, got)) {
			return false;
		}
	}
	return path.n == 0;
}

static bool
serves(const struct route *row, enum method m)
{
	return row->method == m ||
	       (m == METHOD_HEAD && row->method == METHOD_GET);
}

static enum routed
take_args(struct ask *a)
{
	for (size_t i = 0; i < a->arg_count; i++)
		if (percent_decode(a->args[i].value, false, &a->pool,
			&a->args[i].value) != OK)
			return ROUTED_BROKEN;
	return ROUTED;
}

enum routed
route_find(const struct route *rows, size_t n, struct ask *a,
    const struct route **out)
{
	bool known = false;

	*out = NULL;
	for (size_t i = 0; i < n; i++) {
		if (!fits(rows[i].path, a->path, NULL))
			continue;
		known = true;
		if (!serves(&rows[i], a->method))
			continue;
		a->arg_count = 0;
		(void)fits(rows[i].path, a->path, a);
		*out = &rows[i];
		return take_args(a);
	}
	if (!known)
		return ROUTED_NOWHERE;
	return a->method == METHOD_OPTIONS ? ROUTED_OPTIONS : ROUTED_OTHERWISE;
}

void
route_allow(const struct route *rows, size_t n, const struct ask *a,
    struct reply *r)
{
	char list[80] = "";
	size_t used = 0;

	for (int m = METHOD_GET; m < METHOD_COUNT; m++) {
		bool served = m == METHOD_OPTIONS;

		for (size_t i = 0; i < n && !served; i++)
			served = serves(&rows[i], (enum method)m) &&
				 fits(rows[i].path, a->path, NULL);
		if (!served)
			continue;
		used += (size_t)snprintf(list + used, sizeof list - used,
		    "%s%s", used == 0 ? "" : ", ", method_name((enum method)m));
		assert(used < sizeof list);
	}
	reply_header_text(r, "Allow", list);
}

/* Could one path fit both? */
static bool
overlap(const char *a, const char *b)
{
	struct slice left = slice_text(a), right = slice_text(b), l, r;
	bool more_l, more_r;

	for (;;) {
		more_l = segment(&left, &l);
		more_r = segment(&right, &r);
		if (!more_l || !more_r)
			return more_l == more_r;
		if (is_rest(l) || is_rest(r))
			return true;
		if (!is_parameter(l) && !is_parameter(r) && !slice_eq(l, r))
			return false;
	}
}

static bool
well_formed(const char *path)
{
	struct slice rest = slice_text(path), s;
	size_t parameters = 0;
	bool ended = false;

	if (path[0] != '/')
		return false;
	while (segment(&rest, &s)) {
		bool braces = s.n > 0 && (memchr(s.p, '{', s.n) != NULL ||
					     memchr(s.p, '}', s.n) != NULL);

		if (ended || (braces && !is_parameter(s)) ||
		    (s.n == 0 && path[1] != '\0'))
			return false;
		parameters += is_parameter(s);
		ended = is_rest(s);
	}
	return parameters <= ASK_ARGS;
}

enum err
route_check(const struct route *rows, size_t n, struct fault *why)
{
	for (size_t i = 0; i < n; i++) {
		if (rows[i].handle == NULL || rows[i].method == METHOD_OTHER ||
		    rows[i].method >= METHOD_COUNT ||
		    !well_formed(rows[i].path))
			return fault_set(why, ERR_MALFORMED, "",
			    "the route %s is not well formed", rows[i].path);
		for (size_t j = 0; j < i; j++)
			if (rows[i].method == rows[j].method &&
			    overlap(rows[i].path, rows[j].path))
				return fault_set(why, ERR_CONFLICT, "",
				    "the routes %s and %s overlap",
				    rows[j].path, rows[i].path);
	}
	return OK;
}
