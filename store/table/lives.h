/*
 * lives.h - how far each sheet has come, and every step that brought it there.
 * A sheet without a row is a draft. Steps are only ever added.
 */
#ifndef STORE_TABLE_LIVES_H
#define STORE_TABLE_LIVES_H

#include "store/base/digest.h"
#include "store/db/txn.h"
#include "store/model/life.h"
#include "store/model/signature.h"

/* The state now. */
struct life {
	struct period_id period;
	struct unit_id unit;
	enum life_state state;
	uint64_t steps;      /* taken so far: the number of the last one */
	struct digest sheet; /* of the sheet as it was locked last */
	uint64_t report;     /* the step whose signed report is in force; 0 */
	uint64_t lock;       /* the step that locked it last; 0: `sheet` is
			      * empty */
};

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

/* Fill period and unit; a draft without steps when there is no row. */
void lives_get(struct txn *t, struct life *life);
void lives_put(struct txn *t, const struct life *life);

/* Fill period, unit and number. */
bool life_steps_get(struct txn *t, struct life_taken *step);
void life_steps_put(struct txn *t, const struct life_taken *step);

/* A sheet's steps in the order they were taken. */
void life_steps_each(struct txn *t, struct period_id period,
    struct unit_id unit,
    void (*each)(void *self, const struct life_taken *step), void *self);

/* The text (store/sheet_text.h) of a sheet as the step `number` locked it;
 * false when there is none. Borrowed until the transaction ends or writes. */
bool locked_sheets_get(struct txn *t, struct period_id period,
    struct unit_id unit, uint64_t number, struct slice *text);
void locked_sheets_put(struct txn *t, struct period_id period,
    struct unit_id unit, uint64_t number, struct slice text);

/* What was asked and said about a leaf: the numbers of the newest steps, 0
 * where there is none. */
struct leaf_talk {
	uint64_t asked, explained;
};
void leaf_talk_get(struct txn *t, struct period_id period, struct unit_id unit,
    struct leaf_id leaf, struct leaf_talk *out);
void leaf_talk_put(struct txn *t, struct period_id period, struct unit_id unit,
    struct leaf_id leaf, const struct leaf_talk *talk);

#endif
