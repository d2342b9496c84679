/*
 * grade.h - which band an index falls into, which class the head gets, and
 * who owes a self-review (domain.md 1.7, 1.8, 1.9). Written as law in
 * grade.c, one test row per clause. Pure.
 */
#ifndef STORE_MODEL_GRADE_H
#define STORE_MODEL_GRADE_H

#include "store/model/score.h"

/* Fill out->group, out->class, out->rule_gap and out->review from the points
 * and maxima already in `*out`. */
void grade_unit(const struct plan *p, unsigned unit, struct unit_score *out);

#endif
