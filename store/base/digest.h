/*
 * digest.h - SHA-256 (FIPS 180-4) of bytes and of streams, and randomness.
 *
 * The only user of the hash library outside the ledger and the door.
 */
#ifndef STORE_BASE_DIGEST_H
#define STORE_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/base/err.h"
#include "store/base/slice.h"

#define DIGEST_BYTES 32
#define DIGEST_TEXT 65

struct digest {
	uint8_t b[DIGEST_BYTES];
};

/* SHA-256 of all of `bytes`. Cannot fail short of a broken library (then it
 * ends the process: nothing may go on without hashes). */
struct digest digest_of(struct slice bytes);

/* A hash in progress. `struct digest_stream` is opaque and owned: made by
 * _start (NULL when out of memory), ended by _end or _drop, each of which
 * empties the pointer. */
struct digest_stream;
struct digest_stream *digest_start(void);
void digest_more(struct digest_stream *s, struct slice bytes);
struct digest digest_end(struct digest_stream **s);
void digest_drop(struct digest_stream **s);

/* 64 lower-case hexadecimal digits and an end. */
void digest_text(struct digest d, char out[DIGEST_TEXT]);
/* Exactly 64 hexadecimal digits, either case: else ERR_MALFORMED. */
enum err digest_read(struct slice text, struct digest *out);

/* Constant time: says nothing about where two digests differ. */
bool digest_eq(struct digest a, struct digest b);

/* `n` bytes from the kernel; ERR_IO if it will not give them. */
enum err random_bytes(void *out, size_t n);

#endif
