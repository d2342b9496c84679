/*
 * stepping.h - one step of a sheet's life on its way through its transaction:
 * what act_step's files share. For store/act/step*.c only.
 */
#ifndef STORE_ACT_STEPPING_H
#define STORE_ACT_STEPPING_H

#include "store/act/acts.h"
#include "store/table/life_steps.h"
#include "store/table/lives.h"

struct stepping {
	struct store *store;
	const struct who *who;
	const struct step_asked *in;
	const struct plan *plan;
	unsigned unit, leaf;
	struct life life;
	struct buf sheet; /* its text, when it is locked */
	uint8_t salt[32];
	struct reading now;
	struct life_taken *out;
	struct fault *why;
};

/* Whether the request says what the step needs: ERR_RANGE, ERR_MISSING_FIELD,
 * and what is wrong with a signature or a decision, said. */
enum err stepping_check_words(const struct stepping *w);

/* Whether the sheet is what it must be before the step: ERR_WRONG_STATE,
 * ERR_CONFLICT, ERR_FORBIDDEN, said. */
enum err stepping_check_sheet(struct stepping *w, struct txn *t);

/* What was asked and explained about a leaf so far. */
void stepping_talk(const struct stepping *w, struct txn *t, unsigned leaf,
    struct leaf_talk *talk);

#endif
