/*
 * log_key.h - the log's private key as a file: written, read, held against the
 * log it signs for, copied for safe keeping.
 *
 * Its text is that of C2SP signed notes' private keys. It is printed nowhere,
 * and wiped from memory when it was used.
 */
#ifndef STORE_LOG_KEY_H
#define STORE_LOG_KEY_H

#include "store/ledger/note.h"
#include "store/store.h"

/* Writes a private key into a new file, 0600. ERR_EXISTS. */
enum err log_key_write(const char *path, struct slice secret,
    struct fault *why);

/* The key in `path`, owned. ERR_NOT_FOUND; ERR_WRONG_OWNER when others may read
 * the file; ERR_MALFORMED when it is no key, or no file. */
enum err log_key_read(const char *path, struct note_signer **out,
    struct fault *why);

/* ERR_UNAUTHENTICATED unless that key, read from `path`, is the one of the
 * store's newest log. */
enum err log_key_match(const struct store *s, const struct note_signer *key,
    const char *path, struct fault *why);

/* Both: whether `path` holds this log's key. */
enum err log_key_check(const struct store *s, const char *path,
    struct fault *why);

/*
 * Copies this log's key into a new file, 0600, flushes it, reads it back from
 * where it lies and checks it. A copy that does not hold is removed again. It
 * needs no more of a file system than that of a USB stick gives, but one that
 * gives others the right to read is refused. Errors as above; ERR_EXISTS when
 * anything is there, a device or a link too; ERR_NO_SPACE, ERR_IO.
 */
enum err log_key_copy(const struct store *s, const char *from, const char *to,
    struct fault *why);

#endif
