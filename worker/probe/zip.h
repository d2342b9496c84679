/*
 * zip.h - what an archive's directory says, without unpacking anything.
 */
#ifndef WORKER_PROBE_ZIP_H
#define WORKER_PROBE_ZIP_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/err.h"
#include "store/base/slice.h"

struct zip_facts {
	uint32_t entries;
	uint64_t packed, unpacked; /* bytes of all entries together */
	bool encrypted;            /* an entry wants a password */
	bool holds;                /* there is an entry named as asked */
	bool mimetype;             /* the first is "mimetype", stored */
	struct slice mime;         /* and these are its bytes (borrowed) */
};

/*
 * Reads the central directory (APPNOTE.TXT 4.3.12, 4.3.16) of `bytes`, which
 * must begin with a local header and end with the directory's end and its
 * comment. `wanted` is an entry's whole name. Sizes of the zip64 form count
 * as their 4 GiB. OK or ERR_MALFORMED.
 */
enum err zip_look(struct slice bytes, const char *wanted,
    struct zip_facts *out);

#endif
