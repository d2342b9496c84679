/*
 * submit_completes.c - a submission that names the commitment it completes.
 *
 * Knows what it must have in common with it. Touches commitments and the
 * sheet's life, for reading.
 */
#include <stdio.h>

#include "store/act/part.h"
#include "store/act/submitting.h"
#include "store/judge.h"
#include "store/table/commitments.h"

/* The unit's own, of all the leaves. */
static enum err
find(struct txn *t, const struct submit *in, struct commitment *out,
    struct fault *why)
{
	char pointer[32];

	if (!commitments_get(t, in->period, in->unit, in->commitment, out))
		return t->err != OK
			   ? t->err
			   : fault_set(why, ERR_NOT_FOUND, "/commitment",
				 "The unit made no such commitment in period "
				 "%s.",
				 in->period.text);
	for (unsigned i = 0; i < in->n_leaves; i++) {
		if (commitment_has_leaf(out, in->leaf[i]))
			continue;
		(void)snprintf(pointer, sizeof pointer, "/leaf/%u", i);
		return fault_set(why, ERR_CONFLICT, pointer,
		    "The commitment is not about criterion %s.",
		    in->leaf[i].text);
	}
	return OK;
}

enum err
submitting_completes_admits(struct store *s, const struct submit *in,
    struct fault *why)
{
	struct commitment c;
	struct txn t;
	enum err e;

	if (!commitment_id_is(in->commitment))
		return OK;
	txn_read(&t, s->env);
	e = find(&t, in, &c, why);
	if (t.err == OK && e != OK)
		(void)txn_require(&t, e);
	return txn_end(&t);
}

enum err
submitting_completes(struct submitting *w, struct txn *t)
{
	struct submission *n = &w->new;
	struct commitment c;
	enum err e;

	n->completes = (struct completes){ .entry = 0 };
	if (!commitment_id_is(w->in->commitment))
		return OK;
	if ((e = find(t, w->in, &c, w->why)) != OK)
		return e;
	if (!commitment_promises(&c, n->document, n->size))
		return fault_set(w->why, ERR_CONFLICT, "/file",
		    "The commitment's list has no document of this SHA-256 and "
		    "size.");
	n->completes = commitment_completed(&c);
	n->supplement = c.supplement;
	/* so that everybody can see in the log that it is one unit */
	memcpy(n->salt, c.salt, sizeof n->salt);
	w->manifest = submitting_digest(n, true);
	return OK;
}

enum err
submitting_completes_window(struct submitting *w, struct txn *t)
{
	struct life life;
	enum life_state next;

	w->window = plan_unit_window(w->plan, w->unit, judge_stage(&w->new));
	if (w->window == NULL)
		return fault_set(w->why, ERR_WINDOW_NOT_OPEN, "/period",
		    "Period %s has no evidence window for this block.",
		    w->new.period.text);
	w->new.window_version = w->window->version;
	return part_life(t, w->plan, w->unit, STEP_CURE, &w->in->who,
	    &w->in->arrival.after, &life, &next, w->why);
}
