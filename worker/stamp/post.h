/*
 * post.h - one HTTP POST to an authority outside, and nothing else.
 *
 * The only outgoing network of the workers; store and keys are not here.
 */
#ifndef WORKER_STAMP_POST_H
#define WORKER_STAMP_POST_H

#include "store/base/buf.h"
#include "store/base/fault.h"

#define POST_MOST (64 * 1024) /* bytes of request and answer */

/*
 * Posts `body` as media type `sent`, within `seconds`, and appends the answer,
 * which must come with status 200 and as media type `wanted` ("": any). No
 * redirection is followed. ERR_CONFLICT with the answer for status 409.
 * ERR_TIMEOUT, ERR_IO (not reached), ERR_MEDIA_TYPE, ERR_TOO_BIG, ERR_EMPTY,
 * ERR_FORBIDDEN (another status); a sentence in `*why`.
 */
enum err post(const char *url, const char *sent, const char *wanted,
    unsigned seconds, struct slice body, struct buf *answer, struct fault *why);

#endif
