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
 *  2. Its blocks, fields, leaves and surveys are those of before in their
 *     order; further ones come behind. A leaf keeps its field, its mode and
 *     its variables, a survey its kind, block and questions, likewise.
 *  3. Its units are all still there, each in its block.
 *  4. Whose the clock's doubt is was announced, and stays.
 *  5. Every row of the windows stays as it was.
 *  6. A new row has a higher version than all rows of its block and stage had.
 *  7. It is on time until a moment after `now`, or until the same moment as the
 *     window it follows. By an outage, which the log tells of, it is on time
 *     until what the rule announced before gives, which may have passed.
 *  8. Where the window it follows has opened, it opens at the same moment.
 *
 * `outage` is [from, to), or NULL. Every fault goes to `fs`, with a pointer
 * into the new bundle.
 */
void amend_check(const struct plan *was, const struct plan *is,
    struct moment now, const struct interval *outage, struct faults *fs);

/* Has a unit of both plans another window in force for the stage? */
bool amend_moves(const struct plan *was, const struct plan *is,
    struct unit_id unit, enum stage stage);

#endif
