/*
 * ask.h - one HTTP request as values.
 *
 * Made of CGI variables (RFC 3875) and a body that is read piece by piece.
 * Knows nothing of FastCGI; a test makes one from an array of strings. What
 * the slices point at lives as long as the request.
 */
#ifndef CGI_HTTP_ASK_H
#define CGI_HTTP_ASK_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/fault.h"
#include "store/base/json_in.h"
#include "store/base/moment.h"
#include "store/base/pool.h"
#include "store/base/slice.h"

#define ASK_PATH_MOST 1024 /* bytes, still percent-encoded */
#define ASK_QUERY_MOST 8192
#define ASK_HEADER_MOST 8192 /* one CGI variable's value */
#define ASK_HEADERS_MOST 128
#define ASK_ARGS 6 /* parameters in one route's path */

enum method {
	METHOD_OTHER, /* none of ours: 501 */
	METHOD_GET,
	METHOD_HEAD,
	METHOD_POST,
	METHOD_PUT,
	METHOD_PATCH,
	METHOD_DELETE,
	METHOD_OPTIONS,
	METHOD_COUNT
};

/* "GET"; "?" for METHOD_OTHER. */
const char *method_name(enum method m);

/* Where a request comes from. */
struct ask_source {
	/* "NAME=value" strings, NULL at the end; borrowed for the request. */
	char *const *variables;
	/* True when the web server alone decides which variables are there
	 * that do not start with HTTP_: then PARINDEX_LAST_BYTE is believed.
	 * False for plain CGI, whose environment has other authors. */
	bool front;
	/* Up to `most` bytes of the body; *got 0 is its end. A failure is
	 * ERR_TRUNCATED (the other side gave up), ERR_TIMEOUT or ERR_IO. */
	enum err (*read)(void *self, void *to, size_t most, size_t *got);
	void *self;
};

/* A parameter of the matched route: the name as the route writes it. */
struct ask_arg {
	struct slice name;
	struct slice value; /* percent-decoded UTF-8, no NUL, not empty */
};

struct ask {
	/* 0, or the status with which the request must be refused before
	 * anything else is looked at (400, 404, 413, 414, 431, 501), and why.
	 */
	int refused;
	struct fault why;

	enum method method;
	struct slice path;   /* after the mount prefix; "/..."; encoded */
	struct slice query;  /* raw, without '?'; may be empty */
	struct slice remote; /* REMOTE_ADDR */
	struct slice prefix; /* the mount prefix, for Location */

	bool length_known; /* there was a Content-Length */
	uint64_t length;   /* then this many bytes were announced */
	uint64_t taken;    /* bytes ask_read has given so far */
	bool ended;        /* ask_read has said so */
	enum err body_err; /* first failure of ask_read; it stays */

	/* When the web server had the last byte of the body, by its clock:
	 * nginx's $msec. Only from the web server itself (promise 6). */
	bool stamped;
	struct moment front_stamp;

	struct ask_arg args[ASK_ARGS];
	size_t arg_count;

	struct pool pool;  /* memory of this request */
	struct json *json; /* its body, once a page has read it as that */
	struct ask_source from;
};

/*
 * Fills `*a` from `from`. `prefix` is the mount prefix ("/parindex" or "");
 * a path outside it is refused with 404. The path is REQUEST_URI's, undecoded;
 * without that variable PATH_INFO's, encoded again. Never fails: what is wrong
 * with the request is in a->refused.
 */
void ask_open(struct ask *a, struct ask_source from, const char *prefix);

/* Frees the request's memory. Every slice of it is gone then. */
void ask_close(struct ask *a);

/* A CGI variable; p == NULL when absent. The first one counts. */
struct slice ask_variable(const struct ask *a, const char *name);

/* A request header by its HTTP name, any case ("If-Match"), white space
 * around the value removed; p == NULL when absent. */
struct slice ask_header(const struct ask *a, const char *name);

/* A path parameter ("period"); p == NULL when the route has none such. */
struct slice ask_arg(const struct ask *a, const char *name);

/*
 * Gives up to `most` bytes of the body; *got 0 is the end. Bytes beyond
 * Content-Length are never given. ERR_TRUNCATED when it ends before;
 * ERR_TIMEOUT, ERR_IO. A failure stays: every later call repeats it.
 */
enum err ask_read(struct ask *a, void *to, size_t most, size_t *got);

struct buf;
/* Appends the whole body. ERR_TOO_BIG beyond `most` bytes (nothing is read
 * when Content-Length says so), else as ask_read, or ERR_NO_MEMORY. */
enum err ask_read_all(struct ask *a, size_t most, struct buf *to);

#endif
