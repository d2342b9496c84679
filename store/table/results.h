/*
 * results.h - the working revision of every unit's result, and the order of
 * each block.
 */
#ifndef STORE_TABLE_RESULTS_H
#define STORE_TABLE_RESULTS_H

#include "store/db/txn.h"
#include "store/model/result.h"

/* False when the unit was never scored. */
bool results_get(struct txn *t, const struct plan *plan, unsigned unit,
    struct result *out);

/* Writes when it differs from what is kept; returns whether it wrote. */
bool results_put(struct txn *t, const struct plan *plan, unsigned unit,
    const struct result *r);

/* Whether two results say the same, whatever they rest on. */
bool results_same(const struct plan *plan, const struct result *a,
    const struct result *b);

/* A block's standings, best first, into list[plan->n_units]; returns how
 * many (0: never ranked). */
size_t ranks_get(struct txn *t, const struct plan *plan, unsigned block,
    struct standing *list);
bool ranks_put(struct txn *t, const struct plan *plan, unsigned block,
    const struct standing *list, size_t n);

#endif
