/*
 * probe.h - looks at what people uploaded, in a process that can do no harm
 * (design promise 12).
 *
 * A document is looked at in a child: nothing open but the document and where
 * to answer, no environment, bounded memory and time, no way to open, connect
 * or execute. The parent believes what it says only when that has the right
 * shape and agrees with the document's name.
 *
 * Starting and sealing a child costs ten times what it takes to look at a small
 * document, so small ones of one sender share a child: who could make it lie
 * about the next document could have put the same bytes into that one.
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

/* One of many, and what came of it. */
struct asked {
	struct part part;
	const char *extension; /* which its name ends in */
	enum err err;          /* as probe_document gives it */
	struct probe_result result;
};

/* Judges `n` documents of one sender. Those of at most PROBE_SMALL bytes share
 * children, PROBE_TOGETHER each; when one does not answer for all of its
 * documents, each of them is judged again, alone. */
#define PROBE_SMALL (128 * 1024)
void probe_documents(struct probe *p, struct asked *asked, unsigned n);

/* Ends the nurse, if there is one. */
void probe_close(struct probe *p);

/* What a program does whose first argument is "--probe": be the nurse, or
 * become parindex-probe of its own folder, which is nothing else. */
_Noreturn void probe_main(void);
_Noreturn void probe_become(void);

/* What a child is to do. */
#define PROBE_TOGETHER 16
#define PROBE_EXTENSION 16
struct order {
	unsigned n; /* documents, from 1 on */
	struct task {
		char extension[PROBE_EXTENSION];
		uint64_t at, size; /* of a file */
	} tasks[PROBE_TOGETHER];
};

/* Does an order and returns the exit status. documents[0] is descriptor 0; the
 * others, which it closes, lie above 2. It answers on descriptor 1. */
typedef int (*probe_child_fn)(void *self, const struct order *order,
    const int *documents);

/* The nurse with such children: probe_main with another child, for tests. */
_Noreturn void probe_serve(probe_child_fn child, void *self);

#endif
