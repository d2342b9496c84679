/*
 * counts.h - how often each answer was given about a unit, by survey and group
 * of respondents; the running tallies of its leaves go with it.
 */
#ifndef STORE_TABLE_COUNTS_H
#define STORE_TABLE_COUNTS_H

#include "store/db/txn.h"
#include "store/model/form_sums.h"

/* Of one survey and group about one unit. */
struct counts {
	uint64_t forms; /* that judged the unit */
	/* [question * ANSWERS_MOST + answer] */
	uint64_t of[LEAVES_MOST * ANSWERS_MOST];
};

/* Zeroes where nothing is kept. */
void counts_get(struct txn *t, const struct plan *plan, unsigned unit,
    unsigned survey, unsigned group, struct counts *out);

/* The tallies that a unit's counts give, by leaf of the plan: answers to the
 * surveys of its block, by the questions that feed a leaf. */
void counts_tally(struct txn *t, const struct plan *plan, unsigned unit,
    struct tally *by_leaf);

/* Adds what forms change to counts, to the tallies of the units they judge,
 * and to how many forms there are. ERR_BROKEN in `t` when more is taken away
 * than there is. Costs the same whatever is kept. */
void counts_apply(struct txn *t, const struct form_sums *sums);

/* The same sums under an import that does not count yet; read back (added to
 * `sums`, ERR_NO_MEMORY), and dropped. */
void staged_apply(struct txn *t, uint64_t import, const struct form_sums *sums);
enum err staged_read(struct txn *t, uint64_t import, struct form_sums *sums);
void staged_drop(struct txn *t, struct period_id period,
    struct survey_id survey, uint64_t import);

#endif
