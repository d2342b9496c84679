/*
 * disclose.h - which groups of respondents may be shown alone, so that nobody
 * reads what a few persons answered. Pure.
 *
 * 1. A group without answers is in no part.
 * 2. A group with FEW_ANSWERS or more is a part of its own.
 * 3. Groups with fewer are one part together.
 * 4. While that part has fewer, the smallest other part joins it: or the
 *    total, less what is shown, would show it.
 * 5. When all together are fewer, nothing is shown.
 */
#ifndef STORE_MODEL_DISCLOSE_H
#define STORE_MODEL_DISCLOSE_H

#include "store/model/survey_score.h"

struct disclosed {
	unsigned parts;
	int part[RESPONDENTS_MOST];         /* of each group; -1: of none */
	uint64_t answers[RESPONDENTS_MOST]; /* of each part */
};

struct disclosed disclose(const uint64_t *answers, unsigned groups);

#endif
