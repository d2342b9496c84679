/*
 * submission.c - the names of a submission's states and time sources, and the
 * status that follows from its verdict.
 *
 * Knows words. Touches nothing but its arguments.
 */
#include "store/model/submission.h"

#include <assert.h>

const char *
submission_status_name(enum submission_status s)
{
	static const char *const names[] = {
		[SUBMISSION_QUEUED] = "queued",
		[SUBMISSION_ACCEPTED] = "accepted",
		[SUBMISSION_LATE] = "late",
		[SUBMISSION_REJECTED] = "rejected",
		[SUBMISSION_SUPERSEDED] = "superseded",
		[SUBMISSION_WITHDRAWN] = "withdrawn",
	};
	static_assert(sizeof names / sizeof *names == SUBMISSION_STATUSES,
	    "all named");

	assert(s < SUBMISSION_STATUSES);
	return names[s];
}

const char *
time_source_name(enum time_source s)
{
	static const char *const names[] = {
		[TIME_FRONT] = "front",
		[TIME_HANDLER] = "handler",
		[TIME_SIMULATED] = "simulated",
	};

	assert(s <= TIME_SIMULATED);
	return names[s];
}

enum submission_status
submission_restated(const struct submission *s)
{
	if (s->status != SUBMISSION_ACCEPTED && s->status != SUBMISSION_LATE)
		return s->status;
	return submission_counts(s) ? SUBMISSION_ACCEPTED : SUBMISSION_LATE;
}
