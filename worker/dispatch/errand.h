/*
 * errand.h - one call to the outside: a parindex-stamp that carries a request
 * out and its answer back. Requests and answers travel in memory files, so no
 * pipe can block.
 */
#ifndef WORKER_DISPATCH_ERRAND_H
#define WORKER_DISPATCH_ERRAND_H

#include <sys/types.h>

#include "store/base/buf.h"

struct errand {
	pid_t pid;   /* 0: nothing is out */
	int out;     /* the answer's memory file; -1 */
	int64_t end; /* when it is ended (run clock) */
};
#define ERRAND_NONE ((struct errand){ .out = -1 })

/* What to post, and where; `wanted` is the answer's media type, "": any. */
struct errand_to {
	const char *program; /* parindex-stamp's path */
	const char *url, *sent, *wanted;
	struct slice body;
};
enum err errand_begin(struct errand *e, const struct errand_to *to,
    int64_t now);

enum errand_how {
	ERRAND_OUT,      /* not back yet */
	ERRAND_ANSWERED, /* `answer` is what was answered with status 200 */
	ERRAND_CONFLICT, /* the same with status 409 */
	ERRAND_FAILED,   /* `answer` is a sentence that says why */
};

/* Whether it is back; then it is over. One that takes too long is killed. */
enum errand_how errand_look(struct errand *e, int64_t now, struct buf *answer);

/* When to look again at the latest. */
int64_t errand_next(const struct errand *e, int64_t now);

void errand_stop(struct errand *e);

#endif
