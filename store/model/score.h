/*
 * score.h - one unit's sheet to its result: leaves, fields, index, group,
 * head's class, self-review. Pure.
 */
#ifndef STORE_MODEL_SCORE_H
#define STORE_MODEL_SCORE_H

#include "store/model/survey_score.h"

/* Whose inputs: one resource and one owner each. */
enum column {
	COLUMN_SELF,
	COLUMN_ROUND1,
	COLUMN_ROUND2,
	COLUMN_COUNCIL,
	COLUMNS /* in rising authority: the last one given counts */
};
/* "self" "round1" "round2" "council" */
const char *column_name(enum column c);
enum column column_read(struct slice name); /* COLUMNS: none */

/* What is known about one leaf of one unit. */
struct leaf_facts {
	bool has[COLUMNS];
	struct inputs inputs[COLUMNS];
	bool accepted;  /* has an accepted, on-time document */
	bool late;      /* has a late or late-in-doubt document */
	bool pending;   /* has one not checked yet */
	bool rejected;  /* has a rejected one */
	bool explained; /* the unit gave an explanation */
	struct tally tally;
};

/* Facts about the whole sheet that the SYSTEM leaves need (1.8.1: self-score
 * in time and close to the appraised one; it leaves itself out). */
struct sheet_facts {
	bool appraisal_closed;
	struct leaf_facts leaf[LEAVES_MOST];
	struct answer_sums sums; /* of leaves that are scored by groups */
};

enum leaf_status {
	LEAF_SCORED,
	LEAF_NOT_ASSESSED,   /* not in the block's set */
	LEAF_NOT_APPLICABLE, /* out of numerator and denominator */
	LEAF_NO_INPUTS,      /* nobody declared anything: 0 */
	LEAF_NO_EVIDENCE,    /* no accepted on-time document: 0 */
	LEAF_WAITING,        /* document not checked yet: 0 so far */
	LEAF_FAULTY,         /* the rule could not compute: 0 and flagged */
	LEAF_STATUSES
};
const char *leaf_status_name(enum leaf_status s);

struct leaf_score {
	enum leaf_status status;
	struct points points, max;        /* max 0 when out of the total */
	struct points by_column[COLUMNS]; /* what each column's inputs give */
	int clause;
};

struct unit_score {
	struct leaf_score leaf[LEAVES_MOST];
	struct {
		struct points points, max;
	} field[FIELDS_MOST]; /* max 0: wholly not applicable, skipped */
	struct points points, max;
	int group;     /* index into plan->groups, -1 for none */
	int class;     /* index into plan->classes, -1 for none */
	bool nothing;  /* the unit submitted nothing: no value, no document */
	bool rule_gap; /* the literal class rule had no answer */
	bool review[FIELDS_MOST]; /* self-review due for that field */
};

/*
 * Fills all of `*out`, the grades of grade.h included.
 *
 * A leaf by evidence scores its rule on the inputs of the column in force (the
 * council's, else round 2's, else round 1's, else the unit's own), and 0 while
 * it has no accepted on-time document, unless the period's policy for missing,
 * late and rejected documents lets what was appraised stand. Not
 * applicable (by decision, by the rule, or said by the unit where the leaf
 * allows it and not denied by the appraiser) leaves numerator and
 * denominator; `by_column` tells what a column's inputs would give whatever
 * the evidence. A survey leaf without one answer gets 0. A system leaf waits
 * until appraisal has closed. ERR_OVERFLOW only for data no period check would
 * pass.
 */
enum err unit_score(const struct plan *p, unsigned unit,
    const struct sheet_facts *facts, struct unit_score *out);

/* Is `key` one of the facts that a SYSTEM leaf's flags may be named after?
 * (docs/criteria-format.md) */
bool system_fact_known(const char *key);

/* The arithmetic of one leaf as text, for "why this number": the column that
 * counts, its rule's trace, and why it is 0 where the rule says otherwise. */
enum err leaf_explain(const struct plan *p, unsigned unit, unsigned leaf,
    const struct sheet_facts *facts, struct buf *trace);

/*
 * What the inputs of one column give by themselves, whichever column counts
 * and whatever documents there are: status, points, clause, and the arithmetic
 * appended. For a leaf that persons write inputs of.
 */
enum err column_score(const struct plan *p, unsigned unit, unsigned leaf,
    const struct inputs *in, struct leaf_score *out, struct buf *trace);

#endif
