/*
 * life_steps.h - every step that a sheet's life took. They are only ever added.
 */
#ifndef STORE_TABLE_LIFE_STEPS_H
#define STORE_TABLE_LIFE_STEPS_H

#include "store/base/digest.h"
#include "store/db/txn.h"
#include "store/model/life.h"
#include "store/model/signature.h"

/* A step that was taken. */
struct life_taken {
	struct period_id period;
	struct unit_id unit;
	uint64_t number; /* from 1, within the sheet */
	enum life_step step;
	enum life_state before, after;
	struct leaf_id leaf; /* "" unless it is about one */
	enum role role, via; /* as in struct who */
	struct token_id by;
	struct person_id person; /* "" where the token belongs to none */
	struct moment time;
	uint64_t entry;         /* log index */
	uint8_t salt[32];       /* of that entry's unit, person and words */
	char text[2000];        /* reason, question or explanation */
	struct digest sheet;    /* of what was locked or confirmed */
	struct digest document; /* the signed report's bytes */
	uint64_t size;          /* of the document; 0: there is none */
	char media_type[64];
	struct signature signature; /* of the report, or of the decision */
	uint64_t record; /* the decision's number in the period's list; 0 */
};

/* Fill period, unit and number. */
bool life_steps_get(struct txn *t, struct life_taken *step);
void life_steps_put(struct txn *t, const struct life_taken *step);

/* A sheet's steps in the order they were taken. */
void life_steps_each(struct txn *t, struct period_id period,
    struct unit_id unit,
    void (*each)(void *self, const struct life_taken *step), void *self);

#endif
