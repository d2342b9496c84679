/*
 * life.h - the life of one unit's sheet in one period, as one table: state x
 * step x role x window (docs/scoring.md, "Đời của bảng tự chấm"). Pure.
 *
 *     draft -> locked -> confirmed -> appraised -> explained -> reappraised
 *           -> decided -> final
 *
 * A unit fills a draft and locks it; the signed report confirms it. Round 1
 * asks for explanations, leaf by leaf; the unit gives them; round 2 appraises
 * again; the council decides. A period whose block has no round-2 window has
 * one round: the council decides on an appraised sheet. A period that does
 * not ask for confirmation appraises a draft as it stands when its window is
 * over.
 */
#ifndef STORE_MODEL_LIFE_H
#define STORE_MODEL_LIFE_H

#include "store/model/plan.h"
#include "store/model/role.h"

enum life_state {
	LIFE_DRAFT,
	LIFE_LOCKED,      /* frozen: waits for the signed report */
	LIFE_CONFIRMED,   /* the signed report is there, or the lead took it */
	LIFE_APPRAISED,   /* round 1 is over */
	LIFE_EXPLAINED,   /* the unit has nothing more to explain */
	LIFE_REAPPRAISED, /* round 2 is over */
	LIFE_DECIDED,     /* the council has decided */
	LIFE_FINAL,       /* nothing changes any more */
	LIFE_STATES /* new ones go before this line: the numbers are kept */
};
const char *life_state_name(enum life_state s); /* "draft" */

/* What can be done to a sheet. The numbers are kept. */
enum life_step {
	STEP_SUBMIT, /* evidence within its window, and withdrawal */
	STEP_CURE,   /* the replacement of a rejected document */
	STEP_SCORE_SELF,
	STEP_LOCK,
	STEP_UNLOCK,
	STEP_CONFIRM, /* with the signed report */
	STEP_REOPEN,  /* a confirmed sheet, under a decision */
	STEP_TAKE,    /* an unconfirmed sheet into appraisal, with a reason */
	STEP_SCORE_ROUND1,
	STEP_REQUEST, /* an explanation of one leaf */
	STEP_END_ROUND1,
	STEP_EXPLAIN,    /* one leaf */
	STEP_SUPPLEMENT, /* evidence to a leaf whose explanation was asked */
	STEP_END_EXPLANATION,
	STEP_SCORE_ROUND2,
	STEP_END_ROUND2,
	STEP_SCORE_COUNCIL,
	STEP_DECIDE,
	STEP_RESUME, /* what was decided, for the council to decide anew */
	STEP_FINISH,
	LIFE_STEPS
};
const char *life_step_name(enum life_step s); /* "request-explanation" */
/* LIFE_STEPS for a word that names none. */
enum life_step life_step_read(struct slice name);

/* What the answer depends on. */
struct life_now {
	enum life_state state;
	enum role role;
	bool open[STAGES]; /* the unit's windows, at the step's moment */
	bool two_rounds;   /* its block has a round-2 window */
	bool confirmation; /* the period asks for it */
};

enum life_answer {
	LIFE_MAY,
	LIFE_NOT_ROLE,   /* no row for this role, whatever the state */
	LIFE_NOT_STATE,  /* the role's rows name other states */
	LIFE_NOT_WINDOW, /* the row's window is not open */
};

/*
 * May this be done? On LIFE_MAY `*next` is the state it leads to; on
 * LIFE_NOT_WINDOW `*window` is the one that is missing. Every step in every
 * state, role and window that the table does not list is refused.
 */
enum life_answer life_ask(enum life_step step, const struct life_now *now,
    enum life_state *next, enum stage *window);

/* The states in which some role can do `step` under these terms, as "draft or
 * locked", for whoever came too late or too early. */
void life_states_of(enum life_step step, const struct life_now *now,
    struct buf *to);

/* The table as rows of Markdown, for docs/scoring.md. */
void life_describe(struct buf *to);

#endif
