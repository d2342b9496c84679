/*
 * submit.c - a unit's document goes in.
 *
 * Knows who may send what, by which window it is judged, and the order in which
 * an upload goes through its transaction. Touches what submit_before.c and
 * submit_take.c touch.
 */
#include <assert.h>
#include <stdio.h>

#include "store/act/part.h"
#include "store/act/submitting.h"
#include "store/judge.h"

static struct sender
sender_of(const struct submit *in)
{
	return (struct sender){ &in->who, in->period, in->unit, in->leaf,
		in->n_leaves, &in->arrival.after };
}

enum err
act_submit_admits(struct store *s, const struct submit *in, struct fault *why)
{
	struct sender by = sender_of(in);
	const struct plan *plan;
	unsigned unit;

	enum err e = sender_admit(s, &by, &plan, &unit, why);

	return e != OK ? e : submitting_completes_admits(s, in, why);
}

/* Fills the new submission from what came, and draws its id and salt. */
static enum err
prepare(struct submitting *w)
{
	const struct submit *in = w->in;
	struct submission *n = &w->new;
	enum err e;

	*n = (struct submission){ .period = in->period,
		.unit = in->unit,
		.n_leaves = in->n_leaves,
		.facts = in->facts,
		.document = stage_digest(in->stage),
		.size = stage_size(in->stage),
		.replaces = in->replaces,
		.completes = { .id = in->commitment },
		.by = in->who.token,
		.person = in->who.person,
		.by_dms = in->who.via == ROLE_DMS,
		.status = SUBMISSION_QUEUED };
	memcpy(n->leaf, in->leaf, in->n_leaves * sizeof *in->leaf);
	n->received = received_interval(&in->arrival, &n->source);
	n->trust = trust_of(in->arrival.after.status, in->arrival.after.source);
	if ((e = submission_id_new(in->arrival.after.wall.us, &n->id)) != OK ||
	    (e = random_bytes(n->salt, sizeof n->salt)) != OK)
		return e;
	w->fingerprint = submitting_digest(n, false);
	w->manifest = submitting_digest(n, true);
	return OK;
}

/* A replacement may still cure a rejected document when the sheet is locked. */
enum err
submitting_window(struct submitting *w, struct txn *t)
{
	struct sender by = sender_of(w->in);
	enum err e = sender_window(t, &by, w->plan, w->unit,
	    submitting_replaces(w->in) ? STEP_CURE : STEP_SUBMIT, &w->window,
	    &w->new.supplement, w->why);

	if (e == OK)
		w->new.window_version = w->window->version;
	return e;
}

/* True when it is kept. */
static bool
judged(struct submitting *w, struct txn *t)
{
	struct submission *n = &w->new;
	struct basis basis;

	closings_get(t, n->period, w->window, &w->closing);
	n->entry = UINT64_MAX; /* after any closing */
	n->verdict = judge(t, w->plan, n, w->window);
	basis = submission_basis(n, w->plan->commitment);
	return arrival_is_taken(n->verdict, w->plan->late, basis.trust);
}

static enum err
run(struct txn *t, void *arg)
{
	struct submitting *w = arg;
	enum err e;

	w->refused = OK;
	if (w->why != NULL)
		w->why->err = OK;
	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	if (submitting_came_before(w, t, &e))
		return e;
	if ((e = submitting_completes(w, t)) != OK)
		return e;
	if (submission_basis(&w->new, w->plan->commitment).commitment) {
		if ((e = submitting_completes_window(w, t)) != OK)
			return e;
		if (judged(w, t))
			return submitting_take(w, t);
		w->new.completes = (struct completes){ .entry = 0 };
	}
	if ((e = submitting_window(w, t)) != OK)
		return e;
	return judged(w, t) ? submitting_take(w, t) : submitting_refuse(w, t);
}

enum err
submitting_begin(struct submitting *w)
{
	struct sender by = sender_of(w->in);
	enum err e = sender_admit(w->store, &by, &w->plan, &w->unit, w->why);

	return e != OK ? e : prepare(w);
}

/* By the rules in force now. */
static enum err
try(struct submitting *w)
{
	enum err e = submitting_begin(w);

	if (e != OK)
		return e;
	return part_change_keeping(w->store, w->in->stage, run, w, 1024,
	    w->why);
}

enum err
act_submit(struct store *s, const struct submit *in, struct submitted *out,
    struct fault *why)
{
	struct submitting w = { .store = s, .in = in, .out = out, .why = why };
	unsigned tries = SUBMITTING_TRIES;
	enum err e;

	do
		e = try(&w);
	while (e == ERR_BUSY && --tries > 0);
	if (e == OK && (w.refused != OK || out->how != SUBMIT_NEW))
		stage_unkeep(in->stage);
	if (e != OK)
		out->how = SUBMIT_NEW; /* nothing was committed */
	return e == OK ? w.refused : e;
}
