/*
 * amended.h - a change of an open period's data, read and checked. Used by the
 * act that makes it and by the look that foresees what it does.
 */
#ifndef STORE_AMENDED_H
#define STORE_AMENDED_H

#include "store/model/amend.h"
#include "store/model/mandate.h"
#include "store/store.h"

/* A change of an open period's data, under a decision. */
struct amendment {
	struct slice bundle;    /* the whole of it, as it shall be */
	struct mandate mandate; /* filled by mandate_read; not for a preview */
	uint32_t from;          /* the version it was made of (0: whatever) */
	uint64_t outage;        /* the log's entry of the outage for which the
				 * announced rule moves deadlines; 0: none */
};

/* Of which of the plan's surveys forms are kept; in a transaction. */
void amended_kept(struct txn *t, const struct plan *plan,
    struct amend_kept *out);

/* The plan that follows `was`: read, and allowed by amend.h. The caller frees;
 * `was` must last as long. `*kept` is what it was allowed by. Every fault of
 * the new data is added to `all` (may be NULL); the first is in *why. ERR_STALE
 * when `was` is not the version the change was made of, ERR_WRONG_STATE when it
 * says just that already, ERR_NOT_FOUND when the log tells of no such outage.
 * Not inside a transaction. */
enum err amended_plan(struct store *s, const struct plan *was,
    const struct amendment *in, const struct reading *now, struct plan **out,
    struct amend_kept *kept, struct faults *all, struct fault *why);

/* From when to when, by the log's entry at that place. ERR_NOT_FOUND. */
enum err amended_outage(struct store *s, uint64_t place, struct interval *out);

#endif
