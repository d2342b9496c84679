/*
 * step_sheet.c - what a sheet must be before a step.
 *
 * Knows when nothing is missing that the step ends or begins. Touches cells and
 * lives; changes nothing.
 */
#include "store/act/part.h"
#include "store/act/stepping.h"
#include "store/sheet.h"

static bool
has_value(const struct stepping *w, struct txn *t, unsigned leaf,
    enum column column)
{
	struct cell cell = { .period = w->plan->period,
		.unit = w->plan->units[w->unit].id,
		.leaf = w->plan->leaves[leaf].id,
		.column = column };

	return cells_get(t, &cell) &&
	       (column != COLUMN_SELF || !cell.inputs.not_applicable);
}

/* A leaf that the unit scored without proof is locked with its explanation
 * only (criteria without documents "must carry an explanation"). */
static bool
lacks_explanation(const struct stepping *w, struct txn *t, unsigned leaf)
{
	struct leaf_talk talk;

	stepping_talk(w, t, leaf, &talk);
	return has_value(w, t, leaf, COLUMN_SELF) &&
	       !sheet_proven(t, w->plan, w->unit, leaf) && talk.explained == 0;
}

static bool
lacks_round1(const struct stepping *w, struct txn *t, unsigned leaf)
{
	return has_value(w, t, leaf, COLUMN_SELF) &&
	       !has_value(w, t, leaf, COLUMN_ROUND1);
}

/* What was explained after it had been asked is looked at again. */
static bool
lacks_round2(const struct stepping *w, struct txn *t, unsigned leaf)
{
	struct leaf_talk talk;

	stepping_talk(w, t, leaf, &talk);
	return talk.asked != 0 && talk.explained > talk.asked &&
	       !has_value(w, t, leaf, COLUMN_ROUND2);
}

static enum err
check_leaves(const struct stepping *w, struct txn *t,
    bool (*lacks)(const struct stepping *, struct txn *, unsigned),
    const char *what)
{
	unsigned n = 0, first = 0;

	for (unsigned i = 0; i < w->plan->n_leaves; i++) {
		if (w->plan->leaves[i].mode != LEAF_EVIDENCE ||
		    plan_applies(w->plan, w->unit, i) != APPLIES ||
		    !lacks(w, t, i))
			continue;
		if (n++ == 0)
			first = i;
	}
	if (n == 0)
		return t->err;
	return fault_set(w->why, ERR_WRONG_STATE, "/leaf",
	    "%u criteria, %s the first of them, %s.", n,
	    w->plan->leaves[first].id.text, what);
}

/* Only what was asked, or has no proof, is explained. */
static enum err
check_explains(const struct stepping *w, struct txn *t)
{
	struct leaf_talk talk;

	stepping_talk(w, t, w->leaf, &talk);
	if (talk.asked != 0 || !sheet_proven(t, w->plan, w->unit, w->leaf))
		return t->err;
	return fault_set(w->why, ERR_WRONG_STATE, "/leaf",
	    "Nobody asked for an explanation of criterion %s, and its "
	    "documents are there.",
	    w->in->leaf.text);
}

/* The copy that was signed is one of this sheet. */
static enum err
check_report(const struct stepping *w)
{
	static const struct digest none;

	if (digest_eq(w->in->sheet, none) ||
	    digest_eq(w->in->sheet, w->life.sheet))
		return OK;
	return fault_set(w->why, ERR_CONFLICT, "/sheet",
	    "The signed copy is of another sheet than the one that is locked "
	    "now.");
}

enum err
stepping_check_sheet(struct stepping *w, struct txn *t)
{
	switch (w->in->step) {
	case STEP_LOCK:
		return check_leaves(w, t, lacks_explanation,
		    "have a self-score but neither a document nor an "
		    "explanation");
	case STEP_CONFIRM:
		return check_report(w);
	case STEP_REQUEST:
		return part_appraiser(t, w->plan, w->unit,
		    w->plan->leaves[w->leaf].field, w->who,
		    moment_day(w->now.wall), w->why);
	case STEP_EXPLAIN:
		return check_explains(w, t);
	case STEP_END_ROUND1:
		return check_leaves(w, t, lacks_round1,
		    "have no value of round 1 yet");
	case STEP_END_ROUND2:
		return check_leaves(w, t, lacks_round2,
		    "were explained and have no value of round 2 yet");
	default:
		return OK;
	}
}
