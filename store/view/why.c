/*
 * why.c - a unit's numbers with their reasons, and what they would be, as
 * JSON.
 *
 * Knows the shapes. Touches nothing but its arguments.
 */
#include "store/view/views.h"

static void
ktext(struct jout *j, const char *key, struct buf *text)
{
	if (text->n != 0)
		jout_ktext(j, key, buf_all(text));
	buf_clear(text);
}

static void
put_inputs(struct jout *j, const struct why *w, unsigned leaf)
{
	const struct leaf *l = &w->plan->leaves[leaf];
	const struct leaf_facts *f = &w->facts.leaf[leaf];

	for (unsigned c = COLUMNS; c-- > 0;) {
		if (!f->has[c])
			continue;
		jout_kstr(j, "column", column_name((enum column)c));
		jout_key(j, "inputs");
		inputs_put(j, l->vars, l->n_vars, &f->inputs[c]);
		return;
	}
}

/* What each column gives by itself. */
static void
put_columns(struct jout *j, const struct why *w, unsigned leaf,
    struct buf *text)
{
	const struct leaf *l = &w->plan->leaves[leaf];
	const struct leaf_facts *f = &w->facts.leaf[leaf];
	struct leaf_score s;

	jout_key(j, "columns");
	jout_array(j);
	for (unsigned c = 0; c < COLUMNS; c++) {
		if (!f->has[c])
			continue;
		(void)column_score(w->plan, w->unit, leaf, &f->inputs[c], &s,
		    text);
		jout_object(j);
		jout_kstr(j, "column", column_name((enum column)c));
		jout_key(j, "inputs");
		inputs_put(j, l->vars, l->n_vars, &f->inputs[c]);
		jout_kstr(j, "status", leaf_status_name(s.status));
		view_kpoints(j, "points", w->plan, s.points);
		ktext(j, "arithmetic", text);
		jout_object_end(j);
	}
	jout_array_end(j);
}

static void
put_leaf(struct jout *j, const struct why *w, unsigned leaf, struct buf *text)
{
	const struct leaf *l = &w->plan->leaves[leaf];
	const struct leaf_score *s = &w->score.leaf[leaf];

	jout_object(j);
	jout_kstr(j, "leaf", l->id.text);
	jout_kstr(j, "name", l->name_vi);
	jout_kstr(j, "status", leaf_status_name(s->status));
	view_kpoints(j, "points", w->plan, s->points);
	view_kpoints(j, "max", w->plan, s->max);
	if (plan_applies(w->plan, w->unit, leaf) == APPLIES_NOT)
		jout_kstr(j, "not_applicable_because",
		    plan_not_because(w->plan, w->unit, leaf));
	jout_kstr(j, "rule", rule_kind_name(rule_kind(l->rule)));
	if (s->clause >= 0)
		jout_kint(j, "clause", s->clause);
	put_inputs(j, w, leaf);
	(void)why_leaf(w, leaf, text);
	ktext(j, "arithmetic", text);
	if (l->mode == LEAF_EVIDENCE || l->mode == LEAF_APPRAISED)
		put_columns(j, w, leaf, text);
	jout_object_end(j);
}

static void
put_criterion(struct jout *j, const struct why *w, unsigned first,
    struct buf *text)
{
	const char *criterion = w->plan->leaves[first].criterion;

	jout_object(j);
	jout_kstr(j, "criterion", criterion);
	why_criterion(w, criterion, text);
	ktext(j, "arithmetic", text);
	jout_key(j, "leaves");
	jout_array(j);
	for (unsigned i = first; i < w->plan->n_leaves; i++)
		if (strcmp(w->plan->leaves[i].criterion, criterion) == 0 &&
		    w->score.leaf[i].status != LEAF_NOT_ASSESSED)
			put_leaf(j, w, i, text);
	jout_array_end(j);
	jout_object_end(j);
}

static void
put_field(struct jout *j, const struct why *w, unsigned field, struct buf *text)
{
	const struct plan *p = w->plan;

	jout_object(j);
	jout_kstr(j, "field", p->fields[field].id.text);
	jout_kstr(j, "name", p->fields[field].name_vi);
	view_kpoints(j, "points", p, w->score.field[field].points);
	view_kpoints(j, "max", p, w->score.field[field].max);
	why_field(w, field, text);
	ktext(j, "arithmetic", text);
	jout_kbool(j, "self_review", w->score.review[field]);
	why_review(w, field, text);
	ktext(j, "self_review_because", text);
	jout_key(j, "criteria");
	jout_array(j);
	for (unsigned i = 0; i < p->n_leaves; i++)
		if (p->leaves[i].field == field && why_begins_criterion(w, i))
			put_criterion(j, w, i, text);
	jout_array_end(j);
	jout_object_end(j);
}

