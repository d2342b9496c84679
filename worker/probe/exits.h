/*
 * exits.h - with which status the probe's child ends when it cannot answer.
 */
#ifndef WORKER_PROBE_EXITS_H
#define WORKER_PROBE_EXITS_H

enum probe_exit {
	PROBE_EXIT_USAGE = 64,    /* not started by probe.c */
	PROBE_EXIT_UNSEALED = 70, /* the sandbox does not hold */
	PROBE_EXIT_UNREAD = 74,   /* the document could not be read */
};

#endif
