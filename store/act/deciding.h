/*
 * deciding.h - the council's list of values on its way: what act_council and
 * its preview share. For store/act/council*.c only.
 */
#ifndef STORE_ACT_DECIDING_H
#define STORE_ACT_DECIDING_H

#include "store/act/scoring.h"

struct deciding {
	struct store *store;
	const struct who *who;
	const struct plan *plan;
	struct reading now;
	uint64_t record;
	uint64_t seen; /* no value may be younger than this entry; 0: any */
	char reason[1000];
	struct scoring *value; /* [n] */
	uint64_t *version;     /* [n]: the one that was seen; UINT64_MAX: any */
	bool *said;            /* [units * leaves]: is there one already */
	unsigned n;
	struct faults *fs;
};

/* Of store, who and fs: reads the list and all that can be known of it outside
 * a transaction; every fault is in d->fs. deciding_drop frees, always. */
enum err deciding_read(struct deciding *d, struct period_id period,
    const struct jv *root);
void deciding_drop(struct deciding *d);

/* Whether value `i` may be written now; *kept is what stands there. A fault is
 * in d->fs. */
void deciding_check(struct deciding *d, struct txn *t, unsigned i,
    struct cell *kept);

/* OK, or the first of the faults. */
enum err deciding_outcome(const struct deciding *d);

#endif
