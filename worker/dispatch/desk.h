/*
 * desk.h - the dispatcher between doorbell, outbox and workers: turns what is
 * said on the sockets into the pump's words and back.
 *
 * Knows the bus and the pump. The outbox is reached through `struct desk_rows`,
 * so the desk itself never opens a store.
 */
#ifndef WORKER_DISPATCH_DESK_H
#define WORKER_DISPATCH_DESK_H

#include "worker/bus/sock.h"
#include "worker/dispatch/pump.h"

/* The outbox, as far as the desk needs it. */
struct desk_rows {
	/* Every row that is due: `*list` is borrowed until the next call. */
	enum err (*due)(void *self, const struct job **list, size_t *n);
	/* Notes that `job` failed. */
	enum err (
	    *failed)(void *self, const struct job *job, const char *reason);
	void *self;
};

struct desk;

/* Binds bell.ipc and jobs.ipc in `folder` (bus_folder approved it). */
enum err desk_open(struct desk **out, struct bus *bus, const char *folder,
    struct desk_rows rows, uint64_t first_ticket, struct fault *why);
void desk_close(struct desk **desk);

/* Waits for something to happen, at most until `until` (run clock), or until
 * `fd` can be read: then true. */
bool desk_wait(struct desk *desk, int fd, int64_t now, int64_t until);

/* Does all there is to do: hears bells and workers, records what was lost,
 * looks for rows when there is a reason to, hands out jobs. Returns whether
 * a bell rang or a job was done: something may be there to publish. */
bool desk_turn(struct desk *desk, int64_t now);

/* The worker with this process id ended. */
void desk_worker_ended(struct desk *desk, uint64_t pid);

struct pump_counts desk_counts(const struct desk *desk, int64_t now);

#endif
