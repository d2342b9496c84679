/*
 * looks.h - everything that can be asked of the store: one question, one short
 * read transaction. Looks know no HTTP.
 *
 * Common to all: `who` is checked here; what a reader may not see is
 * ERR_NOT_FOUND where its being there is itself not theirs to know, else
 * ERR_FORBIDDEN. Results are filled into memory the caller gives or owns.
 *
 * Evidence and the system's own looks have headers of their own, which this one
 * includes.
 */
#ifndef STORE_LOOK_LOOKS_H
#define STORE_LOOK_LOOKS_H

#include "store/amended.h"
#include "store/ledger/fence.h"
#include "store/look/looks_evidence.h"
#include "store/look/looks_system.h"
#include "store/model/analysis.h"
#include "store/model/commitment.h"
#include "store/model/event.h"
#include "store/model/extend.h"
#include "store/model/finding.h"
#include "store/model/hold.h"
#include "store/model/job.h"
#include "store/model/publication.h"
#include "store/model/remark.h"
#include "store/model/retention.h"
#include "store/model/role.h"
#include "store/model/sighting.h"
#include "store/model/submission.h"
#include "store/model/suppose.h"
#include "store/model/why.h"
#include "store/store.h"
#include "store/table/cells.h"
#include "store/table/disposals.h"
#include "store/table/documents.h"
#include "store/table/expunged.h"
#include "store/table/figures.h"
#include "store/table/life_steps.h"
#include "store/table/lives.h"
#include "store/table/mandates.h"
#include "store/table/persons.h"
#include "store/table/results.h"
#include "store/table/stamps.h"
#include "store/table/tokens.h"

/* ---- who ---- */

/* Whose token this text is. ERR_UNAUTHENTICATED for an unknown or revoked
 * one; the comparison is by digest, so timing tells nothing. */
enum err look_token(struct store *s, struct slice token, struct who *out);

/*
 * Whose token this text is and who acts with it, by what the request says
 * beside it (duty.h, A1 to A4) and the duties in force today. Errors of
 * look_token and acting_*.
 */
enum err look_acting(struct store *s, struct slice token,
    const struct acting *said, struct who *out, struct fault *why);

/* The person of *who, and the duties in force today; nothing where the token
 * belongs to nobody. */
struct me_look {
	struct person person;
	struct duty duty[DUTIES_MOST];
	unsigned n;
};
enum err look_me(struct store *s, const struct who *who, struct me_look *out);

/* All tokens in order, for the operator's list. */
enum err look_tokens(struct store *s,
    void (*each)(void *self, const struct token *token), void *self);

/* ---- periods ---- */

enum err look_periods(struct store *s,
    void (*each)(void *self, const struct period *p), void *self);

/* The bundle's JSON text of a period's version in force, appended. */
enum err look_bundle(struct store *s, struct period_id id, struct buf *to);

/* A version of an open period's data, in force from an entry of the log on. */
struct version_look {
	uint32_t version;
	uint64_t entry;
	struct moment time;
	uint64_t outage;  /* the entry of the outage it is about; 0: none */
	bool has_mandate; /* the opening has none; not everybody reads it */
	struct mandate mandate;
};

/* Every version that was in force since the period opened, rising: none before
 * that. ERR_UNKNOWN_PERIOD. */
enum err look_versions(struct store *s, const struct who *who,
    struct period_id period,
    void (*each)(void *self, const struct version_look *v), void *self);

/* The data of one of them: as a plan, borrowed for the life of the store, and
 * as its text, appended. ERR_NOT_FOUND. */
enum err look_plan_version(struct store *s, struct period_id period,
    uint32_t version, const struct plan **out);
enum err look_bundle_version(struct store *s, struct period_id period,
    uint32_t version, struct buf *to);

/* ---- people ---- */

/* Persons and duties, for whom MAY_READ_PEOPLE lets in. `person` NULL: of
 * everybody. */
enum err look_persons(struct store *s, const struct who *who,
    void (*each)(void *self, const struct person_row *p), void *self);
