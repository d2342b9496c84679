/*
 * sheets.c - a unit's score sheet, read and written cell by cell.
 *
 * Knows that each column is a resource of its own with its own version.
 * Touches the store through acts and looks.
 */
#include <stdio.h>

#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/http/etag.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/cell.h"
#include "cgi/page/log_head.h"
#include "cgi/page/pages.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"
#include "store/cell_said.h"
#include "store/look/looks.h"
#include "store/view/views.h"

#define CELL_BODY 32768

static void
put_columns(struct jout *j, const struct sheet_look *s, unsigned leaf)
{
	const struct leaf_look *l = &s->leaf[leaf];

	for (unsigned c = 0; c < COLUMNS; c++) {
		jout_key(j, column_name((enum column)c));
		if (!l->has[c]) {
			jout_null(j);
			continue;
		}
		cell_json(j, s->plan, s->unit, leaf, &l->cell[c]);
	}
}

/* What the agency in charge supplied, for the unit to take over, and which
 * columns say otherwise. */
static void
put_figures(struct jout *j, const struct sheet_look *s, unsigned leaf)
{
	const struct leaf *def = &s->plan->leaves[leaf];
	const struct leaf_look *l = &s->leaf[leaf];

	jout_key(j, "figures");
	jout_object(j);
	jout_key(j, "inputs");
	inputs_put(j, def->vars, def->n_vars, &l->figures.inputs);
	jout_kstr(j, "source", l->figures.source);
	jout_kmoment(j, "extracted", l->figures.extracted);
	jout_kuint(j, "log_index", l->figures.entry);
	jout_key(j, "differ_from");
	jout_array(j);
	for (unsigned c = 0; c < COLUMNS; c++)
		if (l->has[c] &&
		    figure_differs(def, &l->figures.inputs, &l->cell[c].inputs))
			jout_str(j, column_name((enum column)c));
	jout_array_end(j);
	jout_object_end(j);
}

static void
put_documents(struct jout *j, const struct leaf_look *l)
{
	jout_key(j, "documents");
	jout_object(j);
	jout_kuint(j, "accepted", l->accepted);
	jout_kuint(j, "late", l->late);
	jout_kuint(j, "rejected", l->rejected);
	jout_kuint(j, "queued", l->queued);
	jout_kuint(j, "warned", l->warned);
	jout_kuint(j, "seen", l->seen);
	jout_object_end(j);
}

static void
put_leaf(struct jout *j, const struct sheet_look *s, unsigned leaf)
{
	const struct leaf *def = &s->plan->leaves[leaf];
	const struct leaf_look *l = &s->leaf[leaf];

	jout_object(j);
	jout_kstr(j, "leaf", def->id.text);
	jout_kstr(j, "field", s->plan->fields[def->field].id.text);
	jout_kstr(j, "name", def->name_vi);
	view_kpoints(j, "max", s->plan, plan_max(s->plan, s->unit, leaf));
	if (def->mode == LEAF_SURVEY && !s->survey_points) {
		jout_kstr(j, "status", "hidden");
	} else {
		jout_kstr(j, "status", leaf_status_name(l->score.status));
		view_kpoints(j, "points", s->plan, l->score.points);
	}
	if (plan_applies(s->plan, s->unit, leaf) == APPLIES_NOT)
		jout_kstr(j, "not_applicable_because",
		    plan_not_because(s->plan, s->unit, leaf));
	if (def->mode == LEAF_EVIDENCE || def->mode == LEAF_APPRAISED)
		put_columns(j, s, leaf);
	if (l->has_figures)
		put_figures(j, s, leaf);
	if (def->mode == LEAF_EVIDENCE)
		put_documents(j, l);
	jout_object_end(j);
}

static void
put_sheet(struct jout *j, const struct sheet_look *s)
{
	jout_object(j);
	jout_kstr(j, "period", s->plan->period.text);
	jout_kstr(j, "unit", s->plan->units[s->unit].id.text);
	jout_kstr(j, "name", s->plan->units[s->unit].name_vi);
	if (s->revision != 0)
		jout_kuint(j, "revision", s->revision);
	jout_kbool(j, "scored", s->scored);
	jout_key(j, "leaves");
	jout_array(j);
	for (unsigned i = 0; i < s->plan->n_leaves; i++)
		if (plan_applies(s->plan, s->unit, i) != APPLIES_NOT_IN_BLOCK)
			put_leaf(j, s, i);
	jout_array_end(j);
	jout_object_end(j);
}

/* The sheet in the request's memory; NULL when the request was answered. */
static struct sheet_look *
get_sheet(struct visit *v, struct ask *a, struct reply *r, uint64_t *which)
{
	struct sheet_look *s = pool_take(&a->pool, sizeof *s);
	struct fault why = { 0 };
	struct period_id period;
	struct unit_id unit;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_unit(a, r, &unit) ||
	    !arg_revision(a, r, REVISION_WORKING, which))
		return NULL;
	e = s == NULL ? ERR_NO_MEMORY
		      : look_sheet_of(v->door->store, &v->who, period, unit,
			    *which, s, &why);
	if (e == OK)
		return s;
	problem_reply(r, e, &why);
	return NULL;
}

