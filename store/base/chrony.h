/*
 * chrony.h - what chronyd says about its clock: the tracking request and its
 * answer (protocol 6), as bytes. Pure: who asks and how is chrony_ask's part.
 */
#ifndef STORE_BASE_CHRONY_H
#define STORE_BASE_CHRONY_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/err.h"
#include "store/base/slice.h"

#define CHRONY_BYTES 104 /* of a request, and of a tracking answer */
#define CHRONY_PATH 108  /* most of a socket's name, with its end */

/* A tracking answer, in the units of this program: microseconds, rounded away
 * from zero, so that a sum of them is never too small. */
struct chrony_tracking {
	uint32_t ref_id;
	uint16_t stratum, leap;
	int64_t ref_us;                  /* when it last heard a source, UTC */
	int64_t correction_us;           /* |what it is still slewing| */
	int64_t delay_us, dispersion_us; /* to the root */
	int64_t interval_us;             /* between the last two updates */
};

/* The request for tracking with that sequence number. */
void chrony_request(uint32_t sequence, uint8_t out[CHRONY_BYTES]);

/*
 * Reads the answer to that request. ERR_MALFORMED for another length, version,
 * packet type, command, status, reply or sequence, for a time out of range and
 * for a float that is negative where none can be, or above a year.
 */
enum err chrony_read(struct slice answer, uint32_t sequence,
    struct chrony_tracking *out);

/* chrony's float: 7-bit signed exponent, 25-bit signed coefficient, value =
 * coefficient * 2^(exponent - 25); in microseconds rounded away from zero.
 * INT64_MAX or INT64_MIN when that does not fit. */
int64_t chrony_float_us(uint32_t bits);

/*
 * Whether the clock is disciplined as of `now`, and then its error bound by
 * chronyc's manual: |correction| + dispersion + delay / 2. Not disciplined:
 * leap 3, reference 0 or 7F7F0101 (its own clock: `local stratum` reports a
 * bound of nothing for it), a reference time after `now`, or free-running:
 * nothing heard for more than eight update intervals (64 s at least).
 */
bool chrony_bound(const struct chrony_tracking *t, int64_t now_us,
    int64_t *bound_us);

/* Whether it announces a leap second, of either sign, for this UTC day's end.
 */
bool chrony_leaps(const struct chrony_tracking *t);

/* ---- asking ---- */

/* One socket to chronyd. Zero-filled it is closed. */
struct chrony {
	int fd; /* one more than the descriptor, 0: closed */
	uint32_t sequence;
	char own[CHRONY_PATH]; /* our socket's name, removed at the end */
};

/* Asks at `path` (a Unix datagram socket; "port:N" is UDP on 127.0.0.1) and
 * waits at most `wait_ms`. ERR_NOT_FOUND when nobody is there, ERR_BUSY when
 * none came in time, ERR_MALFORMED. */
enum err chrony_ask(struct chrony *c, const char *path, int wait_ms,
    struct chrony_tracking *out);
void chrony_close(struct chrony *c);

#endif
