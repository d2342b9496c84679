/*
 * outside.h - the configured authorities and witnesses, as the log names them.
 */
#ifndef WORKER_DISPATCH_OUTSIDE_H
#define WORKER_DISPATCH_OUTSIDE_H

#include "store/base/conf.h"
#include "store/store.h"

/*
 * Has the log name them, when they have changed:
 *
 *     tsa NAME <SHA-256 of its file of certificates, or "unreadable"> URL
 *     witness NAME VKEY URL
 *
 * Nothing in a store that cannot be written, or whose clock is simulated.
 */
enum err outside_name(struct store *s, const struct conf *conf);

#endif
