/*
 * submit_admit.c - whether a unit may send something about its criteria now.
 *
 * Knows who may send what, and by which window it is judged. Touches the
 * sheet's life, for reading.
 */
#include <assert.h>
#include <stdio.h>

#include "store/act/part.h"
#include "store/act/submitting.h"

/* One of the leaves: the unit's, by evidence, named once. */
static enum err
admit_leaf(const struct sender *by, unsigned i, const struct plan *plan,
    unsigned unit, struct fault *why)
{
	char pointer[32];
	enum err e;
	int leaf;

	(void)snprintf(pointer, sizeof pointer, "/leaf/%u", i);
	leaf = part_leaf(plan, unit, by->leaf[i], pointer, &e, why);
	if (leaf < 0)
		return e;
	if (plan->leaves[leaf].mode != LEAF_EVIDENCE)
		return fault_set(why, ERR_LEAF_NOT_YOURS, pointer,
		    "Criterion %s is not scored by evidence.",
		    by->leaf[i].text);
	for (unsigned k = 0; k < i; k++)
		if (leaf_id_eq(by->leaf[i], by->leaf[k]))
			return fault_set(why, ERR_CONFLICT, pointer,
			    "Criterion %s is named twice.", by->leaf[i].text);
	return OK;
}

enum err
sender_admit(struct store *s, const struct sender *by, const struct plan **plan,
    unsigned *unit, struct fault *why)
{
	enum err e;
	int index;

	assert(by->n_leaves <= SUBMISSION_LEAVES);
	if ((e = part_may(by->who, MAY_SUBMIT, by->period, by->unit, why)) !=
		OK ||
	    (e = part_plan(s, by->period, plan, why)) != OK)
		return e;
	if ((index = part_unit(*plan, by->unit, why)) < 0)
		return ERR_UNKNOWN_UNIT;
	*unit = (unsigned)index;
	if (by->n_leaves == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/leaf",
		    "At least one criterion (leaf) must be named.");
	for (unsigned i = 0; e == OK && i < by->n_leaves; i++)
		e = admit_leaf(by, i, *plan, *unit, why);
	return e;
}

/* Was every criterion of it asked about? */
static bool
is_asked(struct txn *t, const struct sender *by)
{
	struct leaf_talk talk;

	for (unsigned i = 0; i < by->n_leaves; i++) {
		leaf_talk_get(t, by->period, by->unit, by->leaf[i], &talk);
		if (talk.asked == 0)
			return false;
	}
	return true;
}

enum err
sender_window(struct txn *t, const struct sender *by, const struct plan *plan,
    unsigned unit, enum life_step step, const struct window **window,
    bool *supplement, struct fault *why)
{
	const struct window *x =
	    plan_unit_window(plan, unit, STAGE_EXPLANATION);
	struct life life;
	enum life_state next;

	*supplement = x != NULL && is_asked(t, by) &&
		      part_life(t, plan, unit, STEP_SUPPLEMENT, by->who,
			  by->now, &life, &next, NULL) == OK;
	*window =
	    *supplement ? x : plan_unit_window(plan, unit, STAGE_EVIDENCE);
	if (*window == NULL)
		return fault_set(why, ERR_WINDOW_NOT_OPEN, "/period",
		    "Period %s has no evidence window for this block.",
		    by->period.text);
	return *supplement ? t->err
			   : part_life(t, plan, unit, step, by->who, by->now,
				 &life, &next, why);
}
