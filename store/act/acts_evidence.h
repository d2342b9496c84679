/*
 * acts_evidence.h - documents come in, are taken back, let count and destroyed:
 * acts.h says what holds of every act.
 */
#ifndef STORE_ACT_ACTS_EVIDENCE_H
#define STORE_ACT_ACTS_EVIDENCE_H

#include "store/blob/stage.h"
#include "store/model/commitment.h"
#include "store/model/hold.h"
#include "store/model/mandate.h"
#include "store/model/received.h"
#include "store/model/retention.h"
#include "store/model/role.h"
#include "store/model/sighting.h"
#include "store/store.h"
#include "store/table/expunged.h"

struct submit {
	struct who who;
	struct period_id period;
	struct unit_id unit;
	struct leaf_id leaf[SUBMISSION_LEAVES];
	unsigned n_leaves;
	struct document_facts facts;
	struct arrival arrival;
	struct staged *stage; /* closed; the act keeps it (stage.h) */
	bool has_key;
	struct digest key;               /* SHA-256 of the Idempotency-Key */
	struct submission_id replaces;   /* all zero: none */
	struct commitment_id commitment; /* that it completes; all zero: none */
	uint64_t day_most;               /* bytes a day for this token */
};

enum submit_how {
	SUBMIT_NEW,
	SUBMIT_REPLAYED,   /* the key was used for the same request */
	SUBMIT_SAME_BYTES, /* no key, but these bytes are there already */
	SUBMIT_REFUSED,    /* outside its window */
	SUBMIT_RETURNED,   /* for what it is */
};

struct submitted {
	/* Of what was refused or returned there is no record: only `entry`,
	 * `time` and `salt` say where the log has it, and in whose name. */
	struct submission submission;
	enum submit_how how;
};

/* What can be told before a byte of the body is read: period, unit, leaves,
 * role, and the commitment but for its list. Fills nothing. */
enum err act_submit_admits(struct store *s, const struct submit *in,
    struct fault *why);

/*
 * Takes the document in. Judges the received interval by the window version in
 * force; a late one is kept and marked, or refused, as the period's policy
 * says. A refusal is an entry of its own in the log: then ERR_WINDOW_CLOSED or
 * ERR_WINDOW_NOT_OPEN, and *out says SUBMIT_REFUSED. ERR_KEY_REUSED, ERR_QUOTA,
 * ERR_CONFLICT (replaces).
 *
 * One that completes a commitment of the unit's is judged by what counts of the
 * two (commitment.h); where that is the commitment, it is taken though the
 * window has ended or the sheet is locked meanwhile. What its commitment does
 * not bring in is judged as if it named none. ERR_NOT_FOUND at /commitment when
 * the unit has no such one in the period; ERR_CONFLICT at /leaf/i or /file when
 * it does not name that criterion, or that digest and size.
 */
enum err act_submit(struct store *s, const struct submit *in,
    struct submitted *out, struct fault *why);

/*
 * Says in the log that a document came whole and is not taken for what it is:
 * `reason` is its kind (ERR_MEDIA_TYPE, ERR_DISGUISED), that it is ERR_EMPTY,
 * or that ERR_DIGEST other bytes were announced. A tender counts, whatever this
 * program makes of it (audit.md 4.6 R10): the entry has its arrival and the
 * verdict that its own time gives, in the window or outside it. Nothing of the
 * bytes is kept, no closing counts it; they, and 64 KiB at least, count to the
 * token's day. Errors are those of act_submit for one that may not be sent
 * now, and ERR_QUOTA: then there is no entry. On OK *out says SUBMIT_RETURNED.
 */
enum err act_return_document(struct store *s, const struct submit *in,
    enum err reason, struct submitted *out, struct fault *why);

/* What a unit will send (commitment.h): leaves as a submission's. */
struct commit {
	struct who who;
	struct period_id period;
	struct unit_id unit;
	struct leaf_id leaf[SUBMISSION_LEAVES];
	unsigned n_leaves;
	struct promised document[COMMITMENT_DOCUMENTS];
	unsigned n_documents;
	uint64_t size_most; /* bytes that one document may have */
	struct arrival arrival;
	bool has_key;
	struct digest key; /* SHA-256 of the Idempotency-Key */
	uint64_t day_most; /* bytes a day for this token */
};

