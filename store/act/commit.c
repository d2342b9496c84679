/*
 * commit.c - a unit says what it will send: SHA-256 and sizes, before the
 * bytes.
 *
 * Knows which lists are taken, and when. Touches commitments, keys, usage,
 * ledger and feed.
 */
#include <assert.h>
#include <stdio.h>

#include "store/act/part.h"
#include "store/act/submitting.h"
#include "store/table/commitments.h"
#include "store/table/keys.h"
#include "store/table/usage.h"

static const struct submission_id no_submission;

struct committing {
	struct store *store;
	const struct commit *in;
	const struct plan *plan;
	unsigned unit;
	const struct window *window; /* by which it is judged */
	struct commitment new;       /* all but entry and time */
	struct digest fingerprint;   /* of what the request says */
	struct digest manifest;
	struct committed *out;
	struct fault *why;
};

static struct sender
sender_of(const struct commit *in)
{
	return (struct sender){ &in->who, in->period, in->unit, in->leaf,
		in->n_leaves, &in->arrival.after };
}

/* ---- what it says ---- */

static enum err
check_document(const struct commit *in, unsigned i, struct fault *why)
{
	const struct promised *d = &in->document[i];
	char pointer[40];

	(void)snprintf(pointer, sizeof pointer, "/documents/%u/size", i);
	if (d->size == 0)
		return fault_set(why, ERR_RANGE, pointer,
		    "A document has one byte or more.");
	if (d->size > in->size_most)
		return fault_set(why, ERR_TOO_BIG, pointer,
		    "A document may have at most %llu MiB.",
		    (unsigned long long)(in->size_most >> 20));
	(void)snprintf(pointer, sizeof pointer, "/documents/%u", i);
	for (unsigned k = 0; k < i; k++)
		if (digest_eq(in->document[k].document, d->document))
			return fault_set(why, ERR_CONFLICT, pointer,
			    "This document is named twice.");
	return OK;
}

static enum err
check_documents(const struct commit *in, struct fault *why)
{
	enum err e = OK;

	assert(in->n_documents <= COMMITMENT_DOCUMENTS);
	if (in->n_documents == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/documents",
		    "At least one document must be named.");
	for (unsigned i = 0; e == OK && i < in->n_documents; i++)
		e = check_document(in, i, why);
	return e;
}

/* What the request says, as lines (docs/log-format.md): with the salt, the
 * manifest of the log; without, what an Idempotency-Key is bound to. */
static struct digest
digest_it(const struct commitment *c, bool salted)
{
	char hex[DIGEST_TEXT];
	struct buf text = { 0 };
	struct digest d;

	if (salted)
		buf_bytes(&text, c->salt, sizeof c->salt);
	buf_print(&text, "period %s\nunit %s\n", c->period.text, c->unit.text);
	for (unsigned i = 0; i < c->n_leaves; i++)
		buf_print(&text, "leaf %s\n", c->leaf[i].text);
	for (unsigned i = 0; i < c->n_documents; i++) {
		digest_text(c->document[i].document, hex);
		buf_print(&text, "document %s %llu\n", hex,
		    (unsigned long long)c->document[i].size);
	}
	if (salted && c->person.text[0] != 0)
		buf_print(&text, "person %s%s\n", c->person.text,
		    c->by_dms ? " via dms" : "");
	d = digest_of(buf_all(&text));
	buf_free(&text);
	return d;
}

static enum err
prepare(struct committing *w)
{
	const struct commit *in = w->in;
	struct commitment *n = &w->new;
	enum err e;

	*n = (struct commitment){ .period = in->period,
		.unit = in->unit,
		.n_leaves = in->n_leaves,
		.n_documents = in->n_documents,
		.by = in->who.token,
		.person = in->who.person,
		.by_dms = in->who.via == ROLE_DMS };
	memcpy(n->leaf, in->leaf, in->n_leaves * sizeof *in->leaf);
	memcpy(n->document, in->document,
	    in->n_documents * sizeof *in->document);
	n->received = received_interval(&in->arrival, &n->source);
	n->trust = trust_of(in->arrival.after.status, in->arrival.after.source);
	if ((e = commitment_id_new(in->arrival.after.wall.us, &n->id)) != OK ||
	    (e = random_bytes(n->salt, sizeof n->salt)) != OK)
		return e;
	w->fingerprint = digest_it(n, false);
	w->manifest = digest_it(n, true);
	return OK;
}

/* ---- one transaction ---- */

/* Did this request come before? *e is what went wrong with that, if
 * anything. */
