/*
 * ring.h - the doorbell, for processes that commit.
 *
 * A ring tells the dispatcher that there may be something to do. Losing one
 * costs up to the dispatcher's next scan, never a job.
 *
 * A bell that rang rests: for BELL_REST_US its next rings are left out. Who
 * hears one looks again after twice that, and so sees what they were about.
 */
#ifndef WORKER_BUS_RING_H
#define WORKER_BUS_RING_H

#include "worker/bus/sock.h"

#define BELL_REST_US 5000

struct bell;

/* Opens a bell to `address`; nobody need be there yet. The bus must outlive
 * it. */
enum err bell_open(struct bell **out, struct bus *bus, const char *address,
    struct fault *why);
void bell_close(struct bell **bell);

/* Rings; `self` is a struct bell. Any thread, never blocks on the network,
 * says nothing about success: the shape of env_after_commit's hook. */
void bell_ring(void *self);

#endif
