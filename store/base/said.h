/*
 * said.h - a text that somebody wrote as a member of a JSON object.
 */
#ifndef STORE_BASE_SAID_H
#define STORE_BASE_SAID_H

#include "store/base/json_in.h"

/* Member `key`, normalised (text.h), into `out` with a zero behind it; "" when
 * it is not there. ERR_MALFORMED, ERR_ENCODING, ERR_TOO_BIG for `room` bytes
 * or more, said at the member's pointer. */
enum err said_text(const struct jv *object, const char *key, char *out,
    size_t room, struct fault *why);

#endif
