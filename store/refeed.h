/*
 * refeed.h - a copy of a store gets a change feed of its own.
 */
#ifndef STORE_REFEED_H
#define STORE_REFEED_H

#include "store/base/fault.h"

/*
 * Gives the closed store at `path` a new feed id, so that whoever followed
 * the store it was copied from is told to begin again (410) once the copy has
 * taken its place: numbers given out after the copy was made would otherwise
 * be given out twice. ERR_NOT_A_STORE, ERR_IO.
 */
enum err store_refeed(const char *path, struct fault *why);

#endif
