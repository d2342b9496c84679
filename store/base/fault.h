/*
 * fault.h - what a person must be told about a failure: where and why.
 */
#ifndef STORE_BASE_FAULT_H
#define STORE_BASE_FAULT_H

#include <stdbool.h>
#include <stddef.h>

#include "store/base/err.h"

/* One fault of an input. `pointer` is a JSON pointer (RFC 6901) into a body,
 * or "header:Name" or "query:name"; empty where no place applies. `detail` is
 * one whole English sentence that names the field, the limit or the clause. */
struct fault {
	enum err err;
	char pointer[192];
	char detail[384];
};

/* Fills `*f` (NULL is allowed and ignored) and returns `e`, so that a caller
 * writes `return fault_set(f, ERR_RANGE, "/leaf", "...")`. The first fault
 * stays: a filled `*f` is not overwritten. */
enum err fault_set(struct fault *f, enum err e, const char *pointer,
    const char *detail, ...) __attribute__((format(printf, 4, 5)));

#ifdef __clang_analyzer__
/* The analyzer does not see into another file that `e` comes back. */
#define fault_set(f, e, ...) ((void)fault_set(f, e, __VA_ARGS__), (e))
#endif

/* A growing list of faults; owned, freed by faults_free. Remembers running
 * out of memory. */
struct faults {
	struct fault *list;
	size_t n, room;
	bool lost;
};

/* Adds one; returns `e`. */
enum err faults_add(struct faults *fs, enum err e, const char *pointer,
    const char *detail, ...) __attribute__((format(printf, 4, 5)));
void faults_free(struct faults *fs);

#endif
