/*
 * files_recheck.h - the entries of a published log, from its files alone,
 * judged again (store/recheck): every verdict, closing, clock and outside time.
 * No store, no network.
 */
#ifndef STORE_ADMIN_FILES_RECHECK_H
#define STORE_ADMIN_FILES_RECHECK_H

#include "store/base/fault.h"
#include "store/recheck/recheck.h"

struct files_rechecked {
	bool all; /* false: a log that this one goes on from is not there, and
		   * nothing was judged */
	uint64_t found[GRAVITIES];
};

/*
 * `folder` is a log in the layout of tlog-tiles whose newest `size` entries
 * were checked; those that it goes on from lie below before/0, before/1 ..., as
 * parindex log export puts them. Each of these must end with the size and the
 * root that the next one's first entry names, so the key of the newest vouches
 * for all. ERR_BROKEN, said, where one does not.
 */
enum err files_recheck(const char *folder, uint64_t size,
    void (*tell)(void *self, const struct objection *o), void *self,
    struct files_rechecked *out, struct fault *why);

#endif
