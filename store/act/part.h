/*
 * part.h - small things several acts share. For store/act only.
 */
#ifndef STORE_ACT_PART_H
#define STORE_ACT_PART_H

#include "store/blob/stage.h"
#include "store/model/bounds.h"
#include "store/model/event.h"
#include "store/model/job.h"
#include "store/model/publication.h"
#include "store/model/result.h"
#include "store/model/role.h"
#include "store/model/verdict.h"
#include "store/store.h"
#include "store/table/cells.h"
#include "store/table/lives.h"
#include "store/table/mandates.h"
#include "store/table/persons.h"

/* Unit of a plan by its id, or -1 with the fault said. */
int part_unit(const struct plan *plan, struct unit_id id, struct fault *why);

/* Leaf of a plan that is assessed for the unit, or -1 with the fault said at
 * `pointer` and the error in *e. */
int part_leaf(const struct plan *plan, unsigned unit, struct leaf_id id,
    const char *pointer, enum err *e, struct fault *why);

/* ERR_FORBIDDEN, said, unless `who` may. */
enum err part_may(const struct who *who, enum may may, struct period_id period,
    struct unit_id unit, struct fault *why);

/* ERR_FORBIDDEN, said, unless `who` is the operator. */
enum err part_operator(const struct who *who, struct fault *why);

/* SHA-256(salt || bytes): the log commits to what somebody said, and only who
 * has the salt can try guesses against it. */
struct digest part_salted(const uint8_t salt[32], struct slice bytes);

/* The plan of an open period. */
enum err part_plan(struct store *s, struct period_id id,
    const struct plan **plan, struct fault *why);

/* ERR_WINDOW_NOT_OPEN or ERR_WINDOW_CLOSED, said with the window's instants,
 * unless `now` is on time in the block's window for `stage`. */
enum err part_window(const struct plan *plan, unsigned block, enum stage stage,
    const struct reading *now, struct fault *why);

/* The same by the window in force for a unit. */
enum err part_unit_window(const struct plan *plan, unsigned unit,
    enum stage stage, const struct reading *now, struct fault *why);

/* The lines of a rules, opening or amendment entry that they share: bundle,
 * windows, doubt, late; whether there is more to say than a rules entry can;
 * and that, cure and outage-rule. */
void part_rules_lines(struct buf *body, const struct plan *plan,
    struct digest bundle);
bool part_rules_more(const struct plan *plan);
void part_rules_more_lines(struct buf *body, const struct plan *plan);

/* Where commitments count: the entry that says so, right behind the rules of
 * the period that opens. */
enum err part_commitment_rule(struct store *s, struct txn *t,
    const struct plan *plan, const struct reading *now);

/* "window <version> <on time until us>": by which one a verdict was given. */
void part_window_line(struct buf *body, const struct window *w);

/* Appends an entry whose last lines are `decision`, salted, and `by`, and keeps
 * the decision's readable text beside it. */
enum err part_mandate(struct store *s, struct txn *t, const struct mandated *m,
    enum entry_type type, struct buf *body, const struct reading *now,
    uint64_t *entry, struct moment *time);

/*
 * Whether the sheet's life (life.h) lets `who` take `step` at `now`: reads the
 * sheet's state into *life; *next is where it leads. ERR_FORBIDDEN,
 * ERR_WRONG_STATE, ERR_WINDOW_NOT_OPEN, ERR_WINDOW_CLOSED, said.
 */
enum err part_life(struct txn *t, const struct plan *plan, unsigned unit,
    enum life_step step, const struct who *who, const struct reading *now,
    struct life *life, enum life_state *next, struct fault *why);

/* ERR_WRONG_STATE at /period, said with the first units that are not there yet,
 * unless every unit's sheet is final, in a period that says how sheets live. */
enum err part_sheets_final(struct txn *t, const struct plan *plan,
    struct fault *why);

/* What the act of a unit's job begins with: the plan, the unit's place in it,
 * the clock. */
enum err part_job(struct store *s, const struct job *job,
    const struct plan **plan, unsigned *unit, struct reading *now);

/* A document of the job's unit: ERR_CONFLICT when it is another's, ERR_BROKEN
 * when there is none. */
struct submission;
enum err part_job_submission(struct txn *t, const struct job *job,
    struct submission_id id, struct submission *out);

/* The council's record of that number, ERR_NOT_FOUND, said at /decision, when
 * the period has none. */
enum err part_record(struct txn *t, const struct plan *plan, uint64_t n,
    struct record *out, struct fault *why);

