/*
 * survey_score.h - the points of a leaf whose answers have weights, or percents
 * of their own. Pure, exact.
 *
 * 1. An answer is worth its option's percent; without options what the leaf's
 *    rule gives it (SURVEY: the percent in its place; SIPAS: 100 when
 *    satisfied, else 0). Blanks and "don't know" are no answers.
 * 2. Without weights all answers to a leaf are pooled:
 *    max x (sum of worths) / (100 x answers).
 * 3. With weights each group has its own mean, and the leaf is
 *    max x (sum of weight x mean / 100) / (sum of weights).
 * 4. A group without an answer is in neither sum; its weight is the others'.
 *    Groups of one name and one weight in several surveys are one group.
 * 5. One rounding, half up, to the period's leaf decimals, at the end.
 */
#ifndef STORE_MODEL_SURVEY_SCORE_H
#define STORE_MODEL_SURVEY_SCORE_H

#include "store/model/plan.h"

#define SURVEY_GROUPS_MOST 32
#define SURVEY_SUMS_MOST 1024

/* The answers of one group to one leaf of one unit. */
struct answer_sum {
	unsigned leaf;        /* index */
	const char *group;    /* its id; "" when pooled */
	struct points weight; /* 1 when pooled */
	uint64_t worth;       /* sum of percents, millionths */
	uint64_t answers;
};

/* Of one unit: at most one a leaf, or one a leaf and weighted group. */
struct answer_sums {
	struct answer_sum list[SURVEY_SUMS_MOST];
	unsigned n;
};

/*
 * Adds the answers to one survey by one of its groups about one unit,
 * `count[question * ANSWERS_MOST + answer]`, to the leaves that are scored by
 * groups. ERR_OVERFLOW.
 */
enum err answer_sums_add(struct answer_sums *to, const struct plan *p,
    const struct survey *s, unsigned group, const uint64_t *count);

/* How many answers a leaf got. */
uint64_t answer_sums_of(const struct answer_sums *from, unsigned leaf);

/*
 * The points of a leaf worth `max`. Appends the arithmetic unless `trace` is
 * NULL; where a group has fewer than FEW_ANSWERS answers, no group's share of
 * it, since the others' would give it away. ERR_DIVISION without any answer,
 * ERR_OVERFLOW.
 */
enum err survey_points(const struct answer_sums *from, unsigned leaf,
    struct points max, unsigned decimals, struct points *out,
    struct buf *trace);

/* Fewer answers than these are never shown alone. */
#define FEW_ANSWERS 5

#endif
