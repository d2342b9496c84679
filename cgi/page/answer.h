/*
 * answer.h - an answer in JSON, or what went wrong. For cgi/page.
 */
#ifndef CGI_PAGE_ANSWER_H
#define CGI_PAGE_ANSWER_H

#include "cgi/http/reply.h"
#include "store/base/fault.h"
#include "store/base/json_out.h"

/* Begins an answer of that status, into *j; false when `e` is a failure, which
 * has been answered then with `why` (may be NULL). */
bool answer_json(struct reply *r, int status, enum err e,
    const struct fault *why, struct jout *j);

#endif
