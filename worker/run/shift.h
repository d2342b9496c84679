/*
 * shift.h - a worker at work: says hello, takes a job, does it, answers.
 *
 * Knows the bus. What the work is, it is told.
 */
#ifndef WORKER_RUN_SHIFT_H
#define WORKER_RUN_SHIFT_H

#include "store/model/job.h"
#include "worker/bus/sock.h"

/* Does one job. A failure's `*why` says why; only its detail is used. */
struct shift_work {
	enum err (*run)(void *self, const struct job *job, struct fault *why);
	void *self;
};

struct shift;

/* Connects to the dispatcher at `address`, whether one is there or not.
 * `name` is unique among workers, at most BUS_NAME_MOST bytes. */
enum err shift_open(struct shift **out, struct bus *bus, const char *address,
    const char *name, struct shift_work work, struct fault *why);
void shift_close(struct shift **shift);

/* Says hello, waits up to a second for a job, and does what came. True when
 * `fd` (-1: none) can be read and it is time to look at it. A dispatcher that
 * restarted learns of us by the next hello. */
bool shift_turn(struct shift *shift, int fd);

#endif
