/*
 * form_sums.c - forms counted before they are written.
 *
 * Touches nothing but its arguments and memory.
 */
#include "store/model/form_sums.h"

#include <stdlib.h>

static unsigned
groups(const struct form_sums *s)
{
	return s->plan->surveys[s->survey].n_respondents;
}

static size_t
cells(const struct form_sums *s)
{
	return (size_t)s->plan->n_units * groups(s);
}

enum err
form_sums_make(struct form_sums *out, const struct plan *plan, unsigned survey)
{
	*out = (struct form_sums){ .plan = plan, .survey = survey };
	out->of = calloc(cells(out) + 1, sizeof *out->of);
	return out->of == NULL ? ERR_NO_MEMORY : OK;
}

void
form_sums_free(struct form_sums *s)
{
	for (size_t i = 0; s->of != NULL && i < cells(s); i++)
		free(s->of[i]);
	free(s->of);
	*s = (struct form_sums){ 0 };
}

void
form_sums_clear(struct form_sums *s)
{
	memset(s->forms, 0, sizeof s->forms);
	memset(s->channel, 0, sizeof s->channel);
	for (size_t i = 0; i < cells(s); i++) {
		free(s->of[i]);
		s->of[i] = NULL;
	}
}

const int64_t *
form_sums_at(const struct form_sums *s, unsigned unit, unsigned group)
{
	return s->of[(size_t)unit * groups(s) + group];
}

int64_t *
form_sums_take(struct form_sums *s, unsigned unit, unsigned group)
{
	int64_t **at = &s->of[(size_t)unit * groups(s) + group];

	if (*at == NULL)
		*at = calloc(form_sums_width(s), sizeof **at);
	return *at;
}

bool
form_sums_judge(const struct form_sums *s, unsigned unit)
{
	for (unsigned g = 0; g < groups(s); g++)
		if (form_sums_at(s, unit, g) != NULL)
			return true;
	return false;
}

enum err
form_sums_add(struct form_sums *s, const struct form *form, int sign)
{
	unsigned questions = s->plan->surveys[s->survey].n_questions;
	int64_t *to;

	s->forms[form->respondents] += sign;
	if (form->channel[0] != '\0')
		s->channel[form->by_channel] += sign;
	for (unsigned i = 0; i < form->n_rows; i++) {
		const struct form_row *row = &form->rows[i];

		to = form_sums_take(s, row->unit, form->respondents);
		if (to == NULL)
			return ERR_NO_MEMORY;
		to[0] += sign;
		for (unsigned q = 0; q < questions; q++)
			if (row->answer[q] != 0)
				to[1 + q * ANSWERS_MOST + row->answer[q] - 1] +=
				    sign;
	}
	return OK;
}
