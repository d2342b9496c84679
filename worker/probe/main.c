/*
 * main.c - parindex-probe: the nurse and its children, a program of their own.
 *
 * Knows nothing. It is not part of parindex-worker because a fork copies what
 * is mapped: the worker's libraries would cost more than the look at a
 * document, and need not be near hostile bytes.
 */
#include <sys/resource.h>

#include "worker/probe/probe.h"

int
main(void)
{
	/* At 23:58 an upload goes before a check: what was taken in is judged
	 * just the same afterwards. Only the looks yield: a worker that slept
	 * in its act would hold the store's write lock meanwhile. */
	(void)setpriority(PRIO_PROCESS, 0, 15);
	probe_main();
}
