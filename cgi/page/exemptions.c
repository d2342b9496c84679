/*
 * exemptions.c - criteria are taken out for a unit: not applicable.
 *
 * Knows the body {"unit","parts","reason","decision"}. The rest is proposal.h.
 */
#include <stdio.h>

#include "cgi/door/problem.h"
#include "cgi/page/args.h"
#include "cgi/page/decision_body.h"
#include "cgi/page/pages.h"
#include "cgi/page/proposal.h"
#include "store/look/looks.h"
#include "store/model/exempt.h"

#define BODY 16384

/* "parts": ["3.3.1", "F2"]. */
static enum err
read_parts(const struct jv *root, const struct plan *p, struct exemption *x,
    struct fault *why)
{
	struct jv list = jv_get(root, "parts"), one;
	char pointer[32];
	struct slice part;
	enum err e = OK;

	if (jv_kind(&list) != JSON_IS_ARRAY || jv_count(&list) < 1)
		return fault_set(why, ERR_MISSING_FIELD, "/parts",
		    "\"parts\" lists criteria and fields by their codes.");
	for (size_t i = 0; e == OK && i < jv_count(&list); i++) {
		one = jv_at(&list, i);
		(void)snprintf(pointer, sizeof pointer, "/parts/%zu", i);
		e = jv_text(&one, &part)
			? exempt_part(p, part, pointer, x, why)
			: fault_set(why, ERR_MALFORMED, pointer,
			      "This is no code of a criterion or a field.");
	}
	return e;
}

static enum err
read_words(const struct jv *root, const struct plan *p, struct exemption *x,
    struct fault *why)
{
	static const char *const known[] = { "unit", "parts", "reason",
		"decision", NULL };
	struct jv unit = jv_get(root, "unit"), reason = jv_get(root, "reason");
	struct slice said = SLICE_NONE, why_not = SLICE_NONE;
	enum err e;

	(void)jv_text(&unit, &said);
	(void)jv_text(&reason, &why_not);
	if ((e = body_known(root, known, why)) != OK ||
	    (e = exempt_unit(p, said, x, why)) != OK ||
	    (e = read_parts(root, p, x, why)) != OK)
		return e;
	return exempt_reason(why_not, x, why);
}

static enum err
read_exemption(struct visit *v, struct ask *a, const struct jv *root,
    struct proposal *c, struct buf *bundle, struct fault *why)
{
	struct exemption x;
	struct buf was = { 0 };
	enum err e;

	if ((e = proposal_begin(v, a, c, why)) != OK ||
	    (e = read_words(root, c->plan, &x, why)) != OK ||
	    (!c->dry_run &&
		(e = body_decision(root, &c->in.mandate, why)) != OK) ||
	    (e = look_bundle_version(v->door->store, c->period,
		 c->plan->version, &was)) != OK)
		goto out;
	e = bundle_exempt(buf_all(&was), c->plan, &x, bundle);
	c->in.bundle = buf_all(bundle);
out:
	buf_free(&was);
	return e;
}

void
exemptions_post(void *self, struct ask *a, struct reply *r)
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
	e = read_exemption(v, a, &root, &c, &bundle, &why);
	if (e == OK)
		proposal_reply(v, r, &c);
	else
		problem_reply(r, e, &why);
	buf_free(&bundle);
}