/* What inputs give at the leaf's full worth for the unit. */
enum err part_points(const struct plan *plan, unsigned unit, unsigned leaf,
    const struct inputs *in, struct points *out);

/*
 * Points that are taken away are taken for reasons of the period's own list,
 * where it has one: ERR_MISSING_FIELD at /lost when the cell gives fewer than
 * stood before and names none, ERR_RANGE for a reason that is not there.
 */
enum err part_lost(struct txn *t, const struct plan *plan, unsigned unit,
    unsigned leaf, const struct cell *cell, struct fault *why);

/* Is it the person's own unit: where they work, or where they hold a unit's
 * duty on that day? */
bool part_own_unit(struct txn *t, struct person_id person, struct unit_id unit,
    int64_t day);

/*
 * ERR_FORBIDDEN, said, unless an appraiser may write about this unit's field:
 * within the duty's reach, never about the own unit, and assigned where the
 * period asks for it. The lead needs no assignment.
 */
enum err part_appraiser(struct txn *t, const struct plan *plan, unsigned unit,
    unsigned field, const struct who *who, int64_t day, struct fault *why);

/*
 * Writes the closing of each evidence window whose end `now` has passed, U and
 * the time to drain included, and which is not closed yet (audit.md 4.6 R9).
 */
enum err part_close_windows(struct store *s, const struct plan *plan,
    const struct reading *now);

/* Says what is due of the period's reminders (reminder.h), each once, and asks
 * for the jobs of those that look at a unit. */
enum err part_remind(struct store *s, const struct plan *plan,
    const struct reading *now);

/* Compares a document that was found sound with those of other units and, by
 * number, symbol and issuer, with the unit's own; notes remarks about both. */
struct submission;
void part_remark(struct txn *t, const struct submission *s, struct moment now);

/*
 * env_change for an act that records a document (part_document): its bytes are
 * on the disk before the act's transaction begins. Those of a large one at
 * once; those of a small one with those of the acts that share its commit,
 * unless it lies somewhere already. When the act fails they are nobody's.
 */
enum err part_change_keeping(struct store *s, struct staged *stage,
    env_change_fn run, void *arg, size_t weight, struct fault *why);

/* Records a kept stage's document in the act, unless it is known; `first` is
 * the submission that brings it, all zero: none. True in *known: it was known.
 * ERR_GONE, said: it was destroyed since part_keep found it. */
enum err part_document(struct txn *t, struct staged *stage,
    const char *media_type, struct submission_id first, bool *known,
    struct fault *why);

/* Whether a legal hold lies on a document as this submission uses it, or on
 * anything of a period; *found is the first. */
struct hold;
bool part_hold_over(struct txn *t, const struct submission *use,
    struct hold *found);
bool part_hold_in(struct txn *t, struct period_id period, struct hold *found);

/* Destroys the bytes of every document that was expunged and still has some. */
enum err part_carry_out(struct store *s);

/* The last token's entry in the log; 0: there is none. */
uint64_t part_last_token(struct txn *t);

/* Notes that a submission wants outside times around the place that it is
 * judged by (commitment.h), where the clock there was not fit. */
void part_want_bounds(struct txn *t, const struct submission *s,
    struct span within);

/* The outside times around one that wants them; false while there is no later
 * one. */
struct unfit;
bool part_bounds(struct store *s, struct txn *t, const struct unfit *row,
    struct bounds *out);

/* Gives every submission that wants outside times, and around which there are
 * now, these (bounds.h), and asks for the unit's verdicts where they change
 * one. Costs one look where there is none. */
enum err part_bound(struct store *s);

/* The periods that are open now. */
#define PERIODS_MOST 32
struct open_periods {
	struct period list[PERIODS_MOST];
	unsigned n;
};
enum err part_open_periods(struct store *s, struct open_periods *out);

/*
 * A block's standings as the plan has its units, into list[plan->n_units]:
 * those that were ranked, then the others with their kept points; who left the
 * block is not among them. Ranks are those of before, 0 for the others.
 */
size_t part_standings(struct txn *t, const struct plan *plan, unsigned block,
    struct result *room, struct standing *list);

/* Asks for every unit's result; `entry` is the log entry that asks. */
void part_rescore(struct txn *t, const struct plan *plan, uint64_t entry);

/* An event about a unit of a plan, appended to the feed. */
void part_event(struct txn *t, enum event_kind kind, const struct plan *plan,
    unsigned unit, struct submission_id submission, struct leaf_id leaf,
    struct moment time, uint64_t entry);

#endif
