/*
 * received.h - when a complete submission had arrived, as an interval (design
 * promise 6; audit.md 4.6 R1, R2). Pure.
 */
#ifndef STORE_MODEL_RECEIVED_H
#define STORE_MODEL_RECEIVED_H

#include "store/base/clock.h"
#include "store/model/submission.h"

/* What the handler knows after the read that gave the last byte. */
struct arrival {
	struct reading after; /* the wall clock, just after that read */
	bool has_front;       /* the web server stamped the last byte */
	struct moment front;
	struct span took; /* run time from first to last read */
	uint64_t bytes;   /* of the body */
};

/*
 * 1. latest = the handler's clock after the last read + U.
 * 2. A simulated store has no front server: both ends are its own clock.
 * 3. The front server's stamp is believed when there is one, reading took at
 *    most 1 s + 1 s per 20 MiB (else request buffering was off and the stamp
 *    is the first byte's), it is not after the handler's clock (both read one
 *    machine's), and the handler believes that clock: beside a reading that is
 *    carried on past a step, the stamp is the stepped clock's.
 * 4. earliest = that stamp - U, else the handler's clock - U.
 */
struct interval received_interval(const struct arrival *a,
    enum time_source *source);

#endif
