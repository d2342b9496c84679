/*
 * judge.h - the verdict on a submission by a version of its window, with what
 * the tables know: the outside times around it and a ruling (bounds.h), whether
 * the log had closed that version before, and whether it replaces one that was
 * rejected (verdict.h). Used by the acts that take
 * and re-judge, and by the looks that foresee.
 */
#ifndef STORE_JUDGE_H
#define STORE_JUDGE_H

#include "store/db/txn.h"
#include "store/model/commitment.h"

/* By which window it is judged. */
enum stage judge_stage(const struct submission *s);

/* `s` as it is kept, or as it would be: then with the entry UINT64_MAX. The
 * submission it replaces is looked up. */
enum verdict judge(struct txn *t, const struct plan *plan,
    const struct submission *s, const struct window *w);

/* By the version of the data, and the window, that gave it the verdict it has:
 * the same one, unless something was damaged. */
enum verdict judge_then(struct txn *t, const struct plan *plan,
    const struct submission *s, const struct window **w);

/* By the window in force for its unit. VERDICT_NONE when the plan has no such
 * unit or window. */
enum verdict judge_now(struct txn *t, const struct plan *plan,
    const struct submission *s, const struct window **w);

#endif
