/*
 * why.c - the arithmetic of a result as text.
 *
 * Knows how sums and clauses are written. Touches nothing but its arguments.
 */
#include "store/model/why.h"

#include "store/model/outside.h"

static void
put_points(struct buf *to, const struct plan *p, struct points points)
{
	points_put(to, points, p->leaf_decimals);
}

static void
put_percent(struct buf *to, const struct plan *p, struct points points,
    struct points max)
{
	percent_put(to, points, max, p->index_decimals);
}

/* "; 18.40/26.00 = 70.77 %" */
static void
put_share(struct buf *to, const struct plan *p, struct points points,
    struct points max)
{
	if (max.millionths == 0)
		return;
	buf_text(to, "; ");
	put_points(to, p, points);
	buf_byte(to, '/');
	put_points(to, p, max);
	buf_text(to, " = ");
	put_percent(to, p, points, max);
	buf_text(to, " %");
}

struct summing {
	struct buf *to;
	const struct plan *plan;
	struct points points, max;
	unsigned n;
};

static void
add_term(struct summing *s, const char *name, struct points points,
    struct points max)
{
	buf_print(s->to, "%s%s ", s->n++ == 0 ? "" : " + ", name);
	put_points(s->to, s->plan, points);
	s->points.millionths += points.millionths;
	s->max.millionths += max.millionths;
}

static void
end_sum(struct summing *s)
{
	if (s->n == 0)
		return;
	buf_text(s->to, " = ");
	put_points(s->to, s->plan, s->points);
	put_share(s->to, s->plan, s->points, s->max);
}

bool
why_sees_leaf(const struct why *w, unsigned leaf)
{
	return w->survey_points || w->plan->leaves[leaf].mode != LEAF_SURVEY;
}

bool
why_sees_field(const struct why *w, unsigned field)
{
	return w->survey_points || !w->plan->fields[field].survey;
}

bool
why_begins_criterion(const struct why *w, unsigned leaf)
{
	for (unsigned i = 0; i < leaf; i++)
		if (strcmp(w->plan->leaves[i].criterion,
			w->plan->leaves[leaf].criterion) == 0 &&
		    plan_applies(w->plan, w->unit, i) != APPLIES_NOT_IN_BLOCK)
			return false;
	return plan_applies(w->plan, w->unit, leaf) != APPLIES_NOT_IN_BLOCK;
}

/* "; B3: 84.12 + 2.00 - 0.50 = 85.62", of who sees the whole. */
static void
put_outside(const struct why *w, struct points total, struct buf *to)
{
	const struct plan *p = w->plan;

	if (!p->outside_counted || !outside_any(p) || !w->survey_points)
		return;
	buf_text(to, "; B3: ");
	put_points(to, p, total);
	buf_text(to, " + ");
	put_points(to, p, outside_sum(p, &w->score, FIELD_BONUS));
	buf_text(to, " - ");
	put_points(to, p, outside_sum(p, &w->score, FIELD_PENALTY));
	buf_text(to, " -> ");
	put_points(to, p, w->score.points);
}

void
why_whole(const struct why *w, struct buf *to)
{
	struct summing s = { .to = to, .plan = w->plan };

	for (unsigned f = 0; f < w->plan->n_fields; f++)
		if (why_sees_field(w, f) &&
		    w->plan->fields[f].kind == FIELD_INSIDE &&
		    w->score.field[f].max.millionths > 0)
			add_term(&s, w->plan->fields[f].id.text,
			    w->score.field[f].points, w->score.field[f].max);
	end_sum(&s);
	put_outside(w, s.points, to);
}

static void
sum_leaves(const struct why *w, int field, const char *criterion,
    struct buf *to)
{
	struct summing s = { .to = to, .plan = w->plan };

	for (unsigned i = 0; i < w->plan->n_leaves; i++) {
		const struct leaf *l = &w->plan->leaves[i];
		const struct leaf_score *score = &w->score.leaf[i];

		if ((field >= 0 && l->field != (unsigned)field) ||
		    (criterion != NULL &&
			strcmp(l->criterion, criterion) != 0) ||
		    score->max.millionths == 0 || !why_sees_leaf(w, i))
			continue;
		add_term(&s, l->id.text, score->points, score->max);
	}
	end_sum(&s);
}

void
why_field(const struct why *w, unsigned field, struct buf *to)
{
	sum_leaves(w, (int)field, NULL, to);
}

void
why_criterion(const struct why *w, const char *criterion, struct buf *to)
{
	sum_leaves(w, -1, criterion, to);
}

enum err
why_leaf(const struct why *w, unsigned leaf, struct buf *to)
{
	return leaf_explain(w->plan, w->unit, leaf, &w->facts, to);
}

/* "84.12 >= 80": the percentage against a bound, compared as the period
 * says; returns whether it reaches it. */
static bool
compare(const struct plan *p, struct points points, struct points max,
    struct points bound, struct buf *to)
{
	bool reaches =
	    p->classify_on == CLASSIFY_EXACT
		? percent_at_least(points, max, bound)
		: percent_rounded(points, max, p->index_decimals).millionths >=
		      bound.millionths;

	put_percent(to, p, points, max);
	buf_text(to, reaches ? " >= " : " < ");
	points_put_short(to, bound);
	return reaches;
}

void
why_group(const struct why *w, struct buf *to)
{
	const struct unit_score *s = &w->score;

	if (s->group < 0)
		return;
	buf_text(to, "G1: ");
	(void)compare(w->plan, s->points, s->max,
	    w->plan->groups[s->group].from, to);
}

/* The class fields that miss the class's bound, or that none does. */
static void
put_fields(const struct why *w, const struct head_class *c, struct buf *to)
{
	bool all = true;

	for (unsigned f = 0; f < w->plan->n_fields; f++) {
		size_t before = to->n;

		if (!w->plan->class_field[f] ||
		    w->score.field[f].max.millionths == 0)
			continue;
		buf_print(to, ", %s ", w->plan->fields[f].id.text);
		if (compare(w->plan, w->score.field[f].points,
			w->score.field[f].max, c->fields_from, to))
			to->n = before; /* only what misses it is told */
		else
			all = false;
	}
	if (!all || c->fields_from.millionths == 0)
		return;
	buf_text(to, ", each field >= ");
	points_put_short(to, c->fields_from);
}

void
why_class(const struct why *w, struct buf *to)
{
	const struct unit_score *s = &w->score;

	if (s->class < 0)
		return;
	buf_text(to, s->rule_gap ? "C1, C3: " : "C1: ");
	for (int i = 0; i <= s->class; i++) {
		const struct head_class *c = &w->plan->classes[i];

		buf_print(to, "%s%s ", i == 0 ? "" : "; ", c->id);
		if (compare(w->plan, s->points, s->max, c->from, to))
			put_fields(w, c, to);
	}
}

void
why_review(const struct why *w, unsigned field, struct buf *to)
{
	if (!w->plan->review_field[field] ||
	    w->score.field[field].max.millionths == 0)
		return;
	buf_text(to, "R1: ");
	(void)compare(w->plan, w->score.field[field].points,
	    w->score.field[field].max, w->plan->review_below, to);
}

void
why_change(const struct why *w, struct buf *to)
{
	const struct change *c = &w->change;

	if (!c->has_rank || w->rank == 0)
		return;
	buf_print(to, "Y3: %d - %u = %+d", c->rank + (int)w->rank, w->rank,
	    c->rank);
}
