/*
 * publication.c - words of a publication, and what results may be called.
 *
 * Knows the law below. Touches nothing but its arguments.
 *
 *  P1. A revision that was published is *published*, for ever.
 *  P2. Working results are *final* once the council's minutes are kept, which
 *      cannot be before the last appraisal has closed.
 *  P3. Else they are *appraised* once appraisal has closed for every block.
 *  P4. Else they are *provisional*.
 */
#include "store/model/publication.h"

#include <assert.h>

static const char *const kinds[] = {
	[RECORD_MINUTES] = "minutes",
	[RECORD_DECISION] = "decision",
};
static_assert(sizeof kinds / sizeof *kinds == RECORD_KINDS, "all named");

static const char *const statuses[] = {
	[RESULTS_PROVISIONAL] = "provisional",
	[RESULTS_APPRAISED] = "appraised",
	[RESULTS_FINAL] = "final",
	[RESULTS_PUBLISHED] = "published",
};
static_assert(sizeof statuses / sizeof *statuses == RESULTS_STATUSES,
    "all named");

const char *
record_kind_name(enum record_kind k)
{
	assert(k < RECORD_KINDS);
	return kinds[k];
}

enum record_kind
record_kind_read(struct slice name)
{
	for (unsigned k = 0; k < RECORD_KINDS; k++)
		if (slice_is(name, kinds[k]))
			return (enum record_kind)k;
	return RECORD_KINDS;
}

const char *
results_status_name(enum results_status s)
{
	assert(s < RESULTS_STATUSES);
	return statuses[s];
}

bool
appraisal_over(const struct plan *p, struct moment now)
{
	const struct window *w;

	for (w = p->windows; w < p->windows + p->n_windows; w++)
		if ((w->stage == STAGE_APPRAISAL || w->stage == STAGE_ROUND2) &&
		    plan_window_in_force(p, w) && moment_before(now, w->closes))
			return false;
	return true;
}

enum results_status
results_status_of(bool appraisal_closed, bool minutes)
{
	if (!appraisal_closed)
		return RESULTS_PROVISIONAL;
	return minutes ? RESULTS_FINAL : RESULTS_APPRAISED;
}
