/*
 * grade.c - the band of an index, the class of the head, who owes a
 * self-review.
 *
 * Knows the law below and nothing of how points came about. Touches nothing
 * but its arguments.
 *
 * An index, or a field's, is points / maximum. It *reaches* a threshold when
 * it is at least that: the exact fraction by cross-multiplication, or the
 * printed percentage when the period classifies on printed.
 *
 * Groups (domain.md 1.7):
 *  G1. The bands of the unit's block are asked best first; the first one whose
 *      lower bound the index reaches is the group.
 *  G2. Where none is reached, there is no group.
 *
 * Classes (domain.md 1.8), best first; a class's field condition is that every
 * class field reaches the class's bound for fields:
 *  C1. The first class whose lower bound the index reaches and whose field
 *      condition holds is the class. Upper bounds are not asked: who misses a
 *      field condition falls to the next class.
 *  C2. Where none is left, there is no class.
 *  C3. The literal law asks upper bounds too: it knows one class only, the
 *      first whose lower bound the index reaches. Where there is none, or its
 *      field condition fails, the literal law has no answer: rule_gap.
 *
 * Self-review (domain.md 1.9):
 *  R1. A review field whose index does not reach the bound owes one.
 *
 * All:
 *  A1. A field that is wholly not applicable (maximum 0) is skipped.
 *  A2. A unit with nothing to assess (maximum 0) has no group, no class and no
 *      gap.
 */
#include "store/model/grade.h"

static bool
reaches(const struct plan *p, struct points points, struct points max,
    struct points bound)
{
	if (p->classify_on == CLASSIFY_EXACT)
		return percent_at_least(points, max, bound);
	return percent_rounded(points, max, p->index_decimals).millionths >=
	       bound.millionths;
}

static int
group_of(const struct plan *p, unsigned block, const struct unit_score *s)
{
	for (unsigned i = 0; i < p->n_groups; i++)
		if (p->groups[i].block == block &&
		    reaches(p, s->points, s->max, p->groups[i].from))
			return (int)i;
	return -1;
}

static bool
fields_hold(const struct plan *p, const struct head_class *c,
    const struct unit_score *s)
{
	for (unsigned f = 0; f < p->n_fields; f++)
		if (p->class_field[f] && s->field[f].max.millionths > 0 &&
		    !reaches(p, s->field[f].points, s->field[f].max,
			c->fields_from))
			return false;
	return true;
}

static void
classify(const struct plan *p, struct unit_score *s)
{
	bool literal = true; /* still at the one class it knows */

	s->class = -1;
	s->rule_gap = true;
	for (unsigned i = 0; i < p->n_classes; i++) {
		const struct head_class *c = &p->classes[i];

		if (!reaches(p, s->points, s->max, c->from))
			continue;
		if (fields_hold(p, c, s)) {
			s->class = (int)i;
			s->rule_gap = !literal;
			return;
		}
		literal = false;
	}
}

void
grade_unit(const struct plan *p, unsigned unit, struct unit_score *out)
{
	out->group = out->class = -1;
	out->rule_gap = false;
	for (unsigned f = 0; f < p->n_fields; f++)
		out->review[f] = p->review_field[f] &&
				 out->field[f].max.millionths > 0 &&
				 !reaches(p, out->field[f].points,
				     out->field[f].max, p->review_below);
	if (out->max.millionths == 0)
		return;
	out->group = group_of(p, p->units[unit].block, out);
	classify(p, out);
}
