/*
 * mark.h - the log's mark: the newest signed checkpoint that this machine
 * knows of, in a file outside the store and its backups (design section 6).
 *
 * A store that was set back to an older copy would sign a second history of
 * its log. Its mark shows it, so it opens for reading only.
 *
 * Written after commits, never inside one: a process that dies in between
 * leaves a mark that is behind the store, which is as good: only a store that
 * does not contain the mark's tree is refused.
 */
#ifndef STORE_MARK_H
#define STORE_MARK_H

#include "store/base/fault.h"
#include "store/store.h"

#define MARK_MOST (64 * 1024)

/* Names a file that holds this signed checkpoint; replaces any. */
enum err mark_write(const char *path, struct slice note);

/* A checkpoint of the store's log from a file. ERR_NOT_FOUND; ERR_BROKEN when
 * the log's key did not sign it. `what` names it in the fault. */
enum err mark_read(const struct store *s, const char *path, const char *what,
    struct checkpoint *out, struct fault *why);

/* OK when the store's log contains the tree of `c`: ERR_BACKWARDS when it is
 * smaller, ERR_CONFLICT when it has another history. */
enum err mark_holds(struct store *s, const struct checkpoint *c,
    struct fault *why);

/* Follows what this process commits: hook of env_on_seal (`self` is the store)
 * that remembers the checkpoint just signed; and, after the commit, writes it
 * when the last one was written a second ago or more, or when `now`. */
enum err mark_seal(struct txn *t, void *self);
void mark_follow(struct store *s, bool now);

#endif
