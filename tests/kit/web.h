/*
 * web.h - a pretend web server: FastCGI records in and out of a Unix socket.
 *
 * Written from the FastCGI 1.0 specification, not from the library under test.
 */
#ifndef TESTS_KIT_WEB_H
#define TESTS_KIT_WEB_H

#include <stdbool.h>

#include "store/base/buf.h"

enum web_record {
	WEB_BEGIN = 1,
	WEB_ABORT = 2,
	WEB_END = 3,
	WEB_PARAMS = 4,
	WEB_STDIN = 5,
	WEB_STDOUT = 6,
};

#define WEB_KEEP 1

struct web_answer {
	struct buf out; /* header block and body */
	bool ended;     /* END_REQUEST came */
	bool closed;    /* the connection ended */
	int status;     /* of the Status line; 0 when there is none */
};

/* Connects, or fails the test. */
int web_connect(const char *path);

/* Appends one record of request 1. */
void web_put(struct buf *to, enum web_record type, struct slice content);

/* Appends a name and value as the content of a PARAMS record. */
void web_pair(struct buf *to, const char *name, const char *value);

/* Appends begin and parameters of a request: method, target, Content-Length
 * (when it is not negative), then `more` pairs, NULL at the end. */
void web_head(struct buf *to, bool keep, const char *method, const char *target,
    long length, const char *const *more);

/* Appends the body as STDIN records and, if `whole`, its end. */
void web_body(struct buf *to, struct slice body, bool whole);

/* Sends all; false when the other side is gone. */
bool web_send(int fd, struct slice bytes);

/* Reads until END_REQUEST or the end. */
void web_read(int fd, struct web_answer *to);

/* The body of an answer: what follows the empty line. */
struct slice web_content(const struct web_answer *a);

void web_answer_free(struct web_answer *a);

/* A whole request on `fd` and its answer. */
void web_ask(int fd, bool keep, const char *method, const char *target,
    struct slice body, struct web_answer *to);

#endif
