/*
 * err.h - the one list of ways in which something can fail.
 *
 * An `enum err` travels up untouched; its words are for people. What a person
 * must be told beyond the words (which field, which limit, which clause)
 * travels beside it as a `struct fault`.
 */
#ifndef STORE_BASE_ERR_H
#define STORE_BASE_ERR_H

enum err {
	OK,
	/* the machine */
	ERR_NO_MEMORY,
	ERR_IO,       /* a disk, pipe or socket failed */
	ERR_NO_SPACE, /* the disk is full or about to be */
	ERR_BUSY,     /* try again later */
	ERR_TIMEOUT,
	ERR_BROKEN, /* kept bytes are not what was written */
	/* the store */
	ERR_MAP_FULL, /* inside store/db only: grow the map, run again */
	ERR_STORE_NEWER,
	ERR_STORE_OLDER,
	ERR_NETWORK_DISK,
	ERR_WRONG_OWNER,
	ERR_NOT_A_STORE,
	ERR_NOT_SIMULATED,
	ERR_BACKWARDS, /* time, or a log, may only move forwards */
	ERR_READ_ONLY,
	ERR_NOT_FOUND,
	ERR_EXISTS,
	/* what came from outside */
	ERR_MALFORMED,
	ERR_UNKNOWN_FIELD,
	ERR_MISSING_FIELD,
	ERR_RANGE,    /* a number or date outside its bounds */
	ERR_ENCODING, /* not UTF-8, or a control character */
	ERR_TOO_BIG,
	ERR_EMPTY,
	ERR_TRUNCATED, /* fewer bytes than announced */
	ERR_DIGEST,    /* the bytes are not those announced */
	ERR_MEDIA_TYPE,
	ERR_DISGUISED, /* the bytes are not what the name says */
	ERR_SECRECY,
	/* numbers */
	ERR_OVERFLOW,
	ERR_DIVISION,
	/* who, what and when */
	ERR_UNAUTHENTICATED,
	ERR_FORBIDDEN,
	ERR_UNKNOWN_PERIOD,
	ERR_UNKNOWN_UNIT,
	ERR_UNKNOWN_LEAF,
	ERR_LEAF_NOT_YOURS, /* the leaf is not assessed for this unit */
	ERR_WINDOW_NOT_OPEN,
	ERR_WINDOW_CLOSED,
	ERR_WRONG_STATE, /* not in this state of its life; ERR_STATE is
			  * a type of the crypto library */
	ERR_CONFLICT,
	ERR_PRECONDITION_REQUIRED,
	ERR_STALE,      /* If-Match names an older version */
	ERR_KEY_REUSED, /* same Idempotency-Key, another request */
	ERR_QUOTA,
	ERR_GONE,       /* destroyed under a decision; its digest is kept */
	ERR_OTHER_FEED, /* its numbers are those of another feed */
	ERR_COUNT
};

/* What `e` means, in a few English words without a full stop. */
const char *err_words(enum err e);

/* The name of `e` as code writes it, without ERR_, in lower case with
 * hyphens: "window-closed". Stable: problem types are made of it. */
const char *err_name(enum err e);

/* What a system call's errno comes to: ENOSPC and EDQUOT ERR_NO_SPACE, ENOMEM
 * ERR_NO_MEMORY, ENOENT ERR_NOT_FOUND, EEXIST ERR_EXISTS, ENAMETOOLONG
 * ERR_TOO_BIG, EACCES and EPERM ERR_FORBIDDEN, all else ERR_IO. */
enum err err_of_errno(int number);

#endif
