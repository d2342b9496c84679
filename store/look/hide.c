/*
 * hide.c - what is left of a result without its survey points.
 *
 * Knows which numbers would give them away. Touches its argument.
 */
#include "store/look/hide.h"

void
hide_surveys(const struct plan *plan, struct unit_score *s)
{
	static const struct leaf_score no_leaf = { .clause = -1 };
	static const struct points nothing;

	for (unsigned i = 0; i < plan->n_leaves; i++)
		if (plan->leaves[i].mode == LEAF_SURVEY)
			s->leaf[i] = no_leaf;
	s->points = s->max = nothing;
	for (unsigned f = 0; f < plan->n_fields; f++) {
		if (plan->fields[f].survey) {
			s->field[f].points = s->field[f].max = nothing;
			s->review[f] = false;
		}
		if (plan->fields[f].kind != FIELD_INSIDE)
			continue;
		s->points.millionths += s->field[f].points.millionths;
		s->max.millionths += s->field[f].max.millionths;
	}
	s->group = s->class = -1;
	s->rule_gap = false;
}
