/*
 * rejudge_unit.c - has a unit's submissions judged again after its windows
 * changed.
 *
 * Knows that one act takes 64 of them. Touches them through look and act.
 */
#include "store/act/acts.h"
#include "store/look/foresight.h"
#include "store/look/looks.h"
#include "worker/job/jobs.h"

enum err
job_rejudge_unit(struct hands *hands, const struct job *job, struct fault *why)
{
	struct submission_id list[CHECKS_MOST];
	size_t n = 0;
	bool done;
	enum err e;

	do {
		e = look_misjudged(hands->store, job->period, job->unit, list,
		    CHECKS_MOST, &n);
		if (e == OK)
			e = act_rejudge_unit(hands->store, job, list,
			    (unsigned)n, &done);
	} while (e == OK && n > 0);
	return e == OK ? OK
		       : fault_set(why, e, "",
			     "Unit %s of period %s could not be judged again: "
			     "%s.",
			     job->unit.text, job->period.text, err_words(e));
}
