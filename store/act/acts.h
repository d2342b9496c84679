/*
 * acts.h - everything a person or the system can do to the store, in the order
 * of the year. One function, one transaction: data, ledger line, feed event
 * and promised job stand or fall together. Acts know no HTTP.
 *
 * Common to all: `who` is checked here, whatever the caller checked; `*why`
 * (may be NULL) names field, limit or clause; nothing has changed unless OK.
 * ERR_FORBIDDEN, ERR_NO_SPACE, ERR_IO and ERR_BUSY (begin again) are possible
 * everywhere.
 */
#ifndef STORE_ACT_ACTS_H
#define STORE_ACT_ACTS_H

#include "store/amended.h"
#include "store/blob/stage.h"
#include "store/ledger/tsp.h"
#include "store/model/commitment.h"
#include "store/model/form.h"
#include "store/model/hold.h"
#include "store/model/job.h"
#include "store/model/publication.h"
#include "store/model/received.h"
#include "store/model/retention.h"
#include "store/model/role.h"
#include "store/model/sighting.h"
#include "store/model/sign.h"
#include "store/store.h"
#include "store/table/assignments.h"
#include "store/table/cells.h"
#include "store/table/expunged.h"
#include "store/table/handovers.h"
#include "store/table/imports.h"
#include "store/table/life_steps.h"
#include "store/table/seconds.h"
#include "store/table/tokens.h"

/* ---- set up, by the operator ---- */

/* Keeps a checked bundle as the period's next version, as long as the period
 * has not opened (then ERR_WRONG_STATE). `*out` is the period's row. */
enum err act_load_period(struct store *s, const struct who *who,
    struct slice bundle, struct period *out, struct fault *why);

/* Freezes the loaded bundle, writes its rules into the log and asks for every
 * unit's first result. */
enum err act_open_period(struct store *s, const struct who *who,
    struct period_id id, struct fault *why);

/*
 * Makes the changed bundle the period's next version, as amend.h allows:
 * written into the log with its windows, and asks for every unit's result, and
 * for the verdicts of those whose evidence window moved (act_rejudge_unit).
 * What was recorded under older versions goes on naming them. `*out` is the
 * period's row. ERR_WRONG_STATE when it is not open, or says just that already;
 * ERR_STALE, ERR_CONFLICT, ERR_BACKWARDS; `*why` points into the new bundle or
 * at "/decision/...". look_amendment shows beforehand what it would do.
 */
enum err act_amend_period(struct store *s, const struct who *who,
    struct period_id period, const struct amendment *in, struct period *out,
    struct fault *why);

/* A token to be given out: of a role (and its unit), of a person (its duties
 * are the person's) or, shared, of an office whose every use names a person.
 * With `owner` it reaches the rounds of that lower level alone (role.h, O1). */
struct token_asked {
	enum role role;
	struct unit_id unit;     /* of a role that has one */
	struct person_id person; /* then no role */
	bool shared;
	struct unit_id owner; /* "": bound to none */
	const char *label;
};
/* Its text is appended to `secret`, once; only its SHA-256 is kept. */
enum err act_give_token(struct store *s, const struct who *who,
    const struct token_asked *in, struct token_id *number, struct buf *secret,
    struct fault *why);

/* The same, bound to none. */
enum err act_issue_token(struct store *s, const struct who *who, enum role role,
    struct unit_id unit, const char *label, struct token_id *number,
    struct buf *secret, struct fault *why);
enum err act_issue_shared_token(struct store *s, const struct who *who,
    enum role role, struct unit_id unit, const char *label,
    struct token_id *number, struct buf *secret, struct fault *why);
enum err act_issue_personal_token(struct store *s, const struct who *who,
    struct person_id person, const char *label, struct token_id *number,
    struct buf *secret, struct fault *why);
enum err act_revoke_token(struct store *s, const struct who *who,
    struct token_id number, struct fault *why);

/* Moves a simulated store's wall clock, forwards only. `bound` is its U.
 * ERR_NOT_SIMULATED, ERR_BACKWARDS. */
enum err act_set_clock(struct store *s, const struct who *who, struct moment to,
    struct span bound, struct fault *why);

/* ---- people, by the operator; assignments, by the lead ---- */

/* Enters a person, or changes what is said of one who is there. */
enum err act_put_person(struct store *s, const struct who *who,
    const struct person *person, struct fault *why);

/* Gives a duty (duty.h), under its decision. A substitute's takes role and
 * reach of the duty it stands for. ERR_NOT_FOUND: person or duty. */
enum err act_give_duty(struct store *s, const struct who *who,
    const struct duty *duty, uint64_t *number, struct fault *why);

/* Ends a duty: `on` is the first day on which it is not held any more. */
enum err act_end_duty(struct store *s, const struct who *who, uint64_t number,
    int64_t on, const struct decision *decision, struct fault *why);

/* Ends a duty and gives it to another person from that day on, in one act. */
enum err act_transfer_duty(struct store *s, const struct who *who, uint64_t of,
    struct person_id to, int64_t on, const struct decision *decision,
    uint64_t *number, struct fault *why);

