/*
 * args.c - a route's parameters and a request's JSON.
 *
 * Knows what names look like. Touches the request it is given.
 */
#include "cgi/page/args.h"

#include "cgi/door/problem.h"
#include "cgi/http/digest_field.h"
#include "cgi/http/media.h"
#include "cgi/http/query.h"
#include "store/base/said.h"
#include "store/look/looks.h"

/* What cannot be a name names nothing. */
static bool
named(enum err e, struct reply *r, const char *what, struct slice value)
{
	struct fault why = { 0 };

	if (e == OK)
		return true;
	(void)fault_set(&why, ERR_NOT_FOUND, "", "There is no %s \"%.*s\".",
	    what, (int)(value.n < 60 ? value.n : 60), (const char *)value.p);
	problem_reply(r, ERR_NOT_FOUND, &why);
	return false;
}

bool
arg_period(const struct ask *a, struct reply *r, struct period_id *out)
{
	struct slice v = ask_arg(a, "period");

	return named(period_id_read(v, out), r, "period", v);
}

bool
arg_unit(const struct ask *a, struct reply *r, struct unit_id *out)
{
	struct slice v = ask_arg(a, "unit");

	return named(unit_id_read(v, out), r, "unit", v);
}

bool
arg_leaf(const struct ask *a, struct reply *r, struct leaf_id *out)
{
	struct slice v = ask_arg(a, "leaf");

	return named(leaf_id_read(v, out), r, "criterion", v);
}

bool
arg_survey(const struct ask *a, struct reply *r, struct survey_id *out)
{
	struct slice v = ask_arg(a, "survey");

	return named(survey_id_read(v, out), r, "survey", v);
}

bool
arg_step(const struct ask *a, struct reply *r, enum life_step *out)
{
	struct slice v = a->path;

	for (const uint8_t *slash; (slash = memchr(v.p, '/', v.n)) != NULL;)
		v = slice_of(slash + 1, v.n - (size_t)(slash + 1 - v.p));
	*out = life_step_read(v);
	return named(*out < LIFE_STEPS ? OK : ERR_NOT_FOUND, r, "step", v);
}

bool
arg_submission(const struct ask *a, struct reply *r, struct submission_id *out)
{
	struct slice v = ask_arg(a, "id");

	return named(submission_id_read(v, out), r, "submission", v);
}

bool
arg_commitment(const struct ask *a, struct reply *r, struct commitment_id *out)
{
	struct slice v = ask_arg(a, "commitment");

	return named(commitment_id_read(v, out), r, "commitment", v);
}

/* At most nine digits, not 0. */
static enum err
read_number(struct slice text, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9' || i == 9)
			return ERR_MALFORMED;
		*out = *out * 10 + (text.p[i] - '0');
	}
	return *out == 0 ? ERR_MALFORMED : OK;
}

bool
arg_number(const struct ask *a, struct reply *r, const char *name,
    uint64_t *out)
{
	struct slice v = ask_arg(a, name);

	return named(read_number(v, out), r, name, v);
}

static enum err
take_revision(const struct query *q, uint64_t *out, struct fault *why)
{
	struct slice text;
	enum err e = query_maybe(q, "revision", &text, why);

	if (e != OK || text.p == NULL)
		return e;
	if (slice_is(text, "working")) {
		*out = REVISION_WORKING;
		return OK;
	}
	if (read_number(text, out) == OK)
		return OK;
	return fault_set(why, ERR_RANGE, "query:revision",
	    "Parameter \"revision\" is the number of a published revision, "
	    "or \"working\".");
}

static enum err
read_revision(struct ask *a, uint64_t *out, struct fault *why)
{
	static const char *const known[] = { "revision", NULL };
	struct query q;
	enum err e;

	if ((e = query_read(a->query, &a->pool, &q, why)) != OK ||
	    (e = query_known(&q, known, why)) != OK)
		return e;
	return take_revision(&q, out, why);
}

bool
arg_revision(struct ask *a, struct reply *r, uint64_t otherwise, uint64_t *out)
{
	struct fault why = { 0 };
	enum err e;

	*out = otherwise;
	if ((e = read_revision(a, out, &why)) != OK)
		problem_reply(r, e, &why);
	return e == OK;
}

static enum err
take_column(const struct query *q, enum column *out, struct fault *why)
{
	struct slice text;
	enum err e = query_maybe(q, "column", &text, why);

	if (e != OK || text.p == NULL)
		return e;
	*out = column_read(text);
	return *out < COLUMNS
		   ? OK
		   : fault_set(why, ERR_RANGE, "query:column",
			 "Parameter \"column\" is \"self\", \"round1\", "
			 "\"round2\" or \"council\".");
}

static enum err
read_history(struct ask *a, struct history_asked *out, struct fault *why)
{
	static const char *const known[] = { "column", "before", "revision",
		NULL };
	struct slice text;
	struct query q;
	enum err e;

	if ((e = query_read(a->query, &a->pool, &q, why)) != OK ||
	    (e = query_known(&q, known, why)) != OK ||
	    (e = take_revision(&q, &out->revision, why)) != OK ||
	    (e = take_column(&q, &out->column, why)) != OK ||
	    (e = query_maybe(&q, "before", &text, why)) != OK || text.p == NULL)
		return e;
	return read_number(text, &out->before) == OK
		   ? OK
		   : fault_set(why, ERR_RANGE, "query:before",
			 "Parameter \"before\" is the number of a version.");
}

