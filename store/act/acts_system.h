/*
 * acts_system.h - the system's own acts, by workers and the dispatcher: acts.h
 * says what holds of every act.
 */
#ifndef STORE_ACT_ACTS_SYSTEM_H
#define STORE_ACT_ACTS_SYSTEM_H

#include "store/ledger/tsp.h"
#include "store/model/job.h"
#include "store/model/role.h"
#include "store/model/sign.h"
#include "store/model/submission.h"
#include "store/store.h"

/* What a job found about a document. */
struct check {
	struct submission_id id;
	bool accepted;
	enum err reason;  /* of a rejection: ERR_DISGUISED, ... */
	char detail[160]; /* a sentence about it */
	struct file_claims claims;
};

struct settled {
	bool changed; /* the unit's result is another one */
	bool done;    /* nothing more was wanted: the row is gone */
};

/*
 * Records verdicts on up to 64 documents, rescores the unit, re-ranks its
 * block and settles the job, in one act. Running it twice changes nothing.
 */
#define CHECKS_MOST 64
enum err act_settle_unit(struct store *s, const struct job *job,
    const struct check *checks, unsigned n, struct settled *out);

/*
 * Says, each once, which reminders about the unit are due (reminder.h) and
 * settles the job.
 */
enum err act_remind_unit(struct store *s, const struct job *job);

/*
 * Gives up to 64 of a unit's submissions the verdict that the windows in force
 * give, each with an entry of its own that names both, and asks for the unit's
 * result. With none (look_misjudged found none) it settles the job: `*done`
 * when nothing more was wanted. Running it twice changes nothing.
 */
enum err act_rejudge_unit(struct store *s, const struct job *job,
    const struct submission_id *list, unsigned n, bool *done);

/* Notes a failure; buries the row when its tries are used up. */
enum err act_job_failed(struct store *s, const struct job *job,
    const char *reason);
/* Makes a row due again (digs it up), or buries it, by an operator. */
enum err act_job_retry(struct store *s, const struct who *who,
    const struct job *job);
enum err act_job_bury(struct store *s, const struct who *who,
    const struct job *job, const char *reason);
/* Asks for every unit's result again. */
enum err act_rescore(struct store *s, const struct who *who,
    struct period_id period);

/* Writes into the log that a page about its first `size` entries (look/
 * minutes.h) was signed, with SHA-256 of the scan. ERR_RANGE when there are not
 * as many. */
enum err act_minutes(struct store *s, const struct who *who,
    struct period_id period, enum stage stage, uint64_t size,
    struct digest scan, struct fault *why);

/* A token that was checked (tsp_check) and the checkpoint it is over. */
struct stamping {
	const char *by;    /* the authority's name in the configuration */
	struct slice note; /* the checkpoint as it was signed */
	struct slice request, response;
	struct tsp_token token;
};

/* Keeps a token with its checkpoint and writes it into the log. A second one
 * of the authority for the same checkpoint changes nothing. */
enum err act_stamped(struct store *s, const struct stamping *in);

/* Writes into the log which authorities and witnesses are asked from now on
 * (audit.md 4.6 R8), when they are not those that were asked before: `lines`
 * are the body of an ENTRY_OUTSIDE. Without any, and never any before, nothing
 * is written. */
enum err act_name_outside(struct store *s, struct slice lines);

/* Keeps a witness's cosignature lines (verified) with the checkpoint. `by` is
 * "witness:" and its name. No entry. */
enum err act_cosigned(struct store *s, const char *by, struct slice note,
    struct slice lines);

/* Notes that a witness knows this log up to `size` entries already. */
enum err act_witness_knows(struct store *s, const char *by, uint64_t size);

/* Notes that an authority did not answer, or not well; no entry. */
enum err act_stamp_failed(struct store *s, const char *by, const char *reason);

/* Housekeeping, every few seconds: writes into the log which evidence windows
 * are closed for good, says the reminders that are due, puts outside times
 * around what an unfit clock took in, destroys what an act_expunge left over,
 * asks for the units of
 * periods of which a window ended since the last time, and drops old
 * Idempotency-Keys. */
enum err act_tick(struct store *s);

/* What one who keeps the log's pulse remembers. Zero-filled at first. */
struct pulse {
	bool begun;
	uint64_t next;    /* the first entry not looked at yet */
	struct sign last; /* of life: the entry before it */
	bool has_status;
	enum clock_status status; /* as this one last wrote it */
};

/*
 * The log's sign of life, when the time for one has come (sign.h): a heartbeat
 * with the clock's state, the log's size and the room on the disk. Before it,
 * an entry for each step of the clock, start of the machine and outage that
 * the entries since the last call show, and one when the clock's state is
 * another than it last was. Writes nothing when nothing is due,
 * nor into a simulated store's log, whose time stands still.
 */
enum err act_heartbeat(struct store *s, struct pulse *p);

#endif
