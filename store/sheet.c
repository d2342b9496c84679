/*
 * sheet.c - one unit's sheet, gathered.
 *
 * Knows which tables hold parts of a sheet. Touches them, for reading.
 */
#include "store/sheet.h"

#include "store/model/carry.h"
#include "store/table/cells.h"
#include "store/table/counts.h"
#include "store/table/forms.h"
#include "store/table/lives.h"
#include "store/table/sightings.h"
#include "store/table/submissions.h"

struct gathering {
	const struct plan *plan;
	struct sheet_facts *facts;
};

static void
take_cell(void *self, const struct cell *cell)
{
	struct gathering *g = self;
	int leaf = plan_leaf(g->plan, cell->leaf);

	if (leaf < 0)
		return;
	g->facts->leaf[leaf].has[cell->column] = true;
	g->facts->leaf[leaf].inputs[cell->column] = cell->inputs;
	inputs_carry(g->plan, (unsigned)leaf, cell->entry,
	    &g->facts->leaf[leaf].inputs[cell->column]);
}

static void
take_evidence(struct txn *t, const struct plan *plan, unsigned unit,
    unsigned leaf, struct leaf_facts *facts)
{
	struct unit_id u = plan->units[unit].id;
	struct leaf_id l = plan->leaves[leaf].id;
	struct leaf_talk talk;

	facts->accepted = leaf_has(t, plan->period, u, l, SUBMISSION_ACCEPTED);
	facts->late = leaf_has(t, plan->period, u, l, SUBMISSION_LATE);
	facts->pending = leaf_has(t, plan->period, u, l, SUBMISSION_QUEUED);
	facts->rejected = leaf_has(t, plan->period, u, l, SUBMISSION_REJECTED);
	leaf_talk_get(t, plan->period, u, l, &talk);
	facts->explained = talk.explained != 0;
}

static bool
feeds_by_group(const struct plan *plan, const struct survey *s)
{
	for (unsigned q = 0; q < s->n_questions; q++)
		if (s->questions[q].leaf != FEEDS_NO_LEAF &&
		    plan->leaf_by_group[s->questions[q].leaf])
			return true;
	return false;
}

/* Answers that have weights, or percents of their own. */
static void
take_sums(struct txn *t, const struct plan *plan, unsigned unit,
    struct answer_sums *out)
{
	const struct survey *s;
	struct counts counts;

	for (unsigned i = 0; i < plan->n_surveys; i++) {
		s = &plan->surveys[i];
		if (s->block != plan->units[unit].block ||
		    !feeds_by_group(plan, s))
			continue;
		for (unsigned g = 0; g < s->n_respondents; g++) {
			counts_get(t, plan, unit, i, g, &counts);
			txn_require(t,
			    answer_sums_add(out, plan, s, g, counts.of));
		}
	}
}

/* A document that was seen in person is accepted evidence. */
static bool
take_sighting(void *self, const struct sighting *s)
{
	struct gathering *g = self;
	int leaf;

	for (unsigned i = 0; s->withdrawn == 0 && i < s->n_leaves; i++) {
		leaf = plan_leaf(g->plan, s->leaf[i]);
		if (leaf >= 0)
			g->facts->leaf[leaf].accepted = true;
	}
	return true;
}

enum err
sheet_gather(struct txn *t, const struct plan *plan, unsigned unit,
    struct moment now, struct sheet_facts *out)
{
	const struct window *appraisal =
	    plan_unit_window(plan, unit, STAGE_APPRAISAL);
	struct gathering g = { plan, out };
	struct tally tallies[LEAVES_MOST];

	memset(out, 0, sizeof *out);
	out->appraisal_closed =
	    appraisal != NULL && !moment_before(now, appraisal->closes);
	cells_of_unit(t, plan->period, plan->units[unit].id, take_cell, &g);
	tallies_get(t, plan, unit, tallies);
	for (unsigned leaf = 0; leaf < plan->n_leaves; leaf++) {
		if (plan->leaves[leaf].mode == LEAF_EVIDENCE)
			take_evidence(t, plan, unit, leaf, &out->leaf[leaf]);
		out->leaf[leaf].tally = tallies[leaf];
	}
	take_sums(t, plan, unit, &out->sums);
	sheet_sightings(t, plan, unit, out);
	return t->err;
}

void
sheet_sightings(struct txn *t, const struct plan *plan, unsigned unit,
    struct sheet_facts *out)
{
	struct gathering g = { plan, out };

	sightings_each(t, plan->period, plan->units[unit].id, take_sighting,
	    &g);
}

struct looking {
	struct leaf_id leaf;
	bool seen;
};

static bool
sees(void *self, const struct sighting *s)
{
	struct looking *l = self;

	for (unsigned i = 0; s->withdrawn == 0 && i < s->n_leaves; i++)
		l->seen = l->seen || leaf_id_eq(s->leaf[i], l->leaf);
	return !l->seen;
}

bool
sheet_proven(struct txn *t, const struct plan *plan, unsigned unit,
    unsigned leaf)
{
	struct unit_id u = plan->units[unit].id;
	struct looking l = { plan->leaves[leaf].id, false };

	if (leaf_has(t, plan->period, u, l.leaf, SUBMISSION_ACCEPTED) ||
	    leaf_has(t, plan->period, u, l.leaf, SUBMISSION_QUEUED))
		return true;
	sightings_each(t, plan->period, u, sees, &l);
	return l.seen;
}
