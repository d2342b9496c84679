/*
 * kept.h - what somebody kept of a log, from its file: a checkpoint as it was
 * signed, its three lines for which others vouch, or a receipt.
 */
#ifndef STORE_ADMIN_KEPT_H
#define STORE_ADMIN_KEPT_H

#include "store/ledger/ledger.h"
#include "store/ledger/policy.h"

enum kept_kind {
	KEPT_NOTE,    /* a signed note, by the policy */
	KEPT_TEXT,    /* the lines alone: not the log's key vouches for them */
	KEPT_RECEIPT, /* by the policy; a tree that is consistent with its
		       * checkpoint has its entry */
};

/* The checkpoint in `path`, of the log `origin` ("": of any that the policy
 * names). Whatever does not hold is said in *why, with the file's name. */
enum err kept_read(const struct policy *policy, const char *origin,
    enum kept_kind kind, const char *path, struct checkpoint *out,
    struct fault *why);

#endif
