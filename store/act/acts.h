/*
 * acts.h - everything a person or the system can do to the store, in the order
 * of the year. One function, one transaction: data, ledger line, feed event
 * and promised job stand or fall together. Acts know no HTTP.
 *
 * Common to all: `who` is checked here, whatever the caller checked; `*why`
 * (may be NULL) names field, limit or clause; nothing has changed unless OK.
 * ERR_FORBIDDEN, ERR_NO_SPACE, ERR_IO and ERR_BUSY (begin again) are possible
 * everywhere.
 *
 * Evidence, surveys and the system's own acts have headers of their own, which
 * this one includes.
 */
#ifndef STORE_ACT_ACTS_H
#define STORE_ACT_ACTS_H

#include "store/act/acts_evidence.h"
#include "store/act/acts_surveys.h"
#include "store/act/acts_system.h"
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

#endif
