/*
 * routes.h - THE table of what can be asked of parindex over HTTP.
 */
#ifndef CGI_ROUTES_H
#define CGI_ROUTES_H

#include "cgi/door/door.h"
#include "cgi/http/route.h"
#include "store/base/buf.h"

/* Checks the table once, at start. */
enum err routes_check(struct fault *why);

/* Answers one request; `self` is the struct door. Any number of threads. */
void routes_handle(void *self, struct ask *a, struct reply *r);

/* The table as Markdown, for docs/api.md. */
void routes_describe(struct buf *to);

#endif
