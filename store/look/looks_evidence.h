/*
 * looks_evidence.h - documents, commitments and receipts, and what was
 * destroyed, held or kept: looks.h says what holds of every look.
 */
#ifndef STORE_LOOK_LOOKS_EVIDENCE_H
#define STORE_LOOK_LOOKS_EVIDENCE_H

#include "store/model/commitment.h"
#include "store/model/hold.h"
#include "store/model/mandate.h"
#include "store/model/remark.h"
#include "store/model/retention.h"
#include "store/model/role.h"
#include "store/model/sighting.h"
#include "store/store.h"
#include "store/table/disposals.h"
#include "store/table/documents.h"
#include "store/table/expunged.h"

enum err look_submission(struct store *s, const struct who *who,
    struct submission_id id, struct submission *out);

/* What jobs noticed about a submission, as far as its reader may see it. */
struct remarks_look {
	unsigned n;
	struct remark list[REMARK_KINDS * REMARKS_MOST];
};
enum err look_remarks(struct store *s, const struct who *who,
    const struct submission *sub, struct remarks_look *out);

/* The receipt as .tlog-proof text, appended. */
enum err look_receipt(struct store *s, const struct who *who,
    struct submission_id id, struct buf *to);

/* The same for a submission just taken, whose owner is at the door: no second
 * check. */
enum err look_receipt_of(struct store *s, const struct submission *sub,
    struct buf *to);

/* A commitment and, for each of its documents, the newest submission that
 * completed it: all zero where none did. */
struct commitment_look {
	struct commitment commitment;
	struct submission_id completed[COMMITMENT_DOCUMENTS];
	unsigned n_completed;
};
enum err look_commitment(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, struct commitment_id id,
    struct commitment_look *out);

/* A unit's commitments, oldest first. */
enum err look_commitments(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit,
    bool (*each)(void *self, const struct commitment_look *c), void *self);

/* Its receipt as .tlog-proof text, appended; the second for one just taken,
 * whose owner is at the door. */
enum err look_commitment_receipt(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, struct commitment_id id,
    struct buf *to);
enum err look_commitment_receipt_of(struct store *s, const struct commitment *c,
    struct buf *to);

/* A unit's submissions, oldest first. */
enum err look_submissions(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit,
    bool (*each)(void *self, const struct submission *sub,
	const struct remarks_look *remarks),
    void *self);

/*
 * A document that some submission visible to `who` uses. Either `bytes` gets
 * the whole document appended (inline ones), or *fd is opened for reading
 * (large ones; the caller closes it) and `bytes` stays as it was, *fd -1
 * otherwise. `*name` is the file name of one such submission.
 */
enum err look_document(struct store *s, const struct who *who, struct digest d,
    struct document *doc, char name[256], struct buf *bytes, int *fd);

/* The document itself, for the system's own checks: opened, with where in the
 * file it begins (doc->size bytes); the caller closes *fd. */
enum err look_document_file(struct store *s, struct digest d,
    struct document *doc, int *fd, uint64_t *at);

/* The same, a small one's bytes appended and *fd -1. */
enum err look_document_bytes(struct store *s, struct digest d,
    struct document *doc, struct buf *bytes, int *fd);

/* Documents of a unit (empty: of all) that were seen in person. */
enum err look_sightings(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit,
    bool (*each)(void *self, const struct sighting *one), void *self,
    struct fault *why);

/* ---- destroyed, held, kept ---- */

/* Documents that were destroyed, those under way first, and their decisions. */
enum err look_expunged(struct store *s, const struct who *who,
    void (*each)(void *self, const struct expunged *e, const struct mandate *m),
    void *self, struct fault *why);

/* Rows that were destroyed because their years were over, and the newest
 * decision. */
enum err look_disposals(struct store *s, const struct who *who,
    void (*each)(void *self, const struct disposal *d, const struct mandate *m),
    void *self, struct fault *why);

/* Every legal hold, ended ones too, and the decision that placed it. */
enum err look_holds(struct store *s, const struct who *who,
    void (*each)(void *self, const struct hold *h, const struct mandate *m),
    void *self, struct fault *why);

struct retention_look {
	const struct plan *plan;
	struct moment now;
	uint64_t records[RETAINED];  /* of each kind; events are not counted */
	uint64_t disposed[RETAINED]; /* rows of it that were destroyed */
	uint64_t hold; /* the first that lies on anything of it; 0: none */
};
enum err look_retention(struct store *s, const struct who *who,
    struct period_id period, struct retention_look *out, struct fault *why);

#endif
