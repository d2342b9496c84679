/*
 * submitting.h - one submission on its way through its transaction: what
 * act_submit's files share. For store/act/submit*.c only.
 */
#ifndef STORE_ACT_SUBMITTING_H
#define STORE_ACT_SUBMITTING_H

#include "store/act/acts.h"
#include "store/table/closings.h"

struct submitting {
	struct store *store;
	const struct submit *in;
	const struct plan *plan;
	const struct window *evidence, *window; /* of the two, the one by
						 * which it is judged */
	unsigned unit;
	struct closing closing;    /* what came in for the window so far */
	struct submission new;     /* all but entry and time */
	struct digest fingerprint; /* of what the request says */
	struct digest manifest;
	enum err refused; /* set when a refusal was committed */
	struct submitted *out;
	struct fault *why;
};

/* What a submission's request says, as lines; with the salt before it, the
 * manifest that the log commits to; without, the fingerprint that an
 * Idempotency-Key is bound to. docs/log-format.md describes it. */
struct digest submitting_digest(const struct submission *s, bool salted);

/* Does it name a submission that it replaces? */
bool submitting_replaces(const struct submit *in);

/* Did this request come before? Then *out is what it made; *e is what went
 * wrong with that, if anything. */
bool submitting_came_before(struct submitting *w, struct txn *t, enum err *e);

/* Inside its window: documents, submission, entry, event and promised job. */
enum err submitting_take(struct submitting *w, struct txn *t);

/* Outside its window: nothing is taken, and the log says so. */
enum err submitting_refuse(struct submitting *w, struct txn *t);

#endif
