/*
 * idempotency.h - the Idempotency-Key header (draft-ietf-httpapi-
 * idempotency-key-header-07).
 */
#ifndef CGI_HTTP_IDEMPOTENCY_H
#define CGI_HTTP_IDEMPOTENCY_H

#include "store/base/fault.h"
#include "store/base/slice.h"

#define IDEMPOTENCY_KEY_MOST 128

/* The key's own bytes. A zeroed one is "no key". */
struct idempotency_key {
	char text[IDEMPOTENCY_KEY_MOST + 1];
};

/*
 * Reads a structured-field string, or the same without quotes (many clients
 * send it bare): 1..128 visible ASCII characters; within quotes spaces too.
 * Absent: OK and a zeroed key. "abc" and abc are the same key.
 * ERR_MALFORMED, ERR_EMPTY, ERR_TOO_BIG.
 */
enum err idempotency_read(struct slice field, struct idempotency_key *out,
    struct fault *why);

#endif
