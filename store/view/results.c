/*
 * results.c - the index, as other systems read it.
 *
 * Knows the shape of design.md section 3 and what a reader may not see.
 * Touches nothing but its arguments.
 */
#include <stdio.h>

#include "store/model/outside.h"
#include "store/view/views.h"

/* Is it a field of the total that this reader may see? */
static bool
shown(const struct results *r, unsigned field)
{
	return (r->survey_points || !r->plan->fields[field].survey) &&
	       r->plan->fields[field].kind == FIELD_INSIDE;
}

/* Points and maximum of the fields this reader sees. */
static void
sum_shown(const struct results *r, const struct unit_score *s,
    struct points *points, struct points *max)
{
	*points = *max = (struct points){ 0 };
	for (unsigned f = 0; f < r->plan->n_fields; f++) {
		if (!shown(r, f))
			continue;
		points->millionths += s->field[f].points.millionths;
		max->millionths += s->field[f].max.millionths;
	}
}

static void
put_fields(struct jout *j, const struct results *r, const struct unit_score *s)
{
	jout_key(j, "fields");
	jout_array(j);
	for (unsigned f = 0; f < r->plan->n_fields; f++) {
		if (!shown(r, f))
			continue;
		jout_object(j);
		jout_kstr(j, "field", r->plan->fields[f].id.text);
		view_kpoints(j, "points", r->plan, s->field[f].points);
		view_kpoints(j, "max", r->plan, s->field[f].max);
		view_kpercent(j, "percent", r->plan, s->field[f].points,
		    s->field[f].max);
		jout_object_end(j);
	}
	jout_array_end(j);
}

static void
put_flags(struct jout *j, const struct results *r, const struct unit_score *s,
    bool scored, const struct change *change)
{
	char flag[NAME_ROOM + 24];

	jout_key(j, "flags");
	jout_array(j);
	if (!scored)
		jout_str(j, "not_scored");
	if (!r->survey_points)
		jout_str(j, "without_surveys");
	if (s->rule_gap && r->survey_points)
		jout_str(j, "rule_gap");
	for (unsigned f = 0; f < r->plan->n_fields; f++) {
		if (!s->review[f])
			continue;
		(void)snprintf(flag, sizeof flag, "self_review:%s",
		    r->plan->fields[f].id.text);
		jout_str(j, flag);
		if (!change->again[f])
			continue;
		(void)snprintf(flag, sizeof flag, "self_review_again:%s",
		    r->plan->fields[f].id.text);
		jout_str(j, flag);
	}
	jout_array_end(j);
}

static void
kstr_or_null(struct jout *j, const char *key, const char *text)
{
	jout_key(j, key);
	if (text == NULL)
		jout_null(j);
	else
		jout_str(j, text);
}

/* Group and class exist for the whole index only. */
static void
put_grades(struct jout *j, const struct results *r, const struct unit_score *s,
    bool scored)
{
	bool known = scored && r->survey_points;

	kstr_or_null(j, "group",
	    known && s->group >= 0 ? r->plan->groups[s->group].id : NULL);
	kstr_or_null(j, "class",
	    known && s->class >= 0 ? r->plan->classes[s->class].id : NULL);
}

/* Bonus and penalty, and what they did to the points of who sees those. */
static void
put_outside(struct jout *j, const struct results *r, const struct unit_score *s)
{
	const struct plan *p = r->plan;

	if (!outside_any(p))
		return;
	if (r->survey_points)
		view_kpoints(j, "adjustment", p, outside_adjustment(p, s));
	jout_key(j, "outside");
	jout_array(j);
	for (unsigned f = 0; f < p->n_fields; f++) {
		if (p->fields[f].kind == FIELD_INSIDE)
			continue;
		jout_object(j);
		jout_kstr(j, "field", p->fields[f].id.text);
		jout_kstr(j, "kind",
		    p->fields[f].kind == FIELD_BONUS ? "bonus" : "penalty");
		view_kpoints(j, "points", p, s->field[f].points);
		view_kpoints(j, "max", p, s->field[f].max);
		jout_object_end(j);
	}
	jout_array_end(j);
}

