/*
 * form_sums.h - what forms of one survey change: how many there are, and how
 * often each answer was given, by unit judged and group of respondents.
 *
 * Forms that go (the old answers of a correction) are taken away, so numbers
 * may be below zero here.
 */
#ifndef STORE_MODEL_FORM_SUMS_H
#define STORE_MODEL_FORM_SUMS_H

#include "store/model/form.h"

struct form_sums {
	const struct plan *plan;
	unsigned survey;
	int64_t forms[RESPONDENTS_MOST]; /* by group */
	int64_t channel[CHANNELS_MOST];  /* by channel, where there are any */
	int64_t **of; /* by unit and group; NULL where nothing came */
};

enum err form_sums_make(struct form_sums *out, const struct plan *plan,
    unsigned survey);
void form_sums_free(struct form_sums *s);

/* Back to nothing, the memory kept. */
void form_sums_clear(struct form_sums *s);

/* Adds a form (`sign` 1) or takes one away (-1). ERR_NO_MEMORY. */
enum err form_sums_add(struct form_sums *s, const struct form *form, int sign);

/* Of one unit and group: [0] is the forms that judged the unit, then
 * ANSWERS_MOST counts a question. NULL: untouched. form_sums_take makes it. */
const int64_t *form_sums_at(const struct form_sums *s, unsigned unit,
    unsigned group);
int64_t *form_sums_take(struct form_sums *s, unsigned unit, unsigned group);

/* How many numbers stand there. */
static inline size_t
form_sums_width(const struct form_sums *s)
{
	return 1 +
	       (size_t)s->plan->surveys[s->survey].n_questions * ANSWERS_MOST;
}

/* Was the unit judged by any of the forms? */
bool form_sums_judge(const struct form_sums *s, unsigned unit);

#endif
