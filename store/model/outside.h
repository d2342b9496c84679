/*
 * outside.h - bonus and penalty: fields outside the total. Pure.
 */
#ifndef STORE_MODEL_OUTSIDE_H
#define STORE_MODEL_OUTSIDE_H

#include "store/model/score.h"

/* Caps the outside fields of a score whose leaves and inside sums are filled,
 * and adds to its points what counts. The law is in outside.c. */
void outside_apply(const struct plan *p, unsigned unit, struct unit_score *s);

/* The points of all bonus or all penalty fields. */
struct points outside_sum(const struct plan *p, const struct unit_score *s,
    enum field_kind kind);

/* What the outside fields added to the unit's points, or took; 0 where they
 * are only shown. */
struct points outside_adjustment(const struct plan *p,
    const struct unit_score *s);

/* Has the plan any such field? */
bool outside_any(const struct plan *p);

#endif
