/*
 * listen.c - making the socket file.
 *
 * Knows Unix sockets. Touches the socket's folder.
 */
#include "cgi/wire/listen.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "cgi/wire/wire.h"

bool
is_listening(int fd)
{
	int yes = 0;
	socklen_t n = sizeof yes;

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &n) == 0 &&
	       yes != 0;
}

static int
unix_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/* Removes a socket file that nobody listens behind. Two processes that start
 * in the same instant may both get here; the store's own lock settles who
 * serves. */
static enum err
clear(const struct sockaddr_un *at, struct fault *why)
{
	struct stat st;
	int probe, refused;

	if (lstat(at->sun_path, &st) != 0)
		return OK;
	if (!S_ISSOCK(st.st_mode))
		return fault_set(why, ERR_EXISTS, "",
		    "%s is there and is no socket", at->sun_path);
	if ((probe = unix_socket()) < 0)
		return fault_set(why, ERR_IO, "", "socket: %s",
		    strerror(errno));
	refused =
	    connect(probe, (const struct sockaddr *)at, sizeof *at) != 0 &&
	    errno == ECONNREFUSED;
	close(probe);
	if (!refused)
		return fault_set(why, ERR_EXISTS, "",
		    "another process listens at %s", at->sun_path);
	if (unlink(at->sun_path) != 0 && errno != ENOENT)
		return fault_set(why, ERR_IO, "", "cannot remove %s: %s",
		    at->sun_path, strerror(errno));
	return OK;
}

enum err
listen_at(const char *path, int *fd, struct fault *why)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	enum err e;

	*fd = -1;
	if (strlen(path) > WIRE_SOCKET_PATH_MOST)
		return fault_set(why, ERR_TOO_BIG, "",
		    "the socket's path is longer than %d bytes",
		    WIRE_SOCKET_PATH_MOST);
	memcpy(at.sun_path, path, strlen(path));
	if ((e = clear(&at, why)) != OK)
		return e;
	if ((*fd = unix_socket()) < 0)
		goto failed;
	/* Nobody can connect before listen(), so there is no moment with
	 * wider permissions; and the umask is the whole process's. */
	if (bind(*fd, (struct sockaddr *)&at, sizeof at) != 0 ||
	    chmod(path, 0660) != 0 || listen(*fd, SOMAXCONN) != 0)
		goto failed;
	return OK;
failed:
	e = fault_set(why, ERR_IO, "", "cannot listen at %s: %s", path,
	    strerror(errno));
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	return e;
}