enum err look_duties(struct store *s, const struct who *who,
    const struct person_id *person,
    void (*each)(void *self, const struct duty_row *d), void *self);

/* Every unit x field of a period that has something to appraise, in the
 * decision's order, with who is assigned and still holds an appraiser's duty
 * that reaches it; nobody: it is open. */
#define ASSIGNED_MOST 8
struct assignment_look {
	unsigned unit, field;
	struct person_id person[ASSIGNED_MOST];
	unsigned n;
};
struct assignments_look {
	const struct plan *plan;
	struct assignment_look *list;
	size_t n;
};
/* Freed by look_assignments_free. */
enum err look_assignments(struct store *s, const struct who *who,
    struct period_id period, struct assignments_look *out, struct fault *why);
void look_assignments_free(struct assignments_look *l);

/* ---- the sheet ---- */

struct leaf_look {
	bool has[COLUMNS];
	struct cell cell[COLUMNS];
	struct leaf_score score; /* of the kept result */
	bool has_figures;        /* an agency supplied some */
	struct figure_row figures;
	unsigned accepted, late, rejected,
	    queued;      /* documents, at most 99 each */
	unsigned seen;   /* documents seen in person, that stand */
	unsigned warned; /* of those that are not rejected, with remarks that
			  * the reader may see */
};

struct sheet_look {
	const struct plan *plan;
	unsigned unit;
	uint64_t revision;  /* published; 0: the working results */
	bool scored;        /* there is a result */
	bool survey_points; /* the reader may see them; else they are 0 */
	struct result result;
	struct leaf_look leaf[LEAVES_MOST];
};

/* A unit's whole sheet into *out (large: allocate it). */
enum err look_sheet(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, struct sheet_look *out,
    struct fault *why);

/* The same sheet of the results that `which` names (REVISION_...): the working
 * ones are what look_sheet gives. */
enum err look_sheet_of(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, uint64_t which,
    struct sheet_look *out, struct fault *why);

/* What a column said before it was written over, and the plan that was in
 * force when that was written. */
struct past_cell {
	const struct cell *cell;
	const struct plan *plan;
	unsigned unit, leaf; /* of it */
};

/*
 * A column's earlier versions, newest first: at most HISTORY_MOST of those
 * below `before` (0: below the one in force), of the results that `which`
 * names. `*older` is whether there are more below the last. To the readers of
 * the sheet.
 */
#define HISTORY_MOST 50
enum err look_cell_history(struct store *s, const struct who *who,
    const struct cell *of, uint64_t before, uint64_t which,
    void (*each)(void *self, const struct past_cell *one), void *self,
    bool *older, struct fault *why);

/* Why a leaf has its points in them: the arithmetic as text, appended. */
enum err look_explain_of(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, struct leaf_id leaf,
    uint64_t which, struct buf *to, struct fault *why);
enum err look_explain(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, struct leaf_id leaf,
    struct buf *to, struct fault *why);

/* ---- the sheet's life ---- */

/* Why a leaf still needs the unit's explanation. */
enum owed {
	OWED_NOTHING,
	OWED_REQUESTED, /* somebody asked */
	OWED_MISSING,   /* it has a self-score and no document */
	OWED_LATE,      /* only late ones */
	OWED_REJECTED,  /* only rejected ones */
};
const char *owed_name(enum owed d);

struct life_look {
	const struct plan *plan;
	unsigned unit;
	struct life life;
	struct leaf_talk talk[LEAVES_MOST];
	enum owed owed[LEAVES_MOST];
};
/* A sheet's life into *out (large: allocate it), and its steps in order. Here
 * and below `which` names the working sheet or a published revision's. */
enum err look_life(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, uint64_t which,
    struct life_look *out,
    void (*each)(void *self, const struct life_taken *step), void *self,
    struct fault *why);

