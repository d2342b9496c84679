/*
 * request.h - a struct ask without a web server: variables and a body from
 * memory.
 */
#ifndef TESTS_KIT_REQUEST_H
#define TESTS_KIT_REQUEST_H

#include "cgi/http/ask.h"

#define REQUEST_VARIABLES 40

struct request {
	char *variables[REQUEST_VARIABLES + 1];
	size_t n;
	struct slice body;
	size_t piece;   /* bytes a read gives at most; 0: all */
	enum err fails; /* what the read after the last byte says */
	bool front;
};

/* "GET", "/v1/periods?x=y". The path stands before any prefix. */
void request_start(struct request *q, const char *method, const char *target);

/* Adds a variable ("HTTP_IF_MATCH", "\"v1\""). */
void request_variable(struct request *q, const char *name, const char *value);

/* Sets the body and its CONTENT_LENGTH. */
void request_body(struct request *q, struct slice body);

/* The ask, under `prefix`; end it with ask_close, then request_end. */
void request_ask(struct request *q, const char *prefix, struct ask *a);

void request_end(struct request *q);

#endif
