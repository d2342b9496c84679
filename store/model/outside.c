/*
 * outside.c - bonus and penalty.
 *
 * Knows the law below. Touches nothing but its arguments.
 *
 *  B1. A bonus or penalty field stands outside the total: neither its points
 *      nor its maximum are part of the total's, and no class and no
 *      self-review looks at it.
 *  B2. Its points are the sum of its leaves', at most the field's cap for the
 *      unit's block.
 *  B3. Where the period says that they are counted, the unit's points are its
 *      total plus bonuses less penalties, never below 0 nor above its maximum:
 *      no index leaves 0 to 100. Group, class and rank look at these points.
 *  B4. Where it says that they are shown, or nothing, they stand beside the
 *      result and change nothing in it.
 *  B5. A unit with nothing to assess (maximum 0) gets nothing added.
 */
#include "store/model/outside.h"

bool
outside_any(const struct plan *p)
{
	for (unsigned f = 0; f < p->n_fields; f++)
		if (p->fields[f].kind != FIELD_INSIDE)
			return true;
	return false;
}

struct points
outside_sum(const struct plan *p, const struct unit_score *s,
    enum field_kind kind)
{
	struct points sum = { 0 };

	for (unsigned f = 0; f < p->n_fields; f++)
		if (p->fields[f].kind == kind)
			sum.millionths += s->field[f].points.millionths;
	return sum;
}

struct points
outside_adjustment(const struct plan *p, const struct unit_score *s)
{
	struct points inside = { 0 };

	if (!p->outside_counted)
		return inside;
	inside = outside_sum(p, s, FIELD_INSIDE);
	return (struct points){ s->points.millionths - inside.millionths };
}

void
outside_apply(const struct plan *p, unsigned unit, struct unit_score *s)
{
	unsigned block = p->units[unit].block;
	int64_t points;

	for (unsigned f = 0; f < p->n_fields; f++) {
		struct points cap = p->fields[f].cap[block];

		if (p->fields[f].kind == FIELD_INSIDE)
			continue;
		if (s->field[f].max.millionths > cap.millionths)
			s->field[f].max = cap;
		if (s->field[f].points.millionths > cap.millionths)
			s->field[f].points = cap;
	}
	if (!p->outside_counted || s->max.millionths == 0)
		return;
	points = s->points.millionths +
		 outside_sum(p, s, FIELD_BONUS).millionths -
		 outside_sum(p, s, FIELD_PENALTY).millionths;
	if (points < 0)
		points = 0;
	s->points.millionths =
	    points > s->max.millionths ? s->max.millionths : points;
}
