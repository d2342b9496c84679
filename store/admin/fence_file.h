/*
 * fence_file.h - the outside times around a receipt, as they were fetched
 * (GET /v1/submissions/{id}/fences), read and checked without a store.
 */
#ifndef STORE_ADMIN_FENCE_FILE_H
#define STORE_ADMIN_FENCE_FILE_H

#include "store/ledger/fence.h"

#define FENCES_MOST 16

/* Hands on each proof of such a file, whatever it is worth, until one is not
 * taken; what it points at lasts for the call. ERR_MALFORMED for what is no
 * such file, ERR_TOO_BIG for more than FENCES_MOST. */
typedef enum err fence_taker(void *self, const struct fence_proof *p);
enum err fences_parse(struct slice text, fence_taker *take, void *self,
    struct fault *why);

/*
 * Every one must hold by `trust` for the entry of `receipt`, which `log`
 * signed; else the first that does not is said. ERR_MALFORMED for what is no
 * such file, ERR_TOO_BIG for more than FENCES_MOST.
 */
enum err fences_read(const char *path, const struct receipt *receipt,
    const struct note_key *log, const struct tsp_trust *trust,
    struct fence out[FENCES_MOST], unsigned *n, struct fault *why);

#endif
