/*
 * plans.h - parsed plans, one a (period, version), shared by all threads.
 *
 * A plan never changes, so it is parsed once and kept until the store closes:
 * nothing is parsed inside a write transaction.
 */
#ifndef STORE_PLANS_H
#define STORE_PLANS_H

#include "store/base/fault.h"
#include "store/db/env.h"
#include "store/model/plan.h"

struct plans;

struct plans *plans_new(void); /* NULL when out of memory */
void plans_drop(struct plans **p);

/* Borrowed until plans_drop, with the versions it came of (plan->before).
 * Opens read transactions of its own. ERR_BROKEN
 * when the kept bundle no longer reads. */
enum err plans_get(struct plans *p, struct env *env, struct period_id id,
    uint32_t version, const struct plan **out);

#endif
