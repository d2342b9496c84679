/*
 * nurse.h - what the probe's parent and its nurse say to each other, over a
 * socket that keeps messages apart: an order with the documents' descriptors
 * and one to answer on; then the child's wait status.
 */
#ifndef WORKER_PROBE_NURSE_H
#define WORKER_PROBE_NURSE_H

#include "worker/probe/probe.h"

/* ERR_IO: the nurse is gone. */
enum err nurse_ask(int line, const struct order *order, const int *documents,
    int answers);

#endif
