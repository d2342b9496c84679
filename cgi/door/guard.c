/*
 * guard.c - who is asking.
 *
 * Knows bearer tokens (RFC 6750 section 2.1) and the two headers that say who
 * acts with one. Touches the store's tokens, for
 * reading, and the throttle's memory of failures.
 */
#include "cgi/door/guard.h"

#include <strings.h>

#include "store/look/looks.h"

static bool
from_here(struct slice remote)
{
	return slice_starts(remote, slice_text("127.")) ||
	       slice_is(remote, "::1") || slice_is(remote, "unix:") ||
	       remote.n == 0;
}

/* The token of "Authorization: Bearer TOKEN"; false when there is none. */
static bool
bearer(const struct ask *a, struct slice *token)
{
	struct slice field = ask_header(a, "Authorization");

	if (field.n < 8 ||
	    strncasecmp((const char *)field.p, "Bearer ", 7) != 0)
		return false;
	*token = slice_of(field.p + 7, field.n - 7);
	while (token->n > 0 && token->p[0] == ' ')
		*token = slice_of(token->p + 1, token->n - 1);
	return token->n > 0;
}

static enum err
admit_token(struct visit *v, const struct ask *a, struct fault *why)
{
	struct acting said = { .role = ask_header(a, "Parindex-Role"),
		.person = ask_header(a, "Parindex-Person") };
	struct door *d = v->door;
	struct slice token;
	unsigned wait;
	enum err e;

	if (!bearer(a, &token))
		return fault_set(why, ERR_UNAUTHENTICATED,
		    "header:Authorization",
		    "Send a token as \"Authorization: Bearer TOKEN\".");
	/* Looked up first: a whole office may share one address, and one
	 * wrong client there must not shut the others out on the last
	 * evening. */
	if ((e = look_acting(d->store, token, &said, &v->who, why)) !=
	    ERR_UNAUTHENTICATED)
		return e;
	if (throttle_may_sign_in(d->throttle, a->remote, store_run(d->store),
		&wait) != OK)
		return fault_set(why, ERR_QUOTA, "header:Authorization",
		    "Too many wrong tokens from this address: wait %u s.",
		    wait);
	throttle_failed(d->throttle, a->remote, store_run(d->store));
	return fault_set(why, e, "header:Authorization",
	    "The token is unknown or has been revoked.");
}

enum err
guard_admit(struct visit *v, enum guard guard, const struct ask *a,
    struct fault *why)
{
	v->who = (struct who){ .role = ROLE_NOBODY };
	switch (guard) {
	case GUARD_NONE:
		return OK;
	case GUARD_LOOPBACK:
		if (from_here(a->remote))
			return OK;
		return fault_set(why, ERR_FORBIDDEN, "",
		    "This is answered to the machine itself only.");
	case GUARD_TOKEN:
		break;
	}
	return admit_token(v, a, why);
}