/* The year before, as far as this reader sees this year's. */
static void
put_change(struct jout *j, const struct results *r, const struct change *c)
{
	struct buf text = { 0 };

	jout_key(j, "rank_change");
	if (r->ranks && c->has_rank)
		jout_int(j, c->rank);
	else
		jout_null(j);
	jout_key(j, "index_change");
	if (r->survey_points && c->has_index) {
		points_put(&text, c->index, r->plan->index_decimals);
		jout_text(j, buf_all(&text));
	} else {
		jout_null(j);
	}
	buf_free(&text);
	jout_key(j, "predecessors");
	jout_array(j);
	for (unsigned i = 0; i < c->n; i++)
		jout_str(j, c->from[i]->unit.text);
	jout_array_end(j);
}

static void
put_unit(struct jout *j, const struct results *r, unsigned unit, unsigned rank)
{
	const struct unit_score *s = &r->unit[unit].score;
	const struct standing now = { unit, s->points, s->max, rank };
	struct points points, max;
	struct change change;

	sum_shown(r, s, &points, &max);
	if (r->survey_points)
		points = s->points;
	change_of(r->previous, r->plan, &now, s->review, &change);
	jout_object(j);
	jout_kstr(j, "unit", r->plan->units[unit].id.text);
	jout_kstr(j, "name", r->plan->units[unit].name_vi);
	view_kpoints(j, "points", r->plan, points);
	view_kpoints(j, "max", r->plan, max);
	if (r->survey_points)
		view_kpercent(j, "index", r->plan, s->points, s->max);
	else
		kstr_or_null(j, "index", NULL);
	jout_key(j, "rank");
	if (rank == 0)
		jout_null(j);
	else
		jout_uint(j, rank);
	put_change(j, r, &change);
	put_grades(j, r, s, r->scored[unit]);
	jout_kbool(j, "nothing_submitted", r->scored[unit] && s->nothing);
	put_flags(j, r, s, r->scored[unit], &change);
	put_fields(j, r, s);
	put_outside(j, r, s);
	jout_object_end(j);
}

void
view_unit_result(struct jout *j, const struct results *r, unsigned unit)
{
	for (size_t i = 0; i < r->n_ranked; i++) {
		if (r->ranked[i].unit != unit)
			continue;
		put_unit(j, r, unit, r->ranked[i].rank);
		return;
	}
	put_unit(j, r, unit, 0);
}

/* The units of a block: ranked ones best first, else as the decision lists
 * them. */
static void
put_block(struct jout *j, const struct results *r, unsigned block)
{
	bool any = false;

	jout_object(j);
	jout_kstr(j, "block", r->plan->blocks[block].id.text);
	jout_kstr(j, "name", r->plan->blocks[block].name_vi);
	jout_key(j, "units");
	jout_array(j);
	for (size_t i = 0; i < r->n_ranked; i++) {
		if (r->plan->units[r->ranked[i].unit].block != block)
			continue;
		any = true;
		put_unit(j, r, r->ranked[i].unit, r->ranked[i].rank);
	}
	for (unsigned u = 0; u < r->plan->n_units && !any; u++)
		if (r->plan->units[u].block == block &&
		    (r->only < 0 || (unsigned)r->only == u))
			put_unit(j, r, u, 0);
	jout_array_end(j);
	jout_object_end(j);
}

/* Which revision it is, and by which decision. */
static void
put_published(struct jout *j, const struct results *r)
{
	char day[DATE_TEXT];

	date_text(r->decision.date, day);
	jout_key(j, "published");
	jout_object(j);
	jout_kuint(j, "revision", r->published.n);
	jout_kmoment(j, "time", r->published.time);
	jout_kstr(j, "number", r->decision.number);
	jout_kstr(j, "date", day);
	if (r->published.reason[0] != 0)
		jout_kstr(j, "reason", r->published.reason);
	jout_object_end(j);
}

void
view_results(struct jout *j, const struct results *r)
{
	jout_object(j);
	jout_kstr(j, "period", r->plan->period.text);
	jout_kstr(j, "status", results_status_name(r->status));
	if (r->published.n != 0)
		put_published(j, r);
	if (r->previous != NULL)
		jout_kint(j, "previous_year", r->previous->year);
	if (r->simulated)
		jout_kbool(j, "simulated", true);
	jout_kmoment(j, "as_of", r->as_of);
	jout_kuint(j, "revision", r->revision);
	jout_key(j, "blocks");
	jout_array(j);
	for (unsigned b = 0; b < r->plan->n_blocks; b++)
		if (r->only < 0 || r->plan->units[r->only].block == b)
			put_block(j, r, b);
	jout_array_end(j);
	jout_object_end(j);
}
