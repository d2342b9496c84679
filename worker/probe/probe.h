/*
 * probe.h - looks at what people uploaded, in a process that can do no harm
 * (design promise 12).
 *
 * Every document gets a child of its own: the document on descriptor 0, one
 * line on descriptor 1, nothing else open, no environment, bounded memory and
 * time, no way to open, connect or execute. The parent believes the line only
 * when it has the right shape and agrees with the document's name.
 */
#ifndef WORKER_PROBE_PROBE_H
#define WORKER_PROBE_PROBE_H

#include "store/base/slice.h"
#include "store/base/file_kind.h"
#include "worker/probe/result.h"

struct probe {
	const char *program; /* started as `program --probe EXTENSION`;
				NULL: the program that is running */
	unsigned wall_ms;    /* how long a child may take; 0: 20 s */
};

/*
 * Judges the document behind `fd`, whose name ends in `extension`. `fd` stays
 * the caller's; a file is read from its start, a pipe from where it stands.
 * OK means `*out` holds a verdict, good or bad. ERR_IO, ERR_NO_MEMORY: no
 * child could be started or sealed, and nothing is known about the document.
 * Blocks until the child has ended. Safe beside other threads.
 */
enum err probe_document(const struct probe *p, int fd, const char *extension,
    struct probe_result *out);

/* The same for a document in memory. */
enum err probe_bytes(const struct probe *p, struct slice bytes,
    const char *extension, struct probe_result *out);

/* The child: what a program does when its first argument is "--probe". Never
 * returns. */
_Noreturn void probe_main(int argc, char **argv);

#endif
