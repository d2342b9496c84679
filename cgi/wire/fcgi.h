/*
 * fcgi.h - one FastCGI request on one connection.
 *
 * The only room-mate of the FastCGI library. Connections are accepted and
 * waited for by wire.c; the library only speaks the protocol.
 */
#ifndef CGI_WIRE_FCGI_H
#define CGI_WIRE_FCGI_H

#include <stdbool.h>

#include "cgi/wire/wire.h"

/* Readies the library; once before threads. ERR_IO. */
enum err fcgi_start(void);

/* One thread's means: the library's request and room to work in. */
struct fcgi;

/* ERR_NO_MEMORY. */
enum err fcgi_open(struct fcgi **out);
void fcgi_close(struct fcgi **f);

/*
 * Reads one request from `fd`, has it answered, sends the answer and discards
 * what was left of the body. True when the connection can carry another
 * request; false when it is closed.
 */
bool fcgi_serve(struct fcgi *f, int fd, const struct wire_options *o);

#endif
