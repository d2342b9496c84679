/*
 * give_up.c - the end of a process that lost track of its disk.
 *
 * Knows the log. Touches this process.
 */
#include "store/base/give_up.h"

#include <unistd.h>

#include "store/base/log.h"

_Noreturn void
give_up(const char *what, const char *why)
{
	log_line(LOG_IS_ERROR, "store-failed",
	    "%s: %s; nothing is known about what is on disk, ending", what,
	    why);
	_exit(70);
}
