/*
 * unfit.h - where submissions are that an unfit clock took in, and around which
 * there is no later outside time yet (store/model/bounds.h).
 *
 * Those judged by their own place in the log stand in it: one row says from
 * where on to look for them, so that an upload writes one only when it is the
 * first behind a token. One judged by its commitment has a row of its own.
 */
#ifndef STORE_TABLE_UNFIT_H
#define STORE_TABLE_UNFIT_H

#include "store/base/id.h"
#include "store/db/txn.h"

enum unfit_what {
	UNFIT_ONWARD,     /* each from `entry` on, up to the next such row */
	UNFIT_COMMITMENT, /* `id`, judged by its commitment, `entry` */
	UNFIT_ONE,        /* `id`, whose place `entry` is: of older programs */
};

struct unfit {
	enum unfit_what what;
	uint64_t entry;          /* a place in the log */
	struct submission_id id; /* all zero of UNFIT_ONWARD */
	uint64_t after_by;       /* of the last token's before it; 0: none */
};

void unfit_put(struct txn *t, const struct unfit *u);
/* false: it was not there. */
bool unfit_drop(struct txn *t, const struct unfit *u);

/* The oldest ones, at most `room`, in the log's order. */
size_t unfit_oldest(struct txn *t, struct unfit *list, size_t room);

/* The newest UNFIT_ONWARD; false: there is none. */
bool unfit_newest(struct txn *t, struct unfit *u);

/* Where the next UNFIT_ONWARD behind `entry` begins; UINT64_MAX: there is
 * none. */
uint64_t unfit_next(struct txn *t, uint64_t entry);

#endif
