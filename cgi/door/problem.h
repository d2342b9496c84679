/*
 * problem.h - from a failure to an HTTP answer (RFC 9457).
 *
 * The one place that knows both `enum err` and HTTP statuses. The body is
 *
 *   {"type":"urn:parindex:problem:window-closed","title":"...","status":409,
 *    "detail":"...","errors":[{"pointer":"/leaf","detail":"..."}]}
 */
#ifndef CGI_DOOR_PROBLEM_H
#define CGI_DOOR_PROBLEM_H

#include "cgi/http/reply.h"
#include "store/base/fault.h"
#include "store/base/json_out.h"

#define PROBLEM_TYPE "urn:parindex:problem:"

/* The status for `e`; 500 for OK, which is no problem. */
int problem_status(enum err e);

/* Makes `*r` the problem `e`. `why` (NULL or unfilled is fine) gives detail
 * and pointer. Headers set before are dropped. Adds WWW-Authenticate to 401
 * and Retry-After to 429 and 503. A detail about the machine itself (status
 * 500) is not told to strangers. */
void problem_reply(struct reply *r, enum err e, const struct fault *why);

/* The same with every fault of a list, the first one's detail on top. */
void problem_reply_all(struct reply *r, enum err e, const struct faults *all);

/* The same with members of its own behind (RFC 9457, section 3.2). */
typedef void problem_more(void *self, struct jout *j);
void problem_reply_more(struct reply *r, enum err e, const struct fault *why,
    problem_more *more, void *self);

/* For what is HTTP's own and no `enum err`: 400, 404, 405, 413, 414, 415,
 * 416, 431, 501. Headers already set stay (Allow, Content-Range). */
void problem_reply_status(struct reply *r, int status, const struct fault *why);

#endif
