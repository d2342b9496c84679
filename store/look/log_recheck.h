/*
 * log_recheck.h - the store's log read from its first entry to its newest and
 * judged again (store/recheck).
 */
#ifndef STORE_LOOK_LOG_RECHECK_H
#define STORE_LOOK_LOG_RECHECK_H

#include "store/recheck/recheck.h"
#include "store/store.h"

struct log_recheck {
	uint64_t entries; /* of all logs */
	uint64_t found[GRAVITIES];
};

/*
 * Tells every objection about the entries of the log that is written now, and
 * of those that it goes on from, the first one first: rules and submissions of
 * a log hold in its successor. The tree is ledger_verify's. Many short
 * transactions. ERR_BROKEN when an entry cannot be read; objections are no
 * failure.
 */
enum err look_log_recheck(struct store *s,
    void (*tell)(void *self, const struct objection *f), void *self,
    struct log_recheck *out);

#endif
