/*
 * analysis.h - what a council asks of all results together: averages, where
 * points were lost and why, who sent what in time, and how self-scores stand
 * to appraised ones. Pure; filled in one pass over results, documents and
 * cells.
 *
 * L1. On a leaf within the total a unit loses its maximum less its points.
 * L2. On a leaf of a penalty it loses what was taken; who lost nothing there
 *     is not told of.
 * L3. On a leaf of a bonus nothing is lost: its points are won.
 * L4. Evidence is missing where it is asked for and there is none. For a bonus
 *     it is asked for of a unit that scored itself there.
 */
#ifndef STORE_MODEL_ANALYSIS_H
#define STORE_MODEL_ANALYSIS_H

#include "store/model/result.h"
#include "store/model/submission.h"

#define ANALYSIS_REASONS 64

/* How the evidence of one leaf of one unit stands: the best there is. */
enum proof {
	PROOF_NOT_ASKED, /* not by evidence, or not applicable */
	PROOF_MISSING,
	PROOF_REJECTED,
	PROOF_LATE,
	PROOF_WAITING,  /* not looked at yet */
	PROOF_ACCEPTED, /* sound and on time */
	PROOFS
};
const char *proof_name(enum proof p); /* "missing" */

/* Documents are counted once for each leaf that they serve. */
struct unit_analysis {
	unsigned proofs[PROOFS]; /* documents as they stand */
	unsigned leaves[PROOFS]; /* leaves by their best document */
	struct points lost;      /* L1 and L2 */
	struct points won;       /* L3, before the fields' caps */
	/* over the leaves on which both the unit and an appraiser wrote */
	struct points self, appraised;
	unsigned compared;
};

struct leaf_analysis {
	unsigned units; /* to which it applies */
	unsigned losing;
	struct points lost, of; /* points, of the units' maxima together */
	struct points won;      /* of a bonus, by `winning` of the units */
	unsigned winning;
	unsigned status[LEAF_STATUSES];
	unsigned reason[ANALYSIS_REASONS]; /* by place in plan->life.reasons */
	unsigned unreasoned;               /* losing, and nobody said why */
	struct points self, appraised;     /* as above */
};

/* Means of printed percentages, so that whoever has the table can check
 * them. */
struct mean {
	struct points percent;
	unsigned n;
};

struct block_analysis {
	struct mean index;
	struct mean field[FIELDS_MOST];
};

struct analysis {
	struct results results;
	enum proof *proof;          /* [unit * n_leaves + leaf] */
	struct unit_analysis *unit; /* [n_units] */
	struct leaf_analysis *leaf; /* [block * n_leaves + leaf] */
	struct block_analysis block[BLOCKS_MOST];
};

/* Makes room for `a->results`, which is filled. ERR_NO_MEMORY. */
enum err analysis_start(struct analysis *a);

/* A document of a leaf, as it stands. */
void analysis_document(struct analysis *a, unsigned unit, unsigned leaf,
    enum submission_status status);

/* What was written on a leaf: whether the unit did, the column that counts
 * (COLUMNS: none), and the reasons given there, by place in the plan. */
void analysis_cell(struct analysis *a, unsigned unit, unsigned leaf, bool self,
    enum column counts, const int *reasons, unsigned n);

/* The rest, once all of these were told. */
void analysis_finish(struct analysis *a);

/* On time among those that were looked at: accepted / (accepted + late), as
 * a percentage with the period's decimals; false when there was none. */
bool analysis_on_time(const struct analysis *a, unsigned unit,
    struct points *percent);

/* Leaves of a block, those on which most was lost first, bonuses (L3) among
 * them; penalties only where some were taken. Returns how many. `list` has room
 * for n_leaves. */
unsigned analysis_losses(const struct analysis *a, unsigned block,
    unsigned *list);

#endif
