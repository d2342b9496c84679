/*
 * audit.c - the auditor's report, asked for.
 *
 * Knows the answer of /v1/periods/{period}/audit. Touches the store through a
 * look.
 */
#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/http/query.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/base/json_out.h"
#include "store/look/looks.h"
#include "store/view/views.h"

/* The weight from which on findings are wanted. */
static enum err
read_least(struct ask *a, enum severity *out, struct fault *why)
{
	static const char *const known[] = { "severity", NULL };
	struct slice text;
	struct query q;
	enum err e;

	*out = SEVERITY_INFO;
	if ((e = query_read(a->query, &a->pool, &q, why)) != OK ||
	    (e = query_known(&q, known, why)) != OK ||
	    (e = query_maybe(&q, "severity", &text, why)) != OK)
		return e;
	if (text.p != NULL && !severity_read(text, out))
		return fault_set(why, ERR_RANGE, "query:severity",
		    "Parameter \"severity\" is info, low, medium or high.");
	return OK;
}

void
audit_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct fault why = { 0 };
	struct findings found = { 0 };
	struct period_id period;
	enum severity least;
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &period))
		return;
	if ((e = read_least(a, &least, &why)) != OK ||
	    (e = look_audit(v->door->store, &v->who, period, &found, &why)) !=
		OK) {
		problem_reply(r, e, &why);
		return;
	}
	j = jout_start(reply_json(r, 200));
	view_findings(&j, period, &found, least);
	reply_header_text(r, "Cache-Control", "private, no-store");
	findings_free(&found);
}
