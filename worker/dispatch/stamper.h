/*
 * stamper.h - has checkpoints stamped by the authorities of the configuration
 * (RFC 3161), beside everything else the dispatcher does and in nobody's way.
 *
 * Only what tsp_check finds good is kept.
 */
#ifndef WORKER_DISPATCH_STAMPER_H
#define WORKER_DISPATCH_STAMPER_H

#include "worker/dispatch/errand.h"

/* An errand to each authority of `conf`, which is borrowed. ERR_NO_MEMORY. */
enum err stampers_send(struct errands *all, const struct conf *conf);

#endif
