/*
 * tar.h - plain tar archives (POSIX.1-1988 ustar) in the one way parindex
 * writes them: files only, mode 0644, no owner, no time. The same parts give
 * the same bytes.
 */
#ifndef STORE_ADMIN_TAR_H
#define STORE_ADMIN_TAR_H

#include "store/base/buf.h"
#include "store/base/digest.h"

#define TAR_NAME 101

/* Writing. After a failure nothing more is written and `err` says why. */
struct tar_out {
	int fd;
	struct buf manifest; /* a line of sha256sum for each part */
	uint64_t parts;
	enum err err;
};
void tar_part(struct tar_out *t, const char *name, struct slice bytes);
/* The file behind `fd`, from its start; ERR_BROKEN when it is shorter. */
void tar_file(struct tar_out *t, const char *name, int fd, uint64_t size);
void tar_end(struct tar_out *t);

/* Reading: steps from part to part; false at the end, or when anything is not
 * as it would have been written (`err` then is ERR_MALFORMED, or ERR_IO). */
struct tar_in {
	int fd;
	char name[TAR_NAME];
	uint64_t size, left;
	enum err err;
};
bool tar_next(struct tar_in *t);
/* Up to `room` bytes of the part; 0 at its end or after a failure. */
size_t tar_read(struct tar_in *t, void *to, size_t room);

#endif
