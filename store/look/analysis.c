/*
 * analysis.c - all results of a period together, asked for.
 *
 * Knows who sees them, and in what order they are told to the model. Touches
 * results, cells and leaf-documents, for reading, once each.
 */
#include <stdlib.h>

#include "store/look/at.h"
#include "store/look/looks.h"
#include "store/table/submissions.h"

void
look_analysis_free(struct analysis *a)
{
	look_results_free(&a->results);
	free(a->proof);
	free(a->unit);
	free(a->leaf);
	*a = (struct analysis){ .proof = NULL };
}

static enum err
admit(const struct who *who, struct period_id period, struct fault *why)
{
	static const struct unit_id nobody;

	if (who_may_in(who, MAY_READ_RESULTS, period, nobody) &&
	    who_may_in(who, MAY_READ_SURVEY_POINTS, period, nobody) &&
	    who_may_in(who, MAY_READ_SHEET, period, nobody))
		return OK;
	return fault_set(why, ERR_FORBIDDEN, "",
	    "Role \"%s\" may not read every sheet and every result.",
	    role_name(who->role));
}

struct gathering {
	struct analysis *a;
	unsigned unit;
	/* the cells of a unit come by leaf and column: the newest counts */
	struct cell newest[LEAVES_MOST];
	bool any[LEAVES_MOST], self[LEAVES_MOST];
};

static void
take_document(void *self, struct leaf_id id, enum submission_status status)
{
	struct gathering *g = self;
	int leaf = plan_leaf(g->a->results.plan, id);

	if (leaf >= 0)
		analysis_document(g->a, g->unit, (unsigned)leaf, status);
}

static void
take_cell(void *self, const struct cell *cell)
{
	struct gathering *g = self;
	int leaf = plan_leaf(g->a->results.plan, cell->leaf);

	if (leaf < 0)
		return;
	g->self[leaf] = g->self[leaf] || cell->column == COLUMN_SELF;
	if (!g->any[leaf] || cell->column > g->newest[leaf].column)
		g->newest[leaf] = *cell;
	g->any[leaf] = true;
}

static void
tell_leaf(struct gathering *g, unsigned leaf)
{
	const struct plan *p = g->a->results.plan;
	const struct cell *cell = &g->newest[leaf];
	int reasons[CELL_LOSSES];

	if (!g->any[leaf])
		return;
	for (unsigned i = 0; i < cell->n_lost; i++)
		reasons[i] = plan_reason(p, cell->lost[i]);
	analysis_cell(g->a, g->unit, leaf, g->self[leaf], cell->column, reasons,
	    cell->n_lost);
}

static void
gather_unit(struct txn *t, struct gathering *g)
{
	const struct plan *p = g->a->results.plan;
	struct unit_id id = p->units[g->unit].id;

	memset(g->any, 0, sizeof g->any);
	memset(g->self, 0, sizeof g->self);
	leaf_documents_each(t, p->period, id, take_document, g);
	cells_of_unit(t, p->period, id, take_cell, g);
	for (unsigned i = 0; i < p->n_leaves; i++)
		tell_leaf(g, i);
}

static enum err
gather(struct store *s, const struct at *at, struct analysis *a)
{
	struct gathering *g = malloc(sizeof *g);
	struct txn t;
	enum err e;

	if (g == NULL)
		return ERR_NO_MEMORY;
	g->a = a;
	at_read(&t, s, at);
	for (unsigned i = 0; i < a->results.plan->n_units; i++) {
		g->unit = i;
		gather_unit(&t, g);
	}
	if ((e = txn_end(&t)) == OK)
		analysis_finish(a);
	free(g);
	return e;
}

enum err
look_analysis(struct store *s, const struct who *who, struct period_id period,
    uint64_t which, struct analysis *out, struct fault *why)
{
	struct at at;
	enum err e;

	*out = (struct analysis){ .proof = NULL };
	if ((e = admit(who, period, why)) != OK ||
	    (e = at_find(s, period, which, &at, why)) != OK)
		return e;
	/* the same results, though another were published meanwhile */
	which = at.revision.n == 0 ? REVISION_WORKING : at.revision.n;
	if ((e = look_results_of(s, who, period, which, &out->results, why)) ==
		OK &&
	    (e = out->results.plan == at.plan ? OK : ERR_BUSY) == OK &&
	    (e = analysis_start(out)) == OK)
		e = gather(s, &at, out);
	if (e != OK)
		look_analysis_free(out);
	return e;
}
