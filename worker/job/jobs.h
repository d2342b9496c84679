/*
 * jobs.h - what a worker can do: one function a kind of job. Each is written
 * so that running it twice equals running it once.
 */
#ifndef WORKER_JOB_JOBS_H
#define WORKER_JOB_JOBS_H

#include "store/model/job.h"
#include "store/store.h"
#include "worker/probe/probe.h"

/* All a job is given to work with. */
struct hands {
	struct store *store;
	struct probe probe;
};

/* Runs the job as its row stands now; a row that is gone is a job done. On
 * failure `*why` says what a person should know. */
enum err job_run(struct hands *hands, const struct job *job, struct fault *why);

enum err job_score_unit(struct hands *hands, const struct job *job,
    struct fault *why);
enum err job_remind_unit(struct hands *hands, const struct job *job,
    struct fault *why);
enum err job_rejudge_unit(struct hands *hands, const struct job *job,
    struct fault *why);

#endif
