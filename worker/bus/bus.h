/*
 * bus.h - the process's part of the message bus, and the folder where the
 * machine's sockets lie. One context a process; no fork after it was made
 * (spawn is fine).
 */
#ifndef WORKER_BUS_BUS_H
#define WORKER_BUS_BUS_H

#include "store/base/fault.h"

struct bus;

/* Makes the process's context. ERR_NO_MEMORY, ERR_IO. */
enum err bus_open(struct bus **out, struct fault *why);

/* Ends it, after its sockets. Blocks until its threads are gone. */
void bus_close(struct bus **bus);

/* Makes `path` (mode 0750) where nothing is; refuses with ERR_WRONG_OWNER a
 * folder that others may enter or that is not the caller's. */
enum err bus_folder(const char *path, struct fault *why);

/* The address of the socket called `name` in the bus's folder. */
#define BUS_ADDRESS 320
#define BUS_BELL "bell.ipc"
#define BUS_JOBS "jobs.ipc"
void bus_address(const char *folder, const char *name, char out[BUS_ADDRESS]);

#endif
