/*
 * route.h - from method and path to a row of the table of routes.
 *
 * A path is written "/v1/submissions/{id}/receipt"; a last "{rest...}" takes
 * the remainder with its slashes. A request's path is split first and decoded
 * after, so "%2F" is never a separator. No two rows of one method may fit the
 * same path: the table has no order.
 */
#ifndef CGI_HTTP_ROUTE_H
#define CGI_HTTP_ROUTE_H

#include <stddef.h>
#include <stdint.h>

#include "cgi/http/ask.h"
#include "cgi/http/reply.h"

struct route {
	enum method method; /* GET rows serve HEAD as well */
	const char *path;
	/* Opaque here: who may come in and what body is taken. cgi/routes.c
	 * fills them, cgi/door and cgi/routes.c read them. */
	uint32_t who;
	uint32_t takes;
	void (*handle)(void *self, struct ask *a, struct reply *r);
};

enum routed {
	ROUTED,
	ROUTED_NOWHERE,   /* 404: no row has this path */
	ROUTED_OTHERWISE, /* 405: rows have it, but not with this method */
	ROUTED_OPTIONS,   /* OPTIONS on a path that exists: 204 */
	ROUTED_BROKEN,    /* 400: bad percent-encoding, not UTF-8, NUL */
};

/* The row for the request; fills a->args. `*out` is set for ROUTED only.
 * For ROUTED_OTHERWISE and ROUTED_OPTIONS send route_allow's header. */
enum routed route_find(const struct route *rows, size_t n, struct ask *a,
    const struct route **out);

/* Sets "Allow" to every method the request's path knows, e.g.
 * "GET, HEAD, OPTIONS". */
void route_allow(const struct route *rows, size_t n, const struct ask *a,
    struct reply *r);

/* For start-up: every path well formed, every row with a handler, no overlap.
 * ERR_MALFORMED or ERR_CONFLICT; `*why` names the rows. */
enum err route_check(const struct route *rows, size_t n, struct fault *why);

#endif