/* Every unit's, for who may read every sheet. */
struct lives_look {
	const struct plan *plan;
	unsigned unit;
	struct life life;
	bool scored, nothing; /* it submitted nothing */
};
enum err look_lives(struct store *s, const struct who *who,
    struct period_id period,
    void (*each)(void *self, const struct lives_look *one), void *self,
    struct fault *why);

/* The sheet as it was locked last (store/sheet_text.h), appended. */
struct locked_look {
	const struct plan *plan;
	unsigned unit;
	struct digest sheet;     /* SHA-256 of the text */
	const struct head *head; /* of the unit today, or NULL */
};
enum err look_locked_sheet(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, uint64_t which,
    struct locked_look *out, struct buf *text, struct fault *why);

/* The signed report in force: its step, and its bytes as look_document gives
 * them. */
enum err look_signed_report(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, uint64_t which,
    struct life_taken *step, struct document *doc, struct buf *bytes, int *fd,
    struct fault *why);

/* ---- results ---- */

/* Which results: a published revision by its number, the newest one (the
 * working results where nothing was published), or the working results. */
#define REVISION_NEWEST UINT64_C(0)
#define REVISION_WORKING UINT64_MAX

/* Every unit's result. Of working results a unit sees its own points only, the
 * DMS every unit's, both without ranks and survey points, which are not in
 * *out then; of a published revision everybody sees all. Freed by
 * look_results_free. */
enum err look_results_of(struct store *s, const struct who *who,
    struct period_id period, uint64_t which, struct results *out,
    struct fault *why);
/* The newest. */
enum err look_results(struct store *s, const struct who *who,
    struct period_id period, struct results *out, struct fault *why);
void look_results_free(struct results *r);

/* The period's indicators with every unit's value; a unit's own alone to who
 * may not read all sheets. Freed by look_indicators_free. */
enum err look_indicators(struct store *s, const struct who *who,
    struct period_id period, uint64_t which, struct indicators *out,
    struct fault *why);
void look_indicators_free(struct indicators *i);

/* Why one unit's are what they are (why.h). A reader of the sheet; without
 * survey points there is nothing of them in it. Freed by look_why_free, also
 * after a failure. */
enum err look_why(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, uint64_t which,
    struct why *out, struct fault *why);
void look_why_free(struct why *w);

/* What a unit's would be with the inputs that `body` supposes (suppose.h).
 * Writes nothing. */
enum err look_what_if(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, const struct jv *body,
    struct what_if *out, struct fault *why);

/* All of them together (analysis.h), of the results that `which` names; large.
 * To those who see every sheet and every index. Freed by look_analysis_free. */
enum err look_analysis(struct store *s, const struct who *who,
    struct period_id period, uint64_t which, struct analysis *out,
    struct fault *why);
void look_analysis_free(struct analysis *a);

/* ---- the council's records, and publication ---- */

/* A period's records in their order; the one r->period and r->n name; and its
 * document (as look_document gives it). Council, operator and auditor, and
 * after publication all who may read. */
enum err look_records(struct store *s, const struct who *who,
    struct period_id period, bool (*each)(void *self, const struct record *r),
    void *self, struct fault *why);
enum err look_record(struct store *s, const struct who *who, struct record *r,
    struct fault *why);
enum err look_record_file(struct store *s, const struct who *who,
    struct record *r, struct document *doc, struct buf *bytes, int *fd,
    struct fault *why);

/* How far a period's results have come; the units for which a correction is
 * due only to who may read the records. */
enum err look_publication(struct store *s, const struct who *who,
    struct period_id period, struct publication *out, struct fault *why);

/* ---- the change feed ---- */

struct feed_look {
	char id[37];   /* the feed's id: new after a restore */
	uint64_t next; /* ask after this number next time */
	size_t n;
};

/* At most `room` events after number `after` that `who` may see; looks at no
 * more than 1,000 numbers. `who` NULL: the system itself, sees all. */
enum err look_events(struct store *s, const struct who *who, uint64_t after,
    struct event *list, size_t room, struct feed_look *out);

#endif
