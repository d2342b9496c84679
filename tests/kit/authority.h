/*
 * authority.h - a time-stamp authority of RFC 3161 in this process: OpenSSL's
 * own responder, with a certificate of its own.
 */
#ifndef TESTS_KIT_AUTHORITY_H
#define TESTS_KIT_AUTHORITY_H

#include "store/base/buf.h"

/* Makes a key and a certificate and writes that into `ca_file`. */
struct authority *authority_open(const char *ca_file);
void authority_close(struct authority **a);

/* Appends the answer to a request, both DER. */
void authority_answer(struct authority *a, struct slice request,
    struct buf *answer);

#endif
