/*
 * commitments.c - what a unit says it will send, before it does: made, listed,
 * shown, and its receipt.
 *
 * Knows the body that names the documents. Touches the store through acts and
 * looks.
 */
#include <stdio.h>
#include <string.h>

#include "cgi/door/door.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/arriving.h"
#include "cgi/page/decision_body.h"
#include "cgi/page/pages.h"
#include "cgi/page/receipt_reply.h"
#include "cgi/page/unit_list.h"
#include "store/act/acts.h"
#include "store/look/looks.h"
#include "store/view/views.h"

#define COMMITMENT_BODY 32768

static enum err
read_document(const struct jv *one, unsigned i, struct promised *out,
    struct fault *why)
{
	static const char *const known[] = { "sha256", "size", NULL };
	struct jv sha = jv_get(one, "sha256"), size = jv_get(one, "size");
	struct jv other = jv_unknown(one, known);
	struct slice text;
	char pointer[48];
	int64_t n;

	(void)snprintf(pointer, sizeof pointer, "/documents/%u", i);
	if (jv_kind(one) != JSON_IS_OBJECT || jv_kind(&other) != JSON_NONE)
		return fault_set(why,
		    jv_kind(one) == JSON_IS_OBJECT ? ERR_UNKNOWN_FIELD
						   : ERR_MALFORMED,
		    pointer,
		    "A document is {\"sha256\":\"...\",\"size\":N} and nothing "
		    "more.");
	(void)snprintf(pointer, sizeof pointer, "/documents/%u/sha256", i);
	if (!jv_text(&sha, &text) || digest_read(text, &out->document) != OK)
		return fault_set(why, ERR_MALFORMED, pointer,
		    "The field \"sha256\" is 64 lower-case hexadecimal "
		    "digits.");
	(void)snprintf(pointer, sizeof pointer, "/documents/%u/size", i);
	if (!jv_int(&size, &n) || n < 0)
		return fault_set(why, ERR_MALFORMED, pointer,
		    "The field \"size\" is the document's bytes, a whole "
		    "number.");
	out->size = (uint64_t)n;
	return OK;
}

static enum err
read_documents(const struct jv *root, struct commit *in, struct fault *why)
{
	struct jv list = jv_get(root, "documents"), one;
	enum err e = OK;

	if (jv_kind(&list) == JSON_NONE)
		return OK; /* the act says that it is missing */
	if (jv_kind(&list) != JSON_IS_ARRAY ||
	    jv_count(&list) > COMMITMENT_DOCUMENTS)
		return fault_set(why, ERR_MALFORMED, "/documents",
		    "The field \"documents\" is an array of at most %d.",
		    COMMITMENT_DOCUMENTS);
	while (e == OK && in->n_documents < jv_count(&list)) {
		one = jv_at(&list, in->n_documents);
		e = read_document(&one, in->n_documents,
		    &in->document[in->n_documents], why);
		in->n_documents++;
	}
	return e;
}

/* The act speaks of a submission's fields: here the criteria stand in an
 * array. */
static void
point_into_body(struct fault *why)
{
	char rest[sizeof why->pointer];

	if (strncmp(why->pointer, "/leaf", 5) != 0 ||
	    (why->pointer[5] != 0 && why->pointer[5] != '/'))
		return;
	(void)snprintf(rest, sizeof rest, "%s", why->pointer + 5);
	(void)snprintf(why->pointer, sizeof why->pointer, "/leaves%.40s", rest);
}

static enum err
take(struct visit *v, const struct ask *a, int64_t started,
    const struct jv *root, struct commit *in, struct committed *out,
    struct fault *why)
{
	static const char *const known[] = { "leaves", "documents", NULL };
	struct store *s = v->door->store;
	enum err e;

	in->who = v->who;
	in->size_most = v->door->upload_most;
	in->day_most = v->door->day_most;
	if ((e = arriving_note(s, a, started, &in->arrival)) != OK ||
	    (e = arriving_key(a, &in->has_key, &in->key, why)) != OK ||
	    (e = body_known(root, known, why)) != OK ||
	    (e = body_leaves(root, in->leaf, &in->n_leaves, why)) != OK ||
	    (e = read_documents(root, in, why)) != OK)
		return e;
	e = act_commit(s, in, out, why);
	point_into_body(why);
	return e;
}

