/*
 * problem.c - the table from failures to statuses, and its documents.
 *
 * Knows RFC 9457 and which status means what (RFC 9110, 6585). Touches the
 * reply and, for a failure of our own, the log.
 */
#include "cgi/door/problem.h"

#include <assert.h>
#include <stdio.h>

#include "store/base/log.h"

/* clang-format off */
static const int statuses[] = {
	[OK] = 500,
	[ERR_NO_MEMORY] = 503,
	[ERR_IO] = 500,
	[ERR_NO_SPACE] = 503,
	[ERR_BUSY] = 503,
	[ERR_TIMEOUT] = 408,
	[ERR_BROKEN] = 500,
	[ERR_MAP_FULL] = 503,
	[ERR_STORE_NEWER] = 500,
	[ERR_STORE_OLDER] = 500,
	[ERR_NETWORK_DISK] = 500,
	[ERR_WRONG_OWNER] = 500,
	[ERR_NOT_A_STORE] = 500,
	[ERR_NOT_SIMULATED] = 409,
	[ERR_BACKWARDS] = 409,
	[ERR_READ_ONLY] = 503,
	[ERR_NOT_FOUND] = 404,
	[ERR_EXISTS] = 409,
	[ERR_MALFORMED] = 400,
	[ERR_UNKNOWN_FIELD] = 400,
	[ERR_MISSING_FIELD] = 400,
	[ERR_RANGE] = 422,
	[ERR_ENCODING] = 400,
	[ERR_TOO_BIG] = 413,
	[ERR_EMPTY] = 422,
	[ERR_TRUNCATED] = 400,
	[ERR_DIGEST] = 400,
	[ERR_MEDIA_TYPE] = 415,
	[ERR_DISGUISED] = 422,
	[ERR_SECRECY] = 422,
	[ERR_OVERFLOW] = 422,
	[ERR_DIVISION] = 422,
	[ERR_UNAUTHENTICATED] = 401,
	[ERR_FORBIDDEN] = 403,
	[ERR_UNKNOWN_PERIOD] = 404,
	[ERR_UNKNOWN_UNIT] = 404,
	[ERR_UNKNOWN_LEAF] = 404,
	[ERR_LEAF_NOT_YOURS] = 422,
	[ERR_WINDOW_NOT_OPEN] = 409,
	[ERR_WINDOW_CLOSED] = 409,
	[ERR_WRONG_STATE] = 409,
	[ERR_CONFLICT] = 409,
	[ERR_PRECONDITION_REQUIRED] = 428,
	[ERR_STALE] = 412,
	[ERR_KEY_REUSED] = 422,
	[ERR_QUOTA] = 429,
	[ERR_GONE] = 410,
	[ERR_OTHER_FEED] = 410,
};
static_assert(sizeof statuses / sizeof *statuses == ERR_COUNT,
    "every error has its status");

/* What is HTTP's own. */
static const struct {
	int status;
	const char *type, *title;
} own[] = {
	{ 400, "malformed", "this cannot be read" },
	{ 404, "not-found", "there is no such thing" },
	{ 405, "method-not-allowed", "this method is not served here" },
	{ 413, "too-big", "it is larger than allowed" },
	{ 414, "path-too-long", "the address is longer than allowed" },
	{ 415, "media-type", "this type is not accepted" },
	{ 416, "range-outside", "the range is outside the document" },
	{ 431, "headers-too-big", "the headers are larger than allowed" },
	{ 501, "method-unknown", "no such method is known" },
	{ 503, "busy", "too much to do just now, try again" },
};
/* clang-format on */

int
problem_status(enum err e)
{
	assert(e < ERR_COUNT);
	return statuses[e];
}

/* One problem, before it is JSON. */
struct problem {
	int status;
	const char *type, *title;
	const struct fault *faults;
	size_t n;
	problem_more *more; /* NULL: nothing */
	void *self;
};

static void
put_errors(struct jout *j, const struct problem *p)
{
	jout_key(j, "errors");
	jout_array(j);
	for (size_t i = 0; i < p->n; i++) {
		jout_object(j);
		jout_kstr(j, "pointer", p->faults[i].pointer);
		jout_kstr(j, "detail", p->faults[i].detail);
		jout_object_end(j);
	}
	jout_array_end(j);
}

static void
put(struct buf *to, const struct problem *p)
{
	struct jout j = jout_start(to);
	char type[96];

	snprintf(type, sizeof type, "%s%s", PROBLEM_TYPE, p->type);
	jout_object(&j);
	jout_kstr(&j, "type", type);
	jout_kstr(&j, "title", p->title);
	jout_kint(&j, "status", p->status);
	if (p->n > 0) {
		jout_kstr(&j, "detail", p->faults[0].detail);
		put_errors(&j, p);
	}
	if (p->more != NULL)
		p->more(p->self, &j);
	jout_object_end(&j);
}

static void
send(struct reply *r, const struct problem *p)
{
	reply_bytes(r, p->status, MEDIA_PROBLEM, SLICE_NONE);
	reply_header_drop(r, "Cache-Control");
	reply_header_text(r, "Cache-Control", "no-store");
	if (p->status == 401)
		reply_header_text(r, "WWW-Authenticate",
		    "Bearer realm=\"parindex\"");
	if (p->status == 429 || p->status == 503)
		reply_header_text(r, "Retry-After", "5");
	put(&r->body, p);
}

static bool
is_filled(const struct fault *f)
{
	return f != NULL && f->err != OK;
}

static void
send_err(struct reply *r, enum err e, struct problem p)
{
	p.status = problem_status(e);
	p.type = err_name(e);
	p.title = err_words(e);
	/* What failed inside the machine goes to the log, not on the wire. */
	if (p.status == 500) {
		log_line(LOG_IS_ERROR, "failed", "%s: %s", p.title,
		    p.n > 0 ? p.faults[0].detail : "");
		p.n = 0;
	}
	reply_reset(r, p.status);
	send(r, &p);
}

void
problem_reply(struct reply *r, enum err e, const struct fault *why)
{
	problem_reply_more(r, e, why, NULL, NULL);
}

void
problem_reply_more(struct reply *r, enum err e, const struct fault *why,
    problem_more *more, void *self)
{
	send_err(r, e,
	    (struct problem){ .faults = why,
		.n = is_filled(why),
		.more = more,
		.self = self });
}

void
problem_reply_all(struct reply *r, enum err e, const struct faults *all)
{
	send_err(r, e, (struct problem){ .faults = all->list, .n = all->n });
}

void
problem_reply_status(struct reply *r, int status, const struct fault *why)
{
	struct problem p = { .status = status,
		.type = "malformed",
		.title = status_words(status),
		.faults = why,
		.n = is_filled(why) };

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (own[i].status == status) {
			p.type = own[i].type;
			p.title = own[i].title;
		}
	send(r, &p);
}
