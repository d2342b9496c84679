/*
 * recompute.c - kept results against what their records give.
 *
 * Knows that a unit whose job is still to run may differ. Touches the store
 * through looks.
 */
#include "store/admin/recompute.h"

#include <stdio.h>

#include "store/look/looks.h"

/* Noted inside the look, told after it: one transaction at a time. */
struct differing {
	const struct plan *plan;
	bool unit[UNITS_MOST];
};

static void
note_unit(void *self, const struct plan *plan, unsigned unit)
{
	struct differing *d = self;

	d->plan = plan;
	d->unit[unit] = true;
}

static enum err
tell(struct admin *a, const struct plan *plan, unsigned unit, bool name_waiting,
    struct recomputed *out)
{
	struct job job = { .kind = JOB_SCORE_UNIT,
		.period = plan->period,
		.unit = plan->units[unit].id };
	enum err e = look_job(a->store, &job);
	bool waits = e == OK && !job.buried;

	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	if (waits)
		out->waiting++;
	else
		out->wrong++;
	if (waits && !name_waiting)
		return OK;
	(void)printf("period %s unit %s: %s\n", plan->period.text,
	    plan->units[unit].id.text,
	    waits        ? "its job is still to run"
	    : job.buried ? "its job is buried"
			 : "the kept result is not what its records give");
	return OK;
}

enum err
recompute_period(struct admin *a, struct period_id id, bool name_waiting,
    struct recomputed *out)
{
	struct differing d = { .plan = NULL };
	enum err e = look_recompute(a->store, id, note_unit, &d);

	if (d.plan == NULL)
		return e;
	for (unsigned i = 0; e == OK && i < d.plan->n_units; i++)
		if (d.unit[i])
			e = tell(a, d.plan, i, name_waiting, out);
	return e;
}

static void
tell_frozen(void *self, const struct plan *plan, unsigned unit)
{
	struct recomputed *out = self;

	out->wrong++;
	(void)printf("period %s unit %s: the published result is not what its "
		     "inputs give\n",
	    plan->period.text, plan->units[unit].id.text);
}

enum err
recompute_revision(struct admin *a, struct period_id id, uint64_t which,
    struct recomputed *out)
{
	return look_recompute_of(a->store, id, which, tell_frozen, out,
	    &a->why);
}