/*
 * A list of persons and duties (people_read.h), {"persons":[],"duties":[]}, all
 * or nothing. What is there already is passed over: a person of whom the same
 * is said, a duty of the same person, role, unit, kind, first day and decision.
 * A substitute and who takes a duty over name one that is there, by its number,
 * or an earlier one of the list, by what the list calls it; the duty that is
 * taken over ends on that day, under the decision of who takes it over. Every
 * fault is in `fs` (at most 100), with pointers into the list.
 */
#define PEOPLE_MOST 8192
struct people_taken {
	unsigned persons; /* new, or other things are said of them */
	unsigned duties;  /* new */
	unsigned ended;   /* taken over */
};
enum err act_take_people(struct store *s, const struct who *who,
    const struct jv *root, struct people_taken *out, struct faults *fs);

/* A person to every named field of every named unit, or away from them. */
struct assigning_asked {
	struct period_id period;
	struct person_id person;
	const unsigned *unit, *field; /* indices into the plan */
	unsigned n_units, n_fields;
	bool release;
};
struct assigned {
	uint64_t pairs;       /* unit x field that changed */
	bool own[UNITS_MOST]; /* of the asked units, skipped: the person's own
			       * unit, where the fields stay open */
};
/* Nothing changes, and nothing is logged, where all is so already.
 * ERR_WRONG_STATE for somebody without an appraiser's duty. */
enum err act_assign(struct store *s, const struct who *who,
    const struct assigning_asked *in, struct assigned *out, struct fault *why);

/* ---- evidence, by a unit or the DMS for it ---- */

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

/* ---- the sheet ---- */

/*
 * Writes one cell. `cell` names period, unit, leaf and column and carries
 * inputs and reason; `seen` is the version the writer saw (0: none), compared
 * inside (ERR_STALE). On OK *cell is what is kept now. Self-scores within the
 * evidence window, round 1 within the appraisal window.
 */
enum err act_score(struct store *s, const struct who *who, struct cell *cell,
    uint64_t seen, struct fault *why);

/*
 * The council decides at most COUNCIL_MOST values under one of its records,
 * all or none: {"decision":2,"reason":"...","seen":N,"values":[{"unit":"D01",
 * "leaf":"1.1.2","inputs":{...},"not_applicable":false,"reason":"...",
 * "lost":["..."],"version":1}]}. Each is an entry and a version of its own, as
 * act_score writes it. A value without a reason takes that of the list;
 * `version` is the one the writer saw, `seen` what the preview gave: values
 * written since are ERR_STALE. Every fault is in `fs` (at most 100 are named),
 * with pointers into the list. *n is how many were written.
 */
#define COUNCIL_MOST 4096
#define COUNCIL_TEXT ((size_t)4 << 20) /* bytes of such a list */
enum err act_council(struct store *s, const struct who *who,
    struct period_id period, const struct jv *root, unsigned *n,
    struct faults *fs);

/* The same foreseen: what is refused, and what a unit's points would be. */
struct council_unit {
	const struct plan *plan;
	unsigned unit;
	const struct unit_score *now, *would;
	unsigned leaf[LEAVES_MOST], n; /* of which there are values */
};
struct council_look {
	void (*each)(void *self, const struct council_unit *unit);
	void *self;
	uint64_t seen; /* the log's size when it was looked at */
};
enum err act_council_foresee(struct store *s, const struct who *who,
    struct period_id period, const struct jv *root, struct council_look *look,
    struct faults *fs);

/* A step of a sheet's life (life.h) and what it says. What each needs stands
 * in step.c. */
struct step_asked {
	struct period_id period;
	struct unit_id unit;
	enum life_step step;
	struct leaf_id leaf;        /* "": about the whole sheet */
	char text[2000];            /* reason, question or explanation */
	struct signature signature; /* of the signed report; number and date
				     * of a decision */
	uint64_t record;            /* in place of number and date: the
				     * decision by its number in the period's
				     * list; 0: none */
	struct digest sheet;        /* printed on the report; zero: not said */
	struct staged *stage;       /* the signed report, closed; NULL */
	const char *media_type;     /* of it */
};

/*
 * Takes the step. On OK *out is what is kept of it. ERR_FORBIDDEN,
 * ERR_WRONG_STATE, ERR_WINDOW_NOT_OPEN, ERR_WINDOW_CLOSED as the table says;
 * ERR_MISSING_FIELD for a text, leaf, decision or report that is due;
 * ERR_WRONG_STATE too where criteria still lack what the step needs;
 * ERR_CONFLICT when the report is of another sheet.
 */
enum err act_step(struct store *s, const struct who *who,
    const struct step_asked *in, struct life_taken *out, struct fault *why);

/* The same asked before a byte of the report is read. Writes nothing. */
enum err act_step_admits(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, enum life_step step,
    struct fault *why);

/* ---- surveys ---- */

struct forms_entered {
	unsigned taken; /* new forms */
	unsigned known; /* came before with the same answers */
	uint64_t entry; /* place in the log of the batch; 0: none was new */
};

