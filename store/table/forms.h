/*
 * forms.h - survey forms as they came, and the running tallies they add to.
 */
#ifndef STORE_TABLE_FORMS_H
#define STORE_TABLE_FORMS_H

#include "store/base/digest.h"
#include "store/db/txn.h"
#include "store/model/form.h"

/* Keeps a form of survey `index` under its number. False, and nothing changes,
 * when the number is taken; `*same` then says whether by the very same answers.
 */
bool forms_put_new(struct txn *t, const struct plan *plan, unsigned index,
    const struct form *form, uint64_t entry, bool *same);

/* Whether every one of the forms is kept already with the same answers. */
bool forms_known(struct txn *t, const struct plan *plan, unsigned index,
    const struct form *forms, unsigned n);

/* How many forms of the survey are kept. */
uint64_t forms_count(struct txn *t, struct period_id period,
    struct survey_id survey);

/* A unit's running tallies, one per leaf of the plan in the plan's order;
 * zeroes when there are none. */
void tallies_get(struct txn *t, const struct plan *plan, unsigned unit,
    struct tally *by_leaf);
void tallies_put(struct txn *t, const struct plan *plan, unsigned unit,
    const struct tally *by_leaf);

#endif
