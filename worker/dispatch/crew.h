/*
 * crew.h - the worker processes a dispatcher keeps: started, started again
 * when they end, stopped by their ids.
 */
#ifndef WORKER_DISPATCH_CREW_H
#define WORKER_DISPATCH_CREW_H

#include <stdint.h>

#include "store/base/fault.h"

struct crew;

/* A crew of `n` workers, none started yet, each `program --config config`
 * (config NULL: without). The texts are borrowed. NULL: no memory. */
struct crew *crew_new(const char *program, const char *config, unsigned n);

/* Takes notice of those that ended, telling `ended` each id, and starts those
 * missing; one that ended is started again a second later. Returns when to
 * come again (run clock), INT64_MAX when all are at work. */
int64_t crew_tend(struct crew *crew, int64_t now,
    void (*ended)(void *self, uint64_t pid), void *self);

/* Asks all to stop, waits at most 4 s, kills who is left. Frees the crew. */
void crew_stop(struct crew **crew);

#endif
