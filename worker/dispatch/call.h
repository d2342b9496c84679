/*
 * call.h - one call to the outside: a parindex-stamp that carries a request
 * out and its answer back. Requests and answers travel in memory files, so no
 * pipe can block.
 */
#ifndef WORKER_DISPATCH_CALL_H
#define WORKER_DISPATCH_CALL_H

#include <sys/types.h>

#include "store/base/buf.h"

struct call {
	pid_t pid;   /* 0: nothing is out */
	int out;     /* the answer's memory file; -1 */
	int64_t end; /* when it is ended (run clock) */
};
#define CALL_NONE ((struct call){ .out = -1 })

/* What to post, and where; `wanted` is the answer's media type, "": any. It may
 * take so many seconds. */
struct call_to {
	const char *program; /* parindex-stamp's path */
	const char *url, *sent, *wanted;
	unsigned limit;
	struct slice body;
};
enum err call_begin(struct call *c, const struct call_to *to, int64_t now);

enum call_how {
	CALL_OUT,      /* not back yet */
	CALL_ANSWERED, /* `answer` is what was answered with status 200 */
	CALL_CONFLICT, /* the same with status 409 */
	CALL_FAILED,   /* `answer` is a sentence that says why */
};

/* Whether it is back; then it is over. One that takes too long is killed. */
enum call_how call_look(struct call *c, int64_t now, struct buf *answer);

/* When to look again at the latest. */
int64_t call_next(const struct call *c, int64_t now);

void call_stop(struct call *c);

#endif
