/*
 * request.c - requests made of strings.
 *
 * Knows CGI variables. Touches nothing.
 */
#include "tests/kit/request.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
request_variable(struct request *q, const char *name, const char *value)
{
	ck_assert_uint_lt(q->n, REQUEST_VARIABLES);
	ck_assert_int_ge(asprintf(&q->variables[q->n], "%s=%s", name, value),
	    0);
	q->n++;
}

void
request_start(struct request *q, const char *method, const char *target)
{
	const char *mark = strchr(target, '?');

	*q = (struct request){ .front = true };
	request_variable(q, "REQUEST_METHOD", method);
	request_variable(q, "REQUEST_URI", target);
	request_variable(q, "QUERY_STRING", mark == NULL ? "" : mark + 1);
	request_variable(q, "REMOTE_ADDR", "192.0.2.1");
}

void
request_body(struct request *q, struct slice body)
{
	char length[24];

	q->body = body;
	snprintf(length, sizeof length, "%zu", body.n);
	request_variable(q, "CONTENT_LENGTH", length);
}

static enum err
give(void *self, void *to, size_t most, size_t *got)
{
	struct request *q = self;
	size_t n = q->body.n < most ? q->body.n : most;

	if (q->piece > 0 && n > q->piece)
		n = q->piece;
	*got = n;
	if (n == 0)
		return q->fails;
	memcpy(to, q->body.p, n);
	q->body = slice_of(q->body.p + n, q->body.n - n);
	return OK;
}

void
request_ask(struct request *q, const char *prefix, struct ask *a)
{
	ask_open(a,
	    (struct ask_source){ .variables = q->variables,
		.front = q->front,
		.read = give,
		.self = q },
	    prefix);
}

void
request_end(struct request *q)
{
	while (q->n > 0)
		free(q->variables[--q->n]);
	*q = (struct request){ .front = false };
}