void
sheet_get(void *self, struct ask *a, struct reply *r)
{
	uint64_t which;
	struct sheet_look *s = get_sheet(self, a, r, &which);
	struct jout j;
	enum err e;

	if (s == NULL)
		return;
	j = jout_start(reply_json(r, 200));
	put_sheet(&j, s);
	if ((e = log_head_add(self, &j)) != OK) {
		problem_reply(r, e, NULL);
		return;
	}
	reply_header_text(r, "Cache-Control", "no-store");
}

void
sheet_leaf_get(void *self, struct ask *a, struct reply *r)
{
	uint64_t which;
	struct sheet_look *s = get_sheet(self, a, r, &which);
	struct visit *v = self;
	struct buf trace = { 0 };
	struct fault why = { 0 };
	struct leaf_id id;
	struct jout j;
	int leaf = -1;

	if (s == NULL || !arg_leaf(a, r, &id))
		return;
	leaf = plan_leaf(s->plan, id);
	if (leaf < 0 || plan_applies(s->plan, s->unit, (unsigned)leaf) ==
			    APPLIES_NOT_IN_BLOCK) {
		(void)fault_set(&why, ERR_UNKNOWN_LEAF, "",
		    "Unit %s is not assessed by a criterion \"%s\".",
		    s->plan->units[s->unit].id.text, id.text);
		problem_reply(r, ERR_UNKNOWN_LEAF, &why);
		return;
	}
	j = jout_start(reply_json(r, 200));
	jout_object(&j);
	jout_key(&j, "leaf");
	put_leaf(&j, s, (unsigned)leaf);
	if (look_explain_of(v->door->store, &v->who, s->plan->period,
		s->plan->units[s->unit].id, id, which, &trace, NULL) == OK)
		jout_ktext(&j, "arithmetic", buf_all(&trace));
	jout_object_end(&j);
	reply_header_text(r, "Cache-Control", "no-store");
	buf_free(&trace);
}

/* {"inputs":{...},"not_applicable":false,"reason":"...","lost":["..."]}, and
 * the council's "decision". */
static enum err
read_cell(const struct jv *root, const struct leaf *leaf, struct cell *cell,
    struct fault *why)
{
	static const char *const known[] = { "inputs", "not_applicable",
		"reason", "lost", "decision", NULL };
	struct jv v = jv_unknown(root, known);

	if (jv_kind(&v) != JSON_NONE)
		return fault_set(why, ERR_UNKNOWN_FIELD, "",
		    "Known are \"inputs\", \"not_applicable\", \"reason\", "
		    "\"lost\", \"decision\".");
	return cell_said(root, leaf, cell, why);
}

static enum err
write_cell(struct visit *v, struct ask *a, struct cell *cell,
    const struct jv *root, const struct plan **plan, int *leaf,
    struct fault *why)
{
	struct store *s = v->door->store;
	struct period period;
	uint64_t version;
	enum err e;
	bool any;

	if ((e = store_plan(s, cell->period, plan, &period)) != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    cell->period.text);
	if ((*leaf = plan_leaf(*plan, cell->leaf)) < 0)
		return fault_set(why, ERR_UNKNOWN_LEAF, "",
		    "Period %s has no criterion \"%s\".", cell->period.text,
		    cell->leaf.text);
	if ((e = etag_asked(a, &version, &any, why)) != OK)
		return e;
	if (any)
		return fault_set(why, ERR_STALE, "header:If-Match",
		    "Name the version you saw (\"v0\" when there was none), "
		    "not \"*\".");
	if ((e = read_cell(root, &(*plan)->leaves[*leaf], cell, why)) != OK)
		return e;
	return act_score(s, &v->who, cell, version, why);
}

static void
put(struct visit *v, struct ask *a, struct reply *r, enum column column)
{
	struct cell cell = { .column = column };
	struct fault why = { 0 };
	const struct plan *plan;
	char tag[ETAG_TEXT];
	struct jv root;
	struct jout j;
	enum err e;
	int leaf = -1;

	if (!arg_period(a, r, &cell.period) || !arg_unit(a, r, &cell.unit) ||
	    !arg_leaf(a, r, &cell.leaf) || !body_json(a, r, CELL_BODY, &root))
		return;
	e = write_cell(v, a, &cell, &root, &plan, &leaf, &why);
	if (!answer_json(r, 200, e, &why, &j))
		return;
	cell_json(&j, plan, (unsigned)plan_unit(plan, cell.unit),
	    (unsigned)leaf, &cell);
	etag_version(cell.version, tag);
	reply_header_text(r, "ETag", tag);
}

void
sheet_self_put(void *self, struct ask *a, struct reply *r)
{
	put(self, a, r, COLUMN_SELF);
}

void
sheet_round1_put(void *self, struct ask *a, struct reply *r)
{
	put(self, a, r, COLUMN_ROUND1);
}

void
sheet_round2_put(void *self, struct ask *a, struct reply *r)
{
	put(self, a, r, COLUMN_ROUND2);
}

void
sheet_council_put(void *self, struct ask *a, struct reply *r)
{
	put(self, a, r, COLUMN_COUNCIL);
}
