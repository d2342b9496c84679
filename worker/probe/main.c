/*
 * main.c - parindex-probe: the nurse and its children, a program of their own.
 *
 * Knows nothing. It is not part of parindex-worker because a fork copies what
 * is mapped: the worker's libraries would cost more than the look at a
 * document, and need not be near hostile bytes.
 */
#include "worker/probe/probe.h"

int
main(void)
{
	probe_main();
}
