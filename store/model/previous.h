/*
 * previous.h - last year's ranking, and how this year's stands to it across
 * units that were merged, split or renamed. Pure.
 *
 * The ranking comes from the period before in the same store, or from a file
 * or the bundle where that year was not evaluated here
 * (docs/period-format.md, "The year before").
 */
#ifndef STORE_MODEL_PREVIOUS_H
#define STORE_MODEL_PREVIOUS_H

#include "store/model/rank.h"
#include "store/model/score.h"

#define PREVIOUS_SUCCESSORS 16
#define PREVIOUS_MOST ((size_t)1 << 20) /* bytes of its text */

/* A unit as it stood. */
struct former {
	struct unit_id unit;
	struct block_id block; /* "": ranked among all */
	unsigned rank;         /* 0: not known */
	bool has_index;
	struct points index; /* percent as it was printed */
	struct field_id review[FIELDS_MOST];
	unsigned n_review; /* fields in which a self-review was due */
	struct unit_id successor[PREVIOUS_SUCCESSORS];
	unsigned n_successors;
};

struct previous {
	int64_t year;
	const char *source; /* "" when not said */
	const struct former *unit;
	unsigned n;
};

/*
 * Reads {"year":2021,"source":"...","units":[{"unit":"D01","block":
 * "department","rank":1,"index":"92.10","self_review":["F3"],"successors":
 * ["X"]}]}; all members of a unit but `unit` may be left out. NULL when there
 * was any fault; all are added to `fs`. Lives in `pool`.
 */
const struct previous *previous_read(const struct jv *v, struct pool *pool,
    struct faults *fs);

/* Writes the same. */
struct jout;
void previous_put(struct jout *j, const struct previous *p);

/* How a unit stands to the year before. The law is in previous.c. */
struct change {
	const struct former *from[PREVIOUS_SUCCESSORS]; /* predecessors */
	unsigned n; /* of them, at most that many */
	bool has_rank;
	int rank; /* places won (+) or lost (-) */
	bool has_index;
	struct points index;     /* percentage points won or lost */
	bool again[FIELDS_MOST]; /* self-review due in both years */
};
void change_of(const struct previous *p, const struct plan *plan,
    const struct standing *now, const bool review[FIELDS_MOST],
    struct change *out);

#endif
