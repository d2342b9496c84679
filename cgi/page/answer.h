/*
 * answer.h - an answer in JSON, or what went wrong. For cgi/page.
 */
#ifndef CGI_PAGE_ANSWER_H
#define CGI_PAGE_ANSWER_H

#include "cgi/door/problem.h"
#include "cgi/http/reply.h"
#include "store/base/fault.h"
#include "store/base/json_out.h"

/* Begins an answer of that status, into *j; false when `e` is a failure, which
 * has been answered then with `why` (may be NULL). */
static inline bool
answer_json(struct reply *r, int status, enum err e, const struct fault *why,
    struct jout *j)
{
	if (e != OK) {
		problem_reply(r, e, why);
		return false;
	}
	*j = jout_start(reply_json(r, status));
	return true;
}

#endif
