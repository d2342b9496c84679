/*
 * listen.h - the Unix socket that the web server connects to.
 */
#ifndef CGI_WIRE_LISTEN_H
#define CGI_WIRE_LISTEN_H

#include <stdbool.h>

#include "store/base/fault.h"

/* A listening, non-blocking socket of mode 0660 at `path`, in `*fd`. A socket
 * file nobody answers at is replaced. Errors as wire_open. */
enum err listen_at(const char *path, int *fd, struct fault *why);

/* Is `fd` a listening socket? */
bool is_listening(int fd);

#endif
