/*
 * disk.h - on which disks a store may lie.
 */
#ifndef STORE_DB_DISK_H
#define STORE_DB_DISK_H

#include <stdbool.h>

#include "store/base/fault.h"

/* True for the file systems (statfs magic) whose locks or shared maps cannot
 * be trusted with a store: over a network, in user space, or layered. */
bool disk_is_refused(long magic);

/* Looks at the folder `path`: ERR_NETWORK_DISK, ERR_WRONG_OWNER (effective
 * user), ERR_NOT_A_STORE (no such folder), or why it cannot be looked at. */
enum err disk_check(const char *path, struct fault *why);

#endif
