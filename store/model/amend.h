/*
 * amend.h - what an amendment may do to the data of a period that is open:
 * nothing that was recorded under the old data may lose its meaning, and no
 * deadline may be moved into the past. Pure.
 */
#ifndef STORE_MODEL_AMEND_H
#define STORE_MODEL_AMEND_H

#include "store/model/plan.h"

/*
 *  1. It is the same period.
 *  2. Its blocks are those of before in their order; further ones come behind,
 *     for windows are announced block by block.
 *  3. Fields, leaves, variables, surveys and questions are known by their ids:
 *     they may stand in another order, come and go. What was recorded for a
 *     leaf that goes stays recorded, and is in neither numerator nor
 *     denominator; should the leaf come back, it counts again. A leaf that
 *     stays keeps its mode, and a variable that stays its type. An input that
 *     names a variable or a level which is gone is as if it were not given.
 *  4. A survey of which forms are kept stays, with its kind and block, its
 *     groups, and its questions in their order, each with its answers: it was
 *     printed. A question may feed another leaf, or none.
 *  5. Its units are all still there: one that ends says so with `valid_to`.
 *     One may move to another block: it is scored by that block's set, its
 *     documents are judged by that block's windows, and answers to surveys of
 *     the old block do not count for it.
 *  6. Whose the clock's doubt is may change, for everybody: every document is
 *     judged again.
 *  7. Every row of the windows stays as it was.
 *  8. A new row has a higher version than all rows of its block and stage had.
 *  9. It is on time until a moment after `now`, or until the same moment as the
 *     window it follows. By an outage, which the log tells of, it is on time
 *     until what the rule announced before gives, which may have passed.
 * 10. Where the window it follows has opened, it opens at the same moment.
 * 11. Whose round it is stays: tokens that are bound to an owner reach it
 *     because of that.
 * 12. Whether a commitment or its completion counts, and within which hours,
 *     stays: it was announced before the window opened.
 *
 * `outage` is [from, to), or NULL. Every fault goes to `fs`, with a pointer
 * into the new bundle.
 */
struct amend_kept {               /* what there is, that it may matter to */
	bool forms[SURVEYS_MOST]; /* of the old plan's surveys */
};
void amend_check(const struct plan *was, const struct plan *is,
    struct moment now, const struct interval *outage,
    const struct amend_kept *kept, struct faults *fs);

/* 1 to 5 alone. */
void amend_check_names(const struct plan *was, const struct plan *is,
    const struct amend_kept *kept, struct faults *fs);

/* Has a unit of both plans another window in force for the stage? */
bool amend_moves(const struct plan *was, const struct plan *is,
    struct unit_id unit, enum stage stage);

/* May a unit's documents get other verdicts? */
bool amend_rejudges(const struct plan *was, const struct plan *is,
    struct unit_id unit);

#endif
