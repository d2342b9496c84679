/*
 * remind_unit.c - has said what of a unit's evidence is missing.
 *
 * Touches the store through one act.
 */
#include "store/act/acts.h"
#include "worker/job/jobs.h"

enum err
job_remind_unit(struct hands *hands, const struct job *job, struct fault *why)
{
	enum err e = act_remind_unit(hands->store, job);

	return e == OK ? OK
		       : fault_set(why, e, "",
			     "Unit %s of period %s could not be reminded: %s.",
			     job->unit.text, job->period.text, err_words(e));
}
