/*
 * extend.h - which rows of windows an extension adds. Pure.
 */
#ifndef STORE_MODEL_EXTEND_H
#define STORE_MODEL_EXTEND_H

#include "store/base/fault.h"
#include "store/model/plan.h"

#define EXTEND_ALL (-1)

struct extension {
	enum stage stage;
	int block, unit;      /* indexes; EXTEND_ALL: not one alone */
	struct moment until;  /* 0: on time as long as before */
	struct moment closes; /* accepted though late; 0: as long as before */
	/* By the outage rule, for the silence [from, to): then `until` is not
	 * looked at. */
	bool by_outage;
	struct moment from, to;
};

/* Owned by the caller: room for all. */
struct extension_rows {
	struct window *list;
	unsigned n;
};

/*
 * 1. A unit's: one row for the unit. Else, one for each block (that one, or
 *    each that has the stage) whose window it makes longer.
 * 2. A row follows the window in force: its opening, the new deadline, and the
 *    new closing, or else one no earlier than the old and the deadline.
 * 3. By outage, only what the announced rule moves, and to where it does.
 * 4. Units that were granted a deadline beyond the block's new one keep it: a
 *    row each says so again, for the highest version counts.
 *
 * ERR_BACKWARDS, said: neither deadline nor closing is later than in force.
 * ERR_WRONG_STATE, said: no outage rule, or it moves nothing. ERR_NOT_FOUND,
 * said: no window of that stage. The caller frees out->list.
 */
enum err extend_rows(const struct plan *p, const struct extension *x,
    struct extension_rows *out, struct fault *why);

#endif
