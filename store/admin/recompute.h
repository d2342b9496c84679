/*
 * recompute.h - kept results against what their records give.
 */
#ifndef STORE_ADMIN_RECOMPUTE_H
#define STORE_ADMIN_RECOMPUTE_H

#include "store/admin/admin.h"

struct recomputed {
	unsigned waiting; /* differ, and their job is still to run */
	unsigned wrong;   /* differ, and no job will mend it */
};

/* Adds to `*out`; a line on stdout for each result that differs, of those that
 * wait only when told so. */
enum err recompute_period(struct admin *a, struct period_id id,
    bool name_waiting, struct recomputed *out);

/* The same of a published revision, from what was frozen with it. */
enum err recompute_revision(struct admin *a, struct period_id id,
    uint64_t which, struct recomputed *out);

#endif
