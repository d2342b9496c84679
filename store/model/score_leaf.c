/*
 * score_leaf.c - one leaf of one unit: applies or not, which inputs count,
 * what they give, and whether evidence stands behind it.
 *
 * Touches nothing but its arguments.
 */
#include "store/model/score_leaf.h"

#include <assert.h>

enum column
column_in_force(const struct leaf_facts *f)
{
	for (unsigned c = COLUMNS; c-- > 0;)
		if (f->has[c])
			return (enum column)c;
	return COLUMNS;
}

/* The rule on one set of inputs, at the leaf's full worth. Where the leaf does
 * not allow it, "does not apply to us" is nothing said. */
static enum err
ask_leaf(const struct plan *p, unsigned unit, unsigned leaf,
    const struct inputs *in, const struct tally *tally, struct rule_result *out,
    struct buf *trace)
{
	const struct leaf *l = &p->leaves[leaf];
	struct inputs said = *in;

	said.not_applicable = said.not_applicable && l->na_allowed;
	return rule_points(l->rule, l->vars, l->n_vars, plan_max(p, unit, leaf),
	    p->leaf_decimals, &said, tally, out, trace);
}

static enum err
ask_rule(const struct scoring *s, unsigned leaf, const struct inputs *in,
    struct rule_result *out, struct buf *trace)
{
	return ask_leaf(s->p, s->unit, leaf, in, &s->facts->leaf[leaf].tally,
	    out, trace);
}

/* What the rule said becomes the leaf's score. */
static void
settle(struct leaf_score *to, enum err e, const struct rule_result *r)
{
	to->clause = r->clause;
	if (e != OK) {
		to->status = LEAF_FAULTY;
		to->clause = -1;
	} else if (r->not_applicable) {
		to->status = LEAF_NOT_APPLICABLE;
		to->max.millionths = 0;
	} else {
		to->status = LEAF_SCORED;
		to->points = r->points;
	}
}

/* Weighted groups, or answers with percents of their own. */
static void
score_groups(const struct scoring *s, unsigned leaf, struct buf *trace)
{
	struct leaf_score *to = &s->out->leaf[leaf];
	struct rule_result r = { .clause = 0 };
	enum err e;

	if (answer_sums_of(&s->facts->sums, leaf) == 0)
		return;
	e = survey_points(&s->facts->sums, leaf, to->max, s->p->leaf_decimals,
	    &r.points, trace);
	settle(to, e, &r);
}

static void
score_survey(const struct scoring *s, unsigned leaf, struct buf *trace)
{
	static const struct tally nothing;
	struct leaf_score *to = &s->out->leaf[leaf];
	const struct inputs none = { 0 };
	struct rule_result r;
	enum err e;

	if (s->p->leaf_by_group[leaf]) {
		score_groups(s, leaf, trace);
		return;
	}
	if (memcmp(&s->facts->leaf[leaf].tally, &nothing, sizeof nothing) == 0)
		return;
	e = ask_rule(s, leaf, &none, &r, trace);
	settle(to, e, &r);
}

static void
score_system(const struct scoring *s, unsigned leaf, struct buf *trace)
{
	struct inputs in;
	struct rule_result r;
	enum err e;

	if (!s->facts->appraisal_closed) {
		s->out->leaf[leaf].status = LEAF_WAITING;
		return;
	}
	system_inputs(s, &s->p->leaves[leaf], &in);
	e = ask_rule(s, leaf, &in, &r, trace);
	settle(&s->out->leaf[leaf], e, &r);
}

/*
 * Points stand only on an accepted document that came in time. Where there is
 * none:
 *
 * E1. One that is not checked yet may be it: the leaf waits.
 * E2. The period's policy for late documents holds where there is a late one,
 *     else that for rejected ones where there is a rejected one, else that for
 *     missing ones.
 * E3. The unit's own value never stands without proof; what was appraised does
 *     where the policy says `judged`, or `explained` and the unit explained.
 * E4. All else is 0.
 */
