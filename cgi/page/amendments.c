/*
 * amendments.c - an open period's data changes: all of it, as it shall be.
 *
 * Knows the body {"bundle":{...},"decision":{...}}. The rest is proposal.h.
 */
#include "cgi/door/problem.h"
#include "cgi/http/etag.h"
#include "cgi/page/args.h"
#include "cgi/page/decision_body.h"
#include "cgi/page/pages.h"
#include "cgi/page/proposal.h"
#include "store/base/lay.h"
#include "store/look/looks.h"
#include "store/model/bundle.h"

#define BODY (BUNDLE_MOST + 8192)

static enum err
read_body(const struct jv *root, struct proposal *c, struct buf *bundle,
    struct fault *why)
{
	static const char *const known[] = { "bundle", "decision", NULL };
	struct jv v = jv_get(root, "bundle");
	enum err e = body_known(root, known, why);

	if (e == OK && jv_kind(&v) != JSON_IS_OBJECT)
		e = fault_set(why, ERR_MISSING_FIELD, "/bundle",
		    "\"bundle\" is the period's data as it shall be.");
	if (e == OK && !c->dry_run)
		e = body_decision(root, &c->in.mandate, why);
	if (e != OK)
		return e;
	json_lay(&v, NULL, bundle);
	c->in.bundle = buf_all(bundle);
	return bundle->err;
}

void
amendments_post(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct proposal c = { .plan = NULL };
	struct fault why = { 0 };
	struct buf bundle = { 0 };
	struct jv root;
	enum err e;

	if (!arg_period(a, r, &c.period) || !arg_dry_run(a, r, &c.dry_run) ||
	    !body_json(a, r, BODY, &root))
		return;
	if ((e = proposal_begin(v, a, &c, &why)) == OK &&
	    (e = read_body(&root, &c, &bundle, &why)) == OK)
		proposal_reply(v, r, &c);
	else
		problem_reply(r, e, &why);
	buf_free(&bundle);
}

/* The bundle itself, for whoever may change it. */
void
period_bundle_get(void *self, struct ask *a, struct reply *r)
{
	static const struct unit_id nobody;
	struct visit *v = self;
	const struct plan *plan = NULL;
	struct fault why = { 0 };
	struct buf text = { 0 };
	struct period_id id;
	struct period row;
	char tag[ETAG_TEXT];
	uint32_t version;
	enum err e;

	if (!arg_period(a, r, &id) || !arg_version(a, r, &version))
		return;
	if (!who_may_in(&v->who, MAY_AMEND, id, nobody) &&
	    !who_may_in(&v->who, MAY_READ_AUDIT, id, nobody))
		e = fault_set(&why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not read the period's files.",
		    role_name(v->who.role));
	else if ((e = store_plan(v->door->store, id, &plan, &row)) != OK)
		(void)fault_set(&why, e, "", "There is no period \"%s\".",
		    id.text);
	else if (version != 0 && (e = look_plan_version(v->door->store, id,
				      version, &plan)) != OK)
		(void)fault_set(&why, e, "query:version",
		    "Version %u of period %s was never in force.", version,
		    id.text);
	if (e == OK)
		e = look_bundle_version(v->door->store, id, plan->version,
		    &text);
	if (e == OK) {
		buf_slice(reply_json(r, 200), buf_all(&text));
		etag_version(plan->version, tag);
		(void)etag_apply(r, a, slice_text(tag));
	} else {
		problem_reply(r, e, &why);
	}
	buf_free(&text);
}
