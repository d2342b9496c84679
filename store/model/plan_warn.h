/*
 * plan_warn.h - what is allowed in a plan and yet worth a second look. Pure.
 */
#ifndef STORE_MODEL_PLAN_WARN_H
#define STORE_MODEL_PLAN_WARN_H

#include "store/base/fault.h"
#include "store/model/plan.h"

/*
 * Warns of each evidence window in force that is on time until after the
 * appraisal of the same unit or block opens, and of each window whose last
 * moment on time, or whose last moment at all, lies on a Saturday, a Sunday or
 * one of the period's holidays: by the Civil Code (art. 148) a time limit then
 * ends with the next working day. Of hours within which a commitment counts,
 * when they reach into the appraisal. Pointers into the bundle; the list is the
 * caller's, faults_free.
 */
void plan_warn(const struct plan *p, struct faults *out);

#endif
