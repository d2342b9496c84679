/*
 * witness.h - has checkpoints cosigned by the witnesses of the configuration
 * (C2SP tlog-witness, add-checkpoint), beside everything else the dispatcher
 * does. A witness that has seen more of the log than there is tells that the
 * log was set back: that is said, and nothing smaller is ever sent as newer.
 */
#ifndef WORKER_DISPATCH_WITNESS_H
#define WORKER_DISPATCH_WITNESS_H

#include "store/base/conf.h"
#include "store/store.h"

struct witness_crew;

/* `program` is parindex-stamp's path; it, conf and store are borrowed.
 * ERR_MALFORMED for a key that is none of a witness. */
enum err witness_new(struct witness_crew **out, const char *program,
    const struct conf *conf, struct store *store, struct fault *why);

/* As stamper_tend and stamper_stop. */
int64_t witness_tend(struct witness_crew *crew, int64_t now);
void witness_stop(struct witness_crew **crew);

#endif
