/*
 * why.h - why a unit's numbers are what they are: the arithmetic of the whole,
 * a field, a criterion and a leaf, and the clauses of grade.c, rank.c and
 * previous.c that decided, as text without words of any language but names.
 * Pure.
 */
#ifndef STORE_MODEL_WHY_H
#define STORE_MODEL_WHY_H

#include "store/model/previous.h"

/* All that the numbers rest on. Large: allocate it. */
struct why {
	const struct plan *plan;
	unsigned unit;
	uint64_t revision; /* published; 0: the working results */
	/* what the reader may see */
	bool survey_points, ranks;
	struct unit_score score; /* what the reader may not see is taken out */
	struct sheet_facts facts;
	unsigned rank; /* 0: none */
	struct change change;
	struct pool pool; /* of the change */
};

/* "10.40 + 8.00 = 18.40; 18.40/26.00 = 70.77 %", each appended. */
void why_whole(const struct why *w, struct buf *to);
void why_field(const struct why *w, unsigned field, struct buf *to);
void why_criterion(const struct why *w, const char *criterion, struct buf *to);
enum err why_leaf(const struct why *w, unsigned leaf, struct buf *to);

/* "G1: 84.12 >= 80" */
void why_group(const struct why *w, struct buf *to);
/* "C1: excellent 84.12 < 90; good 84.12 >= 80, F3 66.19 < 70; completed
 * 84.12 >= 65, F1..F7 >= 50" */
void why_class(const struct why *w, struct buf *to);
/* "R1: 66.19 < 75" or ">= 75"; nothing for a field that owes none ever. */
void why_review(const struct why *w, unsigned field, struct buf *to);
/* "Y3: 14 - 15 = -1" */
void why_change(const struct why *w, struct buf *to);

/* Does the reader see this leaf, this field? */
bool why_sees_leaf(const struct why *w, unsigned leaf);
bool why_sees_field(const struct why *w, unsigned field);

/* Is it the first leaf of its criterion? For a list of them. */
bool why_begins_criterion(const struct why *w, unsigned leaf);

#endif