static bool
stands_unproven(const struct scoring *s, const struct leaf_facts *f,
    enum column counts)
{
	const struct life_policy *life = &s->p->life;
	enum unproven policy = f->late       ? life->late
			       : f->rejected ? life->rejected
					     : life->missing;

	if (counts == COLUMN_SELF || f->pending)
		return false;
	return policy == UNPROVEN_JUDGED ||
	       (policy == UNPROVEN_EXPLAINED && f->explained);
}

static void
need_evidence(const struct scoring *s, const struct leaf_facts *f,
    enum column counts, struct leaf_score *to)
{
	if (to->status != LEAF_SCORED || f->accepted ||
	    stands_unproven(s, f, counts))
		return;
	to->status = f->pending ? LEAF_WAITING : LEAF_NO_EVIDENCE;
	to->points.millionths = 0;
}

static void
score_evidence(const struct scoring *s, unsigned leaf, struct buf *trace)
{
	const struct leaf_facts *f = &s->facts->leaf[leaf];
	struct leaf_score *to = &s->out->leaf[leaf];
	enum column counts = column_in_force(f);
	struct rule_result r;
	enum err e;

	for (enum column c = 0; c < COLUMNS; c++) {
		if (!f->has[c])
			continue;
		if (c == counts && trace != NULL)
			buf_print(trace, "%s: ", column_name(c));
		e = ask_rule(s, leaf, &f->inputs[c], &r,
		    c == counts ? trace : NULL);
		if (e == OK)
			to->by_column[c] = r.points;
		if (c == counts)
			settle(to, e, &r);
	}
	if (s->p->leaves[leaf].mode == LEAF_EVIDENCE)
		need_evidence(s, f, counts, to);
}

/* Before anybody said anything; does the unit have the leaf at all? */
static bool
begin_leaf(const struct plan *p, unsigned unit, unsigned leaf,
    struct leaf_score *to)
{
	*to = (struct leaf_score){ .status = LEAF_NO_INPUTS, .clause = -1 };
	switch (plan_applies(p, unit, leaf)) {
	case APPLIES_NOT_IN_BLOCK:
		to->status = LEAF_NOT_ASSESSED;
		return false;
	case APPLIES_NOT:
		to->status = LEAF_NOT_APPLICABLE;
		return false;
	default:
		to->max = plan_max(p, unit, leaf);
		return true;
	}
}

void
leaf_status_put(const struct plan *p, const struct leaf_score *l, bool more,
    struct buf *trace)
{
	if (l->status == LEAF_SCORED)
		return;
	if (more)
		buf_text(trace, "; ");
	buf_text(trace, leaf_status_name(l->status));
	if (l->max.millionths == 0)
		return;
	buf_text(trace, " -> ");
	points_put(trace, l->points, p->leaf_decimals);
}

enum err
column_score(const struct plan *p, unsigned unit, unsigned leaf,
    const struct inputs *in, struct leaf_score *out, struct buf *trace)
{
	size_t start = trace->n;
	struct rule_result r;
	enum err e;

	if (begin_leaf(p, unit, leaf, out)) {
		e = ask_leaf(p, unit, leaf, in, NULL, &r, trace);
		settle(out, e, &r);
	}
	leaf_status_put(p, out, trace->n > start, trace);
	return trace->err;
}

void
score_leaf(const struct scoring *s, unsigned leaf, struct buf *trace)
{
	if (!begin_leaf(s->p, s->unit, leaf, &s->out->leaf[leaf]))
		return;
	switch (s->p->leaves[leaf].mode) {
	case LEAF_SURVEY:
		score_survey(s, leaf, trace);
		return;
	case LEAF_SYSTEM:
		score_system(s, leaf, trace);
		return;
	default:
		score_evidence(s, leaf, trace);
	}
}
