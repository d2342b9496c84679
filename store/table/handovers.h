/*
 * handovers.h - sealed packages of forms that changed hands.
 */
#ifndef STORE_TABLE_HANDOVERS_H
#define STORE_TABLE_HANDOVERS_H

#include "store/db/txn.h"
#include "store/model/handover.h"
#include "store/model/plan.h"

void handovers_put(struct txn *t, struct period_id period,
    struct survey_id survey, const struct handover *h);
bool handovers_get(struct txn *t, struct period_id period,
    struct survey_id survey, uint64_t number, struct handover *out);

/* Each in its order. */
void handovers_each(struct txn *t, struct period_id period,
    struct survey_id survey, void (*each)(void *self, const struct handover *h),
    void *self);

/* How many there are, how many of them are opened, and how many valid forms
 * were in those. */
struct handover_sums {
	uint64_t all, opened, valid;
};
struct handover_sums handovers_sum(struct txn *t, struct period_id period,
    struct survey_id survey);

#endif
