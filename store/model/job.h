/*
 * job.h - kinds of background work and their policy, as one table.
 */
#ifndef STORE_MODEL_JOB_H
#define STORE_MODEL_JOB_H

#include "store/base/id.h"

enum job_kind {
	JOB_SCORE_UNIT,   /* check new documents, rescore the unit, re-rank */
	JOB_REMIND_UNIT,  /* say what of the unit's evidence is missing */
	JOB_REJUDGE_UNIT, /* its submissions again, after a change of windows */
	JOB_KINDS
};

struct job_policy {
	const char *name; /* "score-unit" */
	unsigned lease_seconds;
	unsigned tries; /* failures before burial */
};
extern const struct job_policy job_policies[JOB_KINDS];

enum job_kind job_kind_read(struct slice name); /* JOB_KINDS if unknown */

/* Seconds to wait after the n-th failure (from 1): 1, 2, 4 ... 300. */
unsigned job_backoff_seconds(unsigned failures);

/* A job row is (kind, period, unit): a thousand uploads for one unit are one
 * row whose `wanted` was raised a thousand times. */
struct job {
	enum job_kind kind;
	struct period_id period;
	struct unit_id unit;
	uint64_t wanted;   /* raised by every act that asks */
	uint64_t rests_on; /* newest log entry that asked */
	unsigned failures;
	bool buried;
	char reason[256]; /* of the last failure */
};

#endif
