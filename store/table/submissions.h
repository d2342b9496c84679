/*
 * submissions.h - evidence submissions and the ways to find them.
 */
#ifndef STORE_TABLE_SUBMISSIONS_H
#define STORE_TABLE_SUBMISSIONS_H

#include "store/db/txn.h"
#include "store/model/submission.h"

bool submissions_get(struct txn *t, struct submission_id id,
    struct submission *out);

/* The first `room` ids after `after` (all zero: from the first), of all
 * periods and units, in order: for a walk in short transactions. */
size_t submissions_after(struct txn *t, struct submission_id after,
    struct submission_id *list, size_t room);

/* Keeps a new submission with its indexes: by unit, by status and leaf. */
void submissions_add(struct txn *t, const struct submission *s);

/* Gives a kept submission another status (and reason), indexes included. */
void submissions_move(struct txn *t, struct submission *s,
    enum submission_status to, const char *reason);

/* A unit's submissions, oldest first, until `each` returns false. */
void submissions_of_unit(struct txn *t, struct period_id period,
    struct unit_id unit, bool (*each)(void *self, const struct submission *s),
    void *self);

/* `room` submissions of a unit, at most, that no job has judged yet: by leaf,
 * oldest first. */
size_t submissions_unchecked(struct txn *t, struct period_id period,
    struct unit_id unit, struct submission_id *list, size_t room);

/* Whether the leaf has any document of the unit in that status: one seek. */
bool leaf_has(struct txn *t, struct period_id period, struct unit_id unit,
    struct leaf_id leaf, enum submission_status status);

/* A leaf's submissions in that status, oldest first. */
void leaf_each(struct txn *t, struct period_id period, struct unit_id unit,
    struct leaf_id leaf, enum submission_status status,
    bool (*each)(void *self, struct submission_id id), void *self);

/* Every document of the unit, once for each leaf it serves, by status and
 * leaf: from the index's keys alone. */
void leaf_documents_each(struct txn *t, struct period_id period,
    struct unit_id unit,
    void (
	*each)(void *self, struct leaf_id leaf, enum submission_status status),
    void *self);

#endif
