/*
 * job.c - kinds of background work and their policy.
 *
 * Knows the table. Touches nothing.
 */
#include "store/model/job.h"

#include <assert.h>

#define BACKOFF_MOST 300

/* clang-format off */
const struct job_policy job_policies[JOB_KINDS] = {
	/*                    name       lease, seconds  tries */
	[JOB_SCORE_UNIT] = { "score-unit",           60,    10 },
	[JOB_REMIND_UNIT] = { "remind-unit",         60,    10 },
	[JOB_REJUDGE_UNIT] = { "rejudge-unit",       60,    10 },
};
/* clang-format on */

enum job_kind
job_kind_read(struct slice name)
{
	for (unsigned k = 0; k < JOB_KINDS; k++)
		if (slice_is(name, job_policies[k].name))
			return (enum job_kind)k;
	return JOB_KINDS;
}

unsigned
job_backoff_seconds(unsigned failures)
{
	assert(failures > 0);
	return failures > 8 ? BACKOFF_MOST : 1u << (failures - 1);
}
