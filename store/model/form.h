/*
 * form.h - one survey form: who is judged, and the answers. Pure.
 */
#ifndef STORE_MODEL_FORM_H
#define STORE_MODEL_FORM_H

#include "store/model/plan.h"

#define FORM_NUMBER_ROOM 40

/*
 * A form as it came. An organisation's form has a row of answers for each
 * unit it judges; a citizen's has one. `answer[question]` is 1..scale, 0 for
 * blank or "don't know".
 */
struct form_row {
	unsigned unit;
	uint8_t answer[LEAVES_MOST];
};
struct form {
	char number[FORM_NUMBER_ROOM]; /* unique within its survey */
	char group[FORM_NUMBER_ROOM];  /* respondent group */
	struct form_row *rows;         /* in the pool it was read into */
	unsigned n_rows;
};

/*
 * Reads {"number":"P-0001","group":"hdnd","units":{"D01":{"q1":1,...},...}}
 * or, for a citizen's form, {"number":"C-0001","group":"citizen",
 * "unit":"D01","answers":{"s1":5,...}}. Every fault names its pointer.
 */
enum err form_read(const struct plan *p, unsigned survey, const struct jv *json,
    struct pool *pool, struct form *out, struct fault *why);

/* Adds one row's answers to a unit's tallies, one per leaf of the plan.
 * ERR_OVERFLOW. */
enum err form_tally(const struct plan *p, unsigned survey,
    const struct form_row *row, struct tally *by_leaf);

#endif
