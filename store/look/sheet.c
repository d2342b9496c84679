/*
 * sheet.c - a unit's sheet and the reasons for its numbers, asked for.
 *
 * Knows what a sheet shows to whom. Touches cells, submissions and results,
 * for reading.
 */
#include <stdlib.h>

#include "store/look/at.h"
#include "store/look/hide.h"
#include "store/look/looks.h"
#include "store/look/remarked.h"
#include "store/model/carry.h"
#include "store/sheet.h"
#include "store/table/sightings.h"
#include "store/table/submissions.h"

#define SHOWN_MOST 99

/* A sheet that the reader may see: of which results, and whose. */
static enum err
admit(struct store *s, const struct who *who, struct period_id period,
    struct unit_id unit, uint64_t which, struct at *at, unsigned *index,
    struct fault *why)
{
	enum err e = at_find(s, period, which, at, why);
	int i;

	if (e != OK)
		return e;
	if (!at_may(at, who, MAY_READ_SHEET, unit))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not read the sheet of unit \"%s\".",
		    role_name(who->role), unit.text);
	if ((i = plan_unit(at->plan, unit)) < 0)
		return fault_set(why, ERR_UNKNOWN_UNIT, "",
		    "Period %s has no unit \"%s\".", period.text, unit.text);
	*index = (unsigned)i;
	return OK;
}

static void
take_cell(void *self, const struct cell *cell)
{
	struct sheet_look *look = self;
	int leaf = plan_leaf(look->plan, cell->leaf);

	if (leaf < 0)
		return;
	look->leaf[leaf].has[cell->column] = true;
	look->leaf[leaf].cell[cell->column] = *cell;
	inputs_carry(look->plan, (unsigned)leaf, cell->entry,
	    &look->leaf[leaf].cell[cell->column].inputs);
}

static bool
count_sighting(void *self, const struct sighting *s)
{
	struct sheet_look *look = self;
	int leaf;

	for (unsigned i = 0; s->withdrawn == 0 && i < s->n_leaves; i++) {
		leaf = plan_leaf(look->plan, s->leaf[i]);
		if (leaf >= 0 && look->leaf[leaf].seen < SHOWN_MOST)
			look->leaf[leaf].seen++;
	}
	return true;
}

/* Documents of one leaf and status, as they are counted. */
struct counting {
	struct txn *t;
	const struct who *who;
	unsigned *n, *warned; /* warned NULL: not asked */
};

static bool
is_warned(const struct counting *c, struct submission_id id)
{
	struct remarks_look remarks;
	struct submission sub;

	if (!submissions_get(c->t, id, &sub))
		return false;
	remarks_seen(c->t, c->who, &sub, &remarks);
	return remarks.n != 0;
}

static bool
count_one(void *self, struct submission_id id)
{
	struct counting *c = self;

	if (c->warned != NULL)
		*c->warned += is_warned(c, id);
	return ++*c->n < SHOWN_MOST;
}

static void
count_documents(struct txn *t, const struct who *who, const struct plan *plan,
    unsigned unit, unsigned leaf, struct leaf_look *out)
{
	const struct {
		enum submission_status status;
		unsigned *n;
	} counts[] = {
		{ SUBMISSION_ACCEPTED, &out->accepted },
		{ SUBMISSION_LATE, &out->late },
		{ SUBMISSION_REJECTED, &out->rejected },
		{ SUBMISSION_QUEUED, &out->queued },
	};

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		struct counting c = { t, who, counts[i].n, &out->warned };

		if (counts[i].status == SUBMISSION_REJECTED)
			c.warned = NULL;
		leaf_each(t, plan->period, plan->units[unit].id,
		    plan->leaves[leaf].id, counts[i].status, count_one, &c);
	}
}

enum err
look_sheet_of(struct store *s, const struct who *who, struct period_id period,
    struct unit_id unit, uint64_t which, struct sheet_look *out,
    struct fault *why)
{
	struct at at;
	struct txn t;
	enum err e;

	memset(out, 0, sizeof *out);
	e = admit(s, who, period, unit, which, &at, &out->unit, why);
	if (e != OK)
		return e;
	out->plan = at.plan;
	out->revision = at.revision.n;
	out->survey_points = at_may(&at, who, MAY_READ_SURVEY_POINTS, unit);
	at_read(&t, s, &at);
	out->scored = results_get(&t, out->plan, out->unit, &out->result);
	if (!out->survey_points)
		hide_surveys(out->plan, &out->result.score);
	cells_of_unit(&t, period, unit, take_cell, out);
	sightings_each(&t, period, unit, count_sighting, out);
	for (unsigned leaf = 0; leaf < out->plan->n_leaves; leaf++) {
		out->leaf[leaf].score = out->result.score.leaf[leaf];
		if (plan_indicator(out->plan, leaf) != NULL)
			out->leaf[leaf].has_figures = figures_carried(&t,
			    out->plan, leaf, unit, &out->leaf[leaf].figures);
		if (out->plan->leaves[leaf].mode == LEAF_EVIDENCE)
			count_documents(&t, who, out->plan, out->unit, leaf,
			    &out->leaf[leaf]);
	}
	return txn_end(&t);
}

enum err
look_sheet(struct store *s, const struct who *who, struct period_id period,
    struct unit_id unit, struct sheet_look *out, struct fault *why)
{
	return look_sheet_of(s, who, period, unit, REVISION_WORKING, out, why);
}

static enum err
explain(struct store *s, const struct at *at, unsigned unit, unsigned leaf,
    struct buf *to)
{
	struct sheet_facts *facts = malloc(sizeof *facts);
	struct reading now;
	struct txn t;
	enum err e;

	if (facts == NULL)
		return ERR_NO_MEMORY;
	if ((e = store_now(s, &now)) == OK) {
		if (at->revision.n != 0)
			now.wall = at->revision.time;
		at_read(&t, s, at);
		txn_require(&t,
		    sheet_gather(&t, at->plan, unit, now.wall, facts));
		e = txn_end(&t);
	}
	if (e == OK)
		e = leaf_explain(at->plan, unit, leaf, facts, to);
	free(facts);
	return e;
}

enum err
look_explain_of(struct store *s, const struct who *who, struct period_id period,
    struct unit_id unit, struct leaf_id leaf, uint64_t which, struct buf *to,
    struct fault *why)
{
	struct at at;
	unsigned u;
	enum err e;
	int l;

	if ((e = admit(s, who, period, unit, which, &at, &u, why)) != OK)
		return e;
	if ((l = plan_leaf(at.plan, leaf)) < 0)
		return fault_set(why, ERR_UNKNOWN_LEAF, "",
		    "Period %s has no criterion \"%s\".", period.text,
		    leaf.text);
	if (at.plan->leaves[l].mode == LEAF_SURVEY &&
	    !at_may(&at, who, MAY_READ_SURVEY_POINTS, unit))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Survey points are not shown before publication.");
	return explain(s, &at, u, (unsigned)l, to);
}

enum err
look_explain(struct store *s, const struct who *who, struct period_id period,
    struct unit_id unit, struct leaf_id leaf, struct buf *to, struct fault *why)
{
	return look_explain_of(s, who, period, unit, leaf, REVISION_WORKING, to,
	    why);
}
