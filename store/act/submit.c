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

#define TRIES 9

/* The plan and the unit in it, if the caller may send this. */
static enum err
admit(struct store *s, const struct submit *in, const struct plan **plan,
    unsigned *unit, struct fault *why)
{
	char pointer[32];
	int index, leaf;
	enum err e;

	assert(in->n_leaves <= SUBMISSION_LEAVES);
	if ((e = part_may(&in->who, MAY_SUBMIT, in->period, in->unit, why)) !=
		OK ||
	    (e = part_plan(s, in->period, plan, why)) != OK)
		return e;
	if ((index = part_unit(*plan, in->unit, why)) < 0)
		return ERR_UNKNOWN_UNIT;
	*unit = (unsigned)index;
	if (in->n_leaves == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/leaf",
		    "At least one criterion (leaf) must be named.");
	for (unsigned i = 0; i < in->n_leaves; i++) {
		(void)snprintf(pointer, sizeof pointer, "/leaf/%u", i);
		leaf = part_leaf(*plan, *unit, in->leaf[i], pointer, &e, why);
		if (leaf < 0)
			return e;
		if ((*plan)->leaves[leaf].mode != LEAF_EVIDENCE)
			return fault_set(why, ERR_LEAF_NOT_YOURS, pointer,
			    "Criterion %s is not scored by evidence.",
			    in->leaf[i].text);
		for (unsigned k = 0; k < i; k++)
			if (leaf_id_eq(in->leaf[i], in->leaf[k]))
				return fault_set(why, ERR_CONFLICT, pointer,
				    "Criterion %s is named twice.",
				    in->leaf[i].text);
	}
	return OK;
}

enum err
act_submit_admits(struct store *s, const struct submit *in, struct fault *why)
{
	const struct plan *plan;
	unsigned unit;

	return admit(s, in, &plan, &unit, why);
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
		.by = in->who.token,
		.person = in->who.person,
		.by_dms = in->who.via == ROLE_DMS,
		.status = SUBMISSION_QUEUED };
	memcpy(n->leaf, in->leaf, in->n_leaves * sizeof *in->leaf);
	n->received = received_interval(&in->arrival, &n->source);
	n->trust = trust_of(in->arrival.after.status, in->arrival.after.source);
	w->evidence = plan_unit_window(w->plan, w->unit, STAGE_EVIDENCE);
	if (w->evidence == NULL)
		return fault_set(w->why, ERR_WINDOW_NOT_OPEN, "/period",
		    "Period %s has no evidence window for this block.",
		    in->period.text);
	if ((e = submission_id_new(in->arrival.after.wall.us, &n->id)) != OK ||
	    (e = random_bytes(n->salt, sizeof n->salt)) != OK)
		return e;
	w->fingerprint = submitting_digest(n, false);
	w->manifest = submitting_digest(n, true);
	return OK;
}

/* Was every criterion of the document asked about? */
static bool
is_asked(const struct submitting *w, struct txn *t)
{
	struct leaf_talk talk;

	for (unsigned i = 0; i < w->new.n_leaves; i++) {
		leaf_talk_get(t, w->new.period, w->new.unit, w->new.leaf[i],
		    &talk);
		if (talk.asked == 0)
			return false;
	}
	return true;
}

/*
 * What was asked for with an explanation has that window, while the sheet's
 * life lets it in; all else has the window of evidence, while the sheet is not
 * locked. A replacement may still cure a rejected document then.
 */
static enum err
choose_window(struct submitting *w, struct txn *t)
{
	const struct window *x =
	    plan_unit_window(w->plan, w->unit, STAGE_EXPLANATION);
	struct life life;
	enum life_state next;

	w->window = w->evidence;
	w->new.supplement = false;
	w->new.window_version = w->window->version;
	if (x != NULL && is_asked(w, t) &&
	    part_life(t, w->plan, w->unit, STEP_SUPPLEMENT, &w->in->who,
		&w->in->arrival.after, &life, &next, NULL) == OK) {
		w->window = x;
		w->new.supplement = true;
		w->new.window_version = x->version;
		return t->err;
	}
	return part_life(t, w->plan, w->unit,
	    submitting_replaces(w->in) ? STEP_CURE : STEP_SUBMIT, &w->in->who,
	    &w->in->arrival.after, &life, &next, w->why);
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
	if ((e = choose_window(w, t)) != OK)
		return e;
	closings_get(t, w->new.period, w->window, &w->closing);
	w->new.entry = UINT64_MAX; /* after any closing */
	w->new.verdict = judge(t, w->plan, &w->new, w->window);
	return arrival_is_taken(w->new.verdict, w->plan->late, w->new.trust)
		   ? submitting_take(w, t)
		   : submitting_refuse(w, t);
}

/* By the rules in force now. */
static enum err
try(struct submitting *w)
{
	enum err e = admit(w->store, w->in, &w->plan, &w->unit, w->why);

	if (e != OK || (e = prepare(w)) != OK)
		return e;
	return part_change_keeping(w->store, w->in->stage, run, w, 1024,
	    w->why);
}

enum err
act_submit(struct store *s, const struct submit *in, struct submitted *out,
    struct fault *why)
{
	struct submitting w = { .store = s, .in = in, .out = out, .why = why };
	unsigned tries = TRIES;
	enum err e;

	/* Busy: the period was amended meanwhile. What counts is when the
	 * document came: it is not sent away. */
	do
		e = try(&w);
	while (e == ERR_BUSY && --tries > 0);
	if (e == OK && (w.refused != OK || out->how != SUBMIT_NEW))
		stage_unkeep(in->stage);
	return e == OK ? w.refused : e;
}
