/*
 * stamper.h - has checkpoints stamped by the authorities of the configuration,
 * beside everything else the dispatcher does and in nobody's way.
 *
 * One parindex-stamp a call carries the request out and the answer back; only
 * what tsp_check finds good is kept. Whatever fails is written down and tried
 * again: 2 s later, 4 s, ... 5 min.
 */
#ifndef WORKER_DISPATCH_STAMPER_H
#define WORKER_DISPATCH_STAMPER_H

#include "store/base/conf.h"
#include "store/store.h"

struct stamper_crew;

/* `program` is parindex-stamp's path; it, conf and store are borrowed. NULL:
 * no memory. */
struct stamper_crew *stamper_new(const char *program, const struct conf *conf,
    struct store *store);

/* Takes in the answers of calls that ended and begins those that are due.
 * Returns when to come again (run clock); come too when a child ended. */
int64_t stamper_tend(struct stamper_crew *crew, int64_t now);

/* Ends the calls that are out. Frees. */
void stamper_stop(struct stamper_crew **crew);

/* ---- when, as pure functions ---- */

/* Seconds of back-off after the `failures`th in a row: 2, 4, ... 300. */
int64_t stamper_back_off(unsigned failures);

/* Seconds between two tokens: `interval`, but 10 around a deadline. */
int64_t stamper_interval(unsigned interval, bool near);

#endif