struct committed {
	struct commitment commitment;
	bool replayed; /* the key was used for the same request */
};

/*
 * Takes a commitment, as a submission of those leaves would be taken now:
 * admission, sheet's life and window are the same, and what was sent counts to
 * the token's day. It is taken while it is in time itself, or nobody vouches
 * for the clock; else ERR_WINDOW_CLOSED or ERR_WINDOW_NOT_OPEN, and nothing is
 * kept or logged. ERR_MISSING_FIELD at /documents for an empty list;
 * ERR_CONFLICT at /documents/i for one that is named twice, ERR_RANGE or
 * ERR_TOO_BIG at /documents/i/size; ERR_KEY_REUSED, ERR_QUOTA.
 */
enum err act_commit(struct store *s, const struct commit *in,
    struct committed *out, struct fault *why);

/* A new record that takes the document out of account; while the evidence
 * window is open. The bytes stay. */
enum err act_withdraw(struct store *s, const struct who *who,
    struct submission_id id, const char *reason, struct submission *out,
    struct fault *why);

/*
 * The council lets a kept document that is late count, under a decision: its
 * verdict stays, its status becomes accepted. ERR_WRONG_STATE unless the
 * period's late policy is the council's and the document late; errors of the
 * decision as in mandate.h.
 */
enum err act_admit_late(struct store *s, const struct who *who,
    struct submission_id id, const struct mandate *mandate,
    struct submission *out, struct fault *why);

/*
 * Rules on when a submission came, under a decision: on time or late
 * (VERDICT_ON_TIME, VERDICT_LATE), by the window that it is judged by. Only
 * what bounds.h leaves to a person: a doubt, or the word of a clock that nobody
 * vouches for; else ERR_WRONG_STATE, and also while a new verdict is under way,
 * when it was ruled so already, or where the log had closed the window before.
 * On OK *out is what is kept.
 */
enum err act_rule_time(struct store *s, const struct who *who,
    struct submission_id id, enum verdict verdict,
    const struct mandate *mandate, struct submission *out, struct fault *why);

/*
 * Registers a secret document that was seen in person, by an appraiser or the
 * secretariat: it counts as evidence for its leaves, and nothing of it is
 * kept. While the unit's window for evidence or any round of appraisal is
 * open, and the council has not decided. On OK *sighting is what is kept.
 */
enum err act_see_document(struct store *s, const struct who *who,
    struct sighting *sighting, struct fault *why);

/* Takes one back; it names period, unit and n. The record stays. */
enum err act_unsee_document(struct store *s, const struct who *who,
    struct sighting *sighting, const char *reason, struct fault *why);

/* ---- destroying, and what forbids it ---- */

/* Places a legal hold over a period, a unit of it, a document, or all of these
 * at once; ends one by its number. By the operator, under a decision. On OK *h
 * is what is kept. */
enum err act_place_hold(struct store *s, const struct who *who, struct hold *h,
    const struct mandate *mandate, struct fault *why);
enum err act_end_hold(struct store *s, const struct who *who, struct hold *h,
    const struct mandate *mandate, struct fault *why);

/*
 * Destroys a document's bytes wherever they are, under a decision, and keeps
 * its digest and the reason. Decided, logged and told in one commit; carried
 * out after it, and by act_tick until it is done (`out->pending`). The
 * submissions that used it stay as they were judged; the bytes are not taken
 * again (ERR_GONE). ERR_CONFLICT: a hold lies on it; ERR_WRONG_STATE: it was
 * destroyed before, or is no submission's.
 */
enum err act_expunge(struct store *s, const struct who *who, struct digest d,
    const struct mandate *mandate, struct expunged *out, struct fault *why);

/*
 * The same for every document of a kind of a period whose years are over
 * (retention.h); those that other submissions still need stay. Of survey forms,
 * names of persons who left and events the rows are destroyed, a part at a
 * time, each with an entry of its own. *n is how many were destroyed.
 * ERR_WRONG_STATE: it is kept longer; ERR_CONFLICT: a hold lies on anything of
 * the period.
 */
enum err act_dispose(struct store *s, const struct who *who,
    struct period_id period, enum retained kind, const struct mandate *mandate,
    uint64_t *n, struct fault *why);

#endif
