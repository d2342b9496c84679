/*
 * scoring.h - one value on its way into a column of a sheet: what act_score
 * and act_council share. For store/act/score.c and council.c only.
 */
#ifndef STORE_ACT_SCORING_H
#define STORE_ACT_SCORING_H

#include "store/act/acts.h"
#include "store/act/part.h"

struct scoring {
	struct store *store;
	const struct who *who;
	const struct plan *plan;
	unsigned unit, leaf;
	struct cell asked; /* as it came: the act may run again */
	struct digest inputs;
	struct reading now;
	struct fault *why;
};

/* Of store, who, plan, now and the cell's names and words: finds unit and leaf,
 * refuses what the leaf, the rule or the column does not take, and makes salt
 * and digest. Outside the transaction. */
enum err scoring_prepare(struct scoring *w);

/* Whether it may be written now: the sheet's life, the appraiser, the reasons
 * for lost points, the council's record. *kept is what stands there, version
 * 0 when nothing does. */
enum err scoring_check(struct scoring *w, struct txn *t, struct cell *kept);

/* Writes it over *kept, with entry and event; the caller asks for the unit's
 * result. On OK *out is what is kept. */
enum err scoring_write(struct scoring *w, struct txn *t,
    const struct cell *kept, struct cell *out);

#endif
