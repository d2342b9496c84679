/*
 * results.c - the index, asked for.
 *
 * Knows the answers of /v1/periods/{period}/results. Touches the store
 * through a look.
 */
#include <stdio.h>

#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/http/etag.h"
#include "cgi/page/args.h"
#include "cgi/page/log_head.h"
#include "cgi/page/pages.h"
#include "store/base/json_out.h"
#include "store/look/looks.h"
#include "store/view/views.h"

/* Fills `*out`, to be freed; false when the request was answered. */
static bool
look(struct visit *v, struct ask *a, struct reply *r, struct results *out)
{
	struct fault why = { 0 };
	struct period_id period;
	uint64_t which;
	enum err e;

	if (!arg_period(a, r, &period) ||
	    !arg_revision(a, r, REVISION_NEWEST, &which))
		return false;
	e = look_results_of(v->door->store, &v->who, period, which, out, &why);
	if (e != OK)
		problem_reply(r, e, &why);
	return e == OK;
}

/*
 * The tag is the hash of the results: they change without a newer log entry
 * too, when a window ends or jobs are done in another order than they came.
 * The log's head comes after it and is not counted, for it changes when nothing
 * else does; so the tag is a weak one.
 */
static void
finish(struct visit *v, struct ask *a, struct reply *r, struct jout *j)
{
	char hex[DIGEST_TEXT], text[ETAG_TEXT];
	enum err e;

	digest_text(digest_of(buf_all(&r->body)), hex);
	(void)snprintf(text, sizeof text, "W/\"%s\"", hex);
	reply_header_text(r, "Cache-Control", "private, no-cache");
	if (!etag_apply(r, a, slice_text(text)) &&
	    (e = log_head_add(v, j)) != OK)
		problem_reply(r, e, NULL);
}

void
results_get_all(void *self, struct ask *a, struct reply *r)
{
	struct results res;
	struct jout j;

	if (!look(self, a, r, &res))
		return;
	j = jout_start(reply_json(r, 200));
	view_results(&j, &res);
	finish(self, a, r, &j);
	look_results_free(&res);
}

static enum err
admit_unit(const struct results *res, struct unit_id id, int *unit,
    struct fault *why)
{
	if ((*unit = plan_unit(res->plan, id)) < 0)
		return fault_set(why, ERR_UNKNOWN_UNIT, "",
		    "Period %s has no unit \"%s\".", res->plan->period.text,
		    id.text);
	if (res->only >= 0 && res->only != *unit)
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Before publication unit %s sees its own result only.",
		    res->plan->units[res->only].id.text);
	return OK;
}

void
results_get_unit(void *self, struct ask *a, struct reply *r)
{
	struct fault why = { 0 };
	struct results res;
	struct unit_id id;
	struct jout j;
	enum err e;
	int unit;

	if (!arg_unit(a, r, &id) || !look(self, a, r, &res))
		return;
	if ((e = admit_unit(&res, id, &unit, &why)) != OK) {
		problem_reply(r, e, &why);
	} else {
		j = jout_start(reply_json(r, 200));
		view_unit_result(&j, &res, (unsigned)unit);
		finish(self, a, r, &j);
	}
	look_results_free(&res);
}