static bool
came_before(struct committing *w, struct txn *t, enum err *e)
{
	struct commitment_id id;
	struct used_key used;

	if (!w->in->has_key || !keys_get(t, w->in->who.token, w->in->key,
				   w->in->arrival.after.wall, &used))
		return false;
	if (!digest_eq(used.fingerprint, w->fingerprint)) {
		*e = submitting_key_reused(w->why);
		return true;
	}
	memcpy(id.b, used.id.b, sizeof id.b);
	w->out->replayed = true;
	if (!commitments_get(t, w->new.period, w->new.unit, id,
		&w->out->commitment))
		*e = txn_require(t, ERR_BROKEN);
	return true;
}

/* Its own verdict, as a submission's that came now would be. */
static enum err
judge_it(struct committing *w, struct txn *t)
{
	char opens[MOMENT_TEXT], until[MOMENT_TEXT];
	struct commitment *n = &w->new;
	struct closing closing;
	enum err e;

	closings_get(t, n->period, w->window, &closing);
	n->verdict =
	    verdict_fenced(verdict_of(n->received, w->window, w->plan->doubt),
		closing.closed);
	if (verdict_in_time(n->verdict) || n->trust == TRUST_NONE)
		return OK;
	e = n->verdict == VERDICT_NOT_OPEN ? ERR_WINDOW_NOT_OPEN
					   : ERR_WINDOW_CLOSED;
	moment_text(w->window->opens, opens);
	moment_text(w->window->on_time_until, until);
	return fault_set(w->why, e, "/period",
	    "The window of period %s (version %u) takes commitments from %s "
	    "until before %s.",
	    n->period.text, w->window->version, opens, until);
}

static enum err
log_it(struct committing *w, struct txn *t)
{
	struct commitment *n = &w->new;
	char id[UUID_TEXT];
	struct buf body = { 0 };
	enum err e;

	commitment_id_text(n->id, id);
	entry_str(&body, "id", id);
	entry_str(&body, "period", n->period.text);
	entry_digest(&body, "unit", entry_salted_unit(n->salt, n->unit.text));
	for (unsigned i = 0; i < n->n_leaves; i++)
		entry_str(&body, "leaf", n->leaf[i].text);
	for (unsigned i = 0; i < n->n_documents; i++)
		entry_promised(&body, n->document[i].document,
		    n->document[i].size);
	entry_digest(&body, "manifest", w->manifest);
	entry_received(&body, n->received, time_source_name(n->source));
	part_window_line(&body, w->window);
	entry_str(&body, "verdict", verdict_name(n->verdict));
	entry_int(&body, "by", (int64_t)n->by.n);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_COMMITMENT,
		    &w->in->arrival.after, buf_all(&body), &n->entry, &n->time);
	buf_free(&body);
	return e;
}

static enum err
take(struct committing *w, struct txn *t)
{
	const struct moment now = w->in->arrival.after.wall;
	struct used_key used = { .fingerprint = w->fingerprint, .used = now };
	enum err e;

	if ((e = usage_add(t, w->in->who.token, now, w->in->arrival.bytes,
		 w->in->day_most)) != OK)
		return submitting_quota(e, w->in->day_most, w->why);
	if (w->new.trust != TRUST_FIT)
		w->new.after_by = part_last_token(t);
	if ((e = log_it(w, t)) != OK)
		return e;
	commitments_add(t, &w->new);
	memcpy(used.id.b, w->new.id.b, sizeof used.id.b);
	if (w->in->has_key)
		keys_put(t, w->in->who.token, w->in->key, &used);
	part_event(t, EVENT_COMMITMENT_RECEIVED, w->plan, w->unit,
	    no_submission, w->new.leaf[0], w->new.time, w->new.entry);
	w->out->commitment = w->new;
	w->out->replayed = false;
	return t->err;
}

static enum err
run(struct txn *t, void *arg)
{
	struct committing *w = arg;
	struct sender by = sender_of(w->in);
	enum err e;

	if (w->why != NULL)
		w->why->err = OK;
	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	if (came_before(w, t, &e))
		return e;
	if ((e = sender_window(t, &by, w->plan, w->unit, STEP_SUBMIT,
		 &w->window, &w->new.supplement, w->why)) != OK)
		return e;
	w->new.window_version = w->window->version;
	if ((e = judge_it(w, t)) != OK)
		return e;
	return take(w, t);
}

/* By the rules in force now. */
static enum err
try(struct committing *w)
{
	struct sender by = sender_of(w->in);
	enum err e = sender_admit(w->store, &by, &w->plan, &w->unit, w->why);

	if (e != OK || (e = check_documents(w->in, w->why)) != OK ||
	    (e = prepare(w)) != OK)
		return e;
	return env_change(w->store->env, run, w, 4096);
}

enum err
act_commit(struct store *s, const struct commit *in, struct committed *out,
    struct fault *why)
{
	struct committing w = { .store = s, .in = in, .out = out, .why = why };
	unsigned tries = SUBMITTING_TRIES;
	enum err e;

	do
		e = try(&w);
	while (e == ERR_BUSY && --tries > 0);
	return e;
}
