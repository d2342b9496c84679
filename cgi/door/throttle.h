/*
 * throttle.h - how many requests at once, how many failed sign-ins.
 *
 * Kept in memory, bounded, forgotten at restart. Bytes a day are the store's
 * business. Time is the run clock's, given by the caller.
 */
#ifndef CGI_DOOR_THROTTLE_H
#define CGI_DOOR_THROTTLE_H

#include <stdint.h>

#include "store/base/err.h"
#include "store/base/id.h"
#include "store/base/slice.h"

struct throttle_options {
	unsigned open_most;     /* requests at once, one token (16) */
	unsigned failures_most; /* failed sign-ins before a pause (10) */
	int64_t window_us;      /* that they must fall into (60 s) */
	int64_t pause_us;       /* first pause; doubles, to 64 times (10 s) */
};

struct throttle;

/* NULL in `*out` and ERR_NO_MEMORY when there is none. */
enum err throttle_open(struct throttle **out, struct throttle_options o);
void throttle_close(struct throttle **t);

/* A request of `token` begins: OK, then throttle_leave must follow; or
 * ERR_QUOTA, then it must not. */
enum err throttle_enter(struct throttle *t, struct token_id token);
void throttle_leave(struct throttle *t, struct token_id token);

/* May `remote` (an address as text) try to sign in at `now_us`? OK or
 * ERR_QUOTA with the seconds to wait in `*wait`. */
enum err throttle_may_sign_in(struct throttle *t, struct slice remote,
    int64_t now_us, unsigned *wait);

/* It tried a token that is none. */
void throttle_failed(struct throttle *t, struct slice remote, int64_t now_us);

#endif
