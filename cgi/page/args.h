/*
 * args.h - a route's parameters as typed names, and JSON bodies. For cgi/page.
 */
#ifndef CGI_PAGE_ARGS_H
#define CGI_PAGE_ARGS_H

#include "cgi/http/ask.h"
#include "cgi/http/reply.h"
#include "store/base/buf.h"
#include "store/base/id.h"
#include "store/base/json_in.h"
#include "store/model/life.h"
#include "store/model/score.h"

/* Each answers the request itself (404: no such name can exist) and returns
 * false when the parameter is not of its kind. */
bool arg_period(const struct ask *a, struct reply *r, struct period_id *out);
bool arg_unit(const struct ask *a, struct reply *r, struct unit_id *out);
bool arg_leaf(const struct ask *a, struct reply *r, struct leaf_id *out);
bool arg_survey(const struct ask *a, struct reply *r, struct survey_id *out);
bool arg_submission(const struct ask *a, struct reply *r,
    struct submission_id *out);

bool arg_commitment(const struct ask *a, struct reply *r,
    struct commitment_id *out);

/* A number in the path, from 1. */
bool arg_number(const struct ask *a, struct reply *r, const char *name,
    uint64_t *out);

/* "?revision=N" or "working", the only parameter a query may have; `otherwise`
 * when it is not there. */
bool arg_revision(struct ask *a, struct reply *r, uint64_t otherwise,
    uint64_t *out);

/* "?version=N" of a period's data, the only parameter a query may have; 0 when
 * it is not there. */
bool arg_version(struct ask *a, struct reply *r, uint32_t *out);

/* "?column=round1&before=N&revision=N", each may be left out: COLUMNS, 0 and
 * the working results. */
struct history_asked {
	enum column column;
	uint64_t before, revision;
};
bool arg_history(struct ask *a, struct reply *r, struct history_asked *out);

/* "?dry_run=true", the only parameter a query may have; false when it is not
 * there. */
bool arg_dry_run(struct ask *a, struct reply *r, bool *out);

/* The step that the path's last part names. */
bool arg_step(const struct ask *a, struct reply *r, enum life_step *out);

/* Reads a JSON body of at most `most` bytes, verifying Content-Digest when it
 * is there; once a request. `*root` lives as long as the request. False when
 * the request has been answered. */
bool body_json(struct ask *a, struct reply *r, size_t most, struct jv *root);

/* The same, and the text (may be NULL) as it came, in the request's memory. */
bool body_json_text(struct ask *a, struct reply *r, size_t most,
    struct jv *root, struct slice *text);

/* The whole body of at most `most` bytes, appended, Content-Digest verified;
 * the fault is said. */
enum err body_bytes(struct ask *a, size_t most, struct buf *to,
    struct fault *why);

/* The array "leaves" of a body, into room for SUBMISSION_LEAVES; none when it
 * is not there. ERR_MALFORMED, said. */
enum err body_leaves(const struct jv *root, struct leaf_id *leaf, unsigned *n,
    struct fault *why);

/* The text member "reason" of a body, normalised, into `out` with a zero
 * behind it; "" when it is not there. ERR_MALFORMED, ERR_ENCODING, ERR_TOO_BIG
 * for `room` bytes or more. */
enum err body_reason(const struct jv *body, char *out, size_t room,
    struct fault *why);

#endif
