/*
 * fence.h - a receipt between two outside times: tokens (RFC 3161) that show,
 * to who trusts their authorities, that the entry was in the log before a
 * moment, or came after one.
 *
 * Before: a receipt of the same entry to the checkpoint that a token is over.
 * After: a receipt of the entry that says of a token, at a lower index; it was
 * written when the token was there, and so was everything behind it.
 * Pure but for the file of trusted certificates; no store, no network.
 */
#ifndef STORE_LEDGER_FENCE_H
#define STORE_LEDGER_FENCE_H

#include "store/ledger/ledger.h"
#include "store/ledger/tsp.h"

#define FENCE_NAME 32

enum fence_side {
	FENCE_BEFORE, /* the entry was there before the moment */
	FENCE_AFTER,
	FENCE_SIDES
};
const char *fence_side_name(enum fence_side side); /* "before" */

/* As it is handed out. */
struct fence_proof {
	enum fence_side side;
	char authority[FENCE_NAME];
	struct slice receipt;           /* text */
	struct slice request, response; /* DER */
};

/* What it is worth. */
struct fence {
	enum fence_side side;
	char authority[FENCE_NAME];
	struct moment at;      /* the token's time and its accuracy on the safe
				* side; without one, a second */
	struct moment arrived; /* what a submission's entry is about had come
				* by then, or came from then on (outside.h) */
};

/* Checks a proof for an entry whose own receipt was checked; `log` is the key
 * that signed it. ERR_BROKEN, or what tsp_check says. */
enum err fence_check(const struct fence_proof *proof,
    const struct receipt *entry, const struct note_key *log,
    const struct tsp_trust *trust, struct fence *out, struct fault *why);

#endif
