/*
 * encode.h - hexadecimal and base64 (RFC 4648), strict in, appended out.
 */
#ifndef STORE_BASE_ENCODE_H
#define STORE_BASE_ENCODE_H

#include "store/base/buf.h"

void hex_put(struct buf *to, struct slice bytes);         /* lower case */
enum err hex_get(struct slice text, void *out, size_t n); /* exactly n bytes */

void base64_put(struct buf *to, struct slice bytes);    /* standard, padded */
void base64url_put(struct buf *to, struct slice bytes); /* unpadded */

/* Appends the bytes. Standard alphabet with padding, no white space, no
 * stray bits: else ERR_MALFORMED. */
enum err base64_get(struct slice text, struct buf *to);
enum err base64url_get(struct slice text, struct buf *to);

#endif
