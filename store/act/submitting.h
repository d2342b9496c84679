/*
 * submitting.h - one submission on its way through its transaction: what
 * act_submit's files share, and what act_commit and act_return_document ask as
 * they do. For store/act/submit*.c, commit.c and return.c only.
 */
#ifndef STORE_ACT_SUBMITTING_H
#define STORE_ACT_SUBMITTING_H

#include "store/act/acts.h"
#include "store/table/closings.h"

/* How often it begins again when the period is amended meanwhile (ERR_BUSY):
 * what counts is when the document came, so it is not sent away. */
#define SUBMITTING_TRIES 9

/* Who sends about which leaves: of a submission, and of a commitment. */
struct sender {
	const struct who *who;
	struct period_id period;
	struct unit_id unit;
	const struct leaf_id *leaf;
	unsigned n_leaves;
	const struct reading *now; /* when it came */
};

/* The plan and the unit in it, if they may. */
enum err sender_admit(struct store *s, const struct sender *by,
    const struct plan **plan, unsigned *unit, struct fault *why);

/* The window by which it is judged. What was asked for with an explanation has
 * that one, `*supplement`, while the sheet's life lets it in; all else has that
 * of evidence, while the sheet is open for `step`. */
enum err sender_window(struct txn *t, const struct sender *by,
    const struct plan *plan, unsigned unit, enum life_step step,
    const struct window **window, bool *supplement, struct fault *why);

/* What is said of either when a key was used for another request, or `e` is
 * what came of counting to the token's day. */
enum err submitting_key_reused(struct fault *why);
enum err submitting_quota(enum err e, uint64_t day_most, struct fault *why);

struct submitting {
	struct store *store;
	const struct submit *in;
	const struct plan *plan;
	const struct window *window; /* by which it is judged */
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

/* The plan and the unit in it, if they may, by the rules in force now; and the
 * new submission filled from what came, with a new id and salt. */
enum err submitting_begin(struct submitting *w);

/* Sets the window by which it is judged. */
enum err submitting_window(struct submitting *w, struct txn *t);

/* The lines that entries about an arrival share, and such an entry: sets its
 * place and time in the new submission. */
struct entry_arrival submitting_lines(const struct submitting *w);
enum err submitting_log(struct submitting *w, struct txn *t,
    enum entry_type type, const struct buf *body);

/* Does it name a submission that it replaces? */
bool submitting_replaces(const struct submit *in);

/* What can be told of its commitment before its bytes are there. */
enum err submitting_completes_admits(struct store *s, const struct submit *in,
    struct fault *why);

/* Sets what the submission completes, if it names a commitment; the salt is
 * that one's then. */
enum err submitting_completes(struct submitting *w, struct txn *t);

/* The window of one that is judged by its commitment: of the same kind, whether
 * or not it has ended, while the sheet's life lets a replacement in. */
enum err submitting_completes_window(struct submitting *w, struct txn *t);

/* Did this request come before? Then *out is what it made; *e is what went
 * wrong with that, if anything. */
bool submitting_came_before(struct submitting *w, struct txn *t, enum err *e);

/* Inside its window: documents, submission, entry, event and promised job. */
enum err submitting_take(struct submitting *w, struct txn *t);

/* Outside its window: nothing is taken, and the log says so. */
enum err submitting_refuse(struct submitting *w, struct txn *t);

#endif
