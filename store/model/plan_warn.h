/*
 * plan_warn.h - what is allowed in a plan and yet worth a second look. Pure.
 */
#ifndef STORE_MODEL_PLAN_WARN_H
#define STORE_MODEL_PLAN_WARN_H

#include "store/base/fault.h"
#include "store/model/plan.h"

/*
 * Warns of each window in force whose last moment on time, or whose last
 * moment at all, lies on a Saturday, a Sunday or one of the period's holidays:
 * by the Civil Code (art. 148) a time limit then ends with the next working
 * day. Pointers into the bundle; the list is the caller's, faults_free.
 */
void plan_warn(const struct plan *p, struct faults *out);

/* The same of one moment: false when the day before it ends is a working day;
 * else a sentence in `text`. */
bool plan_warn_end(const struct plan *p, struct moment end, const char *what,
    char *text, size_t room);

#endif
