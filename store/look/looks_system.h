/*
 * looks_system.h - jobs, the log and its witnesses, health and checks: looks.h
 * says what holds of every look.
 */
#ifndef STORE_LOOK_LOOKS_SYSTEM_H
#define STORE_LOOK_LOOKS_SYSTEM_H

#include "store/ledger/fence.h"
#include "store/model/commitment.h"
#include "store/model/finding.h"
#include "store/model/job.h"
#include "store/model/role.h"
#include "store/store.h"
#include "store/table/mandates.h"
#include "store/table/stamps.h"

/* Every outbox row that is not buried. */
enum err look_due_jobs(struct store *s, struct job *list, size_t room,
    size_t *n);
/* Every row, for the operator. */
enum err look_jobs(struct store *s,
    bool (*each)(void *self, const struct job *job), void *self);
/* One row as it stands now; ERR_NOT_FOUND when it is settled. */
enum err look_job(struct store *s, struct job *job);

/* The unit's first unchecked submissions. */
enum err look_unchecked(struct store *s, struct period_id period,
    struct unit_id unit, struct submission_id *list, size_t room, size_t *n);
enum err look_submission_of_system(struct store *s, struct submission_id id,
    struct submission *out);

/* The newest checkpoint's signed note, appended; and the log's size. */
enum err look_checkpoint(struct store *s, struct buf *to, uint64_t *size);

/* The same, read. */
enum err look_log_head(struct store *s, struct buf *note,
    struct checkpoint *out);

/* A tile of the log by its path behind "tile/", appended. ERR_NOT_FOUND for
 * one that is not there and for what is no path. */
enum err look_tile(struct store *s, struct slice path, struct buf *to);

/* The same of one of the store's logs, by its number from 0: the written one,
 * or one that it goes on from. ERR_NOT_FOUND for a number beyond. */
enum err look_checkpoint_of(struct store *s, unsigned number, struct buf *to,
    uint64_t *size);
enum err look_tile_of(struct store *s, unsigned number, struct slice path,
    struct buf *to);

/* What its first entry says of it; and the root over its first `size` entries
 * (ERR_BACKWARDS when it has fewer). */
struct birth_entry;
enum err look_log_birth(struct store *s, unsigned number,
    struct birth_entry *out);
enum err look_log_root(struct store *s, unsigned number, uint64_t size,
    struct digest *root);

/* Every token kept for a checkpoint, and how each authority stands. */
struct stamp_looks {
	void (*stamper)(void *self, const struct stamper *s);
	void (*stamp)(void *self, const struct stamp *s);
	void *self;
};
enum err look_stamps(struct store *s, struct stamp_looks each);

/* Every submission of the period on which a person ruled, or may (bounds.h):
 * `open`, when no ruling holds for the window in force. For council, operator
 * and auditor. */
enum err look_rulings(struct store *s, const struct who *who,
    struct period_id period,
    void (*each)(void *self, const struct submission *s, bool open), void *self,
    struct fault *why);

/*
 * The outside times nearest to a submission's or a commitment's entry: of
 * each authority the first token over a checkpoint that has it, and the newest
 * that was logged before it. Handed over with the receipt that proves it
 * (ledger/fence.h), all borrowed. ERR_NOT_FOUND for what the reader may not
 * see.
 */
enum err look_fences(struct store *s, const struct who *who,
    struct submission_id id,
    void (*each)(void *self, const struct fence_proof *p,
	const struct stamp *stamp),
    void *self);
enum err look_commitment_fences(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, struct commitment_id id,
    void (*each)(void *self, const struct fence_proof *p,
	const struct stamp *stamp),
    void *self);

/* How each authority and witness stands, alone. */
enum err look_stampers(struct store *s,
    void (*each)(void *self, const struct stamper *by), void *self);

/* The checkpoint kept for this place, appended. */
enum err look_kept_checkpoint(struct store *s, uint64_t place, struct buf *to);

/*
 * The newest checkpoint, appended, if it covers any entry that the last token
 * of authority `by` does not, other than tokens; else nothing is appended.
 * `*done` is when that token was taken, 0: never.
 */
enum err look_unstamped(struct store *s, const char *by, struct buf *to,
    struct moment *done);

/* The same for a witness: the newest checkpoint if it is larger than the one
 * that `by` knows, whose size is `*old` (0: none), and the proof between. */
enum err look_uncosigned(struct store *s, const char *by, struct buf *to,
    uint64_t *old, struct tree_path *proof, struct moment *done);

/* True in *near when `now` lies within `before` before, or `after` after, the
 * last moment on time of any window of an open period. */
enum err look_deadline_near(struct store *s, struct moment now,
    struct span before, struct span after, bool *near);

struct health {
	uint64_t log_size, events, due_jobs, buried_jobs;
	struct env_usage usage;
	bool room; /* the disk has room for documents */
};
enum err look_health(struct store *s, struct health *out);

/*
 * What an auditor should look at in a period that was opened (finding.h), the
 * gravest first: one pass over the log from the period's opening on, in many
 * short transactions, and at its end over what it remembered (112 bytes a
 * submission). Freed by findings_free. ERR_WRONG_STATE before the opening.
 */
enum err look_audit(struct store *s, const struct who *who,
    struct period_id period, struct findings *out, struct fault *why);

/*
 * Everything that an evidence pack is made of, handed over part by part in one
 * snapshot: the documents, the findings, the log, the receipts, the rules,
 * every version of them with its decision, and the submissions of a period, or
 * of one unit of it; always in that order, by digest, version or id. The log is
 * all of it, for its entries name nobody.
 */
struct pack {
	struct period_id period;
	struct unit_id unit;   /* "": all */
	struct slice findings; /* as look_audit's report is shown */
	void (*describe)(const struct submission *s, struct span within,
	    struct buf *to); /* `within` is the period's (commitment.h) */
	void (*describe_commitment)(const struct commitment *c,
	    struct span within, struct buf *to);
	enum err (*part)(void *self, const char *name, struct slice bytes);
	enum err (*file)(void *self, const char *name, int fd, uint64_t size);
	void *self;
};
enum err look_pack(struct store *s, const struct who *who,
    const struct pack *pack, struct fault *why);

struct checked {
	/* looked at */
	uint64_t documents, submissions, commitments, cells, revisions;
};

/*
 * Whether records, documents and log hang together: every document's bytes
 * are there and give its digest, every submission's document is known and its
 * log entry is there and says so, every commitment's too, every cell of a sheet
 * is what its log entry says was written, and every published revision's rows
 * give the digest that the log has. `bad` is told a sentence about each that is
 * not. Of documents that are files only the size is looked at here: blobs_check
 * re-hashes them. Many short transactions; blocks on the disk.
 */
enum err look_check(struct store *s,
    void (*bad)(void *self, const char *sentence), void *self,
    struct checked *out);

/* Rebuilds every unit's result from its records and compares with what is
 * kept, byte for byte of meaning; `differs` is called for each that is not
 * the same. */
enum err look_recompute_of(struct store *s, struct period_id period,
    uint64_t which,
    void (*differs)(void *self, const struct plan *plan, unsigned unit),
    void *self, struct fault *why);
/* Of the working results. */
enum err look_recompute(struct store *s, struct period_id period,
    void (*differs)(void *self, const struct plan *plan, unsigned unit),
    void *self);

#endif
