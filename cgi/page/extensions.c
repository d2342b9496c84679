/*
 * extensions.c - a deadline is extended: for all, a block or a unit.
 *
 * Knows the body {"stage","until","closes","unit","block","outage","decision"}.
 * The rest is proposal.h.
 */
#include <stdlib.h>

#include "cgi/door/problem.h"
#include "cgi/page/args.h"
#include "cgi/page/decision_body.h"
#include "cgi/page/pages.h"
#include "cgi/page/proposal.h"
#include "store/look/foresight.h"
#include "store/look/looks.h"

#define BODY 8192

static enum err
read_word(const struct jv *root, const char *key, struct slice *out,
    struct fault *why)
{
	struct jv v = jv_get(root, key);
	char pointer[64];

	*out = SLICE_NONE;
	if (jv_kind(&v) == JSON_NONE || jv_text(&v, out))
		return OK;
	jv_pointer(&v, pointer, sizeof pointer);
	return fault_set(why, ERR_MALFORMED, pointer,
	    "The field \"%s\" must be text.", key);
}

static enum err
read_words(const struct jv *root, struct extension_words *out,
    struct fault *why)
{
	static const char *const known[] = { "stage", "until", "closes", "unit",
		"block", "outage", "decision", NULL };
	struct jv outage = jv_get(root, "outage");
	enum err e;

	if ((e = body_known(root, known, why)) != OK ||
	    (e = read_word(root, "stage", &out->stage, why)) != OK ||
	    (e = read_word(root, "until", &out->until, why)) != OK ||
	    (e = read_word(root, "closes", &out->closes, why)) != OK ||
	    (e = read_word(root, "unit", &out->unit, why)) != OK ||
	    (e = read_word(root, "block", &out->block, why)) != OK)
		return e;
	if (jv_kind(&outage) != JSON_NONE && !jv_bool(&outage, &out->outage))
		return fault_set(why, ERR_MALFORMED, "/outage",
		    "The field \"outage\" must be true or false.");
	return OK;
}

static enum err
read_extension(struct visit *v, struct ask *a, const struct jv *root,
    struct proposal *c, struct extension_rows *rows, struct buf *bundle,
    struct fault *why)
{
	struct extension_words words = { .outage = false };
	enum err e;

	if ((e = proposal_begin(v, a, c, why)) != OK ||
	    (e = read_words(root, &words, why)) != OK ||
	    (!c->dry_run &&
		(e = body_decision(root, &c->in.mandate, why)) != OK) ||
	    (e = look_extension(v->door->store, c->plan, &words, rows, bundle,
		 &c->in.outage, why)) != OK)
		return e;
	c->in.bundle = buf_all(bundle);
	c->added = rows->list;
	c->n_added = rows->n;
	return bundle->err;
}

void
extensions_post(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct proposal c = { .plan = NULL };
	struct extension_rows rows = { .list = NULL };
	struct fault why = { 0 };
	struct buf bundle = { 0 };
	struct jv root;
	enum err e;

	if (!arg_period(a, r, &c.period) || !arg_dry_run(a, r, &c.dry_run) ||
	    !body_json(a, r, BODY, &root))
		return;
	e = read_extension(v, a, &root, &c, &rows, &bundle, &why);
	if (e == OK)
		proposal_reply(v, r, &c);
	else
		problem_reply(r, e, &why);
	free(rows.list);
	buf_free(&bundle);
}
