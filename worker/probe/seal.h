/*
 * seal.h - gives up everything a process may do but think and answer.
 */
#ifndef WORKER_PROBE_SEAL_H
#define WORKER_PROBE_SEAL_H

#include <linux/filter.h>

#include "store/base/err.h"

#define SEAL_STEPS 256 /* the list's room; it takes about 60 */

/* From this descriptor on, the first that is free in a child, all are on
 * /dev/null: they may be written to, and closed, after the seal. */
#define SEAL_NOWHERE 3

/* The list of system calls that stay, as the kernel takes it. */
struct seal {
	struct sock_fprog calls;
	struct sock_filter steps[SEAL_STEPS];
};

/* Makes the list, once for many children. ERR_NO_MEMORY, ERR_IO. */
enum err seal_prepare(struct seal *s);

/* Bounds this process before it opens anything: memory 1 GiB, 20 s of
 * processor time, few descriptors, no files, no core; it dies with its
 * parent. ERR_IO when the kernel refuses. */
enum err seal_limits(void);

/*
 * From here on this thread can use memory, write to descriptor 1 and to those
 * from SEAL_NOWHERE on, and end; any other system call kills the process
 * (seccomp). Where the kernel has Landlock, no path can be reached either.
 * There is no way back. ERR_IO: the seal does not hold, and no hostile byte may
 * be looked at.
 */
enum err seal(const struct seal *s);

#endif
