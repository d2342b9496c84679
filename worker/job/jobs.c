/*
 * jobs.c - THE table: kind of job to function.
 *
 * Knows which jobs there are. Touches the outbox, for reading.
 */
#include "worker/job/jobs.h"

#include <assert.h>

#include "store/look/looks.h"

static enum err (*const table[])(struct hands *, const struct job *,
    struct fault *) = {
	[JOB_SCORE_UNIT] = job_score_unit,
	[JOB_REMIND_UNIT] = job_remind_unit,
	[JOB_REJUDGE_UNIT] = job_rejudge_unit,
};
static_assert(sizeof table / sizeof *table == JOB_KINDS,
    "every kind of job has its function");

enum err
job_run(struct hands *hands, const struct job *job, struct fault *why)
{
	struct job row = { .kind = job->kind,
		.period = job->period,
		.unit = job->unit };
	enum err e = look_job(hands->store, &row);

	if (e == ERR_NOT_FOUND)
		return OK;
	if (e != OK)
		return fault_set(why, e, "",
		    "The job's row cannot be read: "
		    "%s.",
		    err_words(e));
	return table[row.kind](hands, &row, why);
}
