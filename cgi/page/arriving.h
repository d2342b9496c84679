/*
 * arriving.h - what every request that brings evidence says about itself: when
 * its last byte had come, and by which key a repetition is known. For cgi/page.
 */
#ifndef CGI_PAGE_ARRIVING_H
#define CGI_PAGE_ARRIVING_H

#include "cgi/http/ask.h"
#include "store/model/received.h"
#include "store/model/submission.h"
#include "store/store.h"

/* After the read that gave the last byte; `started` is the run clock before the
 * first one. */
enum err arriving_note(struct store *s, const struct ask *a, int64_t started,
    struct arrival *out);

/* SHA-256 of the Idempotency-Key, where there is one. */
enum err arriving_key(const struct ask *a, bool *has, struct digest *key,
    struct fault *why);

/* Within how many hours the bytes must follow the commitment that the
 * submission completes; 0 where it completes none. Not inside a transaction. */
struct span arriving_within(struct store *s, const struct submission *sub);

#endif
