/*
 * program.h - one of our programs, run to its end.
 */
#ifndef TESTS_KIT_PROGRAM_H
#define TESTS_KIT_PROGRAM_H

#include "store/base/buf.h"

struct ran {
	int status; /* exit status; 128 + signal when it was killed */
	struct buf out, err;
};

/* Runs `path` with these arguments (argv[0] first, NULL at the end) and waits;
 * its input is empty. Fails the test when it cannot be run. The caller frees
 * by ran_free. */
struct ran program_run(const char *path, const char *const *argv);
void ran_free(struct ran *r);

#endif