static void
put_grades(struct jout *j, const struct why *w, struct buf *text)
{
	const struct plan *p = w->plan;

	if (w->score.group >= 0) {
		jout_kstr(j, "group", p->groups[w->score.group].id);
		why_group(w, text);
		ktext(j, "group_because", text);
	}
	if (w->score.class >= 0) {
		jout_kstr(j, "class", p->classes[w->score.class].id);
		why_class(w, text);
		ktext(j, "class_because", text);
		jout_kbool(j, "rule_gap", w->score.rule_gap);
	}
	if (w->rank != 0)
		jout_kuint(j, "rank", w->rank);
	why_change(w, text);
	ktext(j, "rank_change_because", text);
}

void
view_why(struct jout *j, const struct why *w)
{
	const struct plan *p = w->plan;
	struct buf text = { 0 };

	jout_object(j);
	jout_kstr(j, "period", p->period.text);
	jout_kstr(j, "unit", p->units[w->unit].id.text);
	jout_kuint(j, "rules", p->version);
	if (w->revision != 0)
		jout_kuint(j, "revision", w->revision);
	view_kpoints(j, "points", p, w->score.points);
	view_kpoints(j, "max", p, w->score.max);
	why_whole(w, &text);
	ktext(j, "arithmetic", &text);
	put_grades(j, w, &text);
	jout_key(j, "fields");
	jout_array(j);
	for (unsigned f = 0; f < p->n_fields; f++)
		if (why_sees_field(w, f))
			put_field(j, w, f, &text);
	jout_array_end(j);
	jout_object_end(j);
	buf_free(&text);
}

/* ---- what if ---- */

static void
put_fields(struct jout *j, const struct what_if *w, const struct unit_score *s,
    bool whole)
{
	const struct plan *p = w->plan;

	jout_key(j, "fields");
	jout_array(j);
	for (unsigned f = 0; f < p->n_fields; f++) {
		if (p->fields[f].survey && !whole)
			continue;
		jout_object(j);
		jout_kstr(j, "field", p->fields[f].id.text);
		view_kpoints(j, "points", p, s->field[f].points);
		view_kpoints(j, "max", p, s->field[f].max);
		view_kpercent(j, "percent", p, s->field[f].points,
		    s->field[f].max);
		jout_object_end(j);
	}
	jout_array_end(j);
}

static void
put_side(struct jout *j, const char *key, const struct what_if *w,
    const struct unit_score *s, bool whole)
{
	const struct plan *p = w->plan;

	jout_key(j, key);
	jout_object(j);
	view_kpoints(j, "points", p, s->points);
	view_kpoints(j, "max", p, s->max);
	view_kpercent(j, whole ? "index" : "percent_without_surveys", p,
	    s->points, s->max);
	if (whole && s->group >= 0)
		jout_kstr(j, "group", p->groups[s->group].id);
	if (whole && s->class >= 0)
		jout_kstr(j, "class", p->classes[s->class].id);
	put_fields(j, w, s, whole);
	jout_object_end(j);
}

void
view_what_if(struct jout *j, const struct what_if *w)
{
	const struct plan *p = w->plan;

	jout_object(j);
	jout_kstr(j, "unit", p->units[w->unit].id.text);
	put_side(j, "now", w, &w->now, w->survey_points);
	put_side(j, "would", w, &w->would,
	    w->survey_points || w->supposed.has_surveys);
	jout_key(j, "leaves");
	jout_array(j);
	for (unsigned i = 0; i < p->n_leaves; i++) {
		if (!w->supposed.leaf[i])
			continue;
		jout_object(j);
		jout_kstr(j, "leaf", p->leaves[i].id.text);
		view_kpoints(j, "now", p, w->now.leaf[i].points);
		view_kpoints(j, "would", p, w->would.leaf[i].points);
		jout_kstr(j, "status",
		    leaf_status_name(w->would.leaf[i].status));
		jout_object_end(j);
	}
	jout_array_end(j);
	jout_object_end(j);
}
