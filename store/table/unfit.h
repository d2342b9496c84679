/*
 * unfit.h - submissions that an unfit clock took in, and around which there is
 * no later outside time yet (store/model/bounds.h).
 */
#ifndef STORE_TABLE_UNFIT_H
#define STORE_TABLE_UNFIT_H

#include "store/base/id.h"
#include "store/db/txn.h"

struct unfit {
	uint64_t entry;  /* the place that the submission is judged by */
	bool commitment; /* that is its commitment's: of several submissions */
	struct submission_id id;
	uint64_t after_by; /* of the last token's before it; 0: none */
};

/* The row of `u->entry`, and of `u->id` where that is a commitment's; false: it
 * wants nothing. */
bool unfit_get(struct txn *t, struct unfit *u);
void unfit_put(struct txn *t, const struct unfit *u);
/* false: it was not there. */
bool unfit_drop(struct txn *t, const struct unfit *u);

/* The oldest ones, at most `room`, in the log's order. */
size_t unfit_oldest(struct txn *t, struct unfit *list, size_t room);

#endif
