/*
 * hide.h - what is left of a result for a reader who may not see survey
 * points (design promise 9). For store/look only.
 */
#ifndef STORE_LOOK_HIDE_H
#define STORE_LOOK_HIDE_H

#include "store/model/score.h"

/* Takes the survey leaves and fields out of `*s`, and out of its sums; what
 * rests on the whole index (group, class, rule gap) is gone. */
void hide_surveys(const struct plan *plan, struct unit_score *s);

#endif
