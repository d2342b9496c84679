/*
 * fence.h - what this process may still ask the kernel for.
 */
#ifndef CGI_DOOR_FENCE_H
#define CGI_DOOR_FENCE_H

#include <stddef.h>

#include "store/base/err.h"

/* A folder or file left open to the process. */
struct fence_gap {
	const char *path;
	enum fence_use {
		FENCE_READ,  /* read files and lists */
		FENCE_WRITE, /* read, write, make, link, rename, remove */
	} use;
};

/*
 * From now on neither this thread nor any it starts can gain privileges
 * (PR_SET_NO_NEW_PRIVS) or reach files beyond the `n` gaps (Landlock). Call
 * when everything is open and before threads start. What is open stays open.
 *
 * A kernel without Landlock is no failure: a warning is logged and the unit
 * file's own walls remain. A gap whose path is missing is skipped.
 * ERR_IO when the kernel has it and refuses.
 */
enum err fence_close(const struct fence_gap *gaps, size_t n);

#endif
