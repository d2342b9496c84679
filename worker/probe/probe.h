/*
 * probe.h - looks at what people uploaded, in a process that can do no harm
 * (design promise 12).
 *
 * Every document gets a child of its own: the document on descriptor 0, one
 * line on descriptor 1, nothing else open, no environment, bounded memory and
 * time, no way to open, connect or execute. The parent believes the line only
 * when it has the right shape and agrees with the document's name.
 *
 * Starting a program costs far more than looking at a document, so a nurse is
 * started once: it has the libraries loaded, never touches a document's bytes,
 * and forks a child for each document it is handed. Killing the nurse kills
 * the child.
 */
#ifndef WORKER_PROBE_PROBE_H
#define WORKER_PROBE_PROBE_H

#include <sys/types.h>

#include "store/base/file_kind.h"
#include "store/base/slice.h"
#include "worker/probe/result.h"

/* A zeroed one is ready; probe_close ends it. One thread at a time. */
struct probe {
	const char *program; /* the nurse is `program --probe`;
				NULL: the program that is running */
	unsigned wall_ms;    /* how long a child may take; 0: 120 s */
	/* the probe's own */
	pid_t nurse; /* 0: none */
	int line;    /* to it */
};

/* Where a document is: `size` bytes of the file behind `fd`, from `at` on; or a
 * pipe, all that it gives. */
struct part {
	int fd;
	uint64_t at, size;
};

/*
 * Judges a document whose name ends in `extension`. `part.fd` stays the
 * caller's. A child is given the file to map its part of, and by the time it
 * looks at a byte it can no longer reach the rest.
 * OK means `*out` holds a verdict, good or bad. ERR_IO, ERR_NO_MEMORY: no
 * child could be started or sealed, and nothing is known about the document.
 * Blocks until the child has ended.
 */
enum err probe_document(struct probe *p, struct part part,
    const char *extension, struct probe_result *out);

/* Ends the nurse, if there is one. */
void probe_close(struct probe *p);

/* What a program does whose first argument is "--probe": be the nurse, or
 * become parindex-probe of its own folder, which is nothing else. */
_Noreturn void probe_main(void);
_Noreturn void probe_become(void);

/* What a child is to do with descriptor 0. */
#define PROBE_EXTENSION 16
struct order {
	char extension[PROBE_EXTENSION];
	uint64_t at, size; /* of a file */
};

/* The nurse with children that do `child` (and then end with what it
 * returns): probe_main with another child, for tests. */
_Noreturn void probe_serve(int (*child)(void *self, const struct order *o),
    void *self);

#endif
