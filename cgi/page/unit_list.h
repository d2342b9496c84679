/*
 * unit_list.h - a list of what a unit sent in, of a period, as an answer. For
 * cgi/page.
 */
#ifndef CGI_PAGE_UNIT_LIST_H
#define CGI_PAGE_UNIT_LIST_H

#include "cgi/door/door.h"
#include "cgi/http/ask.h"
#include "cgi/http/reply.h"
#include "store/base/json_out.h"

struct unit_list {
	struct jout j;
	struct span within; /* the period's (store/model/commitment.h) */
};

/* Answers {"what":[...]}, the rows written by `rows`; refuses who may not read
 * the unit's sheet, and names that the period does not have: the looks know no
 * periods. */
void unit_list_reply(struct visit *v, struct ask *a, struct reply *r,
    const char *what,
    enum err (*rows)(struct visit *v, struct period_id period,
	struct unit_id unit, struct unit_list *l));

#endif
