/*
 * door.h - what every page is given: the store, the limits, the counters, and
 * for one request also who asks.
 */
#ifndef CGI_DOOR_DOOR_H
#define CGI_DOOR_DOOR_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "cgi/door/throttle.h"
#include "store/model/role.h"
#include "store/store.h"

/* What /metrics counts; the rest it asks the store. */
struct door_counts {
	atomic_uint_fast64_t requests[6]; /* by status / 100 */
	atomic_uint_fast64_t uploads;     /* submissions taken */
	atomic_uint_fast64_t upload_bytes;
};

struct door {
	struct store *store;
	struct throttle *throttle;
	uint64_t upload_most; /* bytes of one document */
	uint64_t day_most;    /* bytes a token a day */
	unsigned threads;
	atomic_uint waiting;  /* readers of the change feed held up */
	atomic_bool stopping; /* no one waits any longer */
	struct door_counts counts;
	/* one thread draws at a time: the libraries of store/paper are not for
	 * several. Zero-filled it is a mutex that is free. */
	pthread_mutex_t paper;
};

/* One request at the door. */
struct visit {
	struct door *door;
	struct who who; /* ROLE_NOBODY where none is needed */
};

#endif
