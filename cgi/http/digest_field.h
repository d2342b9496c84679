/*
 * digest_field.h - Content-Digest and Repr-Digest (RFC 9530), sha-256 only.
 */
#ifndef CGI_HTTP_DIGEST_FIELD_H
#define CGI_HTTP_DIGEST_FIELD_H

#include <stdbool.h>

#include "store/base/buf.h"
#include "store/base/digest.h"

/*
 * Finds sha-256 in the field, a structured-field dictionary (RFC 9651).
 * `*found` is false when the field is absent or names other algorithms only.
 * A key that repeats counts the last time. ERR_MALFORMED.
 */
enum err digest_field_read(struct slice field, struct digest *out, bool *found);

/* Appends "sha-256=:<base64>:". */
void digest_field_put(struct buf *to, struct digest d);

#endif
