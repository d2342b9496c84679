/*
 * amended.h - a change of an open period's data, read and checked. Used by the
 * act that makes it and by the look that foresees what it does.
 */
#ifndef STORE_AMENDED_H
#define STORE_AMENDED_H

#include "store/base/clock.h"
#include "store/base/fault.h"
#include "store/model/mandate.h"
#include "store/model/plan.h"

/* A change of an open period's data, under a decision. */
struct amendment {
	struct slice bundle;    /* the whole of it, as it shall be */
	struct mandate mandate; /* filled by mandate_read; not for a preview */
	uint32_t from;          /* the version it was made of (0: whatever) */
	uint64_t outage;        /* the log's entry of the outage for which the
				 * announced rule moves deadlines; 0: none */
};

/* The plan that follows `was`: read, and allowed by amend.h. The caller frees.
 * ERR_STALE when `was` is not the version the change was made of. */
enum err amended_plan(const struct plan *was, const struct amendment *in,
    const struct reading *now, struct plan **out, struct fault *why);

#endif
