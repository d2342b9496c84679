/*
 * witness.h - has checkpoints cosigned by the witnesses of the configuration
 * (C2SP tlog-witness, add-checkpoint), beside everything else the dispatcher
 * does. A witness that has seen more of the log than there is tells that the
 * log was set back: that is said, and nothing smaller is ever sent as newer.
 */
#ifndef WORKER_DISPATCH_WITNESS_H
#define WORKER_DISPATCH_WITNESS_H

#include "worker/dispatch/errand.h"

/* An errand to each witness of `conf`, which is borrowed. ERR_MALFORMED for a
 * key that is none of a witness; ERR_NO_MEMORY. */
enum err witnesses_send(struct errands *all, const struct conf *conf,
    struct fault *why);

#endif
