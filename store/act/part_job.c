/*
 * part_job.c - what the acts of a unit's jobs begin with.
 *
 * Knows that a job names its period and unit, and whose a document is. Touches
 * the clock, and submissions for reading.
 */
#include "store/act/part.h"
#include "store/table/submissions.h"

enum err
part_job(struct store *s, const struct job *job, const struct plan **plan,
    unsigned *unit, struct reading *now)
{
	enum err e;
	int index;

	if ((e = part_plan(s, job->period, plan, NULL)) != OK ||
	    (e = store_now(s, now)) != OK)
		return e;
	if ((index = plan_unit(*plan, job->unit)) < 0)
		return ERR_UNKNOWN_UNIT;
	*unit = (unsigned)index;
	return OK;
}

enum err
part_job_submission(struct txn *t, const struct job *job,
    struct submission_id id, struct submission *out)
{
	if (!submissions_get(t, id, out))
		return ERR_BROKEN;
	return period_id_eq(out->period, job->period) &&
		       unit_id_eq(out->unit, job->unit)
		   ? OK
		   : ERR_CONFLICT;
}
