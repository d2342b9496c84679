/*
 * guard.h - from a request's token to who is asking.
 */
#ifndef CGI_DOOR_GUARD_H
#define CGI_DOOR_GUARD_H

#include "cgi/door/door.h"
#include "cgi/http/ask.h"
#include "store/base/fault.h"

/* What a route asks of its visitor. */
enum guard {
	GUARD_NONE,     /* anyone */
	GUARD_TOKEN,    /* a valid token: what it may do, acts and looks say */
	GUARD_LOOPBACK, /* this machine only */
};

/*
 * Lets the visitor in: OK with v->who filled, ERR_UNAUTHENTICATED (no token,
 * or an unknown or revoked one), ERR_FORBIDDEN (not from this machine),
 * ERR_QUOTA (too many failures from this address).
 */
enum err guard_admit(struct visit *v, enum guard guard, const struct ask *a,
    struct fault *why);

#endif
