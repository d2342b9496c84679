/*
 * bus.c - the process's part of the message bus.
 *
 * Knows libzmq's context. Touches it, and the bus's folder.
 */
#include "worker/bus/bus.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "worker/bus/inside.h"

enum err
bus_open(struct bus **out, struct fault *why)
{
	struct bus *bus = calloc(1, sizeof *bus);

	*out = NULL;
	if (bus == NULL)
		return ERR_NO_MEMORY;
	if ((bus->context = zmq_ctx_new()) == NULL) {
		free(bus);
		return fault_set(why, ERR_IO, "",
		    "The message library gives no context: %s.",
		    zmq_strerror(errno));
	}
	*out = bus;
	return OK;
}

void
bus_close(struct bus **bus)
{
	if (*bus == NULL)
		return;
	(void)zmq_ctx_shutdown((*bus)->context);
	zap_join(&(*bus)->zap);
	while (zmq_ctx_term((*bus)->context) != 0 && errno == EINTR)
		;
	free(*bus);
	*bus = NULL;
}

enum err
bus_folder(const char *path, struct fault *why)
{
	struct stat st;

	if (mkdir(path, 0750) != 0 && errno != EEXIST)
		return fault_set(why, ERR_IO, "",
		    "The folder %s cannot be made: %s.", path, strerror(errno));
	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
		return fault_set(why, ERR_IO, "", "%s is no folder.", path);
	if (st.st_uid != geteuid() || (st.st_mode & S_IRWXO) != 0)
		return fault_set(why, ERR_WRONG_OWNER, "",
		    "The folder %s must be the service's own and closed to "
		    "others (mode 0750).",
		    path);
	return OK;
}

void
bus_address(const char *folder, const char *name, char out[BUS_ADDRESS])
{
	(void)snprintf(out, BUS_ADDRESS, "ipc://%s/%s", folder, name);
}
