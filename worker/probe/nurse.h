/*
 * nurse.h - what the probe's parent and its nurse say to each other, over a
 * socket that keeps messages apart: a document's extension with its descriptor
 * and one to answer on; then the child's wait status.
 */
#ifndef WORKER_PROBE_NURSE_H
#define WORKER_PROBE_NURSE_H

#include "store/base/err.h"

#define NURSE_EXTENSION 16

/* ERR_IO: the nurse is gone. */
enum err nurse_ask(int line, const char *extension, int document, int answers);

#endif
