/*
 * pump.h - who does which job, and when again.
 *
 * The schedule, not the queue: the queue is the outbox in the store, and what
 * is due is told to the pump again and again. The pump remembers only what
 * may be forgotten: who holds what until when, and what must wait. It knows no
 * socket, no store and no clock; `now` is the run clock's microseconds.
 *
 *  1. A worker holds at most one job, a job is held by at most one worker.
 *  2. A job held longer than its kind's lease is lost, and so is one whose
 *     worker ended or says hello as somebody idle who has received it. A lost
 *     job is a failure like any other: a job that kills its workers must end
 *     in burial.
 *  3. After its n-th failure a job waits job_backoff_seconds(n).
 *  4. Among those due, the one due longest goes first, to the worker idle
 *     longest.
 *  5. What the store no longer lists and nobody holds is forgotten; buried
 *     rows are as if not listed. A job that was done stays out until the store
 *     lists it again: something was wanted since.
 *  6. A job that was done rests for PUMP_REST_US before it is handed out
 *     again. A unit that uploads one document after another is rescored at
 *     once for the first, and then some twenty times a second: each rescoring
 *     is a commit that uploads would have to wait for. In a rush, when more
 *     came between two handings out than PUMP_RUSH, for PUMP_RUSH_REST_US: then
 *     looking more often would not catch up either, and the disk and the
 *     processors are for those who wait for their answer.
 */
#ifndef WORKER_DISPATCH_PUMP_H
#define WORKER_DISPATCH_PUMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/base/err.h"
#include "store/model/job.h"

#define PUMP_NAME 33 /* a worker's name and its end */
#define PUMP_SILENCE_US                                                        \
	10000000 /* an idle worker unheard for this long                       \
		    is gone */

#define PUMP_REST_US 50000
#define PUMP_RUSH 128
#define PUMP_RUSH_REST_US 200000

struct worker_name {
	char text[PUMP_NAME];
};

struct pump;

/* `first_ticket` should differ from one dispatcher's life to the next, so that
 * an answer meant for the last one is not taken for ours. NULL: no memory. */
struct pump *pump_new(uint64_t first_ticket);
void pump_free(struct pump **pump);

/* The store's rows as they are now. ERR_NO_MEMORY: nothing changed. */
enum err pump_due(struct pump *p, const struct job *rows, size_t n,
    int64_t now);

/* A worker says it is idle; `seen` is the last ticket it received. One that
 * holds a job it has not received yet still holds it. ERR_NO_MEMORY. */
enum err pump_hello(struct pump *p, struct worker_name worker, uint64_t seen,
    int64_t now);

/* A worker ended, or cannot be reached. */
void pump_gone(struct pump *p, struct worker_name worker);

/* A worker's answer. False when it does not hold that ticket: too late, or an
 * answer to another dispatcher; the answer then means nothing. It is idle
 * afterwards. `*job` (may be NULL) is the job as it was handed out. */
bool pump_done(struct pump *p, struct worker_name worker, uint64_t ticket,
    int64_t now);
bool pump_failed(struct pump *p, struct worker_name worker, uint64_t ticket,
    int64_t now, struct job *job);

/* The handed job could not be sent: it is due as before, without a failure,
 * and the worker is gone. */
struct hand;
void pump_unsent(struct pump *p, const struct hand *hand);

/* The next job that was lost; call until false. The caller records the
 * failure. */
bool pump_lost(struct pump *p, int64_t now, struct job *job);

/* The next job to send; it is held from then on. Call until false. */
struct hand {
	struct worker_name worker;
	uint64_t ticket;
	struct job job;
};
bool pump_next(struct pump *p, int64_t now, struct hand *out);

/* When something will happen of itself: a lease ends or a wait is over.
 * INT64_MAX when nothing will. */
int64_t pump_wake(const struct pump *p, int64_t now);

/* For people: how many rows are known, held, waiting; workers idle and all. */
struct pump_counts {
	unsigned known, held, waiting, workers, idle;
};
struct pump_counts pump_counts(const struct pump *p, int64_t now);

#endif