/* What the period lets commitments count for. Not inside a transaction. */
static struct span
within_of(struct store *s, struct period_id period)
{
	const struct plan *plan;
	struct period row;

	return store_plan(s, period, &plan, &row) == OK ? plan->commitment
							: (struct span){ 0 };
}

static void
set_location(struct reply *r, const struct ask *a, const struct commitment *c)
{
	char id[UUID_TEXT];
	struct buf at = { 0 };

	commitment_id_text(c->id, id);
	buf_slice(&at, a->prefix);
	buf_print(&at, "/v1/periods/%s/units/%s/commitments/%s", c->period.text,
	    c->unit.text, id);
	reply_header(r, "Location", buf_all(&at));
	buf_free(&at);
}

void
commitments_post(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct store *s = v->door->store;
	struct commit *in = pool_take(&a->pool, sizeof *in);
	struct committed *done = pool_take(&a->pool, sizeof *done);
	int64_t started = store_run(s);
	struct buf receipt = { 0 };
	struct fault why = { 0 };
	struct jv root;
	struct jout j;
	enum err e;

	if (in == NULL || done == NULL) {
		problem_reply(r, ERR_NO_MEMORY, NULL);
		return;
	}
	if (!arg_period(a, r, &in->period) || !arg_unit(a, r, &in->unit) ||
	    !body_json(a, r, COMMITMENT_BODY, &root))
		return;
	if ((e = take(v, a, started, &root, in, done, &why)) == OK)
		e = look_commitment_receipt_of(s, &done->commitment, &receipt);
	if (answer_json(r, 201, e, &why, &j)) {
		view_commitment(&j, &done->commitment,
		    &(struct commitment_beside){ .within =
						     within_of(s, in->period),
			.receipt = buf_all(&receipt) });
		set_location(r, a, &done->commitment);
		reply_header_text(r, "Cache-Control", "no-store");
		if (done->replayed)
			reply_header_text(r, "Idempotency-Replayed", "true");
	}
	buf_free(&receipt);
}

static void
refuse(struct reply *r, enum err e)
{
	struct fault why = { 0 };

	if (e == ERR_NOT_FOUND)
		(void)fault_set(&why, e, "",
		    "There is no such commitment, or it is not yours to see.");
	problem_reply(r, e, &why);
}

void
commitment_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct store *s = v->door->store;
	struct commitment_look *c = pool_take(&a->pool, sizeof *c);
	struct commitment_id id;
	struct period_id period;
	struct unit_id unit;
	struct jout j;
	enum err e;

	if (c == NULL) {
		problem_reply(r, ERR_NO_MEMORY, NULL);
		return;
	}
	if (!arg_period(a, r, &period) || !arg_unit(a, r, &unit) ||
	    !arg_commitment(a, r, &id))
		return;
	if ((e = look_commitment(s, &v->who, period, unit, id, c)) != OK) {
		refuse(r, e);
		return;
	}
	j = jout_start(reply_json(r, 200));
	view_commitment(&j, &c->commitment,
	    &(struct commitment_beside){ .within = within_of(s, period),
		.completed = c->completed });
	reply_header_text(r, "Cache-Control", "no-store");
}

void
commitment_receipt_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct commitment_id id;
	struct period_id period;
	struct unit_id unit;
	struct buf receipt = { 0 };
	char text[UUID_TEXT];
	enum err e;

	if (!arg_period(a, r, &period) || !arg_unit(a, r, &unit) ||
	    !arg_commitment(a, r, &id))
		return;
	e = look_commitment_receipt(v->door->store, &v->who, period, unit, id,
	    &receipt);
	if (e != OK) {
		refuse(r, e);
	} else {
		commitment_id_text(id, text);
		receipt_reply(r, text, buf_all(&receipt));
	}
	buf_free(&receipt);
}

static bool
put_one(void *self, const struct commitment_look *c)
{
	struct unit_list *l = self;

	view_commitment(&l->j, &c->commitment,
	    &(struct commitment_beside){ .within = l->within,
		.completed = c->completed });
	return true;
}

static enum err
put_all(struct visit *v, struct period_id period, struct unit_id unit,
    struct unit_list *l)
{
	return look_commitments(v->door->store, &v->who, period, unit, put_one,
	    l);
}

void
commitments_get_all(void *self, struct ask *a, struct reply *r)
{
	unit_list_reply(self, a, r, "commitments", put_all);
}
