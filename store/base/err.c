/*
 * err.c - the words of every failure.
 *
 * Knows the list in err.h. Touches nothing.
 */
#include "store/base/err.h"

#include <assert.h>
#include <errno.h>

static const struct {
	const char *name;
	const char *words;
} table[] = {
	[OK] = { "ok", "done" },
	[ERR_NO_MEMORY] = { "no-memory", "out of memory" },
	[ERR_IO] = { "io", "the disk or the network failed" },
	[ERR_NO_SPACE] = { "no-space", "the disk has no room left" },
	[ERR_BUSY] = { "busy", "too much to do just now, try again" },
	[ERR_TIMEOUT] = { "timeout", "it took too long" },
	[ERR_BROKEN] = { "broken", "kept bytes are damaged" },
	[ERR_MAP_FULL] = { "map-full", "the store's map must grow" },
	[ERR_STORE_NEWER] = { "store-newer",
	    "the store was written by a newer version" },
	[ERR_STORE_OLDER] = { "store-older",
	    "the store was written by an older version" },
	[ERR_NETWORK_DISK] = { "network-disk",
	    "a store may not lie on a network file system" },
	[ERR_WRONG_OWNER] = { "wrong-owner",
	    "only the store's owner may open it" },
	[ERR_NOT_A_STORE] = { "not-a-store", "there is no store here" },
	[ERR_NOT_SIMULATED] = { "not-simulated",
	    "only a simulated store's clock can be set" },
	[ERR_BACKWARDS] = { "backwards", "this may only move forwards" },
	[ERR_READ_ONLY] = { "read-only", "the store is open for reading only" },
	[ERR_NOT_FOUND] = { "not-found", "there is no such thing" },
	[ERR_EXISTS] = { "exists", "there is one already" },
	[ERR_MALFORMED] = { "malformed", "this cannot be read" },
	[ERR_UNKNOWN_FIELD] = { "unknown-field", "no such field is known" },
	[ERR_MISSING_FIELD] = { "missing-field",
	    "a required field is missing" },
	[ERR_RANGE] = { "range", "a value is outside its bounds" },
	[ERR_ENCODING] = { "encoding", "the text is not proper UTF-8" },
	[ERR_TOO_BIG] = { "too-big", "it is larger than allowed" },
	[ERR_EMPTY] = { "empty", "there is nothing in it" },
	[ERR_TRUNCATED] = { "truncated", "fewer bytes came than announced" },
	[ERR_DIGEST] = { "digest", "the bytes do not match their digest" },
	[ERR_MEDIA_TYPE] = { "media-type", "this type is not accepted" },
	[ERR_DISGUISED] = { "disguised",
	    "the content is not what its name says" },
	[ERR_SECRECY] = { "secrecy", "secret documents may not be uploaded" },
	[ERR_OVERFLOW] = { "overflow", "a number grew too large" },
	[ERR_DIVISION] = { "division", "a division by zero" },
	[ERR_UNAUTHENTICATED] = { "unauthenticated",
	    "a valid token is needed" },
	[ERR_FORBIDDEN] = { "forbidden", "this is not yours to do" },
	[ERR_UNKNOWN_PERIOD] = { "unknown-period", "no such period" },
	[ERR_UNKNOWN_UNIT] = { "unknown-unit", "no such unit" },
	[ERR_UNKNOWN_LEAF] = { "unknown-leaf", "no such criterion" },
	[ERR_LEAF_NOT_YOURS] = { "leaf-not-yours",
	    "the criterion is not assessed for this unit" },
	[ERR_WINDOW_NOT_OPEN] = { "window-not-open",
	    "the window for this has not opened" },
	[ERR_WINDOW_CLOSED] = { "window-closed",
	    "the window for this is closed" },
	[ERR_WRONG_STATE] = { "wrong-state",
	    "this cannot be done in its present state" },
	[ERR_CONFLICT] = { "conflict", "this contradicts what is there" },
	[ERR_PRECONDITION_REQUIRED] = { "precondition-required",
	    "If-Match is required" },
	[ERR_STALE] = { "stale", "someone changed it first" },
	[ERR_KEY_REUSED] = { "key-reused",
	    "this Idempotency-Key came with another request" },
	[ERR_QUOTA] = { "quota", "more than this token may use" },
	[ERR_GONE] = { "gone", "this document was destroyed under a decision" },
	[ERR_OTHER_FEED] = { "other-feed", "the numbers are another feed's" },
};
static_assert(sizeof table / sizeof *table == ERR_COUNT,
    "every error has its words");

const char *
err_words(enum err e)
{
	return (unsigned)e < ERR_COUNT ? table[e].words : "unknown failure";
}

const char *
err_name(enum err e)
{
	return (unsigned)e < ERR_COUNT ? table[e].name : "unknown";
}

enum err
err_of_errno(int number)
{
	switch (number) {
	case ENOSPC:
	case EDQUOT:
		return ERR_NO_SPACE;
	case ENOMEM:
		return ERR_NO_MEMORY;
	case ENOENT:
		return ERR_NOT_FOUND;
	case EEXIST:
		return ERR_EXISTS;
	case ENAMETOOLONG:
		return ERR_TOO_BIG;
	case EACCES:
	case EPERM:
		return ERR_FORBIDDEN;
	default:
		return ERR_IO;
	}
}
