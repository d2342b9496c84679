/*
 * answer.c - an answer in JSON, or what went wrong.
 *
 * Touches the reply it is given.
 */
#include "cgi/page/answer.h"

#include "cgi/door/problem.h"

bool
answer_json(struct reply *r, int status, enum err e, const struct fault *why,
    struct jout *j)
{
	if (e != OK)
		problem_reply(r, e, why);
	else
		*j = jout_start(reply_json(r, status));
	return e == OK;
}