/*
 * Takes a batch of at most FORMS_MOST forms, all or none: a number that came
 * before with other answers is ERR_CONFLICT and names the form. Of a sealed
 * survey none before its packages are opened (ERR_WRONG_STATE), nor more than
 * were valid in them; nor more than a group was planned where the survey says
 * so (ERR_QUOTA).
 */
#define FORMS_MOST 1000
enum err act_enter_forms(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, const struct form *forms,
    unsigned n, struct digest batch, struct forms_entered *out,
    struct fault *why);

/* Puts other answers in the place of a form's, under a reason: a new version;
 * the old one stays to be read, the counts move exactly. ERR_NOT_FOUND,
 * ERR_STALE unless `seen` is the newest version, ERR_CONFLICT when the answers
 * are the same. */
enum err act_correct_form(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, const struct form *form,
    const char *reason, uint32_t seen, uint32_t *version, struct fault *why);

/* Forms entered a second time, by somebody else, to be compared: nothing of
 * them counts. ERR_NOT_FOUND for a number that was not entered, ERR_CONFLICT
 * when the same token entered it. */
struct seconds_entered {
	unsigned compared, differ;
};
enum err act_enter_seconds(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, const struct form *forms,
    unsigned n, struct digest batch, struct seconds_entered *out,
    struct fault *why);

/* Says why a second entry differs. ERR_NOT_FOUND; ERR_CONFLICT when it does
 * not. */
enum err act_explain_difference(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, const char *number,
    const char *reason, struct fault *why);

/* A file of any number of forms: begun, staged FORMS_MOST at a time without
 * counting, and counted by one last act, or dropped. A begun import of the
 * same file is gone on with; of another file ERR_CONFLICT. */
enum err act_begin_import(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, struct digest file,
    struct import *out, struct fault *why);

/* `found[i]` tells what became of each; FORM_OTHER and FORM_STAGED are not
 * taken, and nothing else is kept from being. */
enum err act_stage_forms(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, uint64_t import,
    const struct form *forms, unsigned n, enum form_found *found,
    struct fault *why);
enum err act_count_import(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, uint64_t import,
    uint64_t skipped, struct import *out, struct fault *why);

/* Gives an import up; its forms are cleared away a part at a time: call again
 * while *more. */
struct import_drop {
	char from[FORM_NUMBER_ROOM]; /* empty at first */
	bool more;
};
enum err act_drop_import(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, uint64_t import,
    struct import_drop *at, struct fault *why);

/* Sealed packages change hands (handover.h), and are opened by two persons.
 * The first gives *h its number. ERR_NOT_FOUND; ERR_CONFLICT when they were
 * opened before. */
enum err act_hand_over(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, struct handover *h,
    struct fault *why);
enum err act_open_seal(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, uint64_t number,
    const struct handover *opening, struct handover *out, struct fault *why);

/* ---- the council's records, and publication ---- */

/*
 * Keeps the council's minutes or decision with its document (closed;
 * the act keeps it). `*r` names period, kind, number, date, signer and file; on
 * OK it is what is kept. Minutes are of the meeting that settled the results:
 * not before every appraisal has closed (ERR_WRONG_STATE). ERR_EXISTS: the
 * period has one of that kind and number.
 */
enum err act_keep_record(struct store *s, const struct who *who,
    struct record *r, struct staged *stage, struct fault *why);

/* Under which decision, and for a correction why. */
struct publishing {
	struct period_id period;
	uint64_t record; /* the decision, by its number in the period */
	const char *reason;
};

/*
 * Copies rows, inputs and the version of the rules into revision 1, which no
 * job writes. The results must be final (publication.h), every unit scored and
 * nothing under way: else ERR_WRONG_STATE. *out is the revision.
 */
enum err act_publish(struct store *s, const struct who *who,
    const struct publishing *in, struct revision *out, struct fault *why);

/* The next revision, after one that was published, under a decision kept since
 * then, with a reason. */
enum err act_correct(struct store *s, const struct who *who,
    const struct publishing *in, struct revision *out, struct fault *why);

/*
 * Takes the figures of an indicator in (indicator.h), in place of those
 * supplied before: by the agency in charge, the lead, the council or the
 * operator. `text` is what `root` was read from. `*units` is of how many.
 */
enum err act_supply_figures(struct store *s, const struct who *who,
    struct period_id period, struct leaf_id leaf, const struct jv *root,
    struct slice text, unsigned *units, struct fault *why);

/* Takes last year's ranking (previous.h) in, in place of one imported before.
 * `*known` is how many of the period's units it says something about; none at
 * all is ERR_UNKNOWN_UNIT. */
enum err act_import_previous(struct store *s, const struct who *who,
    struct period_id period, const struct jv *root, unsigned *known,
    struct fault *why);

/* ---- evidence packs ---- */

/* Writes into the log that an evidence pack was made: of how many files, and
 * the SHA-256 of its manifest. */
enum err act_note_export(struct store *s, const struct who *who,
    struct period_id period, bool all, uint64_t files, struct digest manifest,
    struct fault *why);

/* ---- the system's own, by workers and the dispatcher ---- */

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
