/*
 * arrival.h - when the last byte of a request came, as an interval.
 *
 * Design promise 6. Pure: the readings come in.
 */
#ifndef CGI_HTTP_ARRIVAL_H
#define CGI_HTTP_ARRIVAL_H

#include <stdbool.h>

#include "cgi/http/ask.h"
#include "store/base/clock.h"

struct arrival {
	struct interval at;
	bool by_front; /* earliest is the web server's stamp, not ours */
};

/*
 * The arrival of `a`, whose body has been read to its end. `now` is the wall
 * clock after the last read, `reading` how long the reading took by the run
 * clock.
 *
 *  latest    now + U.
 *  earliest  the front's stamp - U, when there is one and it can be believed:
 *            the store is not simulated; the body came at the speed of a
 *            buffered one (1 s, and 1 s for every 20 MiB), else the front
 *            sent it on while it arrived and the stamp is the first byte's;
 *            and it is not after `now` (both read one machine's clock).
 *            Otherwise now - U.
 */
struct arrival arrival_of(const struct ask *a, struct span reading,
    const struct reading *now);

#endif
