/*
 * fence_file.h - the outside times around a receipt, as they were fetched
 * (GET /v1/submissions/{id}/fences), read and checked without a store.
 */
#ifndef STORE_ADMIN_FENCE_FILE_H
#define STORE_ADMIN_FENCE_FILE_H

#include "store/ledger/fence.h"

#define FENCES_MOST 16

/*
 * Every one must hold by `trust` for the entry of `receipt`, which `log`
 * signed; else the first that does not is said. ERR_MALFORMED for what is no
 * such file, ERR_TOO_BIG for more than FENCES_MOST.
 */
enum err fences_read(const char *path, const struct receipt *receipt,
    const struct note_key *log, const struct tsp_trust *trust,
    struct fence out[FENCES_MOST], unsigned *n, struct fault *why);

#endif