bool
arg_history(struct ask *a, struct reply *r, struct history_asked *out)
{
	struct fault why = { 0 };
	enum err e;

	*out = (struct history_asked){ COLUMNS, 0, REVISION_WORKING };
	if ((e = read_history(a, out, &why)) != OK)
		problem_reply(r, e, &why);
	return e == OK;
}

static enum err
read_version(struct ask *a, uint32_t *out, struct fault *why)
{
	static const char *const known[] = { "version", NULL };
	struct slice text;
	struct query q;
	uint64_t n;
	enum err e;

	if ((e = query_read(a->query, &a->pool, &q, why)) != OK ||
	    (e = query_known(&q, known, why)) != OK ||
	    (e = query_maybe(&q, "version", &text, why)) != OK ||
	    text.p == NULL)
		return e;
	if (read_number(text, &n) != OK || n > UINT32_MAX)
		return fault_set(why, ERR_RANGE, "query:version",
		    "Parameter \"version\" is the number of a version of the "
		    "period's data.");
	*out = (uint32_t)n;
	return OK;
}

bool
arg_version(struct ask *a, struct reply *r, uint32_t *out)
{
	struct fault why = { 0 };
	enum err e;

	*out = 0;
	if ((e = read_version(a, out, &why)) != OK)
		problem_reply(r, e, &why);
	return e == OK;
}

static enum err
read_dry_run(struct ask *a, bool *out, struct fault *why)
{
	static const char *const known[] = { "dry_run", NULL };
	struct slice text;
	struct query q;
	enum err e;

	if ((e = query_read(a->query, &a->pool, &q, why)) != OK ||
	    (e = query_known(&q, known, why)) != OK ||
	    (e = query_maybe(&q, "dry_run", &text, why)) != OK ||
	    text.p == NULL)
		return e;
	*out = slice_is(text, "true");
	return *out || slice_is(text, "false")
		   ? OK
		   : fault_set(why, ERR_RANGE, "query:dry_run",
			 "Parameter \"dry_run\" is \"true\" or \"false\".");
}

bool
arg_dry_run(struct ask *a, struct reply *r, bool *out)
{
	struct fault why = { 0 };
	enum err e;

	*out = false;
	if ((e = read_dry_run(a, out, &why)) != OK)
		problem_reply(r, e, &why);
	return e == OK;
}

static enum err
check_digest(const struct ask *a, struct slice body, struct fault *why)
{
	struct digest said;
	bool found;
	enum err e =
	    digest_field_read(ask_header(a, "Content-Digest"), &said, &found);

	if (e != OK)
		return fault_set(why, e, "header:Content-Digest",
		    "Content-Digest is not a list of digests (RFC 9530).");
	if (found && !digest_eq(said, digest_of(body)))
		return fault_set(why, ERR_DIGEST, "header:Content-Digest",
		    "The body's SHA-256 is not the one Content-Digest names.");
	return OK;
}

enum err
body_bytes(struct ask *a, size_t most, struct buf *to, struct fault *why)
{
	enum err e = ask_read_all(a, most, to);

	if (e != OK)
		return fault_set(why, e, "",
		    e == ERR_TOO_BIG
			? "The body may hold at most %zu bytes."
			: "The body did not come whole (at most %zu bytes).",
		    most);
	return check_digest(a, buf_all(to), why);
}

static enum err
read_json(struct ask *a, size_t most, struct buf *body, struct fault *why)
{
	struct media media;
	enum err e;

	if (media_read(ask_header(a, "Content-Type"), &media) != OK ||
	    !media_is(&media, "application/json"))
		return fault_set(why, ERR_MEDIA_TYPE, "header:Content-Type",
		    "Send application/json.");
	if ((e = body_bytes(a, most, body, why)) != OK)
		return e;
	return json_parse(buf_all(body), most, &a->json, why);
}

bool
body_json_text(struct ask *a, struct reply *r, size_t most, struct jv *root,
    struct slice *text)
{
	struct buf body = { 0 };
	struct fault why = { 0 };
	enum err e = read_json(a, most, &body, &why);

	if (e == OK && text != NULL) {
		*text = slice_of(pool_text(&a->pool, buf_all(&body)), body.n);
		if (text->p == NULL)
			e = ERR_NO_MEMORY;
	}
	buf_free(&body);
	if (e != OK)
		problem_reply(r, e, &why);
	else
		*root = json_root(a->json);
	return e == OK;
}

bool
body_json(struct ask *a, struct reply *r, size_t most, struct jv *root)
{
	return body_json_text(a, r, most, root, NULL);
}

enum err
body_reason(const struct jv *body, char *out, size_t room, struct fault *why)
{
	return said_text(body, "reason", out, room, why);
}
