/*
 * zap.h - answers libzmq's question who may connect (RFC 27/ZAP).
 */
#ifndef WORKER_BUS_ZAP_H
#define WORKER_BUS_ZAP_H

#include "worker/bus/curve.h"

struct zap;

/* Starts the thread that answers for `context` (libzmq's). From then on the
 * keys in `curve->allowed` may connect to a CURVE socket and nobody else.
 * ERR_NO_MEMORY, ERR_IO, ERR_EXISTS (the context has one). */
enum err zap_start(struct zap **out, void *context, const struct curve *curve);

/* Waits for the thread's end; the context must have been shut down. */
void zap_join(struct zap **zap);

#endif
