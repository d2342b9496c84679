/*
 * proposal.h - a change of an open period's data over HTTP: shown before it is
 * made, made under a decision, bound to the version it was made of. For
 * cgi/page.
 */
#ifndef CGI_PAGE_PROPOSAL_H
#define CGI_PAGE_PROPOSAL_H

#include "cgi/door/door.h"
#include "cgi/http/ask.h"
#include "cgi/http/reply.h"
#include "store/amended.h"

struct proposal {
	struct period_id period;
	const struct plan *plan; /* in force, when the request began */
	bool dry_run;
	struct amendment in; /* its bundle, outage and `from` are given */
	const struct window *added; /* rows that it adds, `n_added` of them */
	unsigned n_added;
};

/*
 * Fills period, dry_run and plan from the request, and in->from: the version
 * that If-Match names, which only a dry run may leave out. ERR_UNKNOWN_PERIOD,
 * ERR_PRECONDITION_REQUIRED, ERR_STALE.
 */
enum err proposal_begin(struct visit *v, const struct ask *a,
    struct proposal *c, struct fault *why);

/*
 * Shows what the change does and, unless it is a dry run, makes it: 200 or
 * 201. A fault's pointer into the bundle is one into the body then.
 */
void proposal_reply(struct visit *v, struct reply *r, struct proposal *c);

#endif
