/*
 * score_leaf.h - inside score*.c only: one leaf at a time.
 */
#ifndef STORE_MODEL_SCORE_LEAF_H
#define STORE_MODEL_SCORE_LEAF_H

#include "store/model/score.h"

/* One unit's sheet while it is scored. */
struct scoring {
	const struct plan *p;
	unsigned unit;
	const struct sheet_facts *facts;
	struct unit_score *out;
};

/* Fills out->leaf[leaf]; appends the arithmetic to `trace` unless NULL. A
 * SYSTEM leaf needs every other leaf of the sheet scored before. */
void score_leaf(const struct scoring *s, unsigned leaf, struct buf *trace);

/* The column whose inputs count: the council's, else round 2's, else round
 * 1's, else the unit's; COLUMNS when nobody wrote any. */
enum column column_in_force(const struct leaf_facts *f);

/* Why there are no points, behind the arithmetic (`more`: there is some). */
void leaf_status_put(const struct plan *p, const struct leaf_score *l,
    bool more, struct buf *trace);

/* The values of a SYSTEM leaf's flags, from the sheet's evidence leaves. */
void system_inputs(const struct scoring *s, const struct leaf *l,
    struct inputs *in);

#endif
