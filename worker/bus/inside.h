/*
 * inside.h - what the files of this folder share. Nothing outside includes it.
 */
#ifndef WORKER_BUS_INSIDE_H
#define WORKER_BUS_INSIDE_H

#include "worker/bus/zap.h"

struct bus {
	void *context;
	struct zap *zap; /* once something listens to others' keys */
};

#endif
